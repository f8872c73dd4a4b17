//! Whose text an article is taken for.

#![allow(clippy::unwrap_used)] // tests

use veille_classifier::{Classifier, Outlets, Topics};
use veille_model::{Article, Credit, CreditKind, Dateline, Origin, OriginKind};

const FRENCH: &str = "La cérémonie de signature de la Convention se tiendra à Hanoï les 25 et 26 octobre, a annoncé \
                      le ministère des Affaires étrangères au cours d'une conférence de presse.";
const VIETNAMESE: &str = "Lễ mở ký Công ước của Liên hợp quốc về chống tội phạm mạng sẽ diễn ra tại Hà Nội trong hai \
                          ngày 25 và 26 tháng 10, Bộ Ngoại giao cho biết tại cuộc họp báo.";

fn article(url: &str, text: &str, provenance: Vec<Credit>) -> Article {
    let mut article: Article = serde_json::from_value(serde_json::json!({
        "id": "a", "revision": "r", "capture": "c", "kind": "page", "source": "test", "text": text, "blocks": [],
    }))
    .unwrap();
    article.url = (!url.is_empty()).then(|| url.to_owned());
    article.provenance = provenance;
    article
}

fn credit(kind: CreditKind, url: Option<&str>, outlet: Option<&str>) -> Credit {
    let words = format!("Source : {}", url.or(outlet).unwrap_or_default());
    Credit { kind, url: url.map(str::to_owned), outlet: outlet.map(str::to_owned), words }
}

fn origin_of(article: Article) -> Origin {
    let table =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/outlets.toml")).unwrap();
    let outlets = Outlets::parse("outlets.toml", &table).unwrap();
    Classifier::new(Topics::default()).with_outlets(outlets).classify(article).origin.unwrap()
}

fn check(url: &str, text: &str, provenance: Vec<Credit>, kind: OriginKind, outlet: Option<&str>) {
    let origin = origin_of(article(url, text, provenance));
    assert_eq!((origin.kind, origin.outlet.as_deref()), (kind, outlet), "{url}");
}

#[test]
fn a_credit_to_an_outlet_in_another_language_is_a_translation() {
    let line = |url| vec![credit(CreditKind::CreditLine, Some(url), None)];
    let from = "https://www.vietnam.vn/fr/partage";
    check(from, FRENCH, line("https://nhandan.vn/a.html"), OriginKind::Translated, Some("Nhân Dân"));
    check(
        from,
        FRENCH,
        line("https://fr.nhandan.vn/a.html"),
        OriginKind::Republished,
        Some("Nhân Dân en ligne"),
    );
    check(from, VIETNAMESE, line("https://nhandan.vn/a.html"), OriginKind::Republished, Some("Nhân Dân"));
    check("", FRENCH, line("https://vietnamnet.vn/a.html"), OriginKind::Translated, Some("VietNamNet"));
}

#[test]
fn an_outlet_that_we_do_not_know_is_named_by_its_host() {
    let line = vec![credit(CreditKind::CreditLine, Some("https://journal.example.org/a"), None)];
    check("https://example.net/b", FRENCH, line, OriginKind::Republished, Some("journal.example.org"));
}

#[test]
fn agencies_are_told_from_outlets() {
    let sign = |name| vec![credit(CreditKind::Agency, None, Some(name))];
    check("https://journal.example.org/a", FRENCH, sign("AFP"), OriginKind::Agency, Some("AFP"));
    check(
        "https://journal.example.org/a",
        FRENCH,
        sign("Presse inconnue"),
        OriginKind::Agency,
        Some("Presse inconnue"),
    );
    let line = vec![credit(CreditKind::CreditLine, None, Some("TTXVN"))];
    check(
        "https://nhandan.vn/a",
        VIETNAMESE,
        line,
        OriginKind::Agency,
        Some("Agence vietnamienne d'information"),
    );
    check("https://www.afp.com/fr/a", FRENCH, sign("AFP"), OriginKind::Original, Some("AFP"));
}

