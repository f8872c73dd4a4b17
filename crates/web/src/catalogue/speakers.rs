//! Who is quoted, counted over everything that passes the filters.

use std::cmp::Reverse;
use std::collections::HashMap;

use veille_model::ArticleId;
use veille_text::fold::letters;

use super::asked::Asked;
use super::shelf::Shelf;
use crate::selection::Selection;

/// Somebody who is quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Speaker {
    /// As most quotations write it.
    pub name: String,
    /// The same for comparing: folded.
    pub key: String,
    pub quotations: usize,
    pub articles: usize,
    /// The newest article that quotes them.
    pub latest: ArticleId,
}

/// What is counted of one, by the place of the newest article.
#[derive(Clone, Copy, Default)]
struct Count {
    quotations: u32,
    articles: u32,
    latest: u32,
    /// One more than the last article that was counted.
    seen: u32,
}

impl Shelf {
    /// Those in most articles, and how many there are in all; of this role alone, or a part of it, where one is asked for.
    pub fn quoted(&self, selection: &Selection, role: Option<&str>, limit: usize) -> (Vec<Speaker>, usize) {
        let role = role.map(letters);
        let has_role = |number: u32| {
            let known = self.roles.get(&number);
            let has = |role: &str| known.is_some_and(|roles| roles.iter().any(|known| known.contains(role)));
            role.as_deref().is_none_or(|role| !role.is_empty() && has(role))
        };
        let asked = Asked::new(selection, self);
        let mut counts = vec![Count::default(); self.speakers.len()];
        let mut spelled = vec![0_u32; self.spellings.len()];
        let entries = self.entries.iter().filter(|entry| !entry.speakers.is_empty());
        for (at, entry) in (1..).zip(entries.clone()) {
            if !asked.admits(entry) {
                continue;
            }
            for spelling in &entry.speakers {
                spelled[*spelling as usize] += 1;
                let count = &mut counts[self.speaker_of[*spelling as usize] as usize];
                count.quotations += 1;
                if count.articles == 0 {
                    count.latest = at;
                }
                if count.seen != at {
                    (count.seen, count.articles) = (at, count.articles + 1);
                }
            }
        }
        let counted = (0..).zip(&counts).filter(|it| it.1.articles > 0).map(|it| it.0);
        let mut order: Vec<u32> = counted.filter(|number| has_role(*number)).collect();
        let total = order.len();
        order.sort_by_key(|number| {
            let count = counts[*number as usize];
            (Reverse(count.articles), Reverse(count.quotations), count.latest, *number)
        });
        order.truncate(limit);
        let mut names: HashMap<u32, (u32, &str)> = HashMap::new();
        for (spelling, count) in (0..).zip(&spelled).filter(|it| *it.1 > 0) {
            let speaker = self.speaker_of[spelling as usize];
            let name = self.spellings.name(spelling);
            let known = names.entry(speaker).or_insert((*count, name));
            if (*count, Reverse(name)) > (known.0, Reverse(known.1)) {
                *known = (*count, name);
            }
        }
        let articles: Vec<&ArticleId> = entries.map(|entry| entry.place.id()).collect();
        let speaker = |number: u32| {
            let count = counts[number as usize];
            Speaker {
                name: names.get(&number).map_or_else(String::new, |name| name.1.to_owned()),
                key: self.speakers.name(number).to_owned(),
                quotations: count.quotations as usize,
                articles: count.articles as usize,
                latest: articles[count.latest as usize - 1].clone(),
            }
        };
        (order.into_iter().map(speaker).collect(), total)
    }
}
