//! Passages of our own, in ten languages, with who says what in them.

#![allow(clippy::unwrap_used)] // tests

use veille_language::Tagger;
use veille_mentions::quotations as quoted;
use veille_model::{Quotation, QuotationKind};
use veille_text::{Document, Parts};

fn quotations(language: &str, text: &str) -> Vec<Quotation> {
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    let tag = Tagger::new().article(None, &paragraphs, Some(language)).language;
    assert_eq!(tag.primary(), language, "{text}");
    let mut quotations = quoted(&Document::of(&Parts { text, ..Parts::default() }), &tag);
    for quotation in &quotations {
        let cut: String = text.chars().skip(quotation.start).take(quotation.end - quotation.start).collect();
        assert_eq!(cut, quotation.exact);
    }
    quotations.retain(|quotation| quotation.kind != QuotationKind::Indirect);
    quotations
}

/// The quotations of a text: `speaker: words`, `?` for no speaker, `~` before the words of a partial one, `-` before an
/// answer in an interview.
fn check(language: &str, text: &str, expected: &[&str]) {
    let found: Vec<String> = quotations(language, text)
        .iter()
        .map(|quotation| {
            let mark = match quotation.kind {
                QuotationKind::Direct => "",
                QuotationKind::Partial => "~",
                QuotationKind::Answer => "- ",
                QuotationKind::Indirect => "told: ",
            };
            format!("{}: {mark}{}", quotation.speaker.as_deref().unwrap_or("?"), quotation.exact)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn an_inverted_cue_after_the_quotation_names_the_speaker() {
    check(
        "fr",
        "« Nous signerons ce traité à Hanoï cet automne », a déclaré le ministre Paul Verdier devant la presse.",
        &["Paul Verdier: Nous signerons ce traité à Hanoï cet automne"],
    );
    check(
        "en",
        "“We will sign this treaty in the autumn,” said Foreign Minister Jane Holloway after the meeting.",
        &["Jane Holloway: We will sign this treaty in the autumn,"],
    );
    check(
        "en",
        "“This treaty protects everyone who works online,” the ambassador, Peter Marsh, told reporters on Monday.",
        &["Peter Marsh: This treaty protects everyone who works online,"],
    );
    check(
        "es",
        "«Firmaremos el tratado en otoño con todos nuestros socios», afirmó la ministra Lucía Robledo en la capital.",
        &["Lucía Robledo: Firmaremos el tratado en otoño con todos nuestros socios"],
    );
    check(
        "de",
        "„Wir werden den Vertrag im Herbst in Hanoi unterzeichnen“, sagte die Ministerin Greta Lindner am Montag.",
        &["Greta Lindner: Wir werden den Vertrag im Herbst in Hanoi unterzeichnen"],
    );
    check(
        "pt",
        "“Vamos assinar o tratado no outono com os nossos parceiros”, disse o ministro João Falcão em Lisboa.",
        &["João Falcão: Vamos assinar o tratado no outono com os nossos parceiros"],
    );
    check(
        "it",
        "«Firmeremo il trattato in autunno con tutti i nostri partner», ha detto il ministro Carlo Bassi a Roma.",
        &["Carlo Bassi: Firmeremo il trattato in autunno con tutti i nostri partner"],
    );
    check(
        "ru",
        "«Мы подпишем этот договор осенью вместе с партнёрами», — заявил министр Павел Орлов журналистам.",
        &["Павел Орлов: Мы подпишем этот договор осенью вместе с партнёрами"],
    );
}

#[test]
fn a_cue_and_a_colon_before_the_quotation_reach_across_a_line() {
    check(
        "fr",
        "Le général Paul Verdier, vice-ministre de la Défense, a indiqué :\n\n« La participation dépasse nos attentes. »",
        &["Paul Verdier: La participation dépasse nos attentes."],
    );
    check(
        "vi",
        "Thứ trưởng Bộ Ngoại giao Trần Minh Khoa cho biết: “Việt Nam sẽ ký công ước trong tháng này.”",
        &["Trần Minh Khoa: Việt Nam sẽ ký công ước trong tháng này."],
    );
    check(
        "zh",
        "外交部发言人在记者会上表示：“我们将在今年秋天签署这项公约，并加强国际合作。”",
        &["?: 我们将在今年秋天签署这项公约，并加强国际合作。"],
    );
    check(
        "ar",
        "وقال المتحدث باسم الوزارة في مؤتمر صحفي: «سنوقع هذه الاتفاقية في الخريف مع جميع شركائنا».",
        &["?: سنوقع هذه الاتفاقية في الخريف مع جميع شركائنا"],
    );
}

#[test]
fn a_part_of_a_sentence_is_a_partial_quotation() {
    check(
        "fr",
        "Le colonel Paul Verdier a affirmé que les attaques étaient « de plus en plus organisées » cette année.",
        &["Paul Verdier: ~de plus en plus organisées"],
    );
    check(
        "fr",
        "Selon Marie Aubert, le texte est « un pas décisif vers la paix » pour toute la région concernée.",
        &["Marie Aubert: ~un pas décisif vers la paix"],
    );
    check(
        "en",
        "According to Jane Holloway, the text is “a decisive step for everyone” in the whole region.",
        &["Jane Holloway: ~a decisive step for everyone"],
    );
}

#[test]
fn a_role_alone_is_the_last_person_who_had_it() {
    check(
        "fr",
        "La vice-ministre des Affaires étrangères, Marie Aubert, a reçu le général Paul Verdier.\n\n\
         « Nous sommes prêts à accueillir tous les pays », a déclaré le général. La salle a applaudi.",
        &["Paul Verdier: Nous sommes prêts à accueillir tous les pays"],
    );
    check(
        "fr",
        "Le ministre des Affaires étrangères est arrivé mardi.\n\n« Nous sommes prêts à accueillir tous les pays », a \
         déclaré le directeur de la sécurité, sans donner son nom.",
        &["?: Nous sommes prêts à accueillir tous les pays"],
    );
}

#[test]
fn names_of_treaties_and_scare_quotes_are_not_quotations() {
    check("fr", "La « Convention de Hanoï » a été signée samedi par les délégués de nombreux pays.", &[]);
    check(
        "fr",
        "Le traité, dit « accord de la rivière », sera ratifié par le parlement avant la fin de l'année.",
        &[],
    );
    check(
        "en",
        "Officials described the plan as a “success” and moved on to other matters at the meeting.",
        &[],
    );
    check(
        "fr",
        "Un café « branché » ouvre ses portes dans le centre historique de la capitale cette semaine.",
        &[],
    );
}

#[test]
fn whoever_is_interviewed_is_meant_by_you() {
    check(
        "fr",
        "Pourquoi ce traité ?\n\nLe ministre Paul Verdier : Il nous protège tous.\n\nVous avez souvent insisté : « Aucune \
         erreur ne sera tolérée. » Comment y parvenir ?\n\nLe ministre Paul Verdier : Par le travail de chacun.",
        &[
            "Paul Verdier: - Il nous protège tous.",
            "Paul Verdier: Aucune erreur ne sera tolérée.",
            "Paul Verdier: - Par le travail de chacun.",
        ],
    );
}

#[test]
fn what_someone_is_may_stand_between_name_and_verb() {
    check(
        "fr",
        "Le colonel Paul Verdier, directeur du Département de la prévention et du contrôle de la criminalité (ministère \
         de la Défense) a déclaré que les réseaux sont « très bien organisés partout », sans donner de chiffres.",
        &["Paul Verdier: ~très bien organisés partout"],
    );
}

#[test]
fn a_part_of_a_sentence_without_a_source_has_no_speaker() {
    check(
        "fr",
        "La convention promet d'être un « instrument universel de portée mondiale » pour tous les pays du monde.",
        &["?: ~instrument universel de portée mondiale"],
    );
}

#[test]
fn nested_marks_belong_to_the_quotation_around_them() {
    check(
        "fr",
        "« Notre ville n'est plus seulement la “Ville de la Paix”, elle est un carrefour », a souligné Marie Aubert.",
        &["Marie Aubert: Notre ville n'est plus seulement la “Ville de la Paix”, elle est un carrefour"],
    );
}

#[test]
fn a_quotation_goes_on_after_its_cue() {
    check(
        "fr",
        "« Nous signerons ce traité cet automne », a déclaré Marie Aubert. « Il protégera tous nos citoyens. »",
        &[
            "Marie Aubert: Nous signerons ce traité cet automne",
            "Marie Aubert: Il protégera tous nos citoyens.",
        ],
    );
}

#[test]
fn spellings_of_one_person_are_one_speaker() {
    check(
        "fr",
        "Le vice-ministre Dang Van Binh a ouvert la séance.\n\n« Nous avons longtemps attendu ce moment », a ajouté Van Binh.",
        &["Dang Van Binh: Nous avons longtemps attendu ce moment"],
    );
    check(
        "en",
        "Minister Jane Holloway opened the session.\n\n“We have waited a long time for this moment,” Holloway said.",
        &["Jane Holloway: We have waited a long time for this moment,"],
    );
}

/// The speakers of a text's quotations with their roles: `name (role)`, `?` for none.
fn check_who(language: &str, text: &str, expected: &[&str]) {
    let found: Vec<String> = quotations(language, text)
        .iter()
        .map(|quotation| {
            let speaker = quotation.speaker.as_deref().unwrap_or("?");
            quotation.role.as_ref().map_or(speaker.to_owned(), |role| format!("{speaker} ({role})"))
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn roles_before_and_after_a_name_are_both_told_and_either_calls_the_person_again() {
    check_who(
        "fr",
        "Le général Phan Van Truong, vice-ministre de la Défense, a indiqué : « La participation dépasse nos attentes. »\n\n\
         « Nous en sommes fiers », a ajouté le vice-ministre.",
        &[
            "Phan Van Truong (général, vice-ministre de la Défense)",
            "Phan Van Truong (général, vice-ministre de la Défense)",
        ],
    );
}

#[test]
fn whoever_speaks_for_someone_is_not_that_person() {
    check_who(
        "fr",
        "Le conseiller de Paul Verdier a déclaré que le texte était « presque prêt à être signé ».",
        &["? (conseiller de Paul Verdier)"],
    );
    check_who("en", "“He is a good man,” said Paul Marsh’s sister, Anna.", &["Anna (sister)"]);
    check_who(
        "es",
        "El portavoz de Tomás Arregui aseguró que la oferta era “definitiva y muy generosa”.",
        &["? (portavoz de Tomás Arregui)"],
    );
}

#[test]
fn bodies_speak_only_where_the_cue_says_so() {
    check_who("en", "Human Rights Watch said the ruling was “a grave mistake”.", &["Human Rights Watch"]);
    check_who("fr", "Selon l'ONU, la trêve est « extrêmement fragile ».", &["ONU"]);
    check_who(
        "fr",
        "« La trêve est extrêmement fragile », a déclaré à l'ONU une diplomate qui a requis l'anonymat.",
        &["? (diplomate)"],
    );
}

#[test]
fn a_pronoun_is_the_last_speaker_of_that_sex() {
    check_who(
        "fr",
        "La ministre Marie Aubert a reçu l'ambassadeur Paul Verdier. « Nous irons vite », a-t-elle promis.\n\n« Moi aussi », a-t-il \
         répondu.",
        &["Marie Aubert (ministre)", "Paul Verdier (ambassadeur)"],
    );
    check_who("en", "Nobody was named in the report. “It is late,” she said.", &["?"]);
}

#[test]
fn initials_and_dashes_begin_the_turns_of_an_interview() {
    check(
        "fr",
        "Rencontre avec Paul Verdier.\n\nQue craignez-vous ?\n\nP. V. : L'oubli, surtout.\n\nEt après ?\n\nP. V. : On verra.",
        &["Paul Verdier: - L'oubli, surtout.", "Paul Verdier: - On verra."],
    );
    check(
        "fr",
        "Rencontre avec Paul Verdier.\n\n— Que craignez-vous ?\n\n— L'oubli, surtout.\n\n— Et après ?\n\n— On verra.",
        &["Paul Verdier: - L'oubli, surtout.", "Paul Verdier: - On verra."],
    );
    check(
        "fr",
        "Lieu : la mairie de Saint-Aubin.\n\nHeure : dix heures précises.\n\nEntrée : libre pour tous.",
        &[],
    );
}

#[test]
fn a_quotation_reaches_over_paragraphs_that_each_open_it_again() {
    check(
        "en",
        "“We waited for hours.\n\n“Then the lights went out,” said Jane Holloway.",
        &["Jane Holloway: We waited for hours.", "Jane Holloway: Then the lights went out,"],
    );
}
