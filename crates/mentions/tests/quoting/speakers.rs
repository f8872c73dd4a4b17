//! Who speaks where it is said in other ways than beside the quotation's own verb.

#![allow(clippy::unwrap_used)] // tests

use veille_mentions::quotations;
use veille_model::{LanguageTag, QuotationKind};
use veille_text::{Document, Parts};

/// `speaker: words` of each quotation between marks, `?` where nobody is named.
fn check(language: &str, text: &str, expected: &[&str]) {
    let document = Document::of(&Parts { text, ..Parts::default() });
    let found: Vec<String> = quotations(&document, &LanguageTag::new(language))
        .iter()
        .filter(|said| said.kind != QuotationKind::Indirect)
        .map(|said| format!("{}: {}", said.speaker.as_deref().unwrap_or("?"), said.exact))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_participle_is_said_by_whom_the_sentence_is_about() {
    check(
        "en",
        "Senator Karen Dow visited the show to discuss her rival, Helen Reed, saying “on her worst day she is honest”.",
        &["Karen Dow: on her worst day she is honest"],
    );
    check(
        "en",
        "Mayor Tom Reed told the paper that the plan “had a crazy logic,” adding, “Nobody will pay for it.”",
        &["Tom Reed: had a crazy logic,", "Tom Reed: Nobody will pay for it."],
    );
}

#[test]
fn a_surname_alone_beside_its_verb_speaks_and_a_role_may_be_a_surname() {
    check("en", "“We leave at once, all of us,” Tiegen stated.", &["Tiegen: We leave at once, all of us,"]);
    check(
        "en",
        "James O’Neill briefed the press. “The cause is not known yet,” said O'Neill, on his first day.",
        &["James O’Neill: The cause is not known yet,"],
    );
    check(
        "en",
        "Pete King came late. “They pay us a lot of money for it,” Mr. King said.",
        &["Pete King: They pay us a lot of money for it,"],
    );
}

#[test]
fn whose_somebody_is_does_not_speak() {
    check(
        "en",
        "“In this case I think values should win,” the Zionist Union's Nachman Shai told the agency.",
        &["Nachman Shai: In this case I think values should win,"],
    );
}

#[test]
fn whom_an_agency_quotes_speaks() {
    check(
        "vi",
        "\"Tôi tin rằng chúng ta sẽ thấy năng lực được tăng cường\", AFP dẫn lời ông Mã Anh Cửu cho biết.",
        &["Mã Anh Cửu: Tôi tin rằng chúng ta sẽ thấy năng lực được tăng cường"],
    );
    check(
        "en",
        "Reuters quoted Karen Dow as saying: “We will sign the text in the autumn.”",
        &["Karen Dow: We will sign the text in the autumn."],
    );
}

#[test]
fn two_who_speak_together_are_both_named() {
    check(
        "de",
        "Die Minister Paul Adler und Jan Richter betonten: „Wir unterschreiben im Herbst.“",
        &["Jan Richter: Wir unterschreiben im Herbst.", "Paul Adler: Wir unterschreiben im Herbst."],
    );
    check(
        "en",
        "“Our members had no say in this,” said Karen Dow and Tom Reed on Monday.",
        &["Karen Dow: Our members had no say in this,", "Tom Reed: Our members had no say in this,"],
    );
}

#[test]
fn a_press_release_names_its_speakers_before_a_colon_or_in_the_next_line() {
    check(
        "en",
        "And from Laura Finch, Director of the Harbour Board: “Every port will need a new plan.”",
        &["Laura Finch: Every port will need a new plan."],
    );
    check(
        "en",
        "The board met on Monday.\n\n“The whole idea is something that we hear all the time.”\n\n– Laura Finch, Harbour Board",
        &["Laura Finch: The whole idea is something that we hear all the time."],
    );
}

#[test]
fn speech_between_dashes_is_quoted() {
    check(
        "es",
        "—Si el texto aguanta —dijo Tomás Adeva—, firmaremos en octubre.",
        &["Tomás Adeva: Si el texto aguanta", "Tomás Adeva: firmaremos en octubre"],
    );
    check(
        "ru",
        "— Если текст устоит, — сказал Тимур Адиев, — мы подпишем в октябре.",
        &["Тимур Адиев: Если текст устоит", "Тимур Адиев: мы подпишем в октябре"],
    );
    check("es", "—Un punto de la lista\n—Otro punto de la lista", &[]);
}

#[test]
fn a_description_stands_for_whoever_spoke_right_before() {
    check(
        "fr",
        "« Je suis heureux de ce prix », a déclaré Sadio Mané. « Nous n'avons pas pu y aller », a expliqué le joueur.",
        &["Sadio Mané: Je suis heureux de ce prix", "Sadio Mané: Nous n'avons pas pu y aller"],
    );
}

#[test]
fn a_sentence_in_the_mood_of_reported_speech_is_whoever_the_one_before_is_about() {
    check(
        "de",
        "Minister Paul Adler begründete seinen Rückzug. Damit seien „der Kurs und die Berechenbarkeit nicht mehr so klar“.",
        &["Paul Adler: der Kurs und die Berechenbarkeit nicht mehr so klar"],
    );
}

#[test]
fn german_names_who_speaks_behind_the_marks_in_its_own_ways() {
    check(
        "de",
        "Als „ein kleines Wunder der Diplomatie“ bezeichnete Kommissarin Greta Lindner die Abstimmung.",
        &["Greta Lindner: ein kleines Wunder der Diplomatie"],
    );
    check(
        "de",
        "„Alle Anzeichen deuteten auf einen Anschlag hin“, hieß es vom Abgeordneten Viktor Oserow.",
        &["Viktor Oserow: Alle Anzeichen deuteten auf einen Anschlag hin"],
    );
    check(
        "de",
        "„Allerdings bleibt das Problem der Kriminalität“ laut Peter Gall „auch in Zukunft bestehen“.",
        &[
            "Peter Gall: Allerdings bleibt das Problem der Kriminalität",
            "Peter Gall: auch in Zukunft bestehen",
        ],
    );
}

#[test]
fn a_bracket_that_explains_quotes_nobody() {
    check("de", "Die Partei „Palang Prachachon“ (etwa: „Partei der Volksmacht“) tritt an.", &[]);
}
