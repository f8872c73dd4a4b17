//! Who and what texts name.
#![allow(clippy::unwrap_used)] // tests

use veille_mentions::mentions;
use veille_model::{LanguageTag, Mention, Span};
use veille_text::{Document, Parts};

fn found(language: &str, headline: &str, text: &str) -> Vec<Mention> {
    let document = Document::of(&Parts { headline, text, ..Parts::default() });
    mentions(&document, &LanguageTag::new(language))
}

/// Kind and name of each, and all passages of the text where it stands.
fn told(language: &str, text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let passage = |span: &Span| letters[span.start..span.end].iter().collect::<String>();
    let tell = |mention: &Mention| {
        let passages: Vec<String> = mention.text.iter().map(passage).collect();
        format!("{} {}: {}", mention.kind.as_str(), mention.name, passages.join(" | "))
    };
    found(language, "", text).iter().map(tell).collect()
}

#[test]
fn people_bodies_and_places_are_told_apart() {
    let check =
        |language: &str, text: &str, expected: &[&str]| assert_eq!(told(language, text), expected, "{text}");
    check(
        "en",
        "UN chief António Guterres met Marisa Oakden of the Bank of England in New York. Oakden left on Monday.",
        &[
            "organisation UN: UN",
            "person António Guterres: António Guterres",
            "person Marisa Oakden: Marisa Oakden | Oakden",
            "organisation Bank of England: Bank of England",
            "place New York: New York",
        ],
    );
    check(
        "fr",
        "Hier, la ministre Claire Aubertin était à Lille. L'Union européenne et le ministère des Affaires étrangères l'ont reçue.",
        &[
            "person Claire Aubertin: Claire Aubertin",
            "place Lille: Lille",
            "organisation Union européenne: Union européenne",
            "organisation ministère des Affaires étrangères: ministère des Affaires étrangères",
        ],
    );
    // An outlet and its editions, a club: nobody's names.
    check(
        "fr",
        "Interrogé par BBC Afrique, le sélectionneur Idriss Kone a salué Tottenham. Kone a aussi parlé à RTLM Lomé avec Mia London.",
        &[
            "organisation BBC Afrique: BBC Afrique",
            "person Idriss Kone: Idriss Kone | Kone",
            "organisation Tottenham: Tottenham",
            "organisation RTLM Lomé: RTLM Lomé",
            "person Mia London: Mia London",
        ],
    );
    check(
        "vi",
        "Theo Bộ Công an, ông Phạm Thế Tùng đã gặp Tổng thống Nga Vladimir Putin tại Hà Nội. Ông Tùng nói như vậy.",
        &[
            "organisation Bộ Công an: Bộ Công an",
            "person Phạm Thế Tùng: Phạm Thế Tùng | Tùng",
            "place Nga: Nga",
            "person Vladimir Putin: Vladimir Putin",
            "place Hà Nội: Hà Nội",
        ],
    );
    check(
        "ar",
        "زار أنطونيو غوتيريش هانوي والعراق مع وزارة الداخلية الأردنية.",
        &[
            "person أنطونيو غوتيريش: أنطونيو غوتيريش",
            "place هانوي: هانوي",
            "place العراق: العراق",
            "organisation وزارة الداخلية الأردنية: وزارة الداخلية الأردنية",
        ],
    );
    check(
        "zh",
        "联合国在河内说，中国支持。",
        &["organisation 联合国: 联合国", "place 河内: 河内", "place 中国: 中国"],
    );
}

#[test]
fn what_is_written_on_a_prefix_belongs_to_no_name() {
    for iraq in ["والعراق", "وَالعراق", "وـالعراق", "وَـالعراق"] {
        let expected = ["place هانوي: هانوي", "place العراق: العراق"];
        assert_eq!(told("ar", &format!("زار هانوي {iraq}.")), expected, "{iraq}");
    }
}

