//! One byline in many templates: wherever a page says who signed, and whatever others it names, the same people are found.

use veille_cleaner::Cleaner;
use veille_model::Capture;

const BODY: [&str; 4] = [
    "The ferry terminal of Port Lorne reopened on Monday, two years after a winter storm tore away its landing stage and cut the island's only regular link with the coast.",
    "About three hundred people watched as the first boat of the morning came in under a grey sky, with the harbour master on the pier and a school orchestra playing behind the barriers.",
    "The repairs cost eleven million crowns, nearly twice the sum that the council had set aside when engineers first looked at the broken piles in the spring after the storm.",
    "A report on the costs is due before the budget is voted on in December, the mayor said, adding that the council would publish all of it.",
];

/// How pages say who signed: in the head, and between headline and text.
const PLACES: [(&str, &str); 9] = [
    ("<meta name=author content='NAME'>", ""),
    ("<meta name=author content='NAME'><meta name='parsely-author' content=''>", ""),
    (
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Ferry terminal reopens\",\
         \"author\":{\"@type\":\"Person\",\"name\":\"NAME\"}}</script>",
        "",
    ),
    ("", "<p class=byline>By NAME</p>"),
    ("", "<span class='author vcard'>NAME</span>"),
    ("", "<div class='author-name'>NAME</div>"),
    ("", "<div><a rel=author href='/x/17'>NAME</a></div>"),
    ("", "<div><a class=css-1x href='/authors/17/'>NAME</a></div>"),
    ("", "<div><a class=css-1x href='https://courier.example/staff/17/name'>NAME</a></div>"),
];

/// What names others on the same page.
const OTHERS: [&str; 4] = [
    "",
    "<section class='related'><div class=card><a href='/s/1'>Another story of the day</a><a href='/authors/9'>Ben Ode</a></div></section>",
    "<section id=comments class=comments><div class='comment-author vcard'>marten</div><p>What a day for the island, finally.</p></section>",
    "<footer><a href='/authors/'>All authors</a><p>Published by Carl Orr, The Courier</p></footer>",
];

fn byline(head: &str, signature: &str, others: &str) -> Vec<String> {
    let body: String = BODY.iter().map(|text| format!("<p>{text}</p>")).collect();
    let html = format!(
        "<!doctype html><html lang=en><head><title>Ferry terminal reopens - The Courier</title>\
         <meta property='og:site_name' content='The Courier'>{head}</head><body>\
         <nav><a href='/news'>News</a> <a href='/authors/'>Authors</a></nav><main><article><h1>Ferry terminal reopens</h1>\
         {signature}<div class=text>{body}</div></article>{others}</main></body></html>"
    );
    let url = "https://www.courier.example/news/ferry-terminal-reopens".to_owned();
    let capture =
        Capture { media_type: Some("text/html".to_owned()), ..Capture::page(Some(url), html.into_bytes()) };
    Cleaner::default().clean(&capture).expect("an article").byline
}

#[test]
fn who_signed_is_the_same_in_every_template() {
    // A person, a house, and a person whose surname opens sentences elsewhere.
    for name in ["Anne Kervadec", "Courier Staff", "The Harbour Team", "Dr. Lena von Weiß", "Émile O’Brien"]
    {
        for (head, signature) in PLACES {
            for others in OTHERS {
                let found = byline(&head.replace("NAME", name), &signature.replace("NAME", name), others);
                assert_eq!(found, [name], "{head}{signature}{others}");
            }
        }
    }
}

#[test]
fn a_nickname_signs_where_the_markup_vouches_for_it() {
    for (at, signs) in [(4, true), (5, true), (6, true), (7, true), (3, false)] {
        let (head, signature) = PLACES[at];
        let signature = signature.replace("By NAME", "NAME").replace("NAME", "surfguard");
        let found = byline(head, &signature, "");
        assert_eq!(found, if signs { vec!["surfguard".to_owned()] } else { Vec::new() }, "{signature}");
    }
}

#[test]
fn what_a_system_writes_into_every_page_signs_nothing() {
    for name in ["courier.example", "admin", "Publisher"] {
        let head = format!("<meta name=author content='{name}'>");
        assert_eq!(byline(&head, "", ""), [""; 0], "{name}");
        assert_eq!(byline(&head, "<p class=byline>By Anne Kervadec</p>", ""), ["Anne Kervadec"], "{name}");
    }
}

/// What a page gives with these lines in its head, under its headline and around its paragraphs: names, and whether an organisation's.
fn signed(head: &str, under: &str, paragraphs: &[&str], end: &str) -> (Vec<String>, bool) {
    let body: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
    let html = format!(
        "<!doctype html><html><head><title>Ferry terminal reopens</title>{head}</head><body><main><article>\
         <h1>Ferry terminal reopens</h1>{under}<div class=text>{body}{end}</div></article></main></body></html>"
    );
    let url = "https://www.courier.example/news/ferry-terminal-reopens".to_owned();
    let capture =
        Capture { media_type: Some("text/html".to_owned()), ..Capture::page(Some(url), html.into_bytes()) };
    let article = Cleaner::default().clean(&capture).expect("an article");
    let is_organisation = article.flags.iter().any(|flag| flag == "signed_by_organisation");
    (article.byline, is_organisation)
}

