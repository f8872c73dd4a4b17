use super::*;
use crate::dates;

#[test]
fn a_credit_line_names_the_original() {
    let check = |line: &str, url: Option<&str>, outlet: Option<&str>| {
        let credit = credit_line(line, true).unwrap_or_else(|| panic!("no credit in {line}"));
        assert_eq!((credit.url.as_deref(), credit.outlet.as_deref()), (url, outlet), "{line}");
        assert_eq!(credit.words, line);
    };
    check(
        "Source : https://example.vn/a-102251007104848721.htm",
        Some("https://example.vn/a-102251007104848721.htm"),
        None,
    );
    check("Source: https://example.vn/a.html", Some("https://example.vn/a.html"), None);
    check("Theo VnExpress", None, Some("VnExpress"));
    check("(Theo TTXVN)", None, Some("TTXVN"));
    check("(Nguồn: Báo Nhân dân)", None, Some("Báo Nhân dân"));
    check("Nguồn: https://example.vn/b", Some("https://example.vn/b"), None);
    check("Quelle: dpa", None, Some("dpa"));
    check("QUELLE: Der Anzeiger", None, Some("Der Anzeiger"));
    check("Fuente: EFE", None, Some("EFE"));
    check("Источник: РИА Новости", None, Some("РИА Новости"));
    check("المصدر: وكالات", None, Some("وكالات"));
    check("来源：新华社", None, Some("新华社"));
    check("출처: 연합뉴스", None, Some("연합뉴스"));
    check("Kaynak: example.com.tr", None, Some("example.com.tr"));
    check("Source: The Courier (https://example.org/c)", Some("https://example.org/c"), Some("The Courier"));
}

#[test]
fn a_sentence_is_no_credit_line() {
    for line in [
        "Theo ông Minh, đây là một bước tiến",
        "Theo Bộ Công an, tội phạm mạng đã gây thiệt hại lớn trong năm qua tại nhiều địa phương",
        "Sources: several people who asked not to be named said on Monday that the talks had failed.",
        "Source of the river",
        "Sourcing: how we buy",
        "Photo: AFP",
        "",
    ] {
        assert_eq!(credit_line(line, true), None, "{line}");
    }
}

#[test]
fn a_given_name_is_no_word_of_credit_unless_the_text_is_vietnamese() {
    let check = |line: &str, is_vietnamese: bool, outlet: Option<&str>| {
        let found = credit_line(line, is_vietnamese).and_then(|credit| credit.outlet.or(credit.url));
        assert_eq!(found.as_deref(), outlet, "{line} {is_vietnamese}");
    };
    check("Theo Leggett", false, None);
    check("Theo VnExpress", true, Some("VnExpress"));
    check("Theo TTXVN", false, Some("TTXVN"));
    check("Theo Example.vn", false, Some("Example.vn"));
    check("Theo Ann St.", false, None);
    assert!(is_vietnamese("Chiều nay, mực nước trên sông tiếp tục dâng cao, theo lời người dân địa phương."));
    assert!(!is_vietnamese(
        "The river rose on Sunday in Hà Nội, Hải Phòng and the town of Cần Thơ, police said."
    ));
    assert!(!is_vietnamese("Ẹ kú àárọ̀. Ọjọ́ Àìkú ni odò náà kún."));
}

