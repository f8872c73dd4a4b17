//! Who signed: people, agencies, houses.

use super::opening;
use super::words::WORDS;
use crate::metadata::letters::letters;

/// Who a byline names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signed {
    /// Names of people, as written.
    pub people: Vec<String>,
    /// Agencies, by the name we use.
    pub agencies: Vec<&'static str>,
    /// Desks, outlets and other houses, as written.
    pub houses: Vec<String>,
    /// What whole fields say that name an agency or a house and nobody: `Le Figaro et AFP`.
    pub organisations: Vec<String>,
}

/// An organisation's name is no sentence about it.
pub(super) const ORGANISATION_CHARS_MAX: usize = 60;

impl Signed {
    pub(super) fn by(people: Vec<String>) -> Self {
        Self { people, ..Self::default() }
    }

    /// Adds those of another byline that are not known yet.
    pub(crate) fn add(&mut self, other: Self) {
        for person in other.people {
            if !self.people.iter().any(|known| letters(known) == letters(&person)) {
                self.people.push(person);
            }
        }
        self.agencies.extend(other.agencies);
        self.agencies.dedup();
        self.houses.extend(other.houses);
        self.houses.dedup();
        for organisation in other.organisations {
            if !self.organisations.iter().any(|known| letters(known) == letters(&organisation)) {
                self.organisations.push(organisation);
            }
        }
    }

    /// Keeps what a field says as the name of whoever signed, if that is an agency or a house and no person.
    pub(crate) fn keep_organisation(&mut self, field: &str) {
        if !self.people.is_empty() || self.agencies.is_empty() && self.houses.is_empty() {
            return;
        }
        let name = field.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = opening(&name).unwrap_or(&name).trim();
        let is_name = (2..=ORGANISATION_CHARS_MAX).contains(&name.chars().count())
            && name.chars().any(char::is_alphabetic)
            && !name.contains(['@', '<', '{', ':'])
            && !name.contains("//")
            && !WORDS.labels.contains(name.to_lowercase().as_str());
        if is_name {
            self.organisations.push(name.to_owned());
        }
    }

    /// Whether all its people are among those of another.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        let known: Vec<String> = other.people.iter().map(|name| letters(name)).collect();
        self.people.iter().all(|name| known.contains(&letters(name)))
    }

    /// Whether nobody signed.
    pub(crate) fn is_empty(&self) -> bool {
        self.people.is_empty() && self.agencies.is_empty() && self.houses.is_empty()
    }
}
