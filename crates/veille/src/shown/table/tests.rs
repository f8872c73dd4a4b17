//! Tables at the widths of terminals that people have, and off one.

use super::*;
use crate::shown::samples::tagged;

const WIDTHS: [usize; 4] = [60, 80, 120, 200];

fn rows() -> Vec<Row> {
    let long = "https://www.fleuve.example/fr/".to_owned() + &"apres-la-signature-".repeat(9);
    let topics = [("ratification-and-domestic-law", 3), ("hanoi-convention", 5), ("signing-ceremony", 3)];
    let headlines = [
        "La longue route des ratifications ".repeat(8),
        "Công ước Hà Nội: ba việc phải làm trước khi phê chuẩn ".repeat(5),
        "اثنتان وسبعون دولة توقع اتفاقية هانوي لمكافحة الجريمة السيبرانية ".repeat(4),
        "七十二国在河内签署联合国打击网络犯罪公约".repeat(6),
        "ハノイ条約に72か国が署名".repeat(9),
        "x".repeat(300),
    ];
    headlines
        .iter()
        .zip(["2025-10-25", "2025-10-27", "2025-10-26", "2025-10-29", "2025-10-28", "2025-10-01"])
        .map(|(headline, day)| Row::of(&tagged(Some(headline), Some(day), Some(&long), &topics), None))
        .collect()
}

fn table(width: Option<usize>, rows: &[Row]) -> Vec<String> {
    Table::new(width, &[]).fitted(rows).all(rows).iter().map(Line::plain_text).collect()
}

#[test]
fn no_line_is_longer_than_the_terminal_but_an_address_that_stands_alone() {
    for width in WIDTHS {
        let rows = rows();
        let lines = table(Some(width), &rows);
        for line in &lines {
            let alone = line.starts_with("https://") && !line.contains(' ');
            assert!(alone || measure_text_width(line) <= width, "{width}: {line}");
        }
        let addresses = lines.iter().filter(|line| line.trim() == rows[0].address).count();
        assert_eq!(addresses, rows.len(), "{width}: an address is whole or it cannot be opened");
        for topic in lines.iter().filter(|line| line.contains("hanoi-convention")) {
            assert!(topic.contains(" +"), "{width}: how many more topics there are: {topic}");
        }
    }
}

#[test]
fn an_address_that_fits_stands_under_its_article() {
    let rows = [Row::of(&tagged(Some("Signée"), None, Some("https://a.example/1"), &[]), None)];
    let check = |width: usize, expected: &[&str]| {
        let lines: Vec<String> =
            table(Some(width), &rows).iter().map(|line| line.trim_end().to_owned()).collect();
        assert_eq!(lines, expected);
    };
    check(60, &["Signée", "no date  fr  fleuve ← nhandan.example", "https://a.example/1"]);
    check(
        120,
        &[
            "DATE        LANG  SOURCE                    HEADLINE                                      TOPICS",
            "—           fr    fleuve ← nhandan.example  Signée                                        —",
            "            https://a.example/1",
        ],
    );
}

#[test]
fn off_a_terminal_values_are_whole_and_tabs_part_them() {
    let headline = "Công ước\tHà Nội ".repeat(30);
    let article = tagged(Some(&headline), Some("2025-10-07T10:48:47+07:00"), None, &[("a", 1), ("b", 2)]);
    let lines = table(None, &[Row::of(&article, Some("seeds/07.txt"))]);
    assert_eq!(lines[0], "date\tlanguage\tsource\torigin\theadline\ttopics\taddress");
    let values: Vec<&str> = lines[1].split('\t').collect();
    let headline = headline.replace('\t', " ");
    assert_eq!(values, ["2025-10-07", "fr", "fleuve", "nhandan.example", &headline, "b a", "seeds/07.txt"]);
    let some = Table::new(None, &[Column::Address, Column::Date]);
    assert_eq!(some.head().unwrap().to_string(), "address\tdate");
}

#[test]
fn the_newest_come_first_and_the_undated_last() {
    let dates = [
        None,
        Some("2025-10-07"),
        Some("2025-10-07T09:00:00+07:00"),
        Some("2025-11-01"),
        Some("2025-10-07T08:00:00Z"),
    ];
    let mut rows: Vec<Row> =
        dates.map(|date| Row::of(&tagged(date, date, None, &[]), None)).into_iter().collect();
    Row::sort(&mut rows);
    let sorted: Vec<&str> = rows.iter().map(|row| row.title.words()).collect();
    let lead = "Les délégations ont signé la Convention de Hanoï.";
    assert_eq!(
        sorted,
        ["2025-11-01", "2025-10-07T08:00:00Z", "2025-10-07T09:00:00+07:00", "2025-10-07", lead]
    );
}

#[test]
fn a_lead_that_stands_in_for_a_headline_is_marked_and_on_one_line() {
    let mut article = tagged(None, None, None, &[]);
    article.article.text = "\n(RADIO-DELTA) - Soixante-douze signatures.\nLa suite.".to_owned();
    let row = Row::of(&article, None);
    assert_eq!(row.value(Column::Headline), "no headline: (RADIO-DELTA) - Soixante-douze signatures.");
    article.article.text.clear();
    assert_eq!(Row::of(&article, None).value(Column::Headline), "no headline");
}

#[test]
fn what_a_page_wrote_into_its_title_never_reaches_the_terminal() {
    let article = tagged(
        Some("Sixty \u{1b}]8;;https://phish.example\u{7}sign\u{1b}]8;;\u{7} it\u{202e}"),
        None,
        Some("https://a.example/\u{1b}[2J1"),
        &[],
    );
    for width in [None, Some(60), Some(120)] {
        let all = table(width, &[Row::of(&article, None)]).concat();
        assert!(all.contains("Sixty sign it") && all.contains("https://a.example/1"), "{all}");
        assert!(!all.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{all:?}");
    }
}
