use super::*;

const PAGE: &str = r##"<!doctype html><html lang="en-GB"><head>
<title>River rises at noon | The Courier</title>
<link rel="canonical" href="/flood/river-rises">
<meta property="og:site_name" content="The Courier"><meta property="og:title" content="River rises at noon">
<meta property="og:image" content="/i/river.jpg"><meta property="og:description" content="The bridge is closed.">
<meta property="article:published_time" content="2025-10-26T08:00:00Z">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"The Courier"},
{"@type":"Person","@id":"#ann","name":"Ann Lee"},
{"@type":["NewsArticle"],"headline":"River rises at noon","author":[{"@id":"#ann"},{"@type":"Organization","name":"AFP"}],
"datePublished":"2025-10-26T09:00:00+01:00","dateModified":"2025-10-26T10:30:00+01:00","isAccessibleForFree":"False",
"isBasedOn":"https://wire.example.com/1","articleSection":"News","keywords":"river, flood","articleBody":"It rose.",}]}</script>
</head><body><h1>River rises at noon</h1><p class="byline">By Ann Lee</p><p>LONDON (AFP) - The river rose on Sunday, and
the town held its breath while the bridge was closed to all traffic, police said.</p><p>Source: AFP</p></body></html>"##;

fn input() -> Input<'static> {
    Input {
        url: Some("https://www.courier.example/flood/river-rises?utm_source=feed"),
        captured_at: "2025-10-27T00:00:00Z".parse().ok(),
    }
}

fn read_page(html: &str) -> Metadata {
    let page = Page::of_html(html);
    let mut metadata = read(&page, &input());
    let body: Vec<usize> =
        (0..page.blocks.len()).filter(|at| page.block_text(&page.blocks[*at]).len() > 60).collect();
    metadata.complete(&page, &input(), &body);
    metadata
}

#[test]
fn a_page_says_what_it_is() {
    let metadata = read_page(PAGE);
    assert_eq!(metadata.headline.as_deref(), Some("River rises at noon"));
    assert_eq!(metadata.byline, ["Ann Lee"]);
    assert_eq!(metadata.site_name.as_deref(), Some("The Courier"));
    assert_eq!(metadata.canonical_url.as_deref(), Some("https://www.courier.example/flood/river-rises"));
    assert_eq!(metadata.published_at.unwrap().to_string(), "2025-10-26T09:00:00+01:00");
    assert_eq!(metadata.modified_at.unwrap().to_string(), "2025-10-26T10:30:00+01:00");
    assert_eq!(metadata.declared_language.as_deref(), Some("en-GB"));
    assert_eq!(metadata.lead_image.as_deref(), Some("https://www.courier.example/i/river.jpg"));
    assert_eq!(metadata.accessible_for_free, Some(false));
    assert_eq!(metadata.section.as_deref(), Some("News"));
    assert_eq!(metadata.keywords, ["river", "flood"]);
    assert_eq!(metadata.article_body.as_deref(), Some("It rose."));
    assert_eq!(metadata.dateline.as_ref().and_then(|it| it.place.as_deref()), Some("LONDON"));
    assert!(metadata.flags.is_empty());
}

#[test]
fn every_credit_repeats_the_words_that_said_so() {
    let credits = read_page(PAGE).provenance;
    let found: Vec<(&str, Option<&str>)> =
        credits.iter().map(|credit| (credit.words.as_str(), credit.outlet.as_deref())).collect();
    assert!(found.contains(&("https://wire.example.com/1", None)), "{found:?}");
    assert!(found.contains(&("AFP", Some("AFP"))), "{found:?}");
    assert!(found.contains(&("Source: AFP", Some("AFP"))), "{found:?}");
}

#[test]
fn every_candidate_is_kept_with_its_origin() {
    let candidates = read_page(PAGE).candidates;
    let of = |field: Field| candidates.iter().filter(|it| it.field == field).collect::<Vec<_>>();
    for field in [Field::Headline, Field::Byline, Field::Published, Field::SiteName, Field::CanonicalUrl] {
        assert!(of(field).iter().any(|candidate| candidate.chosen), "{field:?}");
    }
    assert!(of(Field::Headline).len() >= 4 && of(Field::Published).len() >= 2);
}

#[test]
fn a_date_after_the_capture_is_flagged_and_not_used() {
    let metadata = read_page(&PAGE.replace("2025-10-26T09:00:00+01:00", "2031-10-26T09:00:00+01:00"));
    assert_eq!(metadata.published_at.unwrap().to_string(), "2025-10-26T08:00:00Z");
    assert_eq!(metadata.flags, ["date_after_capture"]);
}

