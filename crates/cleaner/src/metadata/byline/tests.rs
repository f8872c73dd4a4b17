use super::*;

fn houses() -> Houses {
    Houses::of(["The Courier", "Der Anzeiger"], Some("https://www.courier.example/a"))
}

#[test]
fn a_byline_gives_its_people() {
    let check = |text: &str, people: &[&str]| assert_eq!(read(text, &houses()).people, people, "{text}");
    check("By Ann Lee and Bo Chen", &["Ann Lee", "Bo Chen"]);
    // Letters that take more or fewer bytes when they are made small.
    check("İpek Ak in conversation with Ann ẞeß", &["İpek Ak", "Ann ẞeß"]);
    check("BY ANN LEE AND BO CHEN", &["ANN LEE", "BO CHEN"]);
    check("By Dan Lee-Hall", &["Dan Lee-Hall"]);
    check("Par Jeanne d'Arcy", &["Jeanne d'Arcy"]);
    check("Von Klaus Müller, Eva Groß und Jan Ott", &["Klaus Müller", "Eva Groß", "Jan Ott"]);
    check("Ann Lee, Politics Editor", &["Ann Lee"]);
    check("Ann Lee Chief Political Correspondent", &["Ann Lee"]);
    check("Ann Lee | ann@example.org | @annlee", &["Ann Lee"]);
    check("Ann Lee (Reuters)", &["Ann Lee"]);
    check("Ann Lee • 26 October 2025", &["Ann Lee"]);
    check("José Ortega y Gasset", &["José Ortega y Gasset"]);
    check("María López y Juan Pérez", &["María López", "Juan Pérez"]);
    check("Ursula von der Heide", &["Ursula von der Heide"]);
    check("Автор: Анна Петрова", &["Анна Петрова"]);
    check("Tác giả: Lê Văn Nam", &["Lê Văn Nam"]);
    check("记者 王小明", &["王小明"]);
    check("牛大力、岳小彬", &["牛大力", "岳小彬"]);
    check("大渡 美咲", &["大渡 美咲"]);
    check("ByAlex Ortiz", &["Alex Ortiz"]);
    check("Byron Ortiz", &["Byron Ortiz"]);
    check("ParClaire Martin", &["Claire Martin"]);
    check("VonEva Groß", &["Eva Groß"]);
    check("DeShawn Lee", &["DeShawn Lee"]);
    check("Parker Lee", &["Parker Lee"]);
    check("J.K. Rowan", &["J.K. Rowan"]);
    check("Ann Lee | Senior Autos Reporter", &["Ann Lee"]);
    check("Senior Writer", &[]);
}

#[test]
fn a_house_is_not_a_person() {
    for text in [
        "Redaktion",
        "Sportredaktion",
        "Editorial Team",
        "The Courier",
        "Courier staff",
        "courier.example",
        "Newsroom",
        "La rédaction",
        "Reuters staff",
        "admin",
        "AFP",
        "dpa/AFP",
        "",
    ] {
        assert_eq!(read(text, &houses()).people, Vec::<String>::new(), "{text}");
    }
    assert_eq!(read("Ann Lee and AFP", &houses()).agencies, ["AFP"]);
    assert_eq!(read("dpa/AFP", &houses()).agencies, ["dpa", "AFP"]);
}

#[test]
fn a_line_must_say_that_it_is_a_byline() {
    let check = |line: &str, people: &[&str]| {
        let found = read_line(line, &houses()).map(|signed| signed.people).unwrap_or_default();
        assert_eq!(found, people, "{line}");
    };
    check("Lê Văn Nam |", &["Lê Văn Nam"]);
    check("By Ann Lee", &["Ann Lee"]);
    check("Von Klaus Müller", &["Klaus Müller"]);
    check("Lê Văn Nam", &[]);
    check("|", &[]);
    check("Von den drei Städten blieb eine", &[]);
    check("By the time she left", &[]);
    check("La police de la ville organise un exercice |", &[]);
    check("De la Loire à la Seine", &[]);
}

