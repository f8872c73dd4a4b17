//! Whom something is told, and who tells it: the hearer is never the speaker.

use veille_mentions::quotations;
use veille_model::LanguageTag;
use veille_text::{Document, Parts};

/// `speaker: words` of all that is said in a text; the role, where nobody is named, or `?`.
fn check(language: &str, text: &str, expected: &[&str]) {
    let document = Document::of(&Parts { text, ..Parts::default() });
    let found: Vec<String> = quotations(&document, &LanguageTag::new(language))
        .iter()
        .map(|said| {
            let speaker = said.speaker.as_deref().or(said.role.as_deref()).unwrap_or("?");
            format!("{speaker}: {}", said.exact)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn whom_it_is_told_does_not_say_it() {
    check(
        "en",
        "“The mill was all we had,” Nora Pell, 61, told the Herald.",
        &["Nora Pell: The mill was all we had,"],
    );
    check(
        "en",
        "“The mill was all we had,” Nora Pell, who worked there, told BBC News on Monday.",
        &["Nora Pell: The mill was all we had,"],
    );
    check("en", "Twelve divers told the Herald that the wreck had moved.", &["?: that the wreck had moved"]);
    check("en", "Neighbours told the BBC they had seen smoke.", &["?: they had seen smoke"]);
    check("en", "Nora Pell told the BBC she had seen smoke.", &["Nora Pell: she had seen smoke"]);
}

#[test]
fn whoever_was_told_has_heard_it() {
    check("en", "The Herald was told that the wreck had moved.", &["?: that the wreck had moved"]);
    check(
        "en",
        "The Herald was told by Nora Pell that the wreck had moved.",
        &["Nora Pell: that the wreck had moved"],
    );
    check(
        "en",
        "“You cannot come in here tonight,” Nora Pell was told.",
        &["?: You cannot come in here tonight,"],
    );
    // Whoever is telling it has not heard it.
    check(
        "en",
        "Nora Pell is telling reporters that the wreck has moved.",
        &["Nora Pell: that the wreck has moved"],
    );
}

#[test]
fn something_about_a_name_may_stand_between_it_and_its_verb_behind_what_was_said() {
    check(
        "en",
        "The mill was sold for nothing, Nora Pell, 61, told the Herald.",
        &["Nora Pell: The mill was sold for nothing"],
    );
    check(
        "en",
        "The mill was sold for nothing, Nora Pell, a former owner, said on Monday.",
        &["Nora Pell: The mill was sold for nothing"],
    );
    // The reporter's own opening is nothing that was said.
    check(
        "en",
        "In a memo on Tuesday, Nora Pell, a former owner, said: “We sold it.”",
        &["Nora Pell: We sold it."],
    );
    check(
        "en",
        "About one in 2,000 mills close each year, Nora Pell, a former owner, said.",
        &["Nora Pell: About one in 2,000 mills close each year"],
    );
}
