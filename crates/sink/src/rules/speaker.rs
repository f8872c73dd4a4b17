//! Under which words a person is found: `Emmanuel Macron`, `EMMANUEL MACRON` and `macron` alike.

use std::collections::{BTreeSet, HashMap};

use veille_model::MentionKind;
use veille_text::name::{self, Office, Wanted};

/// The words of a name as queries compare them, with a space between; empty where it has none.
pub(crate) fn key(name: &str) -> String {
    Office::folded(name)
}

/// Whose quotations are asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Speakers, by their keys.
    pub names: Vec<String>,
    /// Roles as they are written, of speakers whom nobody names: `首相は…`, `the minister said`.
    pub unnamed: Vec<String>,
}

impl Asked {
    /// Who is found under these words: whoever has them in the name, and whoever holds the office that they are. Of roles each
    /// comes with whose it is; nobody's has an empty key.
    pub fn find(speakers: &[String], roles: &[(String, String)], by: &str) -> Self {
        let is_found = finder(by);
        let by_name = speakers.iter().filter(|key| is_found(key)).cloned();
        let office = Office::new(by);
        let held = |(_, role): &&(String, String)| office.is(&key(role));
        let (unnamed, holders): (Vec<_>, Vec<_>) =
            roles.iter().filter(held).partition(|(speaker, _)| speaker.is_empty());
        let names: BTreeSet<String> = by_name.chain(of_holders(speakers, &holders)).collect();
        Self {
            names: names.into_iter().collect(),
            unnamed: unnamed.into_iter().map(|(_, role)| role.clone()).collect(),
        }
    }
}

/// Those who hold an office, in all spellings of their names: not everybody who quotes a minister says that it is one.
fn of_holders(speakers: &[String], holders: &[&(String, String)]) -> Vec<String> {
    // Spellings are compared letter by letter, so only with those whose last word sounds alike.
    let mut by_sound: HashMap<String, Vec<&String>> = HashMap::new();
    for speaker in speakers.iter().filter(|_| !holders.is_empty()) {
        by_sound.entry(last_sound(speaker)).or_default().push(speaker);
    }
    let mut found: BTreeSet<&String> = BTreeSet::new();
    for (holder, _) in holders {
        let alike = by_sound.get(&last_sound(holder)).into_iter().flatten();
        found.extend(alike.filter(|speaker| **speaker == holder || name::is_one(speaker, holder)));
    }
    found.into_iter().cloned().collect()
}

/// How the last word of a name sounds.
fn last_sound(speaker: &str) -> String {
    let key = name::key(speaker);
    key.rsplit(' ').next().unwrap_or_default().to_owned()
}

/// Longer ones are no name: in another spelling they are not looked for.
const NAME_BYTES_MAX: usize = 200;

/// Whether somebody is found under these words: all of them stand in the name, as they are or in another spelling.
fn finder(by: &str) -> impl Fn(&str) -> bool {
    let words = key(by);
    // Of every kind, for bodies speak too: `ONU` finds who is quoted as `Nations unies`.
    let wanted = |kind| Wanted::new(kind, by);
    let wanted = (by.len() <= NAME_BYTES_MAX && !words.is_empty()).then(|| MentionKind::ALL.map(wanted));
    move |key| {
        words.split(' ').all(|word| key.split(' ').any(|own| own == word))
            || wanted.as_ref().is_some_and(|wanted| wanted.iter().any(|wanted| wanted.is_spelled(key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_folded_words() {
        let check = |name: &str, expected: &str| assert_eq!(key(name), expected);
        check("Emmanuel Macron", "emmanuel macron");
        check("  JEAN-NOËL\u{a0}BARROT ", "jean noel barrot");
        check("Nguyễn Phú Trọng", "nguyen phu trong");
        check("Cœur", "coeur");
        check("习近平", "习 近 平");
        check("— …", "");
    }

    #[test]
    fn a_person_is_found_under_any_spelling() {
        let check = |name: &str, by: &str, expected: bool| {
            assert_eq!(finder(by)(&key(name)), expected, "{name}, {by}")
        };
        check("Антониу Гутерриш", "Guterres", true);
        check("António Guterres", "guterres antonio", true);
        check("习近平", "近平", true);
        check("习近平", "Xi Jinping", true);
        check("Организация Объединенных Наций", "ONU", true);
        check("UNESCO", "ONU", false);
        check("Lucio Gutiérrez", "Guterres", false);
    }

    #[test]
    fn an_office_finds_who_holds_it_also_where_nobody_says_so() {
        let keys = |names: &[&str]| names.iter().map(|name| key(name)).collect::<Vec<String>>();
        let speakers = keys(&["Ivan Petrov", "Иван Петров", "Claire Aubertin", "Petrov", "Jeanne Ministre"]);
        let roles = [
            ("Ivan Petrov", "ministre de la Justice"),
            ("Claire Aubertin", "juge"),
            ("", "首相"),
            ("", "ministre"),
        ];
        let roles = roles.map(|(name, role)| (key(name), role.to_owned()));
        let check = |by: &str, expected: &[&str], unnamed: &[&str]| {
            let found = Asked::find(&speakers, &roles, by);
            let mut expected = keys(expected);
            expected.sort();
            assert_eq!((found.names, found.unnamed), (expected, keys(unnamed)), "{by}");
        };
        // Whoever has the word in the name hides nobody.
        check("Ministre", &["Ivan Petrov", "Иван Петров", "Jeanne Ministre"], &["ministre"]);
        check("ministre justice", &["Ivan Petrov", "Иван Петров"], &[]);
        check("ministre de la santé", &[], &[]);
        check("juge", &["Claire Aubertin"], &[]);
        check("judge", &["Claire Aubertin"], &[]);
        check("Bộ trưởng Tư pháp", &["Ivan Petrov", "Иван Петров"], &[]);
        check("minist", &["Ivan Petrov", "Иван Петров"], &["ministre"]);
        check("", &[], &[]);
        let found = Asked::find(&speakers, &roles, "premier ministre");
        assert_eq!(found, Asked { names: Vec::new(), unnamed: vec!["首相".to_owned()] });
    }
}
