//! What is only told of, expected, avoided or asked, and what is said by two negations.

use veille_mentions::quotations;
use veille_model::LanguageTag;
use veille_text::{Document, Parts};

/// Who each quotation of a text is from.
fn speakers(language: &str, text: &str) -> Vec<Option<String>> {
    let document = Document::of(&Parts { text, ..Parts::default() });
    quotations(&document, &LanguageTag::new(language)).into_iter().map(|said| said.speaker).collect()
}

#[track_caller]
fn nobody(language: &str, text: &str) {
    let found = speakers(language, text);
    assert!(!found.is_empty() && found.iter().all(Option::is_none), "{text}: {found:?}");
}

#[track_caller]
fn somebody(language: &str, text: &str, speaker: &str) {
    let found = speakers(language, text);
    assert!(!found.is_empty() && found.iter().all(|of| of.as_deref() == Some(speaker)), "{text}: {found:?}");
}

#[test]
fn what_is_only_told_of_is_nobodys() {
    nobody("fr", "Paul Tessier aurait dit que le pont était fermé.");
    nobody("de", "Karla Urban soll gesagt haben, dass die Brücke gesperrt sei.");
    nobody("it", "Enzo Salvi avrebbe detto che il ponte è chiuso.");
    nobody("pt", "Bruna Sales teria dito que a ponte fechou.");
    nobody("ru", "Пётр Громов якобы заявил, что мост закрыт.");
    nobody("en", "Edith Varga allegedly said that the bridge was closed.");
    nobody("en", "Edith Varga was falsely quoted as saying “the bridge will never open”.");
    // Who tells of it says so.
    somebody("de", "Die Brücke soll laut Karla Urban gesperrt werden.", "Karla Urban");
    // The words are in hand.
    somebody("de", "Vor Zeugen soll Karla Urban gesagt haben: „Die Brücke ist gesperrt.“", "Karla Urban");
}

#[test]
fn what_may_or_will_be_said_is_nobodys() {
    nobody("en", "Edith Varga is expected to say that the bridge is closed.");
    nobody("vi", "Bà Phạm Thu Hà có thể sẽ nói rằng cây cầu đóng cửa.");
    nobody("ar", "قد يقول سامي النجار إن الجسر مغلق.");
    somebody("en", "Theresa May said that the bridge was closed.", "Theresa May");
}

#[test]
fn what_somebody_avoids_or_rules_out_is_nobodys() {
    let unsaid = |language: &str, text: &str| assert_eq!(speakers(language, text), [], "{text}");
    unsaid("en", "Edith Varga avoided saying that the bridge was closed.");
    unsaid("es", "Nuria Vidal evitó decir que el puente está cerrado.");
    unsaid("es", "Nuria Vidal descartó que el puente estuviera cerrado.");
    unsaid("es", "Nuria Vidal rechazó que el puente estuviera cerrado.");
    unsaid("en", "Edith Varga dismissed suggestions that the bridge was closed.");
}

#[test]
fn what_is_asked_is_nobodys() {
    nobody("fr", "Paul Tessier a-t-il dit que le pont était fermé ?");
    nobody("es", "¿Dijo Nuria Vidal que el puente está cerrado?");
    nobody("ar", "هل قال سامي النجار إن الجسر مغلق؟");
    // When and why it was said, was said.
    somebody("fr", "Pourquoi Paul Tessier a-t-il dit que le pont était fermé ?", "Paul Tessier");
    somebody("es", "¿Cuándo dijo Nuria Vidal que el puente está cerrado?", "Nuria Vidal");
}

#[test]
fn a_denial_behind_the_words_denies_them() {
    let found = speakers(
        "de",
        "Den Satz „Die Brücke bleibt für immer zu“ habe sie nie gesagt, beteuerte Karla Urban.",
    );
    assert_eq!(found.first(), Some(&None));
    somebody(
        "en",
        "Karl Odeon mocked the team for “having such a bad night” because it did not win any states.",
        "Karl Odeon",
    );
}

#[test]
fn two_negations_affirm() {
    somebody("en", "Edith Varga did not hesitate to say that the bridge was closed.", "Edith Varga");
    somebody("en", "Edith Varga did not deny that the bridge was closed.", "Edith Varga");
    somebody("fr", "Paul Tessier ne nie pas que le pont est fermé.", "Paul Tessier");
    somebody("fr", "Paul Tessier n'a pas manqué de rappeler que le pont est fermé.", "Paul Tessier");
    somebody("es", "Nuria Vidal no dudó en afirmar que el puente está cerrado.", "Nuria Vidal");
    somebody("it", "Enzo Salvi non ha esitato a dire che il ponte è chiuso.", "Enzo Salvi");
    somebody("de", "Karla Urban bestritt nicht, dass die Brücke gesperrt war.", "Karla Urban");
    somebody("de", "Karla Urban machte keinen Hehl daraus, dass die Brücke gesperrt war.", "Karla Urban");
    somebody("ru", "Пётр Громов не скрывает, что мост закрыт.", "Пётр Громов");
    somebody("ar", "لم ينكر سامي النجار أن الجسر مغلق.", "سامي النجار");
}
