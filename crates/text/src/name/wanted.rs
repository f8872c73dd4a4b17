//! A name that is looked for: which of the names that articles have are the same one's, and what an index holds of them so that it
//! finds these.

use veille_model::MentionKind;

use super::sound::{sound, sounds};
use super::{Word, includes_words, is_one_of, key, without_forms, words, world};

/// Before the key of what the world knows, among the [`marks`] of a name.
const KNOWN: char = '=';
/// Words of a name that is looked for that are compared: no name has more, and pairs of them are looked up.
const WORDS_MAX: usize = 24;

/// A name that is looked for, in any spelling: *Guterres* is *Антониу Гутерриш*, *ONU* is *Организация Объединённых Наций*.
#[derive(Clone, Debug)]
pub struct Wanted {
    kind: MentionKind,
    /// The key of what the world knows under this name.
    known: Option<&'static str>,
    words: Vec<Word>,
    /// Without what the law calls a company.
    core: Vec<Word>,
}

impl Wanted {
    /// Of somebody or something of this kind.
    pub fn new(kind: MentionKind, name: &str) -> Self {
        let mut words = words(name);
        words.truncate(WORDS_MAX);
        // A key that is how its name sounds says nothing: it is compared by its letters.
        let known = world::key(kind, name).filter(|known| *known != key(name));
        Self { kind, known, core: without_forms(words.clone()), words }
    }

    /// Whether a name of an article is the one that is looked for.
    ///
    /// What the world knows is it by its key alone. Of others all words have to stand in the article's name, as a surname does in the full
    /// one; or that name, if it has at least two, in the one that is looked for. What one of them writes as a word may be several of
    /// the other: *习近平* and *Xi Jinping*.
    pub fn is(&self, kind: MentionKind, name: &str, key: &str) -> bool {
        if kind != self.kind {
            return false;
        }
        if let Some(known) = self.known {
            return key == known && is_known(name, key);
        }
        let words = words(name);
        let core = without_forms(words.clone());
        includes_words(&words, &self.words)
            || is_one_of(&self.core, &core)
            || (self.core.len() != core.len() && joined(&self.core) == joined(&core))
    }

    /// Whether it is spelled so by somebody who tells no key.
    pub fn is_spelled(&self, name: &str) -> bool {
        match world::key(self.kind, name) {
            Some(known) => self.is(self.kind, name, known),
            None => self.is(self.kind, name, &key(name)),
        }
    }

    /// Whether the world knows it: then whatever has its marks is it.
    pub fn is_known(&self) -> bool {
        self.known.is_some()
    }

    /// Sets of [`marks`]: whoever it [is](Self::is) has all of at least one of them. So have some others, where the world does not know
    /// it.
    pub fn marks(&self) -> Vec<Vec<String>> {
        if let Some(known) = self.known {
            return vec![vec![format!("{KNOWN}{known}")]];
        }
        let sounds: Vec<Vec<String>> = self.core.iter().map(|word| sounds(&word.roman)).collect();
        let mut sets = match &*sounds {
            [] => vec![Vec::new()],
            [only] => only.iter().map(|sound| vec![sound.clone()]).collect(),
            // Two words of it may be all that the article has.
            several => pairs(several),
        };
        if self.core.len() > 1 {
            sets.push(vec![sound(&joined(&self.core))]);
        }
        sets
    }
}

/// What an index holds of a name of an article, each once: how its words sound, one by one and together, and its key where it is
/// another than that.
pub fn marks(name: &str, key: &str) -> Vec<String> {
    let words = words(name);
    let mut marks: Vec<String> = words.iter().map(|word| sound(&word.roman)).collect();
    if words.len() > 1 {
        marks.push(sound(&joined(&without_forms(words))));
    }
    if is_known(name, key) {
        marks.push(format!("{KNOWN}{key}"));
    }
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// Whether the world knows what has this name: its key is not how the name sounds.
fn is_known(name: &str, key: &str) -> bool {
    key != self::key(name)
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| &*word.roman).collect()
}

