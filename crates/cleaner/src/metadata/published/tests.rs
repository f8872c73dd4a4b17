use super::super::{Metadata, read};
use super::*;

fn read_page(head: &str, body: &str) -> Metadata {
    let html = format!(
        "<html lang=\"es\"><head><title>Casas en el río</title>{head}</head><body>{body}</body></html>"
    );
    let captured_at = "2026-12-01T12:00:00Z".parse().ok();
    read(&Page::of_html(&html), &Input { url: Some("https://correo.example/nota"), captured_at })
}

fn check(head: &str, body: &str, expected: Option<&str>) {
    let day = read_page(head, body).published_at.map(|moment| moment.day().to_string());
    assert_eq!(day.as_deref(), expected, "{head}{body}");
}

const TEXT: &str =
    "<p>El río creció el domingo y el pueblo contuvo el aliento mientras el puente seguía cerrado.</p>";

#[test]
fn a_page_that_tells_its_change_first_was_published_when_it_says() {
    for line in [
        "Updated March 9, 2021 | Published March 3, 2021",
        "Actualizado: 9 de marzo de 2021 - Publicado: 3 de marzo de 2021",
        "Ultimo aggiornamento: 9 marzo 2021 - Pubblicato: 3 marzo 2021",
        "Ilisasishwa: Machi 9, 2021. Ilichapishwa: Machi 3, 2021",
        "Last modified: 9 March 2021. Created: 3 March 2021",
    ] {
        check("", &format!("<h1>Casas en el río</h1><div>{line}</div>{TEXT}"), Some("2021-03-03"));
        check(
            "",
            &format!("<h1>Casas en el río</h1><div class=\"date\">{line}</div>{TEXT}"),
            Some("2021-03-03"),
        );
    }
}

#[test]
fn todays_date_in_the_head_of_a_page_is_not_the_articles() {
    let today = "<div class=\"fecha-hoy\">Martes 1 de diciembre de 2026</div>";
    check(
        "",
        &format!(
            "{today}<div class=\"t\">Casas en el río</div><div class=\"fecha\">Publicado: 30/10/2017</div>{TEXT}"
        ),
        Some("2017-10-30"),
    );
    check(
        "",
        &format!("<h1>Casas en el río</h1>{today}<span class=\"d\">03.04.2018</span>{TEXT}"),
        Some("2018-04-03"),
    );
    for clock in ["Today is 12/01/2026", "Hoy: 1/12/2026", "Martes, 01/12/2026, 10:20 [GMT+7]"] {
        let clock = format!("<div id=\"clock\">{clock}</div>");
        check(
            "",
            &format!("{clock}<div class=\"t\">Casas en el río</div><div>Publicado: 30/10/2017</div>{TEXT}"),
            Some("2017-10-30"),
        );
        check(
            "",
            &format!("{clock}<h1>Casas en el río</h1><div>Actualizado: 08:15, 30/10/2017</div>{TEXT}"),
            Some("2017-10-30"),
        );
    }
    // It is the article's where nothing else is.
    check("", &format!("<h1>Casas en el río</h1>{today}{TEXT}"), Some("2026-12-01"));
    check(
        "<meta property=\"article:published_time\" content=\"2026-12-01\">",
        &format!("<h1>Casas en el río</h1>{today}<span class=\"d\">03.04.2018</span>{TEXT}"),
        Some("2026-12-01"),
    );
}

#[test]
fn the_day_is_that_of_the_zone_in_which_readers_are_told_the_hour() {
    for shown in ["13 de enero de 2025, 22:12", "January 13, 2025 at 10:12 p.m. EST"] {
        let time = format!("<time datetime=\"2025-01-14T03:12:44Z\">{shown}</time>");
        check(
            "<meta property=\"article:published_time\" content=\"2025-01-14T03:12:44Z\">",
            &format!("<h1>Casas en el río</h1>{time}{TEXT}"),
            Some("2025-01-13"),
        );
    }
}

#[test]
fn a_post_that_an_article_shows_has_a_day_of_its_own() {
    let post = "<blockquote><p>Qué noche.</p>— Correo (@correo) <a href=\"/p\">7 de febrero de 2021</a></blockquote>";
    check(
        "<meta name=\"date\" content=\"2021-03-03\">",
        &format!("<h1>Casas en el río</h1>{TEXT}{TEXT}{post}"),
        Some("2021-03-03"),
    );
}

#[test]
fn a_page_written_anew_on_an_old_address_tells_the_day_of_its_text() {
    let page = |day: &str| {
        format!(
            "<script type=\"application/ld+json\">{{\"@type\":\"WebPage\",\"datePublished\":\"{day}\"}}</script>"
        )
    };
    let body = format!("<h1>Casas en el río</h1><p>Actualizado el 6 de junio de 2024, 13:12</p>{TEXT}");
    check(&page("2009-01-01"), &body, Some("2024-06-06"));
    check(&page("2024-06-03"), &body, Some("2024-06-03"));
}

#[test]
fn the_day_of_an_event_is_none_of_publication() {
    check("", "<h1>Casas en el río</h1><p>The fair will be held on April 5, 2025, at the baths.</p>", None);
}
