//! Indirect speech: what someone is told to have said, in the article's own words.

use veille_mentions::quotations;
use veille_model::{LanguageTag, QuotationKind};
use veille_text::{Document, Parts};

/// What is told in a text: `speaker (cue): words`, `?` for no speaker.
fn check(language: &str, text: &str, expected: &[&str]) {
    let found: Vec<String> =
        quotations(&Document::of(&Parts { text, ..Parts::default() }), &LanguageTag::new(language))
            .iter()
            .filter(|said| said.kind == QuotationKind::Indirect)
            .map(|said| {
                let cut: String = text.chars().skip(said.start).take(said.end - said.start).collect();
                assert_eq!(cut, said.exact);
                let speaker = said.speaker.as_deref().or(said.role.as_deref()).unwrap_or("?");
                format!("{speaker} ({}): {}", said.cue.as_deref().unwrap_or_default(), said.exact)
            })
            .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_clause_behind_a_verb_of_reporting_is_told() {
    check(
        "en",
        "Sandra Hale said the bridge would open in May.",
        &["Sandra Hale (said): the bridge would open in May"],
    );
    check(
        "en",
        "Minister Karl Odeon told reporters on Monday that the text was ready and added that nobody had objected.",
        &[
            "Karl Odeon (told reporters): that the text was ready",
            "Karl Odeon (added): that nobody had objected",
        ],
    );
    check(
        "fr",
        "Le ministre Paul Verdier a déclaré mardi que le traité serait signé à l’automne.",
        &["Paul Verdier (a déclaré): que le traité serait signé à l’automne"],
    );
    check(
        "de",
        "Ministerin Erika Brandt sagte, die Brücke werde im Mai geöffnet.",
        &["Erika Brandt (sagte): die Brücke werde im Mai geöffnet"],
    );
    check(
        "de",
        "Am Montag erklärte Erika Brandt, dass die Brücke im Mai geöffnet wird.",
        &["Erika Brandt (erklärte): dass die Brücke im Mai geöffnet wird"],
    );
    check(
        "vi",
        "Ông Nguyễn Văn Hòa cho biết dự thảo sẽ được thông qua trong năm nay.",
        &["Nguyễn Văn Hòa (cho biết): dự thảo sẽ được thông qua trong năm nay"],
    );
    check(
        "es",
        "La ministra Elena Robles afirmó que el tratado se firmará en enero.",
        &["Elena Robles (afirmó): que el tratado se firmará en enero"],
    );
}

#[test]
fn what_stands_beside_a_phrase_that_names_a_source_is_told() {
    check(
        "en",
        "According to Sandra Hale, the bridge will open in May.",
        &["Sandra Hale (According to): the bridge will open in May"],
    );
    check(
        "en",
        "The bridge will open in May, according to Sandra Hale.",
        &["Sandra Hale (according to): The bridge will open in May"],
    );
    check(
        "fr",
        "Selon Marie Aubert, le texte est prêt depuis longtemps.",
        &["Marie Aubert (Selon): le texte est prêt depuis longtemps"],
    );
    check(
        "de",
        "Die Brücke wird laut Erika Brandt erst im Mai geöffnet.",
        &["Erika Brandt (laut): Die Brücke wird", "Erika Brandt (laut): erst im Mai geöffnet"],
    );
    check(
        "vi",
        "Theo ông Nguyễn Văn Hòa, dự thảo sẽ được thông qua trong năm nay.",
        &["Nguyễn Văn Hòa (Theo): dự thảo sẽ được thông qua trong năm nay"],
    );
}

#[test]
fn a_clause_before_its_verb_is_told() {
    check(
        "en",
        "The bridge will open in May, Sandra Hale said.",
        &["Sandra Hale (said): The bridge will open in May"],
    );
    check(
        "fr",
        "Le texte est prêt depuis longtemps, a assuré la ministre Marie Aubert.",
        &["Marie Aubert (a assuré): Le texte est prêt depuis longtemps"],
    );
    check(
        "de",
        "Die Brücke wird im Mai geöffnet, wie Erika Brandt mitteilte.",
        &["Erika Brandt (mitteilte): Die Brücke wird im Mai geöffnet"],
    );
}

#[test]
fn a_sentence_in_the_mood_of_reported_speech_goes_on_with_it() {
    check(
        "de",
        "Erika Brandt sagte, die Brücke werde im Mai geöffnet. Die Kosten seien gestiegen.",
        &[
            "Erika Brandt (sagte): die Brücke werde im Mai geöffnet",
            "Erika Brandt (): Die Kosten seien gestiegen",
        ],
    );
    // *waren* is no *wären*.
    check("de", "Die Kosten waren gestiegen. Die Brücke wurde geöffnet.", &[]);
}

#[test]
fn what_a_verb_has_for_its_object_is_not_told() {
    check(
        "en",
        "Sandra Hale announced the plan that her office had drawn up in a long winter of talks.",
        &[],
    );
    check("fr", "Les maires soutiennent le projet que la région a présenté.", &[]);
    check("vi", "Theo quy định, hồ sơ phải nộp trước tháng Năm.", &[]);
}

#[test]
fn what_a_text_demands_was_not_said() {
    check("fr", "Les États coopèrent sans délai, comme l'exige la Convention de Hanoï.", &[]);
    check("fr", "Les États coopèrent sans délai, comme le prévoit le traité de Lausanne.", &[]);
    check(
        "fr",
        "Les États coopèrent sans délai, comme l'a déclaré le ministre Paul Verdier.",
        &["Paul Verdier (l'a déclaré): Les États coopèrent sans délai"],
    );
}

#[test]
fn what_somebody_calls_for_or_criticises_is_told() {
    check(
        "en",
        "Senator Karen Dow called for a vote on the plan, which had failed before.",
        &["Karen Dow (called for): a vote on the plan"],
    );
    check(
        "en",
        "Minister Karl Odeon criticised the harbour board on Monday.",
        &["Karl Odeon (criticised): the harbour board on Monday"],
    );
    // What is done to somebody he does not say, and whom nobody names says nothing.
    check("en", "Minister Karl Odeon was dismissed as a dreamer by the press.", &[]);
    check("en", "It was a night that condemned the old harbour to silence.", &[]);
}

#[test]
fn verbs_of_the_present_that_end_like_infinitives_report() {
    check(
        "fr",
        "Nadia Ferrand déclare dans l'émission du matin que le pont rouvrira en mai.",
        &["Nadia Ferrand (déclare): que le pont rouvrira en mai"],
    );
    check(
        "fr",
        "Nadia Ferrand assure que le pont rouvrira en mai.",
        &["Nadia Ferrand (assure): que le pont rouvrira en mai"],
    );
}

#[test]
fn an_infinitive_right_behind_its_verb_is_told() {
    check(
        "fr",
        "Nadia Ferrand a dit mercredi vouloir rencontrer le club.",
        &["Nadia Ferrand (a dit): vouloir rencontrer le club"],
    );
    check(
        "fr",
        "Nadia Ferrand affirme ne pas avoir signé le texte.",
        &["Nadia Ferrand (affirme): ne pas avoir signé le texte"],
    );
    check("fr", "Nadia Ferrand a dit hier la vérité.", &[]);
}

#[test]
fn whom_a_wish_is_put_to_by_a_preposition_and_when_are_no_part_of_it() {
    check(
        "fr",
        "Nadia Ferrand a demandé au président Louis Ormeau d'intervenir au plus vite.",
        &["Nadia Ferrand (a demandé): d'intervenir au plus vite"],
    );
    check(
        "fr",
        "Nadia Ferrand a appelé dimanche le gouvernement à faire preuve de fermeté.",
        &["Nadia Ferrand (a appelé): le gouvernement à faire preuve de fermeté"],
    );
}

#[test]
fn the_reporter_goes_on_behind_a_comma() {
    check(
        "fr",
        "Nadia Ferrand a reconnu que le pont était vieux, mais elle a déclaré que personne n'était en danger.",
        &[
            "Nadia Ferrand (a reconnu): que le pont était vieux",
            "Nadia Ferrand (a déclaré): que personne n'était en danger",
        ],
    );
    check(
        "fr",
        "Le voisin a dit que le couple se disputait souvent, a rapporté la chaîne Canal Nord.",
        &[
            "Canal Nord (a rapporté): Le voisin a dit que le couple se disputait souvent",
            "voisin (a dit): que le couple se disputait souvent",
        ],
    );
    check(
        "en",
        "Six in ten said they would vote, while four in ten said they would stay at home.",
        &["? (said): they would vote", "? (said): they would stay at home"],
    );
    check(
        "en",
        "Sandra Hale said she had a call from her niece, who lives in Leeds.",
        &["Sandra Hale (said): she had a call from her niece"],
    );
    check(
        "en",
        "Sandra Hale, who said she often travels, praised the new line.",
        &["Sandra Hale (said): she often travels", "Sandra Hale (praised): the new line"],
    );
}

#[test]
fn a_noun_without_an_article_opens_a_clause() {
    check(
        "en",
        "Sandra Hale said voters have been patient for years.",
        &["Sandra Hale (said): voters have been patient for years"],
    );
    check(
        "en",
        "When asked about the bridge, Sandra Hale said she knows how old it is.",
        &["Sandra Hale (said): she knows how old it is"],
    );
}

#[test]
fn what_is_judged_is_told_with_the_judgement() {
    check(
        "en",
        "Senator Sandra Hale called the bridge “a danger to us all.”",
        &["Sandra Hale (called): the bridge “a danger to us all.”"],
    );
    check("en", "Senator Sandra Hale called the bridge a danger.", &[]);
}

#[test]
fn the_writers_own_findings_are_nobodys_words() {
    check("fr", "Nous avons confirmé que le navire avait quitté le port.", &[]);
}

#[test]
fn what_an_agency_is_cited_by_is_not_whose_it_is() {
    check(
        "fr",
        "« Le pont est vieux », estime Nadia Ferrand, ingénieure, citée par l'agence locale. À voir ailleurs : selon Louis Ormeau, le pont rouvrira.",
        &["Louis Ormeau (selon): le pont rouvrira"],
    );
}

#[test]
fn a_sentence_begins_where_lines_were_joined_without_a_space() {
    check(
        "fr",
        "Le pont est fermé depuis lundi.Nadia Ferrand estime que les travaux seront longs.Louis Ormeau est absent.",
        &["Nadia Ferrand (estime): que les travaux seront longs"],
    );
}

#[test]
fn a_clause_stands_behind_an_aside_and_before_an_inverted_pronoun() {
    check(
        "fr",
        "Nadia Ferrand a affirmé mardi, lors d'une visite, que le pont rouvrirait en mai.",
        &["Nadia Ferrand (a affirmé): que le pont rouvrirait en mai"],
    );
    check(
        "fr",
        "Nadia Ferrand est venue lundi. Le pont rouvrira en mai, a-t-elle annoncé.",
        &["Nadia Ferrand (annoncé): Le pont rouvrira en mai"],
    );
    check(
        "fr",
        "Le pont rouvrira en mai, a annoncé mardi la ministre des Transports, Nadia Ferrand.",
        &["Nadia Ferrand (a annoncé): Le pont rouvrira en mai"],
    );
}

#[test]
fn what_is_said_in_a_relative_clause_ends_with_it() {
    check(
        "fr",
        "Nadia Ferrand, qui affirme que le pont est vieux, sera entendue lundi.",
        &["Nadia Ferrand (affirme): que le pont est vieux"],
    );
}

#[test]
fn a_subject_that_no_list_has_tells_before_a_vietnamese_verb_of_several_syllables() {
    check(
        "vi",
        "Những bà con buôn bán ở đây tiết lộ hàng đã hết từ hôm qua.",
        &["? (tiết lộ): hàng đã hết từ hôm qua"],
    );
    check(
        "vi",
        "Bà Lê Thu Hà từ chối trả lời, nói rằng làm như vậy sẽ ảnh hưởng đến cuộc điều tra.",
        &["Lê Thu Hà (nói rằng): làm như vậy sẽ ảnh hưởng đến cuộc điều tra"],
    );
    // A noun.
    check("vi", "Đội bóng đã đưa ra đề nghị gia hạn hợp đồng thêm một năm.", &[]);
}

#[test]
fn a_verb_with_a_capital_is_part_of_a_name() {
    check(
        "vi",
        "Trung tâm Cảnh báo Sóng thần Bình Minh cho biết không có nguy cơ sóng thần.",
        &["Trung tâm Cảnh báo Sóng thần Bình Minh (cho biết): không có nguy cơ sóng thần"],
    );
}

#[test]
fn a_sentence_that_a_flattened_page_has_run_on_begins_with_its_source() {
    check(
        "vi",
        "Bản đồ thể hiện vị trí. Đồ họa: Minh Hà Theo Trung tâm Địa chấn Bình Minh, trận động đất xảy ra lúc 20 giờ.",
        &["Trung tâm Địa chấn Bình Minh (Theo): trận động đất xảy ra lúc 20 giờ"],
    );
}

#[test]
fn what_one_tells_ends_where_an_agency_quotes_another() {
    check(
        "vi",
        "Trung tâm Khí tượng cho biết không có nguy cơ sóng thần, AFP dẫn lời một quan chức cho biết các tòa nhà đều rung chuyển.",
        &[
            "Trung tâm Khí tượng (cho biết): không có nguy cơ sóng thần",
            "quan chức (cho biết): các tòa nhà đều rung chuyển",
        ],
    );
}

#[test]
fn several_are_nobody_who_has_spoken() {
    check(
        "en",
        "“A treaty is only as careful as the least careful country that joins it,” says Adaeze Sample of Testbridge College. \
         Rights groups and a coalition of technology firms fear that broad powers will be turned on reporters.",
        &["? (fear): that broad powers will be turned on reporters"],
    );
    check(
        "fr",
        "« Une preuve numérique vieillit en quelques heures », dit Aurélien Sato-Test, ancien magistrat de liaison. « Quand nous \
         demandons une copie à un service étranger, nous l'attendons des mois, et tout ce qui pouvait servir à l'enquête a \
         disparu avant que la lettre n'ait atteint le bon bureau, de sorte que personne ne demande plus rien. » Cela ne suffit \
         pas à tout le monde. Des entreprises du numérique, réunies dans une coalition, n'ont pas envoyé de délégation à la \
         cérémonie de ce samedi, où tous les autres se sont retrouvés ; elles craignent d'avoir à livrer des données.",
        &["? (craignent): d'avoir à livrer des données"],
    );
}

#[test]
fn a_clause_in_the_mood_of_reported_speech_stands_before_an_adjective_or_behind_a_colon() {
    check(
        "de",
        "Der Deich werde auch diesmal halten, ist Karla Urban überzeugt.",
        &["Karla Urban (überzeugt): Der Deich werde auch diesmal halten"],
    );
    check(
        "de",
        "Jan Weber verteidigte den Entwurf: Man kürze nicht bei den Schulen.",
        &["Jan Weber (): Man kürze nicht bei den Schulen"],
    );
    // What answers a question is the reporter's, whatever mood the question is in.
    check(
        "de",
        "Der Deich werde halten, sagte Karla Urban. Auf die Frage, ob er erhöht würde, antwortete Urban: „Nein.“",
        &["Karla Urban (sagte): Der Deich werde halten"],
    );
    check("de", "Karla Urban lebt in Bremen. Sie wurde 1970 geboren.", &[]);
}

#[test]
fn a_paper_in_marks_stands_between_a_verb_and_its_clause() {
    check(
        "de",
        "Forscher berichten im Fachblatt „Natur“, dass der Lärm die Fische vertreibe.",
        &["Forscher (berichten): dass der Lärm die Fische vertreibe"],
    );
    check(
        "de",
        "Karla Urban sagte der „Wochenschau“, der Deich sei sicher.",
        &["Karla Urban (sagte): der Deich sei sicher"],
    );
}

#[test]
fn what_is_added_about_a_source_is_no_part_of_what_it_says() {
    check(
        "en",
        "According to Ann Reed, who runs the ferry, the pier is rotten.",
        &["Ann Reed (According to): the pier is rotten"],
    );
    check(
        "fr",
        "Selon Paul Verdier, qui dirige le port, la jetée est pourrie.",
        &["Paul Verdier (Selon): la jetée est pourrie"],
    );
}

#[test]
fn a_participle_that_belongs_to_a_noun_reports_nothing() {
    check(
        "fr",
        "Paul Verdier, dans un rapport publié jeudi, juge que la jetée est pourrie.",
        &["Paul Verdier (juge): que la jetée est pourrie"],
    );
}

#[test]
fn a_clause_about_a_noun_and_a_wish_not_to_be_named_are_not_told() {
    check("en", "Singer Ann Reed released “Low Water”, a song she wrote in 1999.", &[]);
    check("en", "The third album opens with “Low Water”, a song their singer wrote at nineteen.", &[]);
    check(
        "en",
        "The ferry will stop in May, the union that represents the crew said.",
        &["? (said): The ferry will stop in May"],
    );
    check("en", "Two clerks, who asked not to be named, left the room.", &[]);
}

#[test]
fn an_agency_that_is_told_something_does_not_tell_it() {
    check(
        "ru",
        "Как рассказала РИА Новости адвокат Вера Орлова, дело закрыто.",
        &["Вера Орлова (рассказала): дело закрыто"],
    );
}