/// Two words each, as any language reads them.
fn pairs(sounds: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut pairs = Vec::new();
    for (at, words) in sounds.iter().enumerate() {
        for others in &sounds[at + 1..] {
            let both =
                words.iter().flat_map(|one| others.iter().map(move |two| vec![one.clone(), two.clone()]));
            pairs.extend(both);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a name as articles have it: with the key that its spellings share.
    #[track_caller]
    fn check(kind: MentionKind, wanted: &str, name: &str, expected: bool) {
        let key = world::key(kind, name).map_or_else(|| key(name), str::to_owned);
        let looked_for = Wanted::new(kind, wanted);
        assert_eq!(looked_for.is(kind, name, &key), expected, "{wanted}, {name}");
        assert_eq!(looked_for.is_spelled(name), expected, "{wanted}, {name}");
        // Whoever it is, is found by the marks.
        let marks = marks(name, &key);
        let found = looked_for.marks().iter().any(|set| set.iter().all(|mark| marks.contains(mark)));
        assert!(found || !expected, "{wanted}: {:?}, {name}: {marks:?}", looked_for.marks());
        assert!(!found || expected || !looked_for.is_known(), "{wanted}, {name}");
    }

    #[test]
    fn a_person_is_found_in_any_spelling_and_by_a_part_of_the_name() {
        let check = |wanted, name, expected| check(MentionKind::Person, wanted, name, expected);
        for name in ["António Guterres", "Антониу Гутерриш", "أنطونيو غوتيريش", "Antonio Guterres"]
        {
            check("Guterres", name, true);
            check("antonio guterres", name, true);
            check("Гутерриш", name, true);
            check("António Manuel de Oliveira Guterres", name, true);
            check("Lucio Gutiérrez", name, false);
        }
        check("Guterres", "Guterres", true);
        // Whose surname it is, nobody can tell.
        check("António Guterres", "Guterres", false);
        check("Phạm Thế Tùng", "Фам Тхе Тунг", true);
        check("Phạm Thế Tùng", "Phạm Minh Chính", false);
        check("Xi Jinping", "习近平", true);
        check("习近平", "Xi Jinping", true);
        check("Xi Jinping", "习 近 平", true);
        check("Xi Jinping", "习仲勋", false);
        check("Zelensky", "Volodymyr Zelenskyy", true);
        check("Mikhail Khodorkovsky", "Michail Chodorkowski", true);
        check("Michail Chodorkowski", "Mikhail Khodorkovsky", true);
        check("Joe Biden", "Джо Байден", true);
        check("Joe Biden", "ジョー・バイデン", true);
        check("Emmanuel Macron", "에마뉘엘 마크롱", true);
        check("Abdel Fattah el-Sisi", "عبد الفتاح السيسي", true);
        check("George W. Bush", "George H. W. Bush", false);
        check("Kouy", "Kouyaté Mariam", false);
    }

    #[test]
    fn what_the_world_knows_is_found_in_any_language() {
        let check = |kind, wanted: &str, names: &[&str], expected| {
            names.iter().for_each(|name| check(kind, wanted, name, expected));
        };
        let (body, place) = (MentionKind::Organisation, MentionKind::Place);
        check(
            body,
            "ONU",
            &["United Nations", "Организация Объединенных Наций", "الأمم المتحدة", "联合国"],
            true,
        );
        check(body, "onu", &["UN Security Council", "UNESCO"], false);
        check(body, "Siemens", &["Siemens AG", "Siemens"], true);
        check(body, "Siemens AG", &["Siemens AG", "Siemens"], true);
        check(body, "Siemens", &["Bosch AG", "Siemens Foundation"], false);
        check(place, "Hà Nội", &["Hanoï", "Ханой", "Hanoi", "河内"], true);
        check(place, "Viet Nam", &["Vietnam", "Việt Nam", "Вьетнам"], true);
        check(place, "Vietnam", &["Hanoi", "Vietnam Street"], false);
    }

    #[test]
    fn a_body_that_nobody_listed_is_found_by_its_words() {
        let check = |wanted, name, expected| check(MentionKind::Organisation, wanted, name, expected);
        check("ministère de la Justice", "ministère de la Justice du Vietnam", true);
        check("Zanzibar AG", "Zanzibar Aktiengesellschaft", true);
        check("Zanzibar", "Zanzibar AG", true);
        check("Zanzibar AG", "Zanzibar", true);
        check("ministère de la Justice", "ministère de la Santé", false);
    }

    #[test]
    fn a_body_whose_key_is_how_it_sounds_is_found_by_its_letters() {
        let check = |wanted, name, expected| check(MentionKind::Organisation, wanted, name, expected);
        check("SNP", "SNP", true);
        check("SNP", "Scottish National Party", true);
        check("PSL", "PSL", true);
        check("Zkl", "Zkl", true);
        check("SNP", "UKIP", false);
    }

    #[test]
    fn a_name_without_end_is_looked_for_by_its_beginning() {
        let wanted = Wanted::new(MentionKind::Person, &"a-b ".repeat(10_000));
        assert!(wanted.marks().len() <= WORDS_MAX * WORDS_MAX);
        assert!(!wanted.is(MentionKind::Person, "Claire Aubertin", &key("Claire Aubertin")));
    }

    #[test]
    fn a_city_is_no_person() {
        assert!(!Wanted::new(MentionKind::Person, "Paris").is(MentionKind::Place, "Paris", "paris"));
    }
}
