//! Captures of every kind through the public interface: what becomes an article, and what says why it does not.

use veille_cleaner::{Cleaner, Config, SiteRules};
use veille_model::{ArticleId, Capture, CaptureKind, FeedEntry, SourceId};

const STORY: &str = "<p>Les délégués de soixante pays ont signé à Hanoï, samedi, la convention que leurs gouvernements \
                     négociaient depuis cinq ans.</p><p>Le texte entrera en vigueur, a dit le ministre, quand quarante \
                     pays l'auront ratifié ; il prévoit un réseau de correspondants joignables jour et nuit.</p><p>Les \
                     organisations de défense des libertés, elles, regrettent que les garanties soient laissées au droit \
                     de chaque pays.</p>";

fn page(url: Option<&str>, html: &str) -> Capture {
    let media_type = Some("text/html; charset=utf-8".to_owned());
    Capture { media_type, ..Capture::page(url.map(str::to_owned), html.as_bytes().to_vec()) }
}

fn code(html: &str) -> &'static str {
    match Cleaner::default().clean(&page(Some("https://news.example.org/a"), html)) {
        Ok(_) => "article",
        Err(why) => why.code(),
    }
}

#[test]
fn what_is_not_an_article_says_so() {
    let check = |html: &str, expected: &str| assert_eq!(code(html), expected, "{html:.120}");
    check(
        "<title>Page introuvable</title><h1>Oups</h1><p>La page que vous cherchez n'existe pas.</p>",
        "soft_404",
    );
    check("<title>App</title><div id=root></div><script>start({a:1})</script>", "empty_shell");
    let link = "<li><a href=/a>Un titre d'article parmi les autres titres</a></li>";
    check(&format!("<title>Monde</title><ul>{}</ul>", link.repeat(60)), "section_page");
    let ask = "<p>Nous et nos partenaires utilisons des cookies pour mesurer l'audience. Votre consentement est nécessaire \
               pour continuer.</p>";
    check(&format!("<title>Le Journal</title><div class=consent>{}</div>", ask.repeat(3)), "consent_wall");
    check("<title>x</title><p>Bref.</p>", "no_body");
    check("", "no_body");
}

#[test]
fn a_page_that_only_gives_notice_says_which() {
    let check = |title: &str, heading: &str, line: &str, expected: &str| {
        let html = format!(
            "<title>{title}</title><nav><a href=/>Home</a></nav><h1>{heading}</h1><p>{line}</p><p>{}</p>",
            "Go back to the home page, try the search, or write to us if you think that something is broken. ".repeat(3)
        );
        assert_eq!(code(&html), expected, "{title} {heading}");
    };
    check("The Courier", "404", "It is not here.", "soft_404");
    check("The Courier", "Ошибка 404", "Такого адреса нет.", "soft_404");
    check("Fehler 404 | Der Anzeiger", "Hoppla", "Das war wohl nichts.", "soft_404");
    check("The Courier", "The page you wanted cannot be found", "Sorry.", "soft_404");
    check("The Courier", "This page could not be found.", "Sorry.", "soft_404");
    check("Der Anzeiger", "Die gesuchte Seite wurde leider nicht gefunden", "", "soft_404");
    check("El Faro", "La página que buscas no existe", "", "soft_404");
    check("Báo Sông Quê", "Trang bạn tìm không tồn tại", "", "soft_404");
    check("川の新聞", "お探しのページは見つかりませんでした", "", "soft_404");
    check("江河日报", "您访问的页面不存在", "", "soft_404");
    check("Le Courrier", "Site en maintenance", "Nous revenons vite.", "unavailable");
    check("Wartungsarbeiten – Der Anzeiger", "Gleich zurück", "", "unavailable");
    check("503 Service Unavailable", "503", "", "unavailable");
    check("Речная газета", "На сайте ведутся технические работы", "", "unavailable");
    check("Just a moment...", "courier.example", "Checking your browser before you go on.", "blocked");
    check("Attention Required! | Cloudflare", "Sorry, you have been blocked", "", "blocked");
    check("Access Denied", "Access Denied", "You do not have permission to see this.", "blocked");
    check("403 Forbidden", "Forbidden", "", "blocked");
    check("Fehler 404 | ***", "Hoppla", "", "soft_404");
}