#[test]
fn a_sentence_that_says_where_the_text_appeared_first_is_a_credit() {
    let check = |line: &str, outlet: Option<&str>| {
        let credit = republished(line).unwrap_or_else(|| panic!("no credit in {line}"));
        assert_eq!((credit.outlet.as_deref(), credit.words.as_str()), (outlet, line));
    };
    check(
        "Cet article est republié à partir de The Conversation sous licence libre.",
        Some("The Conversation"),
    );
    check(
        "This essay, shortened here, was originally published in The Guardian on 3 May.",
        Some("The Guardian"),
    );
    check("Originally published in the New Review.", Some("New Review"));
    check("This article was first published by Mountain Post", Some("Mountain Post"));
    check(
        "Cette tribune a d’abord été publiée : initialement publiée dans « La Revue des eaux »",
        Some("La Revue des eaux"),
    );
    check("Dieser Text erschien zuerst in der Neuen Flusszeitung.", Some("Neuen Flusszeitung"));
    check("Este artículo fue publicado originalmente en El Faro del Río.", Some("El Faro"));
    check("Este texto foi publicado originalmente no Jornal do Rio", Some("Jornal"));
    check("Questo articolo è stato pubblicato originariamente su Il Ponte.", Some("Il Ponte"));
    check("Эта статья была впервые опубликована в «Речной газете».", Some("Речной газете"));
    check("Bài viết được đăng lại từ Báo Sông Quê", Some("Báo Sông Quê"));
    check("本文转载自《江河日报》，略有删节。", Some("江河日报"));
    check("この記事は「川の新聞」からの転載です。", Some("川の新聞"));
    check("نُشر هذا المقال في «جريدة النهر».", Some("جريدة النهر"));
    check("Traduit par Paul Dupont", None);
    check("Traduit de l'anglais par Paul Dupont", None);
    check("Translated by Jane Doe", None);
    check("Aus dem Englischen von Jan Ott", None);
    check("Traducido por Ana Lima", None);
    check("Перевод с английского: Анна Петрова", None);
    check("Người dịch: Lê Văn Nam", None);
    check("翻译：王小明", None);
    check("ترجمة: ليلى حسن", None);
    for line in [
        "The book was first published in London in 1994.",
        "First published on 3 May 2024",
        "(This story was first published on 3 May)",
        "Originally published: 12.03.2024",
        "Le roman, traduit de l'anglais, a paru en mars.",
        "Der Roman erschien zuerst in Zürich.",
        "ترجمة",
        "",
    ] {
        assert_eq!(republished(line), None, "{line}");
    }
}

#[test]
fn an_agency_beside_an_outlet_is_credited() {
    let check = |line: &str, expected: &[&str]| {
        let names: Vec<_> = agency_line(line).into_iter().filter_map(|credit| credit.outlet).collect();
        assert_eq!(names, expected, "{line}");
    };
    check("Le Monde avec AFP", &["AFP"]);
    check("Le Figaro et AFP", &["AFP"]);
    check("franceinfo avec AFP", &["AFP"]);
    check("La rédaction avec l'AFP", &["AFP"]);
    check("Par Le Courrier (avec AFP)", &["AFP"]);
    check("The Courier with AFP and Reuters", &["AFP", "Reuters"]);
    check("© 2025 AFP", &["AFP"]);
    check("(c) AFP", &["AFP"]);
    check("with AFP", &["AFP"]);
    check("With files from Reuters", &["Reuters"]);
    check("mit dpa", &["dpa"]);
    check("Mit Material von dpa", &["dpa"]);
    check("con información de EFE", &["EFE"]);
    check("El Faro con información de EFE", &["EFE"]);
    check("Com informações da Lusa", &["Lusa"]);
    check("Речная газета по материалам ТАСС", &["TASS"]);
    check("Báo Sông Quê và TTXVN", &["VNA"]);
    for line in [
        "Le Courrier avec nous",
        "Elle a parlé avec AFP. Puis rien",
        "Photo : Jan Ott / AFP",
        "It ended with AP style",
    ] {
        check(line, &[]);
    }
    let credit = credit_line("Theo Nguyễn Văn Mẫu/TTXVN", false).unwrap();
    assert_eq!(credit.outlet.as_deref(), Some("TTXVN"));
    assert_eq!(trailing_agency("Le fleuve monte. (Le Courrier avec AFP)").len(), 1);
}

#[test]
fn an_outlet_glued_twice_before_a_date_is_the_original() {
    let check = |line: &str, outlet: &str, day: &str| {
        let (credit, moment) = outlet_before_date(line, dates::Hints::default()).unwrap();
        assert_eq!((credit.outlet.as_deref(), moment.to_string().as_str()), (Some(outlet), day), "{line}");
    };
    check("Báo Sông QuêBáo Sông Quê07/10/2025", "Báo Sông Quê", "2025-10-07");
    check("Báo Sông Quê Báo Sông Quê 11/10/2025", "Báo Sông Quê", "2025-10-11");
    for line in ["Báo Sông Quê 07/10/2025", "07/10/2025", "Bonbon", "aa"] {
        assert!(outlet_before_date(line, dates::Hints::default()).is_none(), "{line}");
    }
}

