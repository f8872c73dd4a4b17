//! Whether what somebody quotes stands in an article.

use super::asking::ask;
use super::samples::{Sample, store, watched};

#[tokio::test]
async fn a_sentence_stands_in_an_article_verbatim_nearly_or_nowhere() {
    let mut sample = Sample::new(1);
    sample.paragraphs = vec![
        "Le ministre a signé la convention à Hanoï samedi matin devant soixante délégations.".to_owned(),
        "Personne n'a posé de question.".to_owned(),
    ];
    let store = store(&[sample.clone()]).await;
    let server = super::samples::server(&store, watched()).await;
    let id = sample.id();
    let asked = "Le ministre a signe la CONVENTION a Hanoi samedi matin devant soixante delegations. \
                 Samedi matin, le ministre a signé à Hanoï la convention devant les soixante délégations. \
                 Le président a refusé de parler aux journalistes ce jour.";
    let encoded: String = url::form_urlencoded::byte_serialize(asked.as_bytes()).collect();
    let told = ask(&server, &format!("/api/v1/articles/{id}/verify?text={encoded}")).await.ok().json();
    let stands: Vec<&str> =
        told.as_array().unwrap().iter().map(|it| it["stands"].as_str().unwrap()).collect();
    assert_eq!(stands, ["verbatim", "nearly", "nowhere"]);
    assert_eq!(
        told[0]["passage"]["exact"],
        "Le ministre a signé la convention à Hanoï samedi matin devant soixante délégations"
    );
    assert!(told[0]["passage"]["field"] == "text" && told[2]["passage"].is_null());
    let page = ask(&server, &format!("/article/{id}?verify={encoded}")).await.ok();
    assert_eq!(page.texts("#verify ~ ol .label"), ["word for word", "in other words", "nowhere"]);
    assert_eq!(ask(&server, &format!("/api/v1/articles/{id}/verify")).await.status, 400);
    // That a translation stands nowhere is no news.
    let foreign = "The minister signed the convention in Hanoi on Saturday morning before sixty delegations.";
    let encoded: String = url::form_urlencoded::byte_serialize(foreign.as_bytes()).collect();
    let told = ask(&server, &format!("/api/v1/articles/{id}/verify?text={encoded}")).await.ok().json();
    assert_eq!((&told[0]["stands"], &told[0]["in_another_language"]), (&"nowhere".into(), &true.into()));
    let page = ask(&server, &format!("/article/{id}?verify={encoded}")).await.ok();
    assert_eq!(page.texts("#verify ~ ol .label"), ["not compared: the article is in another language"]);
}

#[tokio::test]
async fn another_number_is_not_the_same_in_other_words() {
    let mut sample = Sample::new(1);
    sample.paragraphs = vec![
        "La convention a été signée par 64 États le samedi 25 octobre à Hanoï devant la presse.".to_owned(),
    ];
    let store = store(&[sample.clone()]).await;
    let server = super::samples::server(&store, watched()).await;
    let id = sample.id();
    let asked = "La convention a été signée par 72 États le samedi 25 octobre à Hanoï devant la presse.";
    let encoded: String = url::form_urlencoded::byte_serialize(asked.as_bytes()).collect();
    let page = ask(&server, &format!("/article/{id}?verify={encoded}")).await.ok();
    assert_eq!(page.texts("#verify ~ ol .label"), ["not so: another number"]);
    assert_eq!(page.texts("#verify ~ ol mark").iter().map(|it| it.trim()).collect::<Vec<_>>(), ["72", "64"]);
    let told = ask(&server, &format!("/api/v1/articles/{id}/verify?text={encoded}")).await.ok().json();
    assert_eq!(told[0]["stands"], "nearly");
    assert_eq!(told[0]["has_other_numbers"], true);
    assert_eq!(told[0]["differs"][0]["asked"].as_str().map(str::trim), Some("72"), "{told}");
}

#[tokio::test]
async fn of_a_long_text_the_first_sentences_are_looked_at_and_nothing_is_compared_without_end() {
    let mut sample = Sample::new(1);
    // An article without a full stop, and one that has as many as letters.
    let letters: String = (0..6_000).map(|at| char::from_u32(0x4e00 + at * 7 % 3_000).unwrap()).collect();
    sample.paragraphs = vec![letters.clone(), "今天部长在河内签署了这项公约。".repeat(800)];
    let store = store(&[sample.clone()]).await;
    let server = super::samples::server(&store, watched()).await;
    let id = sample.id();
    let stands = async |text: &str| {
        let arguments = serde_json::json!({ "id": id, "text": text });
        let told = super::tools::content(&super::tools::tool(&server, "verify", arguments).await);
        let stands = |it: &serde_json::Value| it["stands"].as_str().unwrap_or_default().to_owned();
        told["content"].as_array().unwrap().iter().map(stands).collect::<Vec<_>>()
    };
    // What no address has room for is said to the model.
    let arguments = serde_json::json!({ "id": id, "text": "今天部长".repeat(2_000) });
    let refused = super::tools::tool(&server, "verify", arguments).await;
    assert!(refused["isError"] == true && refused.to_string().contains("6,000 Chinese"), "{refused}");
    // One sentence of six thousand letters, every fourth of them another.
    let other = |(at, letter): (usize, char)| if at % 4 == 0 { '无' } else { letter };
    let changed: String = letters.chars().enumerate().map(other).collect();
    assert_eq!(stands(&changed).await.len(), 1);
    assert_eq!(stands(&letters).await, ["verbatim"]);
    let many = "昨天部长在河内签署了那项公约。".repeat(400);
    assert_eq!(stands(&many).await, vec!["nearly"; 50]);
}