#[test]
fn an_instant_in_utc_is_told_in_the_zone_that_readers_see() {
    let metadata = read_page(
        r#"<meta property="article:published_time" content="2025-02-25T02:25:54+00:00"><h1>The river rises at noon</h1>
        <div class="date">February 24, 2025 | 9:25pm</div><p>text</p>"#,
    );
    assert_eq!(metadata.published_at.unwrap().to_string(), "2025-02-24T21:25:54-05:00");
    // The month first, as the page declares.
    let metadata = read_page(
        r#"<html lang=en-US><meta property="article:published_time" content="2025-03-05T02:25:54+00:00">
        <h1>The river rises at noon</h1><div class="date">03/04/2025 9:25pm</div><p>text</p>"#,
    );
    assert_eq!(metadata.published_at.unwrap().to_string(), "2025-03-04T21:25:54-05:00");
}

#[test]
fn the_day_of_the_new_text_is_the_day_that_readers_are_told() {
    let told = |stated: &str, shown: &str| {
        let metadata = read_page(&format!(
            r#"<meta property="article:published_time" content="{stated}"><meta property="article:modified_time"
            content="2025-02-24T10:00:00+01:00"><h1>The river rises at noon</h1><div>{shown}</div><p>text</p>"#
        ));
        (
            metadata.published_at.unwrap().to_string(),
            metadata.flags.contains(&"published_is_last_change".to_owned()),
        )
    };
    assert_eq!(told("2021-05-02T10:00:00+02:00", "February 24, 2025"), ("2025-02-24".to_owned(), true));
    // What says that it is a change is one; what is older is a date in the story.
    let stated = "2024-05-02T10:00:00+02:00";
    assert_eq!(told(stated, "Updated February 24, 2025"), (stated.to_owned(), false));
    assert_eq!(told(stated, "February 24, 2022"), (stated.to_owned(), false));
    // The day before, in the zone of the house.
    assert_eq!(told("2024-05-02T02:00:00Z", "May 1, 2024"), ("2024-05-01".to_owned(), false));
    assert_eq!(told(stated, "May 1, 2024"), (stated.to_owned(), false));
}

#[test]
fn a_page_that_was_stamped_as_it_was_saved_is_as_old_as_its_readers_are_told() {
    let told = |published: &str, modified: &str, shown: &str| {
        let metadata = read_page(&format!(
            r#"<meta property="article:published_time" content="{published}"><meta property="article:modified_time"
            content="{modified}"><h1>The river rises at noon</h1><time>{shown}</time><p>text</p>"#
        ));
        metadata.published_at.unwrap().to_string()
    };
    let stamp = "2024-07-05T14:20:08Z";
    assert_eq!(told(stamp, stamp, "March 1, 2024"), "2024-03-01");
    // One of the two may have lost its zone.
    assert_eq!(told(stamp, "2024-07-05T14:20:08-04:00", "March 1, 2024"), "2024-03-01");
    assert_eq!(told(stamp, "2024-07-06T09:00:00Z", "March 1, 2024"), stamp);
    assert_eq!(told(stamp, stamp, "July 5, 2024"), stamp);
}

#[test]
fn a_line_that_opens_with_a_date_is_the_last_resort() {
    let day = |rest: &str| {
        let metadata = read_page(&format!("<h1>The river rises at noon</h1>{rest}"));
        metadata.published_at.map(|moment| moment.to_string())
    };
    let long =
        "and the town held its breath while the bridge was closed to all traffic, police said on the shore.";
    assert_eq!(
        day(&format!("<p>Press release of 25 January 2022 | Berlin – {long}</p>")).as_deref(),
        Some("2022-01-25")
    );
    assert_eq!(day(&format!("<p>{long} It rose on 3 May 2020.</p>")), None);
    assert_eq!(
        day(
            "<div class=comments><p>On 3 May 2020 I said that this would come, and nobody listened to me</p></div>"
        ),
        None
    );
}

#[test]
fn who_opens_the_text_signs_it_and_not_whose_account_it_was() {
    let people = |line: &str| {
        let text = "The river rose on Sunday, and the town held its breath while the bridge was closed, police said.";
        let html = format!(
            "<meta name=author content='Ann Lee'><h1>The river rises at noon</h1><p>{line}</p><p>{text}</p>"
        );
        let page = Page::of_html(&html);
        let mut metadata = read(&page, &input());
        let body: Vec<usize> = (1..page.blocks.len()).collect();
        metadata.complete(&page, &input(), &body);
        metadata.byline
    };
    assert_eq!(people("By Ben Ode"), ["Ben Ode"]);
    assert_eq!(people("By Ann Lee"), ["Ann Lee"]);
    assert_eq!(people("By Ben Ode</p><p>By Carl Orr"), ["Ben Ode"]);
    assert_eq!(people("By Growing Demand For Better Water"), ["Ann Lee"]);
}

