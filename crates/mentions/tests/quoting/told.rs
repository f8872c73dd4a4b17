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
