use super::*;

fn check(text: &str, expected: &str) {
    let found = parse(text, Hints::default()).map(|moment| moment.to_string());
    assert_eq!(found.as_deref(), Some(expected), "{text}");
}

fn check_in(tag: &str, text: &str, expected: &str) {
    let found = parse(text, Hints::of_language(Some(tag))).map(|moment| moment.to_string());
    assert_eq!(found.as_deref(), Some(expected), "{tag}: {text}");
}

fn nothing(text: &str) {
    assert_eq!(parse(text, Hints::default()), None, "{text}");
}

#[test]
fn a_machine_date_keeps_its_zone() {
    check("2025-10-07T10:48:47+07:00", "2025-10-07T10:48:47+07:00");
    check("2025-10-07T10:48:47.123Z", "2025-10-07T10:48:47Z");
    check("2025-10-07T10:48:47+0700", "2025-10-07T10:48:47+07:00");
    check("2025-10-07 10:48:47 -0530", "2025-10-07T10:48:47-05:30");
    check("2025-10-07T10:48+07", "2025-10-07T10:48:00+07:00");
    check(" 2025-10-07T10:48:47Z\n", "2025-10-07T10:48:47Z");
    check("20251007T104847Z", "2025-10-07T10:48:47Z");
    check("1759808927", "2025-10-07T03:48:47Z");
    check("1759808927123", "2025-10-07T03:48:47Z");
    check("Tue, 07 Oct 2025 10:48:47 +0700", "2025-10-07T10:48:47+07:00");
    check("Tue, 7 Oct 2025 10:48:47 GMT", "2025-10-07T10:48:47Z");
    check("Tue Oct 07 2025 10:48:47 GMT+0700 (Indochina Time)", "2025-10-07T10:48:47+07:00");
}

#[test]
fn a_time_without_a_zone_is_only_a_day() {
    check("2025-10-07T10:48:47", "2025-10-07");
    check("2025-10-07 10:48", "2025-10-07");
    check("2025-10-07", "2025-10-07");
    check("2025/10/7", "2025-10-07");
    check("20251007", "2025-10-07");
    check("Mon Jun 19 23:48:21 UTC 2023", "2023-06-19");
    check("October 7, 2025 10:48 PM IST", "2025-10-07");
}

#[test]
fn a_visible_time_with_its_zone_is_an_instant() {
    check("Thứ Bảy, 25/10/2025, 19:25 (GMT+7)", "2025-10-25T19:25:00+07:00");
    check("October 7, 2025 10:48 PM EST", "2025-10-07T22:48:00-05:00");
    check("7 октября 2025, 12:05 МСК", "2025-10-07T12:05:00+03:00");
}