#[test]
fn what_is_attached_to_places_and_bodies_hides_none_and_makes_none() {
    let check =
        |language: &str, text: &str, expected: &[&str]| assert_eq!(told(language, text), expected, "{text}");
    check("he", "האמנה נחתמה בהאנוי ובקנדה.", &["place האנוי: האנוי", "place קנדה: קנדה"]);
    // *That they admitted*, *the building*: India and Benin are spelled so.
    check("he", "השרים שהודו נכנסו לבנין.", &[]);
    check(
        "ko",
        "유엔은 하노이에서 베트남과 협약을 채택했다. 하노이는 환영했다.",
        &["organisation 유엔: 유엔", "place 하노이: 하노이 | 하노이", "place 베트남: 베트남"],
    );
    // *By means*, *extradition*.
    check("ko", "모든 수단으로 범죄인 인도를 요구했다.", &[]);
    check(
        "ar",
        "قدم التقرير للأمم المتحدة وبالعراق.",
        &["organisation أمم المتحدة: أمم المتحدة", "place العراق: العراق"],
    );
    // *Financial*, and Mali is spelled so without the article.
    check("ar", "النظام المالي والمالي.", &[]);
}

#[test]
fn who_stands_before_an_office_or_an_honorific_is_a_person_in_japanese_and_korean() {
    let check =
        |language: &str, text: &str, expected: &[&str]| assert_eq!(told(language, text), expected, "{text}");
    check(
        "ja",
        "岸田文雄首相は東京で会見した。岸田文雄は辞任した。",
        &["person 岸田文雄: 岸田文雄 | 岸田文雄", "place 東京: 東京"],
    );
    check(
        "ja",
        "ロシアのプーチン大統領と習近平国家主席が会談した。",
        &["place ロシア: ロシア", "person プーチン: プーチン", "person 習近平: 習近平"],
    );
    check(
        "ja",
        "アントニオ・グテーレス国連事務総長、安倍晋三元首相、トランプ米大統領、マスク氏。",
        &[
            "person アントニオ・グテーレス: アントニオ・グテーレス",
            "organisation 国連: 国連",
            "person 安倍晋三: 安倍晋三",
            "person トランプ: トランプ",
            "person マスク: マスク",
        ],
    );
    for nobody in [
        "歴代首相が並んだ。",
        "次期大統領は未定だ。",
        "サウジ皇太子が来た。",
        "前首相と同氏。",
        "森林大臣が語った。",
    ] {
        check("ja", nobody, &[]);
    }
    check("ja", "フランス大統領が来た。", &["place フランス: フランス"]);
    check(
        "ko",
        "김민수 외교부 장관은 말했다. 김민수는 웃었다. 박지영 씨도 왔다.",
        &["person 김민수: 김민수 | 김민수", "person 박지영: 박지영"],
    );
    check(
        "ko",
        "기시다 후미오 총리와 안토니우 구테흐스 유엔 사무총장, 트럼프 대통령이 만났다. 구테흐스는 떠났다.",
        &[
            "person 기시다 후미오: 기시다 후미오",
            "person 안토니우 구테흐스: 안토니우 구테흐스 | 구테흐스",
            "organisation 유엔: 유엔",
            "person 트럼프: 트럼프",
        ],
    );
    for nobody in [
        "전직 대통령이 왔다.",
        "신임 장관은 말했다.",
        "이주민 대표는 말했다.",
        "지역구 의원은 말했다.",
        "고위급 관계자는 말했다.",
        "피해자 대표가 말했다.",
        "최고인민회의 의장이 말했다.",
        "모든 총리가 말했다.",
        "경기도 대표가 말했다.",
        "헌법소원을 제기한 의원이 왔다.",
    ] {
        check("ko", nobody, &[]);
    }
}

#[test]
fn a_name_is_found_again_behind_hundreds_of_others() {
    let syllables = ["ba", "ke", "di", "fo", "gu", "la", "ne"];
    let mut text = "Marie Aubert a signé.".to_owned();
    for first in ["Ba", "Ke", "Di", "Fo", "Gu", "La", "Ne"] {
        for second in syllables {
            for third in syllables {
                text.push_str(&format!(" Paul {first}{second}{third} a signé."));
            }
        }
    }
    text.push_str(" Marie Aubert a signé. Mme Aubert est partie.");
    let found = found("fr", "", &text);
    assert!(found.len() > 320, "{} names", found.len());
    let hers: Vec<&Mention> = found.iter().filter(|mention| mention.name.contains("Aubert")).collect();
    assert_eq!(hers.len(), 1, "{hers:?}");
    assert_eq!(hers[0].text.len(), 3);
}

