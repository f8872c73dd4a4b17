//! Indirect speech in the forms that need no *that*: infinitives, what stands between verb and clause; and what is none.

use veille_mentions::quotations;
use veille_model::{LanguageTag, QuotationKind};
use veille_text::{Document, Parts};

/// `speaker: words` of each indirect speech, `?` for nobody.
#[track_caller]
fn check(language: &str, text: &str, expected: &[&str]) {
    let document = Document::of(&Parts { text, ..Parts::default() });
    let found: Vec<String> = quotations(&document, &LanguageTag::new(language))
        .iter()
        .filter(|said| said.kind == QuotationKind::Indirect)
        .map(|said| {
            let who = said.speaker.as_deref().or(said.role.as_deref()).unwrap_or("?");
            format!("{who}: {}", said.exact)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn an_infinitive_behind_a_verb_that_reports_is_told() {
    check("es", "Bruno Telles reconoció haber fallado el gol.", &["Bruno Telles: haber fallado el gol"]);
    check("es", "Inés Sarabia dice ser una vaga sin remedio.", &["Inés Sarabia: ser una vaga sin remedio"]);
    check(
        "it",
        "Bruno Tellini ha ammesso di aver appiccato il fuoco.",
        &["Bruno Tellini: di aver appiccato il fuoco"],
    );
    check("pt", "Bruno Teles garante ter cumprido o contrato.", &["Bruno Teles: ter cumprido o contrato"]);
}

#[test]
fn something_may_stand_between_the_verb_and_its_clause() {
    check(
        "pt",
        "Bruno Teles disse nesta quarta-feira (2) que não há espaço para gastos.",
        &["Bruno Teles: que não há espaço para gastos"],
    );
    check(
        "fr",
        "Agnès Sarrazin a lancé, agacée, qu'elle n'avait pas à commenter les sondages.",
        &["Agnès Sarrazin: qu'elle n'avait pas à commenter les sondages"],
    );
    check(
        "en",
        "Agnes Sorrel hit back, saying the city had no money left.",
        &["Agnes Sorrel: the city had no money left"],
    );
    check("pt", "A defesa alega que o cliente é inocente.", &["defesa: que o cliente é inocente"]);
}

#[test]
fn the_cue_behind_what_was_said_is_no_part_of_it() {
    check(
        "de",
        "Von Träumen könne man noch nicht sprechen, gibt Agnes Sander zu bedenken.",
        &["Agnes Sander: Von Träumen könne man noch nicht sprechen"],
    );
}

#[test]
fn what_somebody_else_says_at_the_same_time_is_no_part_of_it() {
    check(
        "fr",
        "Agnès Sarrazin a dit que le pont était fermé, tandis que le ministre Bruno Tellier a déclaré que la route était libre.",
        &["Agnès Sarrazin: que le pont était fermé", "Bruno Tellier: que la route était libre"],
    );
}

#[test]
fn what_is_denied_nobody_is_told_to_have_said() {
    check("en", "Nobody has ever heard Agnes Sorrel say that the bridge is safe.", &[]);
    check("en", "Agnes Sorrel denied that the bridge was closed.", &[]);
    check("de", "Agnes Sander hat nie gesagt, dass die Brücke sicher sei.", &[]);
    check("de", "Agnes Sander wies Berichte zurück, wonach die Brücke gesperrt sei.", &[]);
    check(
        "de",
        "Niemand habe Agnes Sander je sagen hören, die Brücke sei sicher, betonte dessen Anwalt.",
        &["Anwalt: Niemand habe Agnes Sander je sagen hören, die Brücke sei sicher"],
    );
    check("fr", "Agnès Sarrazin n'a jamais dit que le pont était fermé.", &[]);
    check("es", "Inés Sarabia negó que el puente estuviera cerrado.", &[]);
    check("it", "Bruno Tellini non ha confermato che il ponte è chiuso.", &[]);
    check(
        "fr",
        "Agnès Sarrazin ne cache pas que les caisses sont vides.",
        &["Agnès Sarrazin: que les caisses sont vides"],
    );
    check(
        "en",
        "Agnes Sorrel did not hide that the coffers were empty.",
        &["Agnes Sorrel: that the coffers were empty"],
    );
}

#[test]
fn signs_behind_the_last_word_belong_to_it() {
    check(
        "fr",
        "Agnès Sarrazin a dit que les prix ont augmenté de 15 %.",
        &["Agnès Sarrazin: que les prix ont augmenté de 15 %"],
    );
    check(
        "en",
        "Agnes Sorrel said that the plan was late (again).",
        &["Agnes Sorrel: that the plan was late (again)"],
    );
}

#[test]
fn a_sum_of_money_says_nothing() {
    check(
        "de",
        "Es fehlen rund sieben Milliarden Euro. Der Haushaltsexperte Bruno Teller warf ihr vor, Milliarden Euro zu verstecken.",
        &["Bruno Teller: Milliarden Euro zu verstecken"],
    );
}

#[test]
fn who_has_a_clause_for_an_opinion_says_it() {
    check(
        "fr",
        "Pour la sénatrice Agnès Sarrazin, le texte n'est pas prêt du tout.",
        &["Agnès Sarrazin: le texte n'est pas prêt du tout"],
    );
    check("it", "Per il capitano Bruno Tellini è mancata la testa.", &["Bruno Tellini: è mancata la testa"]);
    check(
        "pt",
        "A bióloga Inês Saraiva estuda abelhas. Para ela, o achado muda o que se sabe.",
        &["Inês Saraiva: o achado muda o que se sabe"],
    );
    check("fr", "Pour Bruno Tellier, la journée de mardi a commencé tôt.", &[]);
}

#[test]
fn a_phrase_that_names_a_source_by_a_noun_of_telling_leads_to_it() {
    check(
        "de",
        "Nach Darstellung von Agnes Sander ist die Brücke sicher.",
        &["Agnes Sander: ist die Brücke sicher"],
    );
    check(
        "de",
        "Nach Angaben des Rechnungshofs fehlen rund sieben Milliarden Euro.",
        &["Rechnungshofs: fehlen rund sieben Milliarden Euro"],
    );
    check(
        "de",
        "Agnes Sander kam spät. Die Reform sei ihrer Meinung nach nicht mehr nötig.",
        &["Agnes Sander: Die Reform sei", "Agnes Sander: nicht mehr nötig"],
    );
    check(
        "it",
        "A giudizio di Bruno Tellini la fabbrica chiuderà presto.",
        &["Bruno Tellini: la fabbrica chiuderà presto"],
    );
}

#[test]
fn small_words_before_an_infinitive_belong_to_it() {
    check(
        "fr",
        "Bruno Tellier reconnaît ne plus supporter le bruit.",
        &["Bruno Tellier: ne plus supporter le bruit"],
    );
    check(
        "fr",
        "Agnès Sarrazin recommande de toujours demander une carte.",
        &["Agnès Sarrazin: de toujours demander une carte"],
    );
}

#[test]
fn when_it_was_said_and_who_says_it_all_are_no_part_of_it() {
    check("en", "“I never read,” she says when we meet in a café beneath her flat.", &[]);
    check(
        "en",
        "The bank expects inflation to fall, its governor Agnes Sorrel said.",
        &["Agnes Sorrel: The bank expects inflation to fall", "bank: inflation to fall"],
    );
}

#[test]
fn whom_or_what_somebody_criticises_is_nothing_that_was_said() {
    check("en", "Agnes Sorrel criticised Bruce Teller.", &[]);
    check("en", "Agnes Sorrel defended the plan.", &[]);
    check("en", "Agnes Sorrel called for an independent inquiry.", &["Agnes Sorrel: an independent inquiry"]);
}

#[test]
fn what_somebody_is_may_stand_between_their_name_and_the_verb() {
    check(
        "de",
        "Der Sprecher der Werft, Bruno Teller, sagte, man habe Milliarden versteckt.",
        &["Bruno Teller: man habe Milliarden versteckt"],
    );
    check(
        "de",
        "Bruno Teller, Sprecher der Werft, warf ihr vor, Milliarden zu verstecken.",
        &["Bruno Teller: Milliarden zu verstecken"],
    );
    check(
        "de",
        "Bruno Teller, einem General der Werft, wird vorgeworfen, Milliarden versteckt zu haben.",
        &[],
    );
    // A clause before the verb was said.
    check(
        "de",
        "Die Werft sei pleite, sagte Bruno Teller, man habe Milliarden versteckt.",
        &["Bruno Teller: Die Werft sei pleite", "Bruno Teller: man habe Milliarden versteckt"],
    );
}
