//! The words of the interface, by language: `words/*.ftl`, which a colleague can correct without knowing Rust.

mod asked;
mod languages;
mod reasons;
mod said;

pub(crate) use said::Said;

use std::fmt;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

/// The languages of the interface, the one that is asked in case of doubt first: tag, name in itself, file.
const FILES: &[(&str, &str, &str)] = &[
    ("en", "English", include_str!("../../words/en.ftl")),
    ("fr", "Français", include_str!("../../words/fr.ftl")),
    ("es", "Español", include_str!("../../words/es.ftl")),
    ("vi", "Tiếng Việt", include_str!("../../words/vi.ftl")),
    ("ar", "العربية", include_str!("../../words/ar.ftl")),
];

static TONGUES: LazyLock<Vec<Tongue>> =
    LazyLock::new(|| FILES.iter().map(|(tag, _, file)| Tongue::read(tag, file)).collect());

/// One language.
struct Tongue {
    tag: &'static str,
    bundle: FluentBundle<FluentResource>,
}

/// The words of one language.
#[derive(Clone, Copy)]
pub(crate) struct Words(&'static Tongue);

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Words").field(&self.0.tag).finish()
    }
}

impl Tongue {
    fn read(tag: &'static str, file: &'static str) -> Self {
        let resource = FluentResource::try_new(file.to_owned()).expect("a test reads every file of words");
        let locale = tag.parse().expect("the tags above are languages");
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // The pages isolate what stands in between by themselves; in feeds and titles the marks would be seen.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { tag, bundle }
    }

    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        // What cannot be put in stands there by its name (`{$number}`): a page with that is better than none.
        Some(self.bundle.format_pattern(pattern, arguments, &mut Vec::new()).into_owned())
    }
}

impl Words {
    /// The words for a reader who asks for one language by its tag, and whose browser prefers those in `accepted`
    /// (`Accept-Language`).
    pub fn choose(asked: Option<&str>, accepted: &str) -> Self {
        let of = |tag: &str| TONGUES.iter().find(|tongue| tongue.tag.eq_ignore_ascii_case(tag));
        let tongue = asked.and_then(of).or_else(|| {
            let mut ranges: Vec<(f32, &str)> = accepted.split(',').filter_map(range).collect();
            // Stable: of equals the first that the browser names.
            ranges.sort_by(|a, b| b.0.total_cmp(&a.0));
            // `fr-CA` is answered in French: the words have no varieties.
            ranges.into_iter().find_map(|(_, tag)| of(tag.split('-').next().unwrap_or_default()))
        });
        Self(tongue.unwrap_or(&TONGUES[0]))
    }