#[test]
fn a_list_of_teasers_is_a_section_page_and_an_article_among_teasers_is_none() {
    let teaser = |at: usize| {
        format!(
            "<article><h2><a href=/monde/le-fleuve-monte-encore-{at}>Le fleuve monte encore dans la vallée, jour {at}</a></h2>\
             <p>Les habitants de la commune numéro {at} attendent les secours, qui arrivent par le seul pont ouvert, selon \
             la préfecture.</p></article>"
        )
    };
    let teasers: String = (0..14).map(teaser).collect();
    let check = |kind: &str, path: &str, body: &str, expected: &str| {
        let html = format!(
            "<title>International | Le Courrier</title><meta property=og:type content={kind}>\
             <link rel=canonical href='https://news.example.org{path}'><main><h1>International</h1>{body}</main>"
        );
        assert_eq!(code(&html), expected, "{kind} {path}");
    };
    check("website", "/monde/", &teasers, "section_page");
    check("website", "/", &teasers, "section_page");
    check(
        "website",
        "/",
        &format!("<p>Toute l'actualité du monde, chaque jour.</p>{teasers}"),
        "section_page",
    );
    check("article", "/monde/", &teasers, "article");
    check("website", "/monde/le-fleuve-monte-encore-3.html", &teasers, "article");
    check("website", "/monde/", &format!("<article>{STORY}{STORY}</article>{teasers}"), "article");
}

#[test]
fn an_article_is_never_lost_for_its_subject() {
    let check = |title: &str, more: &str| {
        let html = format!("<title>{title}</title><article><h1>{title}</h1>{STORY}{more}</article>");
        assert_eq!(code(&html), "article", "{title}");
    };
    check("La convention signée à Hanoï", "");
    check("Erreur 404 : comment une page introuvable est devenue un mème mondial en dix ans", "");
    check("Un homme introuvable depuis lundi dans la vallée", "");
    check("Body not in the river: 404 divers could not find it", "");
    check("Erreur 404 – comment une page introuvable est devenue un mème mondial", "");
    check("La centrale en maintenance jusqu’en avril", "");
    check("The access denied to reporters in Hanoi", "");
    check(
        "Cookies : le consentement en question",
        "<p>La loi exige un consentement, dit la juriste, avant tout cookie.</p>",
    );
    let link = "<li><a href=/a>Un titre d'article parmi les autres titres</a></li>";
    check("La convention signée à Hanoï", &format!("<ul>{}</ul>", link.repeat(60)));
    // A word of consent in each paragraph, as articles on the protection of data have it.
    let law = |at: usize| {
        format!(
            "<p>Le tribunal a jugé, dans l’affaire {at}, que la mairie avait transmis sans droit des données personnelles de ses \
             habitants à une entreprise de la région, et que les personnes concernées devaient en être averties par lettre avant \
             la fin de l’année, sous peine d’une amende dont le montant reste à fixer, selon la greffière.</p>"
        )
    };
    let law: String = (1..5).map(law).collect();
    check("Données personnelles : la mairie condamnée", &law);
    let html = format!(
        "<title>La mairie condamnée</title><article class='post category-datenschutz'>{law}</article>"
    );
    assert_eq!(code(&html), "article");
    // Names of sites stand beside a notice; what else stands there makes a headline of it.
    for title in [
        "Captcha – Was dahinter steckt",
        "Access denied – Vietnam's border camps",
        "Access denied | The river behind the wire",
        "The 500",
        "Maintenance - La centrale s’arrête",
    ] {
        check(title, "");
    }
    let stated = "<meta property='article:published_time' content='2025-10-25T09:00:00+07:00'>";
    let html = format!("{stated}<title>Access denied</title><h1>Access denied</h1>{STORY}");
    assert_eq!(code(&html), "article");
    let news = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Captcha"}</script>"#;
    assert_eq!(code(&format!("{news}<title>Captcha</title><h1>Captcha</h1>{STORY}")), "article");
}