#[test]
fn nothing_said_or_said_of_oneself_is_an_original() {
    check("https://nhandan.vn/a", VIETNAMESE, Vec::new(), OriginKind::Original, Some("Nhân Dân"));
    check("https://example.org/a", FRENCH, Vec::new(), OriginKind::Original, None);
    let own = vec![credit(CreditKind::CreditLine, Some("https://m.example.org/a"), None)];
    check("https://www.example.org/a", FRENCH, own, OriginKind::Original, None);
}

#[test]
fn a_dateline_claims_the_text_for_whom_it_names_elsewhere() {
    let signed = |url: &str| {
        let dateline =
            Dateline { text: "(VOVWORLD)".to_owned(), place: None, agency: Some("VOVWORLD".to_owned()) };
        origin_of(Article { dateline: Some(dateline), ..article(url, FRENCH, Vec::new()) })
    };
    assert_eq!(signed("https://vovworld.vn/fr-CH/a.vov").kind, OriginKind::Original);
    assert_eq!(signed("").outlet.as_deref(), Some("VOVWORLD"));
    assert_eq!(signed("").kind, OriginKind::Original);
    let elsewhere = signed("https://example.org/a");
    assert_eq!((elsewhere.kind, elsewhere.words.as_deref()), (OriginKind::Republished, Some("(VOVWORLD)")));
}

#[test]
fn an_address_is_believed_before_a_name_and_the_words_are_kept() {
    let origin = origin_of(article(
        "https://www.vietnam.vn/fr/a",
        FRENCH,
        vec![
            credit(CreditKind::CreditLine, None, Some("Báo Nhân dân")),
            credit(CreditKind::CreditLine, Some("https://nhandan.vn/a.html"), None),
        ],
    ));
    assert_eq!(origin.words.as_deref(), Some("Source : https://nhandan.vn/a.html"));
    assert_eq!(origin.url.as_deref(), Some("https://nhandan.vn/a.html"));
    assert_eq!(origin.language.map(|language| language.to_string()).as_deref(), Some("vi"));
}

#[test]
fn an_outlet_is_known_by_its_address_however_both_are_written() {
    let table = "[[outlet]]\nname = \"Le Monde\"\ndomain = \"LeMonde.fr\"\n\
        [[outlet]]\nname = \"UN News\"\ndomain = \"news.un.org\"\n\
        [[outlet]]\nname = \"ONU Info\"\ndomain = \"news.un.org/fr/\"\n";
    let outlets = Outlets::parse("outlets.toml", table).unwrap();
    let check = |url: &str, name: &str| assert_eq!(outlets.at(url).unwrap().name, name, "{url}");
    check("https://www.lemonde.fr/a", "Le Monde");
    for url in ["fr", "fr/", "fr/story", "fr?utm_source=x", "fr#top", "fr/?a=/en"] {
        check(&format!("https://news.un.org/{url}"), "ONU Info");
    }
    for url in ["", "?lang=/fr", "france", "en/story"] {
        check(&format!("https://news.un.org/{url}"), "UN News");
    }
}

#[test]
fn a_malformed_table_is_refused_at_its_line() {
    let check = |table: &str, line: usize, part: &str| {
        let error = Outlets::parse("outlets.toml", table).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.to_string().contains(part), "{error}");
    };
    check("[[outlet]]\nname = \"A\"\ndomain = \"a.org\"\nlanguag = \"fr\"\n", 4, "did you mean `language`?");
    check("[[outlet]]\nname = \"A\"\n", 1, "this outlet has no `domain`");
    check("[[outlet]]\nnames = [\"A\"]\ndomain = \"a.org\"\n", 1, "this outlet has no `name`");
    let twice = "[[outlet]]\nname = \"A\"\ndomain = \"a.org\"\n";
    check(&twice.repeat(2), 4, "each domain once");
    check(&format!("{twice}{}", twice.replace("a.org", "A.org/")), 4, "each domain once");
    check(&format!("{twice}language = \"french\"\n"), 4, "expected `fr`");
    check(&format!("{twice}country = \"France\"\n"), 4, "expected `FR`");
    check("[[outlet]]\nname = \"A\"\ndomain = \"https://a.org\"\n", 3, "the end of its hosts");
}
