//! What articles call people, and who was called so: an office that is asked for is looked up by its words, not in all roles.

use std::collections::HashMap;

use veille_text::name::Office;

use crate::catalogue::names::Names;

/// What articles call people, folded, each with its number.
#[derive(Debug, Default)]
pub(super) struct Roles {
    names: Names,
    /// The roles that hold a word.
    by_word: HashMap<Box<str>, Vec<u32>>,
    /// The spellings that were ever called so, by the number of the role.
    spellings: Vec<Vec<u32>>,
}

impl Roles {
    /// The number of a role as it is told.
    pub fn number(&mut self, told: &str) -> u32 {
        let folded = Office::folded(told);
        let number = self.names.number(&folded);
        if number as usize == self.spellings.len() {
            self.spellings.push(Vec::new());
            for word in folded.split(' ') {
                let roles = self.by_word.entry(word.into()).or_default();
                // A role may have a word twice: *président du Conseil, président du parti*.
                if roles.last() != Some(&number) {
                    roles.push(number);
                }
            }
        }
        number
    }

    /// A role by its number, folded.
    pub fn name(&self, number: u32) -> &str {
        self.names.name(number)
    }

    /// Notes that a spelling is called so.
    pub fn give(&mut self, role: u32, spelling: u32) {
        let spellings = &mut self.spellings[role as usize];
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }

    /// The spellings that were ever called what is asked for, each with the role.
    pub fn called(&self, office: &Office) -> impl Iterator<Item = (u32, u32)> {
        let words = self.by_word.iter().filter(|(word, _)| office.may_open_with(word));
        let mut roles: Vec<u32> = words.flat_map(|(_, roles)| roles).copied().collect();
        roles.sort_unstable();
        roles.dedup();
        roles.retain(|role| office.is(self.names.name(*role)));
        roles.into_iter().flat_map(|role| self.spellings[role as usize].iter().map(move |it| (*it, role)))
    }
}