#[test]
fn cases_change_names_and_not_whose_they_are() {
    let check =
        |language: &str, text: &str, expected: &[&str]| assert_eq!(told(language, text), expected, "{text}");
    check(
        "ru",
        "Ольга Ветрова приехала из Польши. С Ольгой Ветровой говорил Верховный суд.",
        &[
            "person Ольга Ветрова: Ольга Ветрова | Ольгой Ветровой",
            "place Польши: Польши",
            "organisation Верховный суд: Верховный суд",
        ],
    );
    check(
        "pl",
        "Komisja i Unia Europejska milczą. Do Unii Europejskiej napisał Jan Barski z Niemiec.",
        &[
            "organisation Unia Europejska: Unia Europejska | Unii Europejskiej",
            "person Jan Barski: Jan Barski",
            "place Niemiec: Niemiec",
        ],
    );
}

#[test]
fn capitals_of_sentences_titles_and_treaties_are_no_names() {
    let check = |language: &str, text: &str| assert_eq!(told(language, text), Vec::<String>::new(), "{text}");
    check(
        "en",
        "Yesterday nobody came. The Hanoi Convention is open. Scottish voters read “The Last Ferry” on Tuesday.",
    );
    check("fr", "Le ministre de la Sécurité publique a parlé. Aujourd'hui, la Convention entre en vigueur.");
    check("de", "Die Regierung hat die Verwaltung gebeten, den Haushalt zu prüfen.");
    check("ru", "Вчера никто не пришёл. Ханойская конвенция открыта.");
    // *A member of one of the delegations*, *without the consent of their owners*: رضا is a given name, too.
    check("ar", "وهي عضو في أحد الوفود العربية المشاركة. ونشر الصور الخاصة من دون رضا أصحابها.");
    check("vi", "Công ước được ký. Ngày hôm nay mọi người đều vui.");
}

#[test]
fn a_surname_of_two_people_stays_alone() {
    let text = "Anna Marlow and Peter Marlow came. The judge heard Marlow.";
    assert_eq!(
        told("en", text),
        ["person Anna Marlow: Anna Marlow", "person Peter Marlow: Peter Marlow", "person Marlow: Marlow"]
    );
    // And is one name, however often it stands there.
    let again = format!("{text} Then Marlow left. The judge thanked Marlow.");
    assert_eq!(told("en", &again).last().unwrap(), "person Marlow: Marlow | Marlow | Marlow");
}

#[test]
fn headline_and_text_name_one_person_once() {
    let found = found(
        "fr",
        "Guterres à Hanoï",
        "Le secrétaire général António Guterres est arrivé. M. Guterres signera.",
    );
    let person = found.iter().find(|mention| mention.name == "António Guterres").unwrap();
    assert_eq!(person.headline, [Span { start: 0, end: 8 }]);
    assert_eq!(person.text, [Span { start: 22, end: 38 }, Span { start: 54, end: 62 }]);
}

#[test]
fn a_name_has_one_key_in_every_language() {
    let key = |language: &str, text: &str, name: &str| {
        found(language, "", text)
            .into_iter()
            .find(|mention| mention.name == name)
            .map(|mention| mention.key)
            .unwrap()
    };
    let check = |one: (&str, &str, &str), other: (&str, &str, &str)| {
        assert_eq!(key(one.0, one.1, one.2), key(other.0, other.1, other.2), "{one:?} {other:?}");
    };
    let guterres = ("fr", "Voici António Guterres, à Hanoï.", "António Guterres");
    check(guterres, ("ru", "Приехал Антониу Гутерриш.", "Антониу Гутерриш"));
    check(guterres, ("ar", "زار أنطونيو غوتيريش هانوي.", "أنطونيو غوتيريش"));
    check(
        ("vi", "Ông Phạm Thế Tùng nói.", "Phạm Thế Tùng"),
        ("en", "Mr Pham The Tung spoke.", "Pham The Tung"),
    );
    check(("fr", "Il vit à Hanoï.", "Hanoï"), ("vi", "Ông ở Hà Nội.", "Hà Nội"));
    check(("fr", "C'est l'ONU.", "ONU"), ("vi", "Đây là Liên hợp quốc.", "Liên hợp quốc"));
}

