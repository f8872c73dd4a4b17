//! Whom a role, a pronoun or a verb alone means, and what speaks without a name.

use veille_mentions::quotations;
use veille_model::{LanguageTag, QuotationKind};
use veille_text::{Document, Parts};

/// `speaker: words` of each quotation between marks; `~role` where only a role is given, `?` for nobody.
#[track_caller]
fn check(language: &str, text: &str, expected: &[&str]) {
    let document = Document::of(&Parts { text, ..Parts::default() });
    let found: Vec<String> = quotations(&document, &LanguageTag::new(language))
        .iter()
        .filter(|said| said.kind != QuotationKind::Indirect)
        .map(|said| {
            let role = said.role.as_ref().map(|role| format!("~{role}"));
            format!("{}: {}", said.speaker.clone().or(role).as_deref().unwrap_or("?"), said.exact)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

/// Who speaks in the last indirect speech of a text.
#[track_caller]
fn told_by(language: &str, text: &str, expected: &str) {
    let document = Document::of(&Parts { text, ..Parts::default() });
    let found = quotations(&document, &LanguageTag::new(language));
    let said = found.iter().rfind(|said| said.kind == QuotationKind::Indirect);
    let who =
        said.and_then(|said| said.speaker.clone().or(said.role.as_ref().map(|role| format!("~{role}"))));
    assert_eq!(who.as_deref(), Some(expected), "{text}: {found:#?}");
}

#[test]
fn a_party_in_brackets_does_not_speak() {
    check(
        "fr",
        "Le maire (XYD), Bruno Sarrazin, a pris la parole : « La gare restera ouverte cet hiver. »",
        &["Bruno Sarrazin: La gare restera ouverte cet hiver."],
    );
    check(
        "fr",
        "La députée (XYD, Loire) Agnès Sarrazin a déclaré : « La gare restera ouverte cet hiver. »",
        &["Agnès Sarrazin: La gare restera ouverte cet hiver."],
    );
}

#[test]
fn whoever_a_source_phrase_names_goes_on_speaking() {
    check(
        "fr",
        "La ministre Agnès Sarrazin se tait. Selon l'économiste Bruno Tellier, le franc baissera. « Les caisses sont vides », dit-il.",
        &["Bruno Tellier: Les caisses sont vides"],
    );
    check(
        "it",
        "La ministra Agnese Sarti tace. Secondo il senatore Bruno Tellini, il testo è già pronto. «L'ho letto ieri sera», assicura.",
        &["Bruno Tellini: L'ho letto ieri sera"],
    );
    check(
        "es",
        "El ministro Bruno Telles calla. Según la economista Inés Sarabia, el peso caerá. “Las reservas son negativas”, apuntó.",
        &["Inés Sarabia: Las reservas son negativas"],
    );
    check(
        "pt",
        "O ministro Bruno Teles cala. De acordo com a delegada Inês Saraiva, ele fez trinta vítimas. “Ele sumia com o sinal”, explicou.",
        &["Inês Saraiva: Ele sumia com o sinal"],
    );
    check(
        "en",
        "The minister, Bruce Teller, kept quiet. According to the economist Agnes Sorrel, prices will fall. “The coffers are empty,” she said.",
        &["Agnes Sorrel: The coffers are empty,"],
    );
}

#[test]
fn a_subject_is_meant_before_an_object() {
    check(
        "fr",
        "Agnès Sarrazin a critiqué Bruno Tellier. « Il ment depuis un mois », a-t-elle lancé.",
        &["Agnès Sarrazin: Il ment depuis un mois"],
    );
    check(
        "de",
        "Agnes Sander kritisierte Bruno Teller. „Er lügt seit einem Monat“, sagte sie.",
        &["Agnes Sander: Er lügt seit einem Monat"],
    );
    check(
        "en",
        "Agnes Sorrel criticised Bruce Teller. “He has lied for a month,” she said.",
        &["Agnes Sorrel: He has lied for a month,"],
    );
    check(
        "en",
        "Prime Minister Agnes Sorrel hit back, saying her predecessor had sold the trains. “I will take no lectures from him,” she said.",
        &["Agnes Sorrel: I will take no lectures from him,"],
    );
    check(
        "es",
        "El Deportivo Sarabia cayó en casa y su técnico, Bruno Telles, tras el partido disparó: “Nos robaron el gol”.",
        &["Bruno Telles: Nos robaron el gol"],
    );
}

#[test]
fn an_object_near_the_head_of_its_sentence_is_an_object() {
    check(
        "en",
        "Gwen Sorrel criticised Lee Teller. “This has gone on for a month,” she said.",
        &["Gwen Sorrel: This has gone on for a month,"],
    );
}

#[test]
fn where_somebody_comes_from_is_nobodys_name() {
    check(
        "en",
        "Coach Bruce Teller was angry. “We were poor from the start,” the Scot said.",
        &["Bruce Teller: We were poor from the start,"],
    );
}

#[test]
fn a_nickname_in_marks_stands_within_a_name() {
    check(
        "es",
        "El técnico Bruno “el Rubio” Telles dijo: “Nos robaron el partido”.",
        &["Bruno “el Rubio” Telles: Nos robaron el partido"],
    );
}

#[test]
fn the_last_part_of_a_compound_means_whoever_has_the_whole() {
    check(
        "de",
        "Finanzministerin Agnes Sander verteidigte die Zahlen. „Wir haben lange gerechnet“, sagte die Ministerin.",
        &["Agnes Sander: Wir haben lange gerechnet"],
    );
    check(
        "de",
        "Ministerpräsident Bruno Teller schwieg. „Wir haben lange gerechnet“, sagte der Präsident.",
        &["~Präsident: Wir haben lange gerechnet"],
    );
    check(
        "en",
        "Finance minister Agnes Sorrel defended the plan. “We did the sums twice,” the minister said.",
        &["Agnes Sorrel: We did the sums twice,"],
    );
    check(
        "en",
        "Deputy minister Agnes Sorrel kept quiet. “We did the sums twice,” the minister said.",
        &["~minister: We did the sums twice,"],
    );
}

#[test]
fn words_for_one_office_mean_one_person() {
    check(
        "es",
        "El juez Bruno Telles dictó el auto. En él, el magistrado describe “una trama perfectamente engrasada”.",
        &["Bruno Telles: una trama perfectamente engrasada"],
    );
    check(
        "it",
        "La cantante Agnese Sarti torna a teatro. «È un disco molto triste», spiega l'artista.",
        &["Agnese Sarti: È un disco molto triste"],
    );
}

#[test]
fn what_only_the_one_may_be_whom_an_article_is_about_means_them() {
    check(
        "fr",
        "Le nouveau film d'Agnès Sarrazin sort mercredi. « J'ai grandi à deux rues d'ici », raconte la cinéaste.",
        &["Agnès Sarrazin: J'ai grandi à deux rues d'ici"],
    );
    // A judge may be anybody.
    check(
        "fr",
        "Le procès d'Agnès Sarrazin s'ouvre mercredi. « Ce dossier est tout à fait vide », estime la juge.",
        &["~juge: Ce dossier est tout à fait vide"],
    );
}

#[test]
fn a_sentence_that_only_says_who_said_it_names_the_speaker() {
    check(
        "fr",
        "« La gare restera ouverte. » Agnès Sarrazin l'a répété hier soir.",
        &["Agnès Sarrazin: La gare restera ouverte."],
    );
    check(
        "en",
        "“The station will stay open.” Agnes Sorrel repeated it on Friday.",
        &["Agnes Sorrel: The station will stay open."],
    );
    check(
        "de",
        "„Der Bahnhof bleibt offen.“ Das hat Agnes Sander gestern bekräftigt.",
        &["Agnes Sander: Der Bahnhof bleibt offen."],
    );
    check(
        "es",
        "«La estación seguirá abierta.» Lo repitió anoche Inés Sarabia.",
        &["Inés Sarabia: La estación seguirá abierta."],
    );
}

#[test]
fn bodies_speak_without_a_name() {
    told_by("en", "Prosecutors said that the man had fled to the coast.", "~Prosecutors");
    told_by("fr", "Le parquet a indiqué que l'homme avait pris la fuite.", "~parquet");
    told_by("fr", "La direction assure que le site restera ouvert.", "~direction");
    told_by("fr", "Selon le parquet, l'homme avait pris la fuite.", "~parquet");
    told_by("de", "Nach Angaben der Polizei war der Mann auf der Flucht.", "~Polizei");
    told_by("de", "Der Mann war auf der Flucht, teilte die Polizei mit.", "~Polizei");
    told_by("es", "La fiscalía cree que el hombre huyó a la costa.", "~fiscalía");
    told_by("it", "Secondo la procura, l'uomo era in fuga da mesi.", "~procura");
    told_by("pt", "A polícia informou que o homem fugiu para o litoral.", "~polícia");
    // Nobody goes on speaking because of them.
    check(
        "en",
        "Mayor Agnes Sorrel kept quiet. Police said that the man had fled. “We know nothing yet,” she said.",
        &["Agnes Sorrel: We know nothing yet,"],
    );
}

#[test]
fn a_question_is_put_to_nobody_called_you() {
    let text = "Q. You have been called “the last of the old guard”. Does that bother you?";
    let document = Document::of(&Parts { text, ..Parts::default() });
    let found = quotations(&document, &LanguageTag::new("en"));
    assert!(found.iter().all(|said| said.speaker.is_none()), "{found:#?}");
}
