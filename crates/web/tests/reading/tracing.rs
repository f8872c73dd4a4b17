//! Texts that are followed into what is stored.

use veille_cleaner::Cleaner;
use veille_web::{Server, Settings};

use super::asking::{ask, post};
use super::samples::{Sample, server, store, watched};

const COMMUNIQUE: &str = "Soixante pays ont signé la Convention de Hanoï contre la cybercriminalité samedi matin. \
    Le ministre a remercié toutes les délégations présentes de leur soutien constant. \
    Une conférence de presse aura lieu lundi prochain au siège du ministère.";

/// Two papers: one has the first sentence as it is and the second altered, the other none.
fn press() -> [Sample; 2] {
    let mut samples = [Sample::new(1), Sample::new(2)];
    samples[0].paragraphs = vec![
        "Soixante pays ont signé la Convention de Hanoï contre la cybercriminalité samedi matin.".to_owned(),
        "Le ministre a chaudement remercié les délégations présentes de leur soutien constant.".to_owned(),
    ];
    samples[1].paragraphs = vec!["La pluie tombe sur le fleuve depuis mardi.".to_owned()];
    samples
}

#[tokio::test]
async fn each_sentence_of_a_text_is_followed_on_a_page_that_needs_no_script() {
    let samples = press();
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/trace").await.ok();
    assert_eq!(page.texts("nav a[aria-current=page]"), ["Follow a text"]);
    assert_eq!(
        ask(&server, &format!("/article/{}", samples[0].id())).await.ok().texts("#verify ~ p a"),
        ["Follow a whole text into all articles"]
    );
    assert_eq!(page.attributes("form.fields", "action"), ["/trace#traced"]);
    let form = page.attributes("form.fields [name=form]", "value").remove(0);
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    let sent = |name: &str, value: &str| {
        let file = if name == "file" { "; filename=\"a.txt\"" } else { "" };
        format!(
            "--edge\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{form}\r\n\
             --edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n--edge--\r\n"
        )
    };
    for name in ["text", "file"] {
        let found = post(&server, "/trace", &kind, &sent(name, COMMUNIQUE)).await.ok();
        assert_eq!(found.texts("#traced"), ["1 article with something of 3 sentences"], "{name}");
        assert_eq!(found.texts(".takers > li > a"), ["La signature, jour 1"]);
        assert_eq!(found.texts(".sentences > li .label"), ["word for word", "altered", "in no article"]);
        assert!(found.texts(".sentences q")[0].contains("chaudement"));
        // Sentences have numbers, and articles letters.
        let (refs, to) = (found.texts(".sentences .ref"), found.attributes(".sentences .ref", "href"));
        assert_eq!((refs, to), (vec!["A".to_owned(); 2], vec!["#aA".to_owned(); 2]));
        assert_eq!(found.attributes(".takers > li", "id"), ["aA"]);
        assert!(found.texts("textarea")[0].starts_with("Soixante pays"));
    }
    for (name, value, said) in [
        ("text", "…", "no sentence"),
        ("file", "%PDF-1.7 …", "No text can be read"),
        ("text", &*"mot ".repeat(15_001), "too long"),
    ] {
        let refused = post(&server, "/trace", &kind, &sent(name, value)).await;
        assert_eq!(refused.status, 422, "{said}");
        assert!(refused.texts(".fault[role=alert]")[0].contains(said), "{:?}", refused.texts(".fault"));
    }
}

#[tokio::test]
async fn a_document_is_followed_by_the_readers_of_what_is_added() {
    let samples = press();
    let store = store(&samples).await;
    let read_text: fn(Vec<u8>, &Cleaner) -> Result<String, String> =
        |bytes, _| match bytes.strip_prefix(b"%PDF-1.7 ") {
            Some(text) => Ok(String::from_utf8_lossy(text).into_owned()),
            None => Err("no document".to_owned()),
        };
    let settings = Settings { watched: watched(), read_text: Some(read_text), ..Settings::default() };
    let server = Server::bind("127.0.0.1:0".parse().unwrap(), store.clone(), settings).await.unwrap();
    let form = ask(&server, "/trace").await.ok().attributes("[name=form]", "value").remove(0);
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    let sent = async |file: &str| {
        let body = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{form}\r\n--edge\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n{file}\r\n--edge--\r\n"
        );
        post(&server, "/trace", &kind, &body).await
    };
    // Pictures make it larger than other forms may be.
    let found = sent(&format!("%PDF-1.7 {COMMUNIQUE}{}", " ".repeat(300_000))).await;
    assert_eq!(found.status, 422, "too long a text is still refused");
    let found = sent(&format!("%PDF-1.7 {COMMUNIQUE}")).await.ok();
    assert_eq!(found.texts("#traced"), ["1 article with something of 3 sentences"]);
    assert!(found.texts("textarea")[0].starts_with("Soixante pays"));
    assert_eq!(sent("PK").await.status, 422);
}

#[tokio::test]
async fn programs_are_told_what_the_command_tells() {
    let samples = press();
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    let kind = [("content-type", "application/json")];
    let body = serde_json::json!({ "text": COMMUNIQUE }).to_string();
    let told = post(&server, "/api/v1/trace", &kind, &body).await.ok().json();
    // What is too long is refused, and never cut in silence.
    let long = serde_json::json!({ "text": "mot ".repeat(15_001) }).to_string();
    let refused = post(&server, "/api/v1/trace", &kind, &long).await;
    assert_eq!(refused.status, 413);
    assert!(refused.json()["detail"].as_str().unwrap().contains("60000"), "{}", refused.body);
    let id = samples[0].id().to_string();
    assert_eq!((&told["articles"], &told["looked_at"], &told["of"]), (&1.into(), &2.into(), &2.into()));
    assert_eq!(told["sentences"][0]["verbatim"][0]["article"], *id);
    assert!(told["sentences"][1]["altered"][0]["as"].as_str().unwrap().contains("chaudement"), "{told}");
    assert_eq!(told["sentences"][2]["left_out"][0]["source"], "fleuve");
    let narrowed = post(&server, "/api/v1/trace?language=vi", &kind, &body).await.ok().json();
    assert_eq!((&narrowed["articles"], &narrowed["of"]), (&0.into(), &0.into()));
    for wrong in ["{}", "{\"text\":\"\"}", "{\"text\":\"a\",\"loved\":true}"] {
        assert_eq!(post(&server, "/api/v1/trace", &kind, wrong).await.status, 400, "{wrong}");
    }
}