#[test]
fn dates_are_read_in_the_languages_of_the_press() {
    check("mercredi 26 octobre 2025", "2025-10-26");
    check("Publié le 1er février 2025 à 10h48", "2025-02-01");
    check("aout 3, 2025", "2025-08-03");
    check("Saturday, October 25th, 2025", "2025-10-25");
    check("7th of October 2025", "2025-10-07");
    check("26. Oktober 2025, 10:48 Uhr", "2025-10-26");
    check("Stand: 3. März 2024", "2024-03-03");
    check("26 de octubre de 2025", "2025-10-26");
    check("domingo, 26 de outubro de 2025", "2025-10-26");
    check("26 ottobre 2025", "2025-10-26");
    check("26 oktober 2025", "2025-10-26");
    check("den 26 maj 2025", "2025-05-26");
    check("26. nóvember 2025", "2025-11-26");
    check("26. lokakuuta 2025", "2025-10-26");
    check("26 października 2025", "2025-10-26");
    check("26. října 2025", "2025-10-26");
    check("26 октября 2025 г.", "2025-10-26");
    check("26 жовтня 2025", "2025-10-26");
    check("26 Ekim 2025 Pazar", "2025-10-26");
    check("26 Οκτωβρίου 2025", "2025-10-26");
    check("2025. október 26.", "2025-10-26");
    check("2025 m. spalio 26 d.", "2025-10-26");
    check("26 octombrie 2025", "2025-10-26");
    check("26 d'octubre de 2025", "2025-10-26");
    check("٢٦ أكتوبر ٢٠٢٥", "2025-10-26");
    check("25 تشرين الأول/أكتوبر 2025", "2025-10-25");
    check("25 تشرين الأول / أكتوبر 2025", "2025-10-25");
    check("٢٥ كانون الثاني/يناير ٢٠٢٥", "2025-01-25");
    check("3 أيار/مايو 2025", "2025-05-03");
    check("25 أكتوبر (تشرين الأول) 2025", "2025-10-25");
    check("26 تشرين الأول 2025", "2025-10-26");
    check("الأحد 26 تشرين الثاني، 2025", "2025-11-26");
    check("۲۶ اکتبر ۲۰۲۵", "2025-10-26");
    check("26 באוקטובר 2025", "2025-10-26");
    check("26 अक्टूबर 2025", "2025-10-26");
    check("२६ अक्टूबर २०२५", "2025-10-26");
    check("২৬ অক্টোবর ২০২৫", "2025-10-26");
    check("26 ตุลาคม 2568", "2025-10-26");
    check("วันที่ 26 ต.ค. พ.ศ. 2568", "2025-10-26");
    check("2025年10月26日", "2025-10-26");
    check("令和7年10月26日", "2025-10-26");
    check("民國114年10月26日", "2025-10-26");
    check("2025년 10월 26일 일요일", "2025-10-26");
    check("ngày 26 tháng 10 năm 2025", "2025-10-26");
    check("26 Tháng Mười, 2025", "2025-10-26");
    check("Minggu, 26 Oktober 2025", "2025-10-26");
    check("26 Agustus 2025 19:20 WIB", "2025-08-26T19:20:00+07:00");
}

#[test]
fn figures_are_day_first_unless_something_says_otherwise() {
    check("26/10/2025", "2025-10-26");
    check("07/10/2025", "2025-10-07");
    check("Thứ Bảy, 25/10/2025", "2025-10-25");
    check("10/26/2025", "2025-10-26");
    check("07.10.25", "2025-10-07");
    check("Ann Lee, 8.5.12", "2012-05-08");
    check("25-26.10.2025", "2025-10-26");
    check_in("en-US", "10/07/2025", "2025-10-07");
    check_in("en-GB", "10/07/2025", "2025-07-10");
    check_in("en", "10/07/2025", "2025-07-10");
    check_in("fr-US", "10/07/2025", "2025-07-10");
}

#[test]
fn a_short_year_is_the_one_that_its_language_writes() {
    check_in("ko", "입력 25.10.27 08:15", "2025-10-27");
    check_in("ko-KR", "수정 25/10/27", "2025-10-27");
    check("입력 25.10.27", "2027-10-25");
    check("27 ต.ค. 68", "2025-10-27");
    check("27 ตุลาคม 68 เวลา 10:30", "2025-10-27");
    nothing("27 ต.ค. 14:30 น.");
}

#[test]
fn the_language_decides_between_two_months_of_one_name() {
    check_in("pl", "5 listopada 2025", "2025-11-05");
    check_in("hr", "5. listopada 2025", "2025-10-05");
}

#[test]
fn persian_solar_days_become_gregorian() {
    check("۱۵ مهر ۱۴۰۴", "2025-10-07");
    check("۱۴۰۴/۰۷/۱۵", "2025-10-07");
    check("1 فروردین 1403", "2024-03-20");
    check("30 اسفند 1403", "2025-03-20");
}

#[test]
fn what_is_not_a_day_is_not_a_date() {
    nothing("");
    nothing("octobre 2025");
    nothing("31/02/2025");
    nothing("version 1.10.2025.4");
    nothing("192.168.1.12");
    nothing("Python 2.7.13 released");
    nothing("le 47e anniversaire");
    nothing("Tel. 030-12-34");
    nothing("plus de 2.500 délégués venus de 110 pays");
    nothing("12345678901234567890");
}