#[test]
fn agencies_are_known_by_their_signs() {
    let check = |text: &str, expected: &[&str]| {
        assert_eq!(agencies_in(text).unwrap_or_default(), expected, "{text}");
    };
    check("AFP", &["AFP"]);
    check("dpa/AFP", &["dpa", "AFP"]);
    check("(Reuters, AP)", &["Reuters", "AP"]);
    check("avec AFP", &["AFP"]);
    check("Reuters and AP", &["Reuters", "AP"]);
    check("TTXVN", &["VNA"]);
    check("AFP, MANILA", &["AFP"]);
    check("The Associated Press", &["AP"]);
    check("Le Courrier et AFP", &[]);
    check("ap", &[]);
    check("Anna Petrova", &[]);
    check("", &[]);
}

#[test]
fn an_agency_signs_at_the_end() {
    let names =
        |text: &str| trailing_agency(text).into_iter().filter_map(|credit| credit.outlet).collect::<Vec<_>>();
    assert_eq!(names("C'est fini, dit-il. (AFP)"), ["AFP"]);
    assert_eq!(names("Es gab viele Verletzte. (dpa/AFP)"), ["dpa", "AFP"]);
    assert_eq!(names("Le député (PS)"), Vec::<String>::new());
}

#[test]
fn a_dateline_opens_a_wire_report() {
    let check = |paragraph: &str, text: &str, place: Option<&str>, agency: Option<&str>, rest: &str| {
        let (dateline, found) =
            split_dateline(paragraph).unwrap_or_else(|| panic!("no dateline in {paragraph}"));
        assert_eq!(dateline.text, text, "{paragraph}");
        assert_eq!((dateline.place.as_deref(), dateline.agency.as_deref()), (place, agency), "{paragraph}");
        assert_eq!(found, rest);
    };
    check(
        "PARIS, 12 mars (AFP) - Le gouvernement recule.",
        "PARIS, 12 mars (AFP)",
        Some("PARIS"),
        Some("AFP"),
        "Le gouvernement recule.",
    );
    check("(VOVWORLD) - La cérémonie", "(VOVWORLD)", None, Some("VOVWORLD"), "La cérémonie");
    // Outlets are written as places are: `(Agence Delta)` of the seeds, and `(New York)` no less.
    check("(VTC News) - Sáng nay", "(VTC News)", None, Some("VTC News"), "Sáng nay");
    check("(VietNamNet) - Sáng nay", "(VietNamNet)", None, Some("VietNamNet"), "Sáng nay");
    check("(Example.vn) - La cérémonie", "(Example.vn)", None, Some("Example.vn"), "La cérémonie");
    check(
        "WASHINGTON (AP) — The court ruled",
        "WASHINGTON (AP)",
        Some("WASHINGTON"),
        Some("AP"),
        "The court ruled",
    );
    check(
        "BEIJING, Oct. 26 (Xinhua) -- China",
        "BEIJING, Oct. 26 (Xinhua)",
        Some("BEIJING"),
        Some("Xinhua"),
        "China",
    );
    check("Berlin (dpa) - Der Bundestag", "Berlin (dpa)", Some("Berlin"), Some("dpa"), "Der Bundestag");
    check("Hà Nội (TTXVN) – Sáng nay", "Hà Nội (TTXVN)", Some("Hà Nội"), Some("VNA"), "Sáng nay");
    check(
        "Madrid, 26 oct (EFE).- El Gobierno",
        "Madrid, 26 oct (EFE)",
        Some("Madrid"),
        Some("EFE"),
        "El Gobierno",
    );
    check("MANILA, Philippines — The envoy", "MANILA, Philippines", Some("MANILA"), None, "The envoy");
    check("HÀ NỘI, 26/10 - Sáng nay", "HÀ NỘI, 26/10", Some("HÀ NỘI"), None, "Sáng nay");
    check(
        "(ANSA) - ROMA, 26 OTT - Il governo",
        "(ANSA) - ROMA, 26 OTT",
        Some("ROMA"),
        Some("ANSA"),
        "Il governo",
    );
    check(
        "МОСКВА, 26 октября. /ТАСС/. Суд",
        "МОСКВА, 26 октября. /ТАСС/",
        Some("МОСКВА"),
        Some("TASS"),
        "Суд",
    );
    check(
        "МОСКВА, 26 окт — РИА Новости. Суд",
        "МОСКВА, 26 окт — РИА Новости",
        Some("МОСКВА"),
        Some("RIA Novosti"),
        "Суд",
    );
    check("新华社北京10月26日电 会议", "新华社北京10月26日电", Some("北京"), Some("Xinhua"), "会议");
    check("KUALA LUMPUR, Nov 22 — All", "KUALA LUMPUR, Nov 22", Some("KUALA LUMPUR"), None, "All");
}