#[test]
fn a_short_piece_is_not_lost_for_the_dialogue_beside_it() {
    let ask = "<p>Nous et nos 812 partenaires utilisons des cookies pour mesurer l'audience, avec votre consentement, \
               et traitons des données personnelles telles que votre adresse et vos préférences.</p>";
    let menu = "<li><a href=/a>Un lien du menu</a></li>".repeat(20);
    let html = format!(
        "<title>La convention signée à Hanoï</title><ul>{menu}</ul><article><h1>La convention signée à Hanoï</h1>{STORY}</article>\
         <div class='cookie-consent'>{}</div>",
        ask.repeat(9)
    );
    assert_eq!(code(&html), "article");
}

#[test]
fn a_line_with_a_number_in_a_flattened_text_is_no_notice() {
    let text = STORY.replace("<p>", "").replace("</p>", "\n");
    let code = |text: &str| {
        let capture = Capture {
            media_type: Some("text/plain; charset=utf-8".to_owned()),
            ..Capture::page(None, text.as_bytes().to_vec())
        };
        Cleaner::default().clean(&capture).map_or_else(|why| why.code(), |_| "article")
    };
    assert_eq!(code(&format!("La convention signée à Hanoï\n500\nPartager\n{text}")), "article");
    assert_eq!(code(&format!("Access denied – Vietnam's border camps\n{text}")), "article");
    let line =
        "Go back to the home page, try the search, or write to us if you think that something is broken.";
    assert_eq!(code(&format!("404\n{line}")), "soft_404");
}

#[test]
fn a_feed_is_refused_and_an_entry_is_an_article() {
    let feed = Capture { kind: CaptureKind::Feed, ..page(None, "<rss/>") };
    assert_eq!(Cleaner::default().clean(&feed).unwrap_err().code(), "feed");
    let entry = FeedEntry {
        url: Some("https://news.example.org/a?utm_source=rss".to_owned()),
        title: Some("La convention signée".to_owned()),
        authors: vec!["Ana Lima".to_owned()],
        published_at: Some("2025-10-25".parse().unwrap()),
        summary: Some("<p>Court.</p>".to_owned()),
        content: Some(STORY.to_owned()),
        ..FeedEntry::default()
    };
    let article = Cleaner::default().clean(&Capture::entry(&entry, SourceId::new("example"), None)).unwrap();
    assert_eq!(article.headline.as_deref(), Some("La convention signée"));
    assert_eq!((article.byline, article.blocks.len()), (vec!["Ana Lima".to_owned()], 3));
    assert_eq!(article.id, ArticleId::of_url("https://news.example.org/a"));
    let broken = Capture { kind: CaptureKind::Entry, ..page(None, "not JSON") };
    assert_eq!(Cleaner::default().clean(&broken).unwrap_err().code(), "unreadable");
}

#[test]
fn the_canonical_address_identifies_an_article_on_its_own_site_alone() {
    let id = |canonical: &str| {
        let html =
            format!("<link rel=canonical href='{canonical}'><article><h1>Signée</h1>{STORY}</article>");
        Cleaner::default().clean(&page(Some("https://www.example.org/a?utm_source=x"), &html)).unwrap()
    };
    assert_eq!(id("https://example.org/b").id, ArticleId::of_url("https://example.org/b"));
    let elsewhere = id("https://original.example.net/c");
    assert_eq!(elsewhere.id, ArticleId::of_url("https://www.example.org/a"));
    assert!(
        elsewhere.provenance.iter().any(|it| it.url.as_deref() == Some("https://original.example.net/c"))
    );
}

