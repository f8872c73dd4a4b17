//! What the tagger says of sentences written for it.

use super::*;

fn check(text: &str, expected: &str) {
    let guess = Tagger::new().detect(text);
    assert_eq!(guess.tag.as_str(), expected, "{text:?}: {guess:?}");
}

#[test]
fn a_text_without_letters_is_und() {
    for text in
        ["", "   ", "12 345,67 € — 50 %", "07/10/2025 14:30", "🙂🙂", "https://example.org/mot", "@ministere"]
    {
        let guess = Tagger::new().detect(text);
        assert_eq!((guess.tag.as_str(), guess.confidence), ("und", 0.0), "{text:?}");
    }
}

#[test]
fn of_one_word_two_opinions_are_heard() {
    // A word of French and of English; the address beside it is of neither.
    let credit = Tagger::new().detect("Source : https://nhandan.example/chia-se-trach-nhiem");
    assert_eq!(credit.tag.as_str(), "fr");
    assert!(credit.confidence < 0.5 && credit.margin < 0.0, "{credit:?}");
    assert_eq!(credit.runner_up.unwrap().language.as_str(), "en");
    // What is clear needs no other opinion.
    let clear = Tagger::new().detect("Gerechtigkeit");
    assert_eq!(clear.tag.as_str(), "de");
    assert!(clear.margin > 0.0);
}

#[test]
fn french_is_french_with_and_without_its_accents() {
    check("Le ministère publie la liste des délégations attendues à la cérémonie.", "fr");
    check("Le ministere publie la liste des delegations attendues a la ceremonie.", "fr");
    check("LE MINISTERE PUBLIE LA LISTE DES DELEGATIONS ATTENDUES A LA CEREMONIE", "fr");
    check("Une trentaine de pays ont deja annonce leur venue", "fr");
}

#[test]
fn vietnamese_is_vietnamese_with_and_without_its_marks() {
    check("Bộ trưởng đã tiếp đoàn đại biểu trước lễ ký kết sáng nay.", "vi");
    check("Bo truong da tiep doan dai bieu truoc le ky ket sang nay.", "vi");
    check("BỘ TRƯỞNG ĐÃ TIẾP ĐOÀN ĐẠI BIỂU", "vi");
    // Decomposed, as file names and some editors have it.
    check(
        "Bo\u{323}\u{302} tru\u{31b}o\u{31b}\u{309}ng \u{111}a\u{303} tie\u{302}\u{301}p \u{111}oa\u{300}n",
        "vi",
    );
}

#[test]
fn kana_alone_is_surely_japanese() {
    for text in ["こんにちは", "サイバー犯罪", "ハノイでの調印"] {
        let guess = Tagger::new().detect(text);
        assert!(guess.tag.as_str() == "ja" && guess.confidence > 0.7, "{text:?}: {guess:?}");
    }
}

#[test]
fn neighbours_are_told_apart() {
    check("A ministra disse ontem que a reunião não terá lugar antes do verão.", "pt");
    check("A ministra dixo onte que a reunión non terá lugar antes do verán.", "gl");
    check("La ministra dijo ayer que la reunión no tendrá lugar antes del verano.", "es");
    check("La ministra va dir ahir que la reunió no tindrà lloc abans de l'estiu.", "ca");
    check("Jeg vet ikke hvorfor de ikke ble spurt om dette tidligere.", "nb");
    check("Eg veit ikkje kvifor dei ikkje vart spurde om dette tidlegare.", "nn");
    check("Jeg ved ikke, hvorfor de ikke blev spurgt om dette tidligere.", "da");
    check("Jag vet inte varför de inte blev tillfrågade om detta tidigare.", "sv");
    check("Tijekom prošlog tjedna u zračnoj luci čekalo je više od tisuću putnika.", "hr");
    check("Tokom prošle sedmice na aerodromu je čekalo više od hiljadu putnika, saopćila je općina.", "bs");
    check("Pemerintah mengatakan bahwa bandara itu bisa dibuka karena kondisinya sudah aman.", "id");
    check("Kerajaan berkata bahawa lapangan terbang itu boleh dibuka kerana keadaannya sudah selamat.", "ms");
    check("Влада каже да ће мост бити отворен следеће недеље.", "sr");
    check("Владата вели дека мостот ќе биде отворен следната недела.", "mk");
    check("Правителството казва, че мостът ще бъде отворен следващата седмица.", "bg");
}