#[test]
fn a_party_in_parentheses_is_not_a_dateline() {
    for text in [
        "Le ministre (PS) - interrogé hier - a répondu.",
        "Der Kanzler (SPD) - so heißt es - schweigt",
        "BREAKING — The court ruled",
        "COVID-19 - what we know",
        "EXCLUSIF - Le patron parle",
        "Rouge - et noir",
        "(1) - premier point",
        "(Video) - The river rises",
        "(Actualisé) – Le fleuve monte",
        "",
        "-",
        "()",
        "() - ",
    ] {
        assert_eq!(split_dateline(text), None, "{text}");
    }
}

#[test]
fn a_canonical_link_to_another_publisher_is_a_credit() {
    assert!(canonical_elsewhere("https://a.example/x", "https://b.example.com/x").is_some());
    for (canonical, page) in [
        ("https://www.example.org/x", "https://m.example.org/x"),
        ("https://news.example.org/x", "https://example.org/x"),
        ("https://news.example.co.uk/x", "https://sport.example.co.uk/x"),
        ("/x", "https://example.org/x"),
    ] {
        assert_eq!(canonical_elsewhere(canonical, page), None, "{canonical} {page}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_readers(text in "\\PC{0,120}", wire in "[(（A-ZÀà ,./—–-]{0,40}(AFP|ТАСС|新华社)?[) —–/.电-]{0,6}\\PC{0,60}") {
        for text in [&text, &wire] {
            let _ = credit_line(text, true);
            let _ = agency_line(text);
            let _ = republished(text);
            let _ = trailing_agency(text);
            let _ = outlet_before_date(text, dates::Hints::default());
            let _ = canonical_elsewhere(text, text);
            if let Some((dateline, rest)) = split_dateline(text) {
                assert!(text.contains(&dateline.text) && text.ends_with(rest));
            }
        }
    }
}

#[test]
fn a_credit_that_names_a_writer_and_a_paper_in_brackets_is_the_papers() {
    let credit = credit_line("Theo Kim Ngân (Báo Đồng Nai)", true).and_then(|credit| credit.outlet);
    assert_eq!(credit.as_deref(), Some("Báo Đồng Nai"));
}

#[test]
fn a_line_of_fields_names_its_source() {
    let check = |line: &str, outlet: Option<&str>| {
        let found = source_field(line).and_then(|credit| credit.outlet);
        assert_eq!(found.as_deref(), outlet, "{line}");
    };
    check("2021年03月15日08:26 | 来源：江城日报", Some("江城日报"));
    check("时间：2023-07-06 来源：省应急管理厅 浏览量：12", Some("省应急管理厅"));
    check("来源：本站", None);
    check("消息的来源不明，他说。", None);
}

#[test]
fn a_korean_or_chinese_dateline_has_its_place_and_not_its_reporter() {
    let check = |text: &str, place: Option<&str>, agency: &str| {
        let (dateline, _) = split_dateline(text).expect(text);
        assert_eq!((dateline.place.as_deref(), dateline.agency.as_deref()), (place, Some(agency)), "{text}");
    };
    check("(서울=연합뉴스) 김민수 기자 = 강물이 불었다.", Some("서울"), "Yonhap");
    check("（中央社記者王大明台北17日電）河水上漲。", Some("台北"), "CNA");
    check("中新网10月27日电 河水上涨。", None, "CNS");
}