#[test]
fn a_canonical_address_without_its_query_makes_one_article_of_no_two() {
    let id = |query: &str| {
        let html =
            format!("<link rel=canonical href='/articleView.html'><article><h1>Signée</h1>{STORY}</article>");
        let url = format!("https://www.example.org/articleView.html?{query}");
        Cleaner::default().clean(&page(Some(&url), &html)).unwrap().id
    };
    assert_ne!(id("idxno=1"), id("idxno=2"));
    assert_eq!(id("idxno=1"), id("idxno=1&utm_source=x"));
    assert_eq!(id("page=1"), id("page=2"));
}

#[test]
fn what_no_rule_and_no_reader_sees_is_read_in_the_lines_of_a_chosen_text_too() {
    let body = format!(
        "<h2>La convention signée à Hanoï</h2><p>Par Ana Lima</p><p>HANOÏ, 25 octobre (AFP) - {}<p>Source : https://wire.example.net/1</p>",
        STORY.trim_start_matches("<p>")
    );
    let html = format!(
        "<title>La convention signée à Hanoï</title><h1>La convention signée à Hanoï</h1><div class=x1>{body}</div>"
    );
    let capture = page(Some("https://www.example.org/a"), &html);
    let sites = SiteRules::parse("[\"example.org\"]\nbody = \".x1\"").unwrap();
    let ruled = Cleaner::new(Config::default(), sites).clean(&capture).unwrap();
    let judged = Cleaner::default().clean(&capture).unwrap();
    assert_eq!(ruled.provenance, judged.provenance);
    assert_eq!((&ruled.dateline, &ruled.byline), (&judged.dateline, &judged.byline));
    assert_eq!(ruled.dateline.unwrap().agency.as_deref(), Some("AFP"));
    assert!(ruled.text.starts_with("HANOÏ") && ruled.text.ends_with("de chaque pays."), "{}", ruled.text);

    // The same of a text that structured data states, and the page does not show.
    let stated = format!("{body}{}", STORY.repeat(3)).replace('"', "'").replace("l'", "l&rsquo;");
    let html = format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"La convention signée à Hanoï\",\
         \"articleBody\":\"{stated}\"}}</script><h1>La convention signée à Hanoï</h1>"
    );
    let stated = Cleaner::default().clean(&page(Some("https://www.example.org/a"), &html)).unwrap();
    assert_eq!(stated.dateline.unwrap().agency.as_deref(), Some("AFP"));
    assert_eq!(stated.byline, ["Ana Lima"]);
    assert!(stated.text.starts_with("HANOÏ") && !stated.text.contains('&'), "{}", stated.text);
}

#[test]
fn what_a_site_rule_finds_is_read_as_what_it_is() {
    let rule = "[\"example.org\"]\nbody = \"div\"\nbyline = \".who, .who span\"\npublished = \".when\"";
    let cleaner = Cleaner::new(Config::default(), SiteRules::parse(rule).unwrap());
    let clean = |who: &str, when: &str| {
        let html = format!(
            "<meta name=author content='Bo Chen'><h1>Signée</h1>{who}<i class=when>{when}</i><div><div>{STORY}</div></div>"
        );
        let capture = page(Some("https://www.example.org/a"), &html);
        cleaner.clean(&Capture { captured_at: "2025-10-27T00:00:00Z".parse().ok(), ..capture }).unwrap()
    };
    let article = clean("<p class=who>\n By <span>Ana Lima</span>\n</p>", "2025-10-25");
    assert_eq!(article.byline, ["Ana Lima"]);
    assert_eq!(article.published_at.unwrap().to_string(), "2025-10-25");
    assert_eq!(article.blocks.len(), 3, "{}", article.text);
    let article = clean("<p class=who> </p>", "25 octobre 2031");
    assert_eq!(article.byline, ["Bo Chen"]);
    assert_eq!(article.published_at, None);
    assert!(article.flags.contains(&"date_after_capture".to_owned()), "{:?}", article.flags);
}