#[test]
fn a_name_stands_behind_a_date_as_well() {
    let people =
        |line: &str| read_dated_line(line, &houses()).map(|signed| signed.people).unwrap_or_default();
    assert_eq!(people("11.12.2019 - Anna Berg"), ["Anna Berg"]);
    assert_eq!(people("posted on 2023-12-19 23:30 EST by Rafael Ortiz Pina"), ["Rafael Ortiz Pina"]);
    assert_eq!(people("03/01/2017 by Ann Lee, Politics Editor"), ["Ann Lee"]);
    assert_eq!(people("25. Oktober 2025 um 14:07 Uhr | Klaus Müller | Berlin"), ["Klaus Müller"]);
    // Nothing parts them, or it is a label.
    assert_eq!(people("25 October 2025 Port Lorne"), [""; 0]);
    assert_eq!(people("25 October 2025 | Paid Content"), [""; 0]);
    assert_eq!(people("25 October 2025 - The Courier"), [""; 0]);
}

#[test]
fn who_researched_or_reviewed_did_not_write() {
    let check = |text: &str, people: &[&str]| assert_eq!(read(text, &houses()).people, people, "{text}");
    check("Written by Ann Lee | Researched by Bo Chen", &["Ann Lee"]);
    check("Von Eva Groß • Medizinisch geprüft von Jan Ott", &["Eva Groß"]);
    check("Ann Lee, Contributing Opinion Writer", &["Ann Lee"]);
    check("Ann Lee\nAlle Artikel", &["Ann Lee"]);
}

#[test]
fn a_day_of_the_week_is_nobody() {
    for text in [
        "Thứ Bảy, 25/10/2025 | 14:05 (GMT+7)",
        "Chủ Nhật, 26/10/2025",
        "Chủ Nhật",
        "Saturday, 25 October 2025",
        "samedi 25 octobre 2025",
        "Segunda Feira, 27/10/2025",
        "суббота, 25 октября 2025",
        "السبت 25 أكتوبر 2025",
        "토요일",
        "星期六 2025-10-25",
    ] {
        assert_eq!(read(text, &houses()).people, Vec::<String>::new(), "{text}");
        let line = read_line(text, &houses()).or_else(|| read_dated_line(text, &houses()));
        assert_eq!(line, None, "{text}");
    }
    let line = "Thứ Bảy | Lê Văn Nam | 25/10/2025";
    assert_eq!(read_dated_line(&line.replace(" | 25", " - 25"), &houses()).unwrap().people, ["Lê Văn Nam"]);
}

#[test]
fn where_they_were_and_who_helped_is_no_part_of_their_names() {
    let check = |line: &str, people: &[&str], agencies: &[&str]| {
        let signed = read_line(line, &houses()).unwrap_or_default();
        assert_eq!(signed.people, people, "{line}");
        assert_eq!(signed.agencies, agencies, "{line}");
    };
    check("By Jane Doe in Hanoi", &["Jane Doe"], &[]);
    check("By Jane Doe in Hanoi and John Roe in Paris", &["Jane Doe", "John Roe"], &[]);
    check("Von Klaus Müller aus Berlin", &["Klaus Müller"], &[]);
    check("Par Claire Martin à Hanoï", &["Claire Martin"], &[]);
    check("Автор: Анна Петрова в Риге", &["Анна Петрова"], &[]);
    check("Par Claire Martin. Photos Paul Dupont", &["Claire Martin"], &[]);
    check("By J. R. Doe. Photographs by Jane Roe", &["J. R. Doe"], &[]);
    check("Von Dr. Eva Groß. Fotos: Jan Ott", &["Dr. Eva Groß"], &[]);
    check("Reporting by Jane Doe and John Roe; editing by Ann Lee", &["Jane Doe", "John Roe"], &[]);
    check("(Reporting by Jane Doe, John Roe; Editing by Ann Lee)", &["Jane Doe", "John Roe"], &[]);
    check("Par Claire Martin (à Hanoï) et Paul Dupont avec AFP", &["Claire Martin", "Paul Dupont"], &["AFP"]);
    check("Por Ana Lima con EFE", &["Ana Lima"], &["EFE"]);
    check("Photos Paul Dupont |", &[], &[]);
    let signed = read("Theo Nguyễn Văn Mẫu/TTXVN", &houses());
    assert_eq!(
        (signed.people.as_slice(), signed.agencies),
        (&["Nguyễn Văn Mẫu".to_owned()][..], vec!["VNA"])
    );
    assert_eq!(read("Theo Walker", &houses()).people, ["Theo Walker"]);
}