#[test]
fn a_teasers_item_property_gives_way_to_the_articles_metadata() {
    let metadata = read_page(
        r#"<meta property="article:published_time" content="2024-05-02T10:00:00+02:00"><h1>The river rises at noon</h1><p>text</p>
        <div class="related-posts"><span itemprop="datePublished">December 16, 2025</span></div>"#,
    );
    assert_eq!(metadata.published_at.unwrap().to_string(), "2024-05-02T10:00:00+02:00");
}

#[test]
fn a_second_statement_that_names_more_authors_is_the_fuller() {
    let metadata = read_page(
        r#"<script type="application/ld+json">{"@type":"NewsArticle","author":"Ann Lee"}</script>
        <meta name="author" content="Ann Lee, Ben Ode"><h1>The river rises at noon</h1><p>text</p>"#,
    );
    assert_eq!(metadata.byline, ["Ann Lee", "Ben Ode"]);
}

#[test]
fn a_house_that_signs_by_its_byline_is_given_as_an_organisation() {
    let metadata =
        read_page(r#"<h1>The river rises at noon</h1><p class="byline">By Harbour Newsroom</p><p>text</p>"#);
    assert_eq!((metadata.byline.len(), metadata.organisations), (0, vec!["Harbour Newsroom".to_owned()]));
}

#[test]
fn flattened_text_says_it_in_its_lines() {
    let text = "Example.vn - A slogan of the site\n\nLa convention contre la cybercriminalité entre en vigueur\n\n\
        (Exemple.vn) - La convention contre la cybercriminalité, signée à Hanoï, entre en vigueur ce mardi dans quarante pays, \
        selon le ministère.\n\nBáo Sông QuêBáo Sông Quê07/10/2025\n\nUn second paragraphe, assez long pour être du texte, dit ce que \
        la convention change pour les pays qui l'ont ratifiée.\n\nLê Văn Nam |\nSource : https://songque.example.vn/a.htm\nComment (0)\n";
    let page = Page::of_text(text);
    let mut metadata = read(&page, &Input::default());
    let body: Vec<usize> =
        (0..page.blocks.len()).filter(|at| page.block_text(&page.blocks[*at]).len() > 100).collect();
    let spent = metadata.complete(&page, &Input::default(), &body);
    assert_eq!(
        metadata.headline.as_deref(),
        Some("La convention contre la cybercriminalité entre en vigueur")
    );
    assert_eq!(metadata.site_name.as_deref(), Some("Example.vn"));
    assert_eq!(metadata.published_at.unwrap().to_string(), "2025-10-07");
    assert_eq!(metadata.dateline.as_ref().and_then(|it| it.agency.as_deref()), Some("Exemple.vn"));
    let urls: Vec<_> = metadata.provenance.iter().filter_map(|credit| credit.url.as_deref()).collect();
    assert_eq!(urls, ["https://songque.example.vn/a.htm"]);
    assert!(spent.len() >= 4 && !spent.contains(&body[0]), "{spent:?}");
}

#[test]
fn text_without_a_headline_has_none() {
    let page = Page::of_text(
        "REGARDER LA VIDÉO :\nLe pays accueillera la cérémonie de signature et la conférence de haut niveau, a dit le ministre.\n",
    );
    let mut metadata = read(&page, &Input::default());
    metadata.complete(&page, &Input::default(), &[1]);
    assert_eq!((metadata.headline, metadata.published_at, metadata.byline.len()), (None, None, 0));
}

#[test]
fn a_page_of_thousands_of_everything_keeps_few_candidates() {
    let many: String = (0..5_000)
        .map(|n| {
            format!(
                "<h1>Heading number {n}</h1><meta name=author content='Ann Lee{n}'><a rel=author>Bo Chen{n}</a>\
                 <time datetime=2025-10-07>{n}</time><span class=byline>By Eva Groß{n}</span>"
            )
        })
        .collect();
    let metadata = read_page(&many);
    assert!(metadata.candidates.len() < 1_000, "{}", metadata.candidates.len());
}

proptest::proptest! {
    #[test]
    fn no_page_breaks_the_reader(parts in proptest::collection::vec(proptest::sample::select(PIECES), 0..24), text in "\\PC{0,40}") {
        let html = parts.join(&text);
        read_page(&html);
        let page = Page::of_text(&html);
        let mut metadata = read(&page, &input());
        let blocks: Vec<usize> = (0..page.blocks.len()).collect();
        let spent = metadata.complete(&page, &input(), &blocks);
        assert!(spent.iter().all(|at| *at < page.blocks.len()));
    }
}

/// Pieces of pages, well and badly made.
const PIECES: &[&str] = &[
    "<title>",
    "</title>",
    "<h1>River – rises",
    "</h1>",
    "<h2 class=headline>",
    "<time datetime='2025-10-26T25:61'>",
    "26/10/2025",
    "<p class=byline>Von ",
    "<a rel=author>",
    "<span itemprop=datePublished content=2025>",
    "\n",
    " | ",
    "(AFP) - ",
    "Source: https://",
    "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":[{\"name\":[",
    "]}",
    "</script>",
    "<meta name=date content='",
    "'>",
    "<link rel=canonical href=//[",
    "Łódź, 3 paź 2025 (PAP) – ",
    "٢٦ أكتوبر ٢٠٢٥",
    "<aside>",
    "<figure>",
    "</p>",
    "—",
    "İ",
    "ß",
];

#[test]
fn an_address_is_no_running_text() {
    let check = |address: &str| {
        let metadata = read_page(&format!(
            r#"<link rel=canonical href="{address}"><meta property="og:image" content="{address}"><h1>The river rises</h1>"#
        ));
        let expected = "https://www.courier.example/view?id=5&section=news&region=1&copy=2&para=3";
        assert_eq!(metadata.canonical_url.as_deref(), Some(expected), "{address}");
        assert_eq!(metadata.lead_image.as_deref(), Some(expected), "{address}");
    };
    check("/view?id=5&amp;section=news&amp;region=1&amp;copy=2&amp;para=3");
    check("/view?id=5&section=news&region=1&copy=2&para=3");
    check("/view?id=5&amp;amp;section=news&amp;amp;region=1&amp;amp;copy=2&amp;amp;para=3");
    let linked = read_page(
        r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"The river rises",
        "image":"/i?id=5&amp;section=news","isBasedOn":"https://wire.example.com/v?id=5&amp;section=news"}</script>"#,
    );
    assert_eq!(linked.lead_image.as_deref(), Some("https://www.courier.example/i?id=5&section=news"));
    assert_eq!(linked.provenance[0].url.as_deref(), Some("https://wire.example.com/v?id=5&section=news"));
}

#[test]
fn a_date_in_structured_data_is_a_text_a_number_or_a_value_with_its_type() {
    let check = |node: &str, value: &str, expected: &str| {
        let script = format!(r#"{{"@type":"{node}","headline":"Signed","datePublished":{value}}}"#);
        let metadata =
            read_page(&format!("<script type='application/ld+json'>{script}</script><h1>Signed</h1>"));
        assert_eq!(metadata.published_at.unwrap().to_string(), expected, "{node} {value}");
    };
    for node in ["NewsArticle", "WebPage"] {
        check(node, "1761361200", "2025-10-25T03:00:00Z");
        check(node, "1761361200000", "2025-10-25T03:00:00Z");
        check(node, r#"{"@type":"Date","@value":"2025-10-25"}"#, "2025-10-25");
        check(node, r#"{"@type":"Date","@value":1761361200}"#, "2025-10-25T03:00:00Z");
        check(node, r#"["2025-10-25"]"#, "2025-10-25");
    }
}

#[test]
fn a_given_name_above_a_text_is_nobody_elses_credit() {
    let read = |language: &str, line: &str, text: &str| {
        let html =
            format!("<html lang={language}><h1>The river rises at noon</h1><p>{line}</p><p>{text}</p>");
        read_page(&html).provenance
    };
    let english = "The river rose on Sunday, and the town held its breath while the bridge was closed to all traffic, police said.";
    let vietnamese = "Chiều nay, mực nước trên sông tiếp tục dâng cao, cây cầu duy nhất của thị xã bị đóng, theo lời người dân địa phương.";
    assert!(read("en", "Theo Leggett", english).is_empty());
    for language in ["vi", "vi-VN", "en"] {
        let found = read(language, "Theo VnExpress", vietnamese);
        assert_eq!(found[0].outlet.as_deref(), Some("VnExpress"), "{language}");
    }
    assert!(read("en", "Theo TTXVN", english).iter().any(|credit| credit.words == "Theo TTXVN"));
}