#[test]
fn a_site_rule_goes_before_everything_else_and_is_explained() {
    let sites = SiteRules::parse("[\"example.org\"]\nbody = \".x1\"\nremove = [\".x2\"]\nheadline = \".x3\"")
        .unwrap();
    let cleaner = Cleaner::new(Config::default(), sites);
    let html = format!(
        "<h1>Rubrique</h1><b class=x3>Le vrai titre</b><div class=x1>{STORY}<p class=x2>Pub</p></div>{STORY}"
    );
    let capture = page(Some("https://www.example.org/a"), &html);
    let article = cleaner.clean(&capture).unwrap();
    assert_eq!((article.headline.as_deref(), article.blocks.len()), (Some("Le vrai titre"), 3));
    let explained = cleaner.explain(&capture);
    assert_eq!(explained.site_rule.as_deref(), Some("example.org"));
    assert!(explained.to_string().contains("by the site rule for example.org"));
}

#[test]
fn an_explanation_gives_a_reason_for_every_block() {
    let html =
        format!("<nav><a href=/>Accueil</a></nav><article><h1>Signée</h1>{STORY}</article><p>Comment (0)");
    let explained = Cleaner::default().explain(&page(None, &html));
    assert!(explained.discarded.is_none() && explained.blocks.len() == 6, "{explained}");
    assert!(explained.blocks.iter().all(|block| !block.because.is_empty()));
    assert!(explained.to_string().contains("UTF-8"));
}

#[test]
fn a_body_that_stands_in_structured_data_alone_is_taken_from_there() {
    let body: String =
        (0..30).map(|at| format!("Le délégué numéro {at} a signé le texte à Hanoï, samedi. ")).collect();
    let html = format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Signée\",\"articleBody\":\"{body}\"}}\
         </script><h1>Signée</h1><p>Les délégués ont signé le texte à Hanoï, samedi, et la suite est réservée.</p>"
    );
    let capture = page(None, &html);
    let article = Cleaner::default()
        .clean(&capture)
        .unwrap_or_else(|_| panic!("{}", Cleaner::default().explain(&capture)));
    assert_eq!(article.text, body.trim());
}

#[test]
fn an_entry_gives_the_date_and_the_credit_in_its_lines_and_nothing_that_its_system_added() {
    let check = |content: &str, text: &str, day: Option<&str>, original: Option<&str>| {
        let entry = FeedEntry {
            url: Some("https://radio.example/a".to_owned()),
            title: Some("Radio Rivière : La crue monte encore".to_owned()),
            feed_title: Some("Radio Rivière".to_owned()),
            content: Some(content.to_owned()),
            ..FeedEntry::default()
        };
        let article =
            Cleaner::default().clean(&Capture::entry(&entry, SourceId::new("example"), None)).unwrap();
        assert_eq!(article.headline.as_deref(), Some("La crue monte encore"));
        assert_eq!(article.text, text, "{content}");
        assert_eq!(article.published_at.map(|it| it.day().to_string()).as_deref(), day, "{content}");
        let found = article.provenance.iter().find_map(|credit| credit.url.as_deref());
        assert_eq!(found, original, "{content}");
    };
    let body = "Le fleuve est monté de deux mètres dans la nuit de samedi à dimanche, et le pont reste fermé à la \
                circulation, selon la préfecture.";
    check(&format!("<p>{body}</p>"), body, None, None);
    check(
        &format!(
            "<p>{body}</p><p>L’article <a href=/a>La crue</a> est apparu en premier sur <a href=/>Radio</a>.</p>"
        ),
        body,
        None,
        None,
    );
    check(
        &format!("<p>{body}</p><p>The post La crue appeared first on Radio Rivière.</p>"),
        body,
        None,
        None,
    );
    check(
        &format!("<p>Publié le 26 octobre 2025</p><p>{body}</p><p>Source : https://fleuve.example/1</p>"),
        body,
        Some("2025-10-26"),
        Some("https://fleuve.example/1"),
    );
}