#[test]
fn a_bold_line_between_paragraphs_is_a_subheading_and_nobody() {
    for line in
        ["WHAT HAPPENED NEXT", "READ ALSO", "The Long Road", "ВАЖНО ЗНАТЬ", "Xem Thêm", "Harbour Master"]
    {
        for place in 1..BODY.len() {
            let mut paragraphs = BODY.to_vec();
            let bold = format!("<strong>{line}</strong>");
            paragraphs.insert(place, &bold);
            assert_eq!(signed("", "", &paragraphs, "").0, [""; 0], "{line} {place}");
        }
    }
    for line in ["READ ALSO", "ЧИТАЙТЕ ТАКЖЕ", "Xem Thêm", "The Long Road"] {
        assert_eq!(signed("", "", &BODY, &format!("<p><b>{line}</b></p>")).0, [""; 0], "{line}");
    }
}

#[test]
fn who_wrote_signs_under_the_text() {
    for end in [
        "<p><b>Anne Kervadec</b></p>",
        "<p align=right>Anne Kervadec</p>",
        "<p><em>Anne Kervadec</em></p>",
        "<p>By Anne Kervadec</p>",
        "<p>Propos recueillis par Anne Kervadec</p>",
        "<p>Text: Anne Kervadec Foto: Ben Ode</p>",
        "<p>(Anne Kervadec)</p>",
        "<p><strong>(Anne Kervadec/Harbour Desk)</strong></p>",
        "<p><b>Anne Kervadec</b></p><p>anne@courier.example</p>",
    ] {
        assert_eq!(signed("", "", &BODY, end).0, ["Anne Kervadec"], "{end}");
    }
}

#[test]
fn an_organisation_in_the_metadata_gives_way_to_whom_the_page_shows() {
    let stated = |name: &str, kind: &str| {
        format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"author\":{{\"@type\":\"{kind}\",\"name\":\"{name}\"}}}}</script>"
        )
    };
    let shown = "<p class=byline>By Anne Kervadec</p>";
    let anne = (vec!["Anne Kervadec".to_owned()], false);
    for head in [
        stated("Báo Đại Nghĩa", "Organization"),
        stated("Anne Kervadec", "Organization"),
        stated("akervadec", "Person"),
        stated("https://courier.example/author/anne", "Person"),
        "<meta name=author content='Stadt Nordhafen'>".to_owned(),
        "<meta property='og:article:author' content='North Gate | South Gate'>".to_owned(),
    ] {
        assert_eq!(signed(&head, shown, &BODY, ""), anne, "{head}");
    }
    let alone = signed(&stated("Báo Đại Nghĩa", "Organization"), "", &BODY, "");
    assert_eq!(alone, (vec!["Báo Đại Nghĩa".to_owned()], true));
    assert_eq!(signed(&stated("akervadec", "Person"), "<div>By Anne Kervadec</div>", &BODY, ""), anne);
    assert_eq!(
        signed("", "<div>By The Editorial Board</div>", &BODY, ""),
        (vec!["The Editorial Board".to_owned()], true)
    );
}

#[test]
fn who_reports_is_found_in_scripts_without_capitals() {
    let korean = [
        "낙동강 하류의 녹조가 한 달 넘게 이어지면서 취수장 두 곳이 가동을 멈췄다고 시가 지난 목요일 아침 밝혔다.",
        "주민들은 냄새 때문에 생수만 마신다고 했다. 시는 다음 주에 대책 회의를 열어 비상 급수 계획을 확정할 예정이다.",
    ];
    let check = |under: &str, paragraphs: &[&str], end: &str, expected: &[&str]| {
        assert_eq!(signed("", under, paragraphs, end).0, expected, "{under}{end}{}", paragraphs[0]);
    };
    check("<div class=byline><em>김민수 기자</em></div>", &korean, "", &["김민수"]);
    check("", &korean, "<p>김민수 기자 kms@courier.example</p>", &["김민수"]);
    check("<ul class=info><li>기자명 김민수 기자</li></ul>", &korean, "", &["김민수"]);
    let wired = format!("(서울=연합뉴스) 김민수 기자 = {}", korean[0]);
    check("", &[&wired, korean[1]], "", &["김민수"]);

    let chinese = [
        "为期五天的国际书展昨天落下帷幕，参观人数突破三十万，主办方表示明年将扩大展区面积，并增设夜场活动。",
        "不少家长带着孩子排队购书，最受欢迎的是科普类图书，但租金压力依然很大，实体书店仍在寻找新的读者群体。",
    ];
    let editor = "<div>(责编：刘小佳、王欣)</div>";
    let reported = format!("江北网3月15日电 （记者赵小洁、实习生罗凡）{}", chinese[0]);
    check("", &[&reported, chinese[1]], editor, &["赵小洁", "罗凡"]);
    check("<div>2008年4月9日 11:20 江城在线 作者：孙小维 点击：2033</div>", &chinese, editor, &["孙小维"]);
    check("", &chinese, editor, &[]);

    let japanese = "島では草木が食べ尽くされ、海に土砂が流れ出していた。市は十七日、全て捕獲する方針を明らかにし、説明会を開く。【鈴木花子】";
    check("", &[japanese], "", &["鈴木花子"]);
    let links = "<div class=author><a>鈴木花子</a>　<a>藤田一郎</a></div>";
    check(links, &[japanese], "", &["鈴木花子", "藤田一郎"]);
}