#[test]
fn a_line_of_chinese_is_signed_in_the_end() {
    let check = |line: &str, people: &[&str]| {
        let found = read_signature(line).map(|signed| signed.people).unwrap_or_default();
        assert_eq!(found, people, "{line}");
    };
    check("江北网黑水频道 记者 伊小琳 李清", &["伊小琳", "李清"]);
    check("作者：宋小怡 杨志明", &["宋小怡", "杨志明"]);
    check("（执笔人：闵乐、赵兰波）", &["闵乐", "赵兰波"]);
    check("记者了解到，河水上涨得很快", &[]);
    check("河水上涨", &[]);
}

#[test]
fn a_short_sentence_without_capitals_is_no_name() {
    for (text, expected) in
        [("王小明", true), ("Ann Lee", true), ("घर से निकले थे", false), ("河水上涨得很快", false)]
    {
        assert_eq!(is_cased_or_short(text), expected, "{text}");
    }
}

#[test]
fn a_label_in_both_genders_is_one() {
    let check = |line: &str, people: &[&str]| {
        let found = read_labelled(line, &houses()).map(|signed| signed.people).unwrap_or_default();
        assert_eq!(found, people, "{line}");
    };
    check("Autorin/Autor Eva Groß", &["Eva Groß"]);
    check("Autor/Autorin: Eva Groß", &["Eva Groß"]);
    check("Autor/Autora: Ana Lima", &["Ana Lima"]);
    check("Autor: Eva Groß", &["Eva Groß"]);
    check("Autor/Rivière Claire Martin", &[]);
}

#[test]
fn the_label_of_a_field_says_in_any_language_that_it_names_the_author() {
    for label in ["Written by", "Escrito por", "Scritto da", "Написано автором", "Được viết bởi", "作者"]
    {
        assert!(labels_author(label), "{label}");
    }
    assert!(!labels_author("Est. reading time") && !labels_author("Temps de lecture estimé"));
}

#[test]
fn the_words_before_a_name_are_known_in_many_languages() {
    for text in [
        "Text: Ann Lee Foto: Jan Ott",
        "Tekst: Ann Lee Beeld: Jan Ott",
        "Texte et photos : Ann Lee",
        "Von unserer Redakteurin Ann Lee",
        "Dal nostro inviato Ann Lee",
        "Reportagem: Ann Lee",
        "Opracowanie: Ann Lee",
        "Muhabir: Ann Lee",
        "Pewarta: Ann Lee",
        "Penulis: Ann Lee | Editor: Jan Ott",
        "Tin, ảnh: Ann Lee",
        "Na Mwandishi Wetu Ann Lee",
    ] {
        assert_eq!(read_line(text, &houses()).unwrap_or_default().people, ["Ann Lee"], "{text}");
    }
}

#[test]
fn a_phrase_is_no_name() {
    for line in ["READ ALSO", "The Long Road", "ЧИТАЙТЕ ТАКЖЕ", "GIẢI PHÁP NÀO", "À Lire Aussi"]
    {
        assert!(is_phrase(line), "{line}");
    }
    for name in ["Ann Lee", "Dan May", "Maëlle Le Goff", "Thanh Tâm", "Per Lund", "Cho Min-kyu"] {
        assert!(!is_phrase(name), "{name}");
    }
}

#[test]
fn a_name_may_have_its_place_or_its_house_beside_it() {
    let check =
        |signed: Option<Signed>, people: &[&str]| assert_eq!(signed.unwrap_or_default().people, people);
    check(read_placed("Ann Lee, Lokoja"), &["Ann Lee"]);
    check(read_placed("أمين الحداد - سيوة"), &["أمين الحداد"]);
    check(read_placed("Cause, effect"), &[]);
    check(read_bracketed("(Ann Lee/Harbour Desk)", &houses()), &["Ann Lee"]);
    check(read_bracketed("Ann Lee/The Courier", &houses()), &["Ann Lee"]);
    check(read_bracketed("Ann Lee/Bo Chen", &houses()), &[]);
    check(read_bracketed("(see page four)", &houses()), &[]);
}