#[test]
fn any_text_gives_names_whose_places_lie_in_it() {
    for language in ["en", "fr", "ru", "vi", "de", "ar", "zh", "xx"] {
        for text in [
            "",
            "A",
            "A-",
            "M. ",
            "« L’",
            "ÉTAT",
            "Ông",
            "С. И.",
            "О’",
            "“A B” C",
            "The\nThe\n\n",
            "U.S. of",
            "وال",
            "联",
            "Bộ ",
            "A de la",
        ] {
            for mention in found(language, text, text) {
                let letters = text.chars().count();
                assert!(
                    mention
                        .text
                        .iter()
                        .chain(&mention.headline)
                        .all(|span| span.start < span.end && span.end <= letters)
                );
            }
        }
    }
}

#[test]
fn a_word_of_an_office_or_of_the_grammar_is_nobody() {
    let check =
        |language: &str, text: &str, expected: &[&str]| assert_eq!(told(language, text), expected, "{text}");
    check(
        "fr",
        "Le Conseil de Paix et de Sécurité siège. Le Sous-secrétaire Paul Verdier est venu au XVIIIe étage.",
        &["organisation Conseil de Paix: Conseil de Paix", "person Paul Verdier: Paul Verdier"],
    );
    check(
        "fr",
        "Il a lu le Test. Le test plaît. Ensuite Paul Verdier est parti.",
        &["person Paul Verdier: Paul Verdier"],
    );
    check(
        "en",
        "On Monday Health Secretary Marisa Oakden left the Department of Work and Health. Didn't she know?",
        &["person Marisa Oakden: Marisa Oakden", "organisation Department of Work: Department of Work"],
    );
    check(
        "fr",
        "Le ministère de la Sécurité publique a parlé de sécurité.",
        &["organisation ministère de la Sécurité publique: ministère de la Sécurité publique"],
    );
    // Neither does a listed word lose its bearer, nor a company its name.
    check(
        "en",
        "On Monday Klein met Robert Holt. Later Klein left with Siemens AG and Siemens.",
        &[
            "person Klein: Klein | Klein",
            "person Robert Holt: Robert Holt",
            "organisation Siemens AG: Siemens AG | Siemens",
        ],
    );
}

#[test]
fn a_company_has_the_key_of_what_is_known_under_its_name() {
    let key = |text: &str| found("en", "", text)[0].key.clone();
    assert_eq!(key("On Monday Siemens AG closed."), key("On Monday Siemens closed."));
    assert_ne!(key("On Monday Bosch AG closed."), key("On Monday Siemens closed."));
}

#[test]
fn a_name_goes_on_in_small_letters_behind_a_hyphen_and_a_compound_is_none() {
    let check =
        |language: &str, text: &str, expected: &[&str]| assert_eq!(told(language, text), expected, "{text}");
    check(
        "fr",
        "Ban Ki-moon a rencontré le président Moon Jae-in et le dirigeant Kim Jong-un. Hier Park Geun-hye est partie. Un ami reste.",
        &[
            "person Ban Ki-moon: Ban Ki-moon",
            "person Moon Jae-in: Moon Jae-in",
            "person Kim Jong-un: Kim Jong-un",
            "person Park Geun-hye: Park Geun-hye",
        ],
    );
    check(
        "en",
        "On Monday Kim Jong-un met President Tsai Ing-wen and Yoon Suk-yeol's aide Marisa Oakden.",
        &[
            "person Kim Jong-un: Kim Jong-un",
            "person Tsai Ing-wen: Tsai Ing-wen",
            "person Yoon Suk-yeol: Yoon Suk-yeol",
            "person Marisa Oakden: Marisa Oakden",
        ],
    );
    check(
        "vi",
        "Hôm qua ông Ban Ki-moon và ông Kim Jong-un cũng có mặt.",
        &["person Ban Ki-moon: Ban Ki-moon", "person Kim Jong-un: Kim Jong-un"],
    );
    check(
        "en",
        "On Monday Marisa Oakden left a Hong Kong-run bank, a Paris-based one and a Robert Holt-era rule.",
        &[
            "person Marisa Oakden: Marisa Oakden",
            "place Hong Kong: Hong Kong",
            "place Paris: Paris",
            "person Robert Holt: Robert Holt",
        ],
    );
}