fn announced(html: &str, entry: FeedEntry) -> veille_model::Article {
    let entry = FeedEntry { url: Some("https://news.example.org/a".to_owned()), ..entry };
    let capture = page(Some("https://news.example.org/a"), html).announced_by(entry);
    let article = Cleaner::default().clean(&capture).unwrap();
    assert_eq!(article.capture, capture.id);
    assert_eq!(article.id, ArticleId::of_url("https://news.example.org/a"));
    article
}

fn said(title: &str, summary: &str) -> FeedEntry {
    FeedEntry {
        title: Some(title.to_owned()),
        summary: Some(summary.to_owned()),
        published_at: serde_json::from_value("2025-10-25T09:00:00+07:00".into()).unwrap(),
        authors: vec!["Anne Martin".to_owned()],
        ..FeedEntry::default()
    }
}

const SUMMARY: &str =
    "<p>Soixante délégations ont signé samedi la convention contre la cybercriminalité.</p>";

#[test]
fn where_a_page_gives_nothing_the_feed_stands_in_and_says_why() {
    let check = |html: &str, cause: &str| {
        let article = announced(html, said("Soixante pays signent", SUMMARY));
        assert_eq!(article.headline.as_deref(), Some("Soixante pays signent"), "{html:.80}");
        assert!(article.text.starts_with("Soixante délégations"), "{}", article.text);
        let flags = ["text_from_feed".to_owned(), format!("page_{cause}")];
        assert!(flags.iter().all(|flag| article.flags.contains(flag)), "{:?}", article.flags);
    };
    check("<title>Just a moment...</title><h1>Checking your browser</h1><p>Please wait.</p>", "blocked");
    check("<title>App</title><div id=root></div><script>start({a:1})</script>", "empty_shell");
    check("<title>Page introuvable</title><p>La page que vous cherchez n'existe pas.</p>", "soft_404");
    check("", "no_body");
    // A guard that no list knows, and which is long enough to be an article.
    let guard = "<p>Hệ thống cần xác minh rằng bạn không phải là người máy trước khi tiếp tục truy cập vào trang web \
                 này, vui lòng nhập các ký tự mà bạn nhìn thấy trong hình dưới đây rồi nhấn nút gửi đi. Nếu bạn gặp sự cố \
                 hãy liên hệ với quản trị viên của chúng tôi qua địa chỉ thư điện tử ở cuối trang này để được hỗ trợ.</p>";
    check(&format!("<title>Xác minh</title><h1>Xác minh truy cập</h1>{}", guard.repeat(2)), "elsewhere");
}