    /// The tag of the language.
    pub fn tag(self) -> &'static str {
        self.0.tag
    }

    /// In which direction it is written.
    pub fn direction(self) -> &'static str {
        crate::text::direction(self.tag())
    }

    /// All languages: tag, and name in itself.
    pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
        FILES.iter().map(|(tag, name, _)| (*tag, *name))
    }

    /// A word; its key where there is none, which a test rules out for every key that is used.
    pub fn get(self, key: &str) -> String {
        self.find(key, None).unwrap_or_else(|| key.to_owned())
    }

    /// A word with what belongs into it.
    pub fn with(self, key: &str, arguments: &[(&str, &str)]) -> String {
        let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, *value)).collect();
        self.find(key, Some(&arguments)).unwrap_or_else(|| key.to_owned())
    }

    /// A word that agrees with a number: `1 article`, `12,345 articles`.
    pub fn count(self, key: &str, number: usize) -> String {
        self.counted(key, number, &[])
    }

    /// The same with what belongs into it.
    pub fn counted(self, key: &str, number: usize, arguments: &[(&str, &str)]) -> String {
        let mut arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, *value)).collect();
        // As a number, by which a language chooses its form; `shown` is how it is written.
        arguments.set("number", self.choosing(number));
        arguments.set("shown", self.number(number));
        self.find(key, Some(&arguments)).unwrap_or_else(|| key.to_owned())
    }

    /// A number of the same form, by which the rules of the library that formats find it: of Arabic they look at the whole number where
    /// the language hears its last two digits alone, `108 مقالات` as `8 مقالات` and `217 مقالًا` as `17 مقالًا`, but `201 مقال`.
    fn choosing(self, number: usize) -> usize {
        match number % 100 {
            _ if self.tag() != "ar" || number < 100 => number,
            last @ 3.. => last,
            _ => 100,
        }
    }

    fn find(self, key: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
        // A word that a colleague has not translated yet stands in English, and not as its key.
        self.0.format(key, arguments).or_else(|| TONGUES[0].format(key, arguments))
    }

    /// A number as people read it: `12,345`.
    pub fn number(self, number: usize) -> String {
        let separator = self.get("thousands-separator");
        let digits = number.to_string();
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0
                && (digits.len() - at).is_multiple_of(3)
                // `1,234` where commas part them; elsewhere four digits stay together, `1234`, and five do not.
                && digits.len() > 4 - usize::from(separator == ",")
            {
                grouped.push_str(&separator);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A share: `4.2 %`; what is under ten with one digit more.
    pub fn percent(self, share: f64) -> String {
        let digits =
            if share < 10.0 && share.fract() > 0.0 { format!("{share:.1}") } else { format!("{share:.0}") };
        self.with("percent", &[("share", &digits.replace('.', &self.get("decimal-mark")))])
    }

    /// A day in full: `Sunday 26 October 2025`.
    pub fn day(self, day: NaiveDate) -> String {
        let weekday = self.get(&format!("weekday-{}", day.weekday().number_from_monday()));
        self.dated("day-full", day, &weekday)
    }

    /// A month: `October 2025`.
    pub fn month(self, day: NaiveDate) -> String {
        self.dated("month-full", day, "")
    }

    /// A day in short: `26 Oct 2025`.
    pub fn short_day(self, day: NaiveDate) -> String {
        self.dated("day-short", day, "")
    }

    /// A day and its hour: `26 Oct 2025, 10:05`.
    pub fn clock(self, at: DateTime<FixedOffset>) -> String {
        let (day, hour) = (self.short_day(at.date_naive()), at.format("%H:%M").to_string());
        self.with("day-hour", &[("day", &day), ("hour", &hour)])
    }

    fn dated(self, key: &str, day: NaiveDate, weekday: &str) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("weekday", weekday);
        arguments.set("day", day.day());
        arguments.set("month", self.get(&format!("month-{}", day.month())));
        arguments.set("abbreviated", self.get(&format!("month-short-{}", day.month())));
        arguments.set("year", day.year().to_string());
        self.find(key, Some(&arguments)).unwrap_or_else(|| day.to_string())
    }

    /// What a country is called; its code where we have no name for it.
    pub fn country(self, code: &str) -> String {
        let name = self.find(&format!("country-{}", code.to_ascii_lowercase()), None);
        name.unwrap_or_else(|| code.to_owned())
    }
}