#[test]
fn scripts_of_one_language_decide_by_themselves() {
    check("Η κυβέρνηση ανακοίνωσε νέα μέτρα.", "el");
    check("รัฐบาลประกาศมาตรการใหม่", "th");
    check("정부가 새로운 대책을 발표했다.", "ko");
    check("政府は新しい対策を発表した。", "ja");
    check("მთავრობამ ახალი ზომები გამოაცხადა.", "ka");
}

#[test]
fn chinese_is_told_by_its_characters() {
    check("政府发布了新的措施，将于下个月开始实施。", "zh-Hans");
    check("政府發布了新的措施，將於下個月開始實施。", "zh-Hant");
    check("佢哋話唔知點解啲嘢仲未嚟到。", "yue");
    // A brand's kana, or an English name, is not the text.
    check("这家名为“优の良品”的商店将于下个月在北京开业，新华社记者报道说。", "zh-Hans");
    check("苹果公司发布了新款 iPhone 手机。", "zh-Hans");
}

#[test]
fn two_addresses_without_a_blank_between_them_are_given_back_once() {
    for token in
        ["\"a.example\"/\"b.example\"", "«a.example»/«b.example»", "<a.example><b.example>,a@b.example"]
    {
        let guess = Tagger::new().detect(token);
        assert_eq!(guess.tag.as_str(), "und", "{token}");
        check(&format!("Les délégations ont signé la convention à Hanoï {token}"), "fr");
    }
}

#[test]
fn addresses_do_not_count() {
    let tagger = Tagger::new();
    let alone = tagger.detect("Le texte intégral est disponible ici");
    for address in [
        "https://example.org/the/whole/story/is/here",
        "www.example.org/news",
        "desk@example.org",
        "@thenewsdesk",
    ] {
        assert_eq!(
            tagger.detect(&format!("Le texte intégral est disponible ici {address}")),
            alone,
            "{address}"
        );
    }
    assert_eq!(tagger.detect("Le texte 123 in\u{ad}té\u{200b}gral est disponible ici 2025"), alone);
}

#[test]
fn a_table_that_was_flattened_to_figures_and_dots_is_read_in_proportion() {
    let began = std::time::Instant::now();
    let tagger = Tagger::new();
    for run in ["1.", ".", "a.B", "1..", "a.b-."] {
        tagger.detect(&run.repeat(500_000));
    }
    assert!(began.elapsed().as_secs() < 60);
}

#[test]
fn a_language_that_no_press_of_ours_writes_is_not_certain() {
    for text in ["ꦱꦸꦒꦼꦁ ꦫꦮꦸꦃ", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "qwx zzkr vvptl grmbl", "nuqneH Qapla' batlh je"]
    {
        let guess = Tagger::new().detect(text);
        assert!(guess.confidence < 0.9, "{text:?}: {guess:?}");
    }
}

#[test]
fn a_long_text_is_told_by_parts_of_it_from_end_to_end() {
    let tagger = Tagger::new();
    let long = [FRENCH, VIETNAMESE].map(|sentence| [sentence; 60].join(" "));
    let guess = tagger.detect(&long.join(" "));
    assert!(["fr", "vi"].contains(&guess.tag.as_str()), "{guess:?}");
    let second = guess.runner_up.map(|second| second.language.to_string());
    assert!(["fr", "vi"].contains(&second.as_deref().unwrap_or_default()), "{second:?}");
    assert_eq!(tagger.detect(&long[1]).tag.as_str(), "vi");
}

#[test]
fn an_answer_that_may_be_a_siblings_is_not_certain() {
    let text = "Perezida wa Repubulika yavuze ko abaturage bagomba gukomeza kwirinda icyorezo.";
    let guess = Tagger::new().detect(text);
    assert_eq!((guess.tag.as_str(), guess.confidence), ("rw", 0.85));
}

#[test]
fn answers_are_the_same_each_time_and_confidences_have_three_decimals() {
    let (one, other) = (Tagger::new(), Tagger::new());
    for text in ["Un titre court", "Short title", "Kort titel"] {
        let guess = one.detect(text);
        assert_eq!(guess, other.detect(text));
        assert_eq!(guess.confidence, (guess.confidence * 1000.0).round() / 1000.0);
    }
}

const FRENCH: &str =
    "Les délégations se réunissent dans la capitale pour signer le texte, fruit de longues négociations.";