#[test]
fn in_scripts_without_spaces_a_guard_is_told_from_the_page_that_was_announced_as_well() {
    let check = |title: &str, summary: &str, html: &str, is_elsewhere: bool| {
        let article = announced(html, said(title, summary));
        assert_eq!(article.flags.contains(&"page_elsewhere".to_owned()), is_elsewhere, "{html}");
    };
    let (title, summary) =
        ("六十国签署公约", "六十个国家的代表周六在河内签署了打击网络犯罪公约，谈判历时五年。");
    let guard = "<p>为了保护您的账户安全，请先登录后再继续浏览本站的全部内容。</p><p>如果您还没有账户，请点击下方按钮免费注册，只需要一分钟时间。</p>\
                 <p>登录即表示您同意我们的服务条款，如有任何问题请随时与客服人员联系，我们会尽快为您处理。</p>";
    check(title, summary, &format!("<title>登录</title><h1>登录</h1>{guard}"), true);
    let story = "<p>周六，六十个国家的代表在越南首都河内签署了打击网络犯罪公约，各国为此谈判了五年之久。</p>\
                 <p>部长说，公约在四十个国家批准之后生效，并将设立一个昼夜可以联系的联络网，以便交换证据。</p>";
    check(title, summary, &format!("<h1>{title}</h1>{}", story.repeat(2)), false);
    let (title, summary) =
        ("หกสิบประเทศลงนามอนุสัญญา", "ผู้แทนจากหกสิบประเทศได้ลงนามอนุสัญญาต่อต้านอาชญากรรมไซเบอร์ที่กรุงฮานอยเมื่อวันเสาร์");
    let story = "<p>เมื่อวันเสาร์ ผู้แทนหกสิบประเทศ ลงนามอนุสัญญาต่อต้านอาชญากรรมไซเบอร์ ที่กรุงฮานอย หลังการเจรจานานห้าปี</p>\
                 <p>รัฐมนตรีกล่าวว่า อนุสัญญาจะมีผลใช้บังคับ เมื่อสี่สิบประเทศให้สัตยาบัน และจะมีเครือข่ายผู้ประสานงาน ตลอดวันและคืน</p>";
    check(title, summary, &format!("<h1>{title}</h1>{}", story.repeat(2)), false);
}

#[test]
fn what_a_page_lacks_the_feed_fills_in_and_its_text_stays() {
    let article = announced(
        &format!("<h1>Soixante pays signent à Hanoï</h1>{STORY}"),
        said("Hanoï, un texte", SUMMARY),
    );
    assert!(article.text.starts_with("Les délégués"), "{}", article.text);
    assert_eq!(article.headline.as_deref(), Some("Soixante pays signent à Hanoï"));
    assert_eq!(article.published_at.unwrap().to_string(), "2025-10-25T09:00:00+07:00");
    assert_eq!(article.byline, ["Anne Martin"]);
    assert!(article.flags.contains(&"date_from_feed".to_owned()), "{:?}", article.flags);
}

#[test]
fn a_corrected_title_in_the_feed_is_a_new_wording_of_the_same_page() {
    let html = format!("<h1>Soixante pays signent la convention</h1>{STORY}");
    let first = announced(&html, said("Soixante pays signent la convention", SUMMARY));
    let second = announced(&html, said("Soixante-cinq pays signent la convention", SUMMARY));
    assert_eq!((first.id, first.text), (second.id, second.text));
    assert_ne!(first.revision, second.revision);
    assert_eq!(second.headline.as_deref(), Some("Soixante-cinq pays signent la convention"));
    // The site's name corrects nothing, a title cut short neither.
    for title in [
        "Soixante pays signent la convention | Le Fleuve",
        "Soixante pays signent la…",
        "DIRECT : Soixante pays signent la convention",
    ] {
        assert_eq!(announced(&html, said(title, SUMMARY)).revision, first.revision, "{title}");
    }
    // A page that was changed after its entry has the last word.
    let changed = format!("<meta property=article:modified_time content=2025-10-26T09:00:00Z>{html}");
    let kept = announced(&changed, said("Soixante-cinq pays signent la convention", SUMMARY));
    assert_eq!(kept.headline.as_deref(), Some("Soixante pays signent la convention"));
}

#[test]
fn entries_that_share_an_address_are_articles_of_their_own_by_their_identifier() {
    let article = |id: &str, summary: &str| {
        let entry = FeedEntry { shares_page: true, id: Some(id.to_owned()), ..said("En direct", summary) };
        let entry = FeedEntry { url: Some(format!("https://news.example.org/live#{id}")), ..entry };
        Cleaner::default().clean(&Capture::entry(&entry, SourceId::new("news"), None)).unwrap()
    };
    let (one, other, edited) =
        (article("1", "Les îles signent."), article("2", "Le quorum."), article("1", "Quatre îles signent."));
    assert!(one.id != other.id && one.id == edited.id && one.revision != edited.revision);
}