#[test]
fn a_date_says_where_it_stands() {
    let text = "Báo Nhân dânBáo Nhân dân11/10/2025";
    let found = find(text, Hints::default()).unwrap();
    assert_eq!(&text[found.start..found.end], "11/10/2025");
}

#[test]
fn addresses_carry_dates() {
    let check = |url: &str, day: &str, filed: bool| {
        let found = of_url(url).map(|it| (it.day.to_string(), it.filed));
        assert_eq!(found, Some((day.to_owned(), filed)), "{url}");
    };
    check("https://example.org/2025/10/07/slug", "2025-10-07", true);
    check("https://example.org/news/2024/feb/24/slug", "2024-02-24", true);
    check("https://example.org/n1/2024/0424/c1001-40223222.html", "2024-04-24", true);
    check("https://example.org/world/20241203-OYT1T50218/", "2024-12-03", true);
    check("https://example.org/esteri/25_gennaio_05/slug.shtml", "2025-01-05", true);
    check("https://example.org/business/2025-05-21-slug", "2025-05-21", true);
    check("https://example.org/a/news-ticker-13-06-2023", "2023-06-13", false);
    for url in [
        "https://example.org/2025/10/slug",
        "https://example.org/article253202060/",
        "https://2025-10-07.example.org/a",
    ] {
        assert_eq!(of_url(url), None, "{url}");
    }
}

#[test]
fn a_date_after_the_capture_or_before_the_web_is_doubted() {
    let captured = "2025-10-08T00:00:00Z".parse().unwrap();
    let judge = |text: &str| doubt(&text.parse().unwrap(), Some(captured));
    assert_eq!(judge("2025-10-08"), None);
    assert_eq!(judge("2025-10-09"), None);
    assert_eq!(judge("2025-10-10"), Some(Doubt::AfterCapture));
    assert_eq!(judge("2025-10-09T00:00:01Z"), Some(Doubt::AfterCapture));
    assert_eq!(judge("1990-12-31"), Some(Doubt::BeforeWeb));
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_readers(text in "\\PC{0,80}", number in "[0-9]{0,20}[-/. T:+]{0,2}[0-9]{0,9}.{0,12}") {
        for text in [&text, &number] {
            let hints = Hints::default();
            let _ = parse(text, hints);
            let _ = find_local(text, hints);
            let _ = of_url(text);
            if let Some(found) = find(text, hints) {
                assert!(text.get(found.start..found.end).is_some_and(|date| !date.is_empty()));
            }
        }
    }

    #[test]
    fn any_day_is_read_back_from_figures(day in 1u32..=28, month in 1u32..=12, year in 1991i32..2100) {
        let expected = chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
        for text in [
            format!("{year}-{month:02}-{day:02}"),
            format!("{day}.{month}.{year}"),
            format!("{day:02}/{month:02}/{year}"),
            format!("{year}年{month}月{day}日"),
            format!("le {day}/{month}/{year} à 10h"),
        ] {
            assert_eq!(parse(&text, Hints::default()).map(|moment| moment.day()), Some(expected), "{text}");
        }
    }
}

#[test]
fn short_years_are_those_of_the_country() {
    let check = |language: &str, text: &str, expected: Option<&str>| {
        let hints = Hints { language: Some(language), month_first: false };
        let found = find(text, hints).map(|found| found.moment.day().to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    };
    check("th", "27 ต.ค. 68", Some("2025-10-27"));
    check("th", "27 ต.ค. 2568", Some("2025-10-27"));
    check("th", "27/10/68", Some("2025-10-27"));
    check("th", "27 ต.ค. 14.00 น.", None);
    check("ko", "입력 25.10.27 08:15", Some("2025-10-27"));
    check("ja", "25/10/27", Some("2025-10-27"));
    check("de", "27.10.25", Some("2025-10-27"));
}