#[test]
fn a_short_first_part_that_is_a_word_or_a_numeral_elsewhere_begins_a_name() {
    let check =
        |language: &str, text: &str, expected: &[&str]| assert_eq!(told(language, text), expected, "{text}");
    check("fr", "Xi Jinping a déclaré cela.", &["person Xi Jinping: Xi Jinping"]);
    check("en", "On Monday President Xi Jinping left.", &["person Xi Jinping: Xi Jinping"]);
    check("fr", "Le ministre Tô Lâm a rencontré la presse.", &["person Tô Lâm: Tô Lâm"]);
    check(
        "fr",
        "Le ministre de la Sécurité publique Paul Verdier est venu. Louis XI aussi.",
        &["person Paul Verdier: Paul Verdier", "person Louis XI: Louis XI"],
    );
}

#[test]
fn a_word_of_vietnamese_is_the_country_that_is_written_with_its_accents() {
    let check = |text: &str, expected: &[&str]| assert_eq!(told("vi", text), expected, "{text}");
    check(
        "Ảnh: Minh. Bị xe tải đâm, hai người ở lại (Ảnh: VNE). Bí xanh rất ngon.",
        &["organisation VNE: VNE"],
    );
    check(
        "Hôm qua bà Lan ở Hồ Chí Minh. Bà Lan đã về Ba Lan.",
        &["person Lan: Lan | Lan", "place Hồ Chí Minh: Hồ Chí Minh", "place Ba Lan: Ba Lan"],
    );
    check(
        "Hôm qua Nga, Bỉ, Mỹ, Thuỵ Điển và Washington đã ký.",
        &[
            "place Nga: Nga",
            "place Bỉ: Bỉ",
            "place Mỹ: Mỹ",
            "place Thuỵ Điển: Thuỵ Điển",
            "place Washington: Washington",
        ],
    );
    // A text without accents has them nowhere.
    check("Hom qua Bi va My da ky.", &["place Bi: Bi", "place My: My"]);
}

#[test]
fn what_somebody_is_belongs_to_no_name() {
    let check =
        |language: &str, text: &str, expected: &[&str]| assert_eq!(told(language, text), expected, "{text}");
    check(
        "de",
        "Sportchef Lars Holm war am Sonntag in Madrid. Holm schwieg.",
        &["person Lars Holm: Lars Holm | Holm", "place Madrid: Madrid"],
    );
    check(
        "de",
        "Der Franzose Luc Morel gewann vor Verteidigerin Jiska Bouma.",
        &["person Luc Morel: Luc Morel", "person Jiska Bouma: Jiska Bouma"],
    );
    check("en", "Defender Luka Brozic scored. Brozic is 22.", &["person Luka Brozic: Luka Brozic | Brozic"]);
    check("ru", "Тренер Деян Станкович ушёл.", &["person Деян Станкович: Деян Станкович"]);
    check(
        "uk",
        "Голова Житомира Галина Шиманська мовчала.",
        &["place Житомира: Житомира", "person Галина Шиманська: Галина Шиманська"],
    );
    // Neither a company nor a city is a role with a name behind it.
    check("pt", "Ele vive em Coronel Fabriciano.", &["place Coronel Fabriciano: Coronel Fabriciano"]);
}