const VIETNAMESE: &str = "Các đoàn đại biểu đã có mặt tại thủ đô để ký văn kiện sau nhiều năm đàm phán.";

fn tags(blocks: &[LanguageTag]) -> Vec<&str> {
    blocks.iter().map(LanguageTag::as_str).collect()
}

#[test]
fn a_vietnamese_tail_in_a_french_page_is_found() {
    let blocks = [
        FRENCH,
        "Une cérémonie attendue depuis deux ans par les chancelleries.",
        FRENCH,
        VIETNAMESE,
        VIETNAMESE,
    ];
    let found = Tagger::new().article(Some("La capitale se prépare à la signature"), &blocks, Some("fr"));
    assert_eq!(found.language.as_str(), "fr");
    assert_eq!(tags(&found.blocks), ["fr", "fr", "fr", "vi", "vi"]);
    let run = |language: &str, first_block, last_block| Run {
        language: LanguageTag::new(language),
        first_block,
        last_block,
    };
    assert_eq!(found.runs, [run("fr", 0, 2), run("vi", 3, 4)]);
    assert_eq!(found.runner_up.map(|second| second.language), Some(LanguageTag::new("vi")));
    assert!(!found.declared_disagrees);
}

#[test]
fn a_short_uncertain_block_takes_the_articles_language() {
    let blocks = ["Source : https://example.org/vi/tin", FRENCH, "No data", "12 345", FRENCH, "Photo"];
    let found = Tagger::new().article(None, &blocks, None);
    assert_eq!(tags(&found.blocks), ["fr"; 6]);
    assert_eq!(found.runs.len(), 1);
}

#[test]
fn a_declaration_never_overrules_clear_text_and_the_disagreement_is_told() {
    let tagger = Tagger::new();
    let found = tagger.article(None, &[FRENCH, FRENCH], Some("vi-VN"));
    assert_eq!((found.language.as_str(), found.declared_disagrees), ("fr", true));
    let agreed = tagger.article(None, &[FRENCH], Some("fr_FR"));
    assert!(!agreed.declared_disagrees);
    let norwegian = tagger.article(None, &["Jeg vet ikke hvorfor de ikke ble spurt om dette."], Some("no"));
    assert!(!norwegian.declared_disagrees, "{norwegian:?}");
}

#[test]
fn a_declaration_decides_between_near_equals() {
    let tagger = Tagger::new();
    // A headline that is as good Croatian as Bosnian.
    let headline = ["Vlada najavila nove mjere"];
    assert_eq!(tagger.article(None, &headline, Some("hr")).language.as_str(), "hr");
    assert_eq!(tagger.article(None, &headline, Some("bs")).language.as_str(), "bs");
}

#[test]
fn an_article_without_letters_is_und_whatever_it_declares() {
    let found = Tagger::new().article(Some("2025"), &["12 : 30", "—"], Some("fr"));
    assert_eq!((found.language.as_str(), found.declared_disagrees), ("und", false));
    assert_eq!(tags(&found.blocks), ["und", "und"]);
}

#[test]
fn reasons_are_pieces_of_the_text() {
    let explanation = Tagger::new().explain("Jeg vet ikke hvorfor de ikke ble spurt");
    assert_eq!(explanation.guess.tag.as_str(), "nb");
    assert!(explanation.guess.runner_up.is_some() && explanation.guess.margin > 0.0);
    assert!((5..=12).contains(&explanation.weights.len()), "{explanation:?}");
    for weight in &explanation.weights {
        let text = format!(" {} ", "jeg vet ikke hvorfor de ikke ble spurt").replace(' ', "_");
        assert!(text.contains(&weight.text) && weight.weight > 0.0, "{weight:?}");
    }
    assert!(explanation.weights.is_sorted_by(|a, b| a.weight >= b.weight));
    let chinese = Tagger::new().explain("政府發布了新的措施");
    assert!(chinese.weights.iter().any(|weight| weight.text == "發"), "{chinese:?}");
}

#[test]
fn every_language_of_the_weights_has_a_tag_of_bcp_47() {
    let tagger = Tagger::new();
    let languages: Vec<&String> = tagger.models.iter().flat_map(|(_, model)| &model.languages).collect();
    assert!(languages.len() >= 95, "{languages:?}");
    let three_letters: Vec<&&String> = languages.iter().filter(|tag| tag.len() != 2).collect();
    assert_eq!(three_letters, [&"ceb", &"ckb"], "two letters wherever there are two");
}