/// One range of `Accept-Language`: its weight and its tag.
fn range(part: &str) -> Option<(f32, &str)> {
    let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
    // `q=0` means not at all (RFC 9110, 12.4.2).
    let weight: f32 = weight.trim().strip_prefix("q=")?.trim().parse().ok()?;
    (weight > 0.0).then_some((weight, tag.trim()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The keys of a file, each with the variables it uses.
    fn keys(file: &str) -> BTreeSet<(String, BTreeSet<String>)> {
        let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| !key.starts_with(' ')) {
                // The later of two would be taken, everywhere.
                assert!(found.iter().all(|(known, _)| known != key), "{key} stands there twice");
                found.push((key.to_owned(), BTreeSet::new()));
            }
            let variables = line.split('$').skip(1);
            let variables = variables.map(|it| it.chars().take_while(|c| c.is_alphanumeric()).collect());
            if let Some(last) = found.last_mut() {
                last.1.extend(variables);
            }
        }
        found.into_iter().collect()
    }

    #[test]
    fn every_language_has_every_word() {
        let names = |file: &str| keys(file).into_iter().map(|(key, _)| key).collect::<BTreeSet<_>>();
        let english = names(FILES[0].2);
        for (tag, _, file) in FILES {
            FluentResource::try_new((*file).to_owned())
                .unwrap_or_else(|(_, errors)| panic!("{tag}: {errors:?}"));
            assert_eq!(names(file), english, "{tag}");
        }
    }

    #[test]
    fn every_word_that_is_used_is_there_and_every_one_is_used() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut sources = String::new();
        let mut folders = vec![folder.join("src"), folder.join("templates")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    sources.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        let known: BTreeSet<String> = keys(FILES[0].2).into_iter().map(|(key, _)| key).collect();
        for call in ["words.get(\"", "words.with(\"", "words.count(\""] {
            for used in sources.split(call).skip(1) {
                let key = used.split('"').next().unwrap();
                assert!(known.contains(key), "{key} is used and stands in no file of words");
            }
        }
        // Families are looked up by what follows.
        let families = [
            "weekday-",
            "month-",
            "stage-",
            "outcome-",
            "field-",
            "origin-",
            "flag-",
            "reason-",
            "copy-",
            "role-",
            "triage-",
            "asked-",
            "country-",
            "named-",
            "count-",
            "stands-",
            "traced-",
            "column-",
            "unusual-",
            "speech-",
            "light-",
            "any-spelling-",
        ];
        for key in crate::keys::words() {
            assert!(known.contains(key), "{key} is used and stands in no file of words");
        }
        for key in known.iter().filter(|key| !families.iter().any(|family| key.starts_with(family))) {
            assert!(sources.contains(&format!("\"{key}\"")), "{key} is used nowhere");
        }
    }

    #[test]
    fn the_language_is_the_one_asked_for_or_that_of_the_browser() {
        let check = |asked: Option<&str>, accepted: &str, expected: &str| {
            assert_eq!(Words::choose(asked, accepted).tag(), expected, "{asked:?} {accepted}");
        };
        check(None, "", "en");
        check(None, "fr-CA,fr;q=0.9,en;q=0.8", "fr");
        check(None, "de, en;q=0.5, fr;q=0.7", "fr");
        check(None, "fr;q=0, *", "en");
        check(Some("fr"), "en", "fr");
        check(Some("xx"), "fr", "fr");
    }

    #[test]
    fn numbers_and_days_are_written_as_the_language_has_them() {
        let (english, french) = (Words::choose(Some("en"), ""), Words::choose(Some("fr"), ""));
        assert_eq!((english.number(1_234_567), english.number(999)), ("1,234,567".into(), "999".into()));
        assert_eq!(french.number(12_345), "12\u{202f}345");
        assert_eq!(english.count("articles", 1), "1 article");
        assert_eq!(english.count("articles", 2_005), "2,005 articles");
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(english.day(day("2025-10-26")), "Sunday 26 October 2025");
        assert_eq!(french.day(day("2025-11-01")), "samedi 1er novembre 2025");
        let arabic = Words::choose(Some("ar"), "");
        assert_eq!(arabic.direction(), "rtl");
        let said = [0, 1, 2, 3, 11, 100].map(|number| arabic.count("articles", number));
        assert_eq!(said, ["لا مقالات", "مقال واحد", "مقالان", "3 مقالات", "11 مقالًا", "100 مقال"]);
        let said = [102, 108, 217, 2_771, 3_001].map(|number| arabic.count("articles", number));
        assert_eq!(said, ["102 مقال", "108 مقالات", "217 مقالًا", "2,771 مقالًا", "3,001 مقال"]);
        let vietnamese = Words::choose(None, "vi-VN,vi;q=0.9");
        assert_eq!(vietnamese.day(day("2025-10-26")), "chủ nhật, ngày 26 tháng 10 năm 2025");
        assert_eq!(
            (vietnamese.count("articles", 12_345), vietnamese.percent(4.25)),
            ("12.345 bài".into(), "4,2 %".into())
        );
        let spanish = Words::choose(Some("es"), "");
        assert_eq!(spanish.day(day("2025-10-26")), "domingo 26 de octubre de 2025");
        assert_eq!(english.language("fr-CA"), "French (fr-CA)");
        assert_eq!(english.language("xx"), "xx");
    }
}
