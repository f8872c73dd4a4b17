//! What stands beside an article and reads like it: appeals, asides, comments, teasers without links.

use veille_cleaner::Cleaner;
use veille_model::Capture;

const BODY: [&str; 4] = [
    "The ferry terminal of Port Lorne reopened on Monday, two years after a winter storm tore away its landing stage and cut the island's only regular link with the coast.",
    "About three hundred people watched as the first boat of the morning came in under a grey sky, with the harbour master on the pier and a school orchestra playing behind the barriers.",
    "The repairs cost eleven million crowns, nearly twice the sum that the council had set aside when engineers first looked at the broken piles in the spring after the storm.",
    "A report on the costs is due before the budget is voted on in December, the mayor said, adding that the council would publish all of it.",
];

fn text(body: &str) -> String {
    let html = format!(
        "<html><head><meta charset=utf-8><title>Ferry terminal reopens early - The Bote</title></head><body><h1>Ferry terminal reopens early</h1>{body}</body></html>"
    );
    let url = Some("https://bote.example/ferry-terminal-reopens-early".to_owned());
    let capture =
        Capture { media_type: Some("text/html".to_owned()), ..Capture::page(url, html.into_bytes()) };
    Cleaner::default().clean(&capture).unwrap().text
}

fn between(line: &str) -> String {
    let [first, second, third, last] = BODY;
    text(&format!(
        "<div class=story><p>{first}</p><p>{second}</p>{line}<p>{third}</p><p>{last}</p>{line}</div>"
    ))
}

#[test]
fn appeals_are_no_text_in_any_language() {
    let whole = BODY.join("\n\n");
    for line in [
        "Follow our WhatsApp channel so that you never miss a story.",
        "Do you have a news tip? Call or WhatsApp 0800 000 000",
        "Подписывайтесь на наш Telegram-канал, чтобы быть в курсе всех новостей!",
        "Если вы заметили ошибку, выделите её и нажмите Ctrl+Enter.",
        "Continua a leggere dopo la pubblicità",
        "Dalsza część tekstu pod reklamą",
        "Artikeln fortsätter efter annonsen",
        "Rejoignez notre chaîne WhatsApp pour ne rien rater de l’actualité.",
        "Dilarang keras mengambil konten tanpa izin tertulis.",
        "تابعونا على واتساب لمعرفة آخر المستجدات",
        "返回搜狐，查看更多",
        "平台声明：该文观点仅代表作者本人，本平台仅提供信息存储空间服务。",
        "この記事は有料記事です。残り1245文字",
        "ติดตามข่าวสารได้ที่ Line @bote",
        "▶제보하기 카카오톡 'bote'",
    ] {
        assert_eq!(between(&format!("<p>{line}</p>")), whole, "{line}");
    }
}

#[test]
fn what_is_said_of_appeals_stays() {
    for line in [
        "The mayor had asked the islanders to subscribe to the works of the quay, and to follow the channel buoys until the lights were mended.",
        "Police got a tip about the missing piles in May, and the operation was carried out without written consent of the owners.",
        "Strikingly, the strike continues under the new contract, as the crews had announced in the spring.",
    ] {
        assert!(between(&format!("<p>{line}</p>")).contains(line), "{line}");
    }
}

#[test]
fn teasers_without_links_are_known_by_what_announces_them() {
    let others = "<p>Farmers in the valley say that the dry spring has cost them a third of their barley. The rain of the last weeks came too late.</p>\
        <p>A court has ordered the owner of the old cinema to secure its roof. Pieces of slate fell on a street where children walk to school.</p>";
    let story: String = BODY.iter().map(|text| format!("<p>{text}</p>")).collect();
    let whole = BODY.join("\n\n");
    for beside in [
        format!("<aside>{others}</aside>"),
        format!("<div class=x><h2>推荐阅读</h2><div>{others}</div></div>"),
        format!("<div class=x><h3>あわせて読みたい</h3>{others}</div>"),
        format!("<div class=x><h3>Đọc nhiều</h3>{others}</div>"),
        format!("<div class=cmt><b>Комментарии</b>{others}</div>"),
    ] {
        assert_eq!(text(&format!("<div class=story>{story}</div>{beside}")), whole, "{beside}");
    }
    // On top of a sidebar that stands before the text in the same element it says nothing of the text.
    let side = "<div><div><h3>Most read</h3><ul><li><a href=/a>Another story of the day</a></ul></div>";
    assert_eq!(text(&format!("{side}{story}</div>")), whole);
}

#[test]
fn a_subheading_is_kept_beside_what_is_not() {
    let [first, second, third, last] = BODY;
    let table = "<table><tr><td><img src=a.jpg></td></tr><tr><td class=caption>The pier at noon. (Photo: ANN LEE)</td></tr></table>";
    let page = format!(
        "<div class=story><p>{first}</p><p>{second}</p>{table}<h2>Rising costs</h2><p>{third}</p><p>{last}</p></div>"
    );
    assert!(text(&page).contains("Rising costs"), "{}", text(&page));
}

#[test]
fn a_line_below_a_picture_is_its_caption() {
    let [first, second, third, last] = BODY;
    let page = |line: &str| {
        let picture = "<p><img src=a.jpg></p>";
        text(&format!(
            "<div><p>{first}</p><p>{second}</p>{picture}<p>{line}</p><p>{third}</p><p>{last}</p></div>"
        ))
    };
    assert_eq!(page("<em>The pier at noon on Monday</em>"), BODY.join("\n\n"));
    for line in
        ["“We counted every one of those days,” she said.", "<b>What the repairs have cost so far</b>"]
    {
        let shown = line.trim_start_matches("<b>").trim_end_matches("</b>");
        assert!(page(line).contains(shown), "{line}: {}", page(line));
    }
}