#[test]
fn a_name_begins_a_sentence_and_an_ordinary_word_before_it_is_none() {
    let check =
        |language: &str, text: &str, expected: &[&str]| assert_eq!(told(language, text), expected, "{text}");
    check("en", "Recep Tayyip Erdogan arrived.", &["person Recep Tayyip Erdogan: Recep Tayyip Erdogan"]);
    check("en", "May Brozic will read.", &["person May Brozic: May Brozic"]);
    check("en", "Yesterday Guterres called for calm.", &["person Guterres: Guterres"]);
    check("en", "Guterres urges calm in Sudan", &["person Guterres: Guterres", "place Sudan: Sudan"]);
    check("es", "Guterres pidió calma el viernes.", &["person Guterres: Guterres"]);
    check("ru", "Ангела Меркель прибыла.", &["person Ангела Меркель: Ангела Меркель"]);
    check("en", "Prosecutors said that nothing was found.", &[]);
    check("en", "Nobody said that.", &[]);
    check("en", "Who would pay is unclear. “Who let them in?”", &[]);
    check("en", "The WHO warned.", &["organisation WHO: WHO"]);
}

#[test]
fn small_words_that_a_language_has_not_itself_join_a_name() {
    let check =
        |language: &str, text: &str, expected: &[&str]| assert_eq!(told(language, text), expected, "{text}");
    check(
        "en",
        "The club signed Luuk van den Heuvel. Van den Heuvel is 22.",
        &["person Luuk van den Heuvel: Luuk van den Heuvel | Van den Heuvel"],
    );
    check("en", "They met Mbali van Wyk.", &["person Mbali van Wyk: Mbali van Wyk"]);
    check("fr", "Dominique de Villepin a parlé.", &["person Dominique de Villepin: Dominique de Villepin"]);
    check("de", "Der Landtag von Sachsen-Anhalt tagte.", &["place Sachsen-Anhalt: Sachsen-Anhalt"]);
}

#[test]
fn in_vietnamese_somebody_stands_behind_a_role_and_its_body() {
    let check = |text: &str, expected: &[&str]| assert_eq!(told("vi", text), expected, "{text}");
    check(
        "Chủ tịch Liên đoàn Vật Việt Nam Lê Quang Mẫu nói hôm thứ Ba.",
        &["organisation Liên đoàn Vật Việt Nam: Liên đoàn Vật Việt Nam", "person Lê Quang Mẫu: Lê Quang Mẫu"],
    );
    check(
        "Giám đốc Bệnh viện Bạch Mai Đào Xuân Mẫu nói.",
        &["organisation Bệnh viện Bạch Mai: Bệnh viện Bạch Mai", "person Đào Xuân Mẫu: Đào Xuân Mẫu"],
    );
    check(
        "Ngân hàng Phát triển Châu Á cho vay vào tháng Tư.",
        &["organisation Ngân hàng Phát triển Châu Á: Ngân hàng Phát triển Châu Á"],
    );
}

#[test]
fn clubs_papers_and_chambers_are_bodies() {
    let check =
        |language: &str, text: &str, expected: &[&str]| assert_eq!(told(language, text), expected, "{text}");
    check(
        "fr",
        "Hier soir, AS Mirande a battu le Crédit Marnais.",
        &["organisation AS Mirande: AS Mirande", "organisation Crédit Marnais: Crédit Marnais"],
    );
    check(
        "en",
        "On Saturday Leddon Rovers beat Harwick Athletic.",
        &["organisation Leddon Rovers: Leddon Rovers", "organisation Harwick Athletic: Harwick Athletic"],
    );
    check("es", "Ayer votó el Senado en pleno.", &["organisation Senado: Senado"]);
}

#[test]
fn a_small_word_joins_no_two_people() {
    assert_eq!(
        told("pt", "O relato de Giorgia Sarti da Donald Morris foi curto."),
        ["person Giorgia Sarti: Giorgia Sarti", "person Donald Morris: Donald Morris"]
    );
    assert_eq!(told("en", "They met after New Year at Old Trafford."), ["place Old Trafford: Old Trafford"]);
}
