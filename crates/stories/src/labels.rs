//! What a story is called: what hangs together by what each is joined to (connected components) has the name of its earliest
//! article, or of the one that a person had begin it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use veille_model::{ArticleId, Told};

use crate::stories::{Stories, Wanted};

/// What hangs together.
#[derive(Default)]
struct Together {
    articles: Vec<ArticleId>,
    /// The story that it is joined to as a whole.
    outside: Option<ArticleId>,
}

impl Stories {
    /// Puts those stories together anew of which some article was joined to another than before.
    pub(crate) fn settle_names(&mut self) -> Result<(), Wanted> {
        while !self.unnamed.is_empty() {
            let is_known = |story: &ArticleId| {
                // Nobody knows more of a story that began just now.
                self.is_whole
                    || self.recalled_stories.contains(story)
                    || self.before.get(story) == Some(&None)
            };
            let stories: BTreeSet<ArticleId> =
                self.unnamed.iter().filter(|story| !is_known(story)).cloned().collect();
            if !stories.is_empty() {
                return Err(Wanted { stories, ..Wanted::default() });
            }
            let (mut names, mut more) = (Vec::new(), BTreeSet::new());
            for together in self.together() {
                match self.name(&together) {
                    Ok(name) => names.push((name, together.articles)),
                    Err(outside) => drop(more.insert(outside)),
                }
            }
            if !more.is_empty() {
                self.unnamed.extend(more);
                continue;
            }
            self.unnamed.clear();
            for (name, articles) in names {
                for article in articles {
                    let Some(standing) = self.known(&article).filter(|told| told.story != name) else {
                        continue;
                    };
                    let standing = Told { story: name.clone(), ..standing.clone() };
                    self.stand(&article, standing);
                }
            }
        }
        Ok(())
    }

    /// The name of what hangs together, or the story that must be put together anew as well: this gives it another name.
    fn name(&self, together: &Together) -> Result<ArticleId, ArticleId> {
        let first = together.articles.iter().min_by_key(|article| self.time_of(article));
        let first = first.expect("what hangs together is some article").clone();
        match &together.outside {
            Some(outside) => {
                let is_known = self.known(outside).is_some();
                let is_earlier = is_known && self.time_of(outside) < self.time_of(&first);
                if is_earlier || self.rules.begins(outside) {
                    Ok(outside.clone())
                } else {
                    Err(outside.clone())
                }
            }
            None => {
                let begun = together.articles.iter().filter(|article| self.rules.begins(article));
                Ok(begun.min_by_key(|article| self.time_of(article)).cloned().unwrap_or(first))
            }
        }
    }

    fn time_of<'s>(&'s self, article: &'s ArticleId) -> (i64, &'s ArticleId) {
        (self.known(article).and_then(|told| told.at).unwrap_or(0), article)
    }

    fn known(&self, article: &ArticleId) -> Option<&Told> {
        self.slot(article).map(|held| &held.standing).or_else(|| self.recalled.get(article))
    }

    /// What hangs together of the stories that are open.
    fn together(&self) -> Vec<Together> {
        let mut articles: Vec<&ArticleId> = Vec::new();
        for story in &self.unnamed {
            articles.extend(self.tellers_of(story));
        }
        let recalled = self.recalled.values().filter(|told| self.unnamed.contains(&told.story));
        articles.extend(recalled.map(|told| &told.article));
        articles.sort_unstable_by_key(|article| self.time_of(article));
        let index: FxHashMap<&ArticleId, usize> =
            articles.iter().enumerate().map(|(at, article)| (*article, at)).collect();
        let mut sets = Sets((0..articles.len()).collect());
        let mut outside: Vec<(usize, ArticleId)> = Vec::new();
        for (at, article) in articles.iter().enumerate() {
            let Some(joined) = self.known(article).and_then(|told| told.joined.as_ref()) else { continue };
            match index.get(&joined.to) {
                Some(there) => sets.join(at, *there),
                None => outside.extend(self.known(&joined.to).map(|told| (at, told.story.clone()))),
            }
        }
        let mut together: BTreeMap<usize, Together> = BTreeMap::new();
        for (at, article) in articles.iter().enumerate() {
            together.entry(sets.of(at)).or_default().articles.push((*article).clone());
        }
        for (at, story) in outside {
            // A story that is open itself is put together with this one, and is nothing outside.
            if !self.unnamed.contains(&story) {
                together.entry(sets.of(at)).or_default().outside = Some(story);
            }
        }
        together.into_values().collect()
    }
}

/// Disjoint sets (union-find).
struct Sets(Vec<usize>);

impl Sets {
    fn of(&mut self, mut one: usize) -> usize {
        while self.0[one] != one {
            self.0[one] = self.0[self.0[one]];
            one = self.0[one];
        }
        one
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        // The lower number is the earlier article's, for they were put in order: the root is the one that gives the name.
        self.0[one.max(other)] = one.min(other);
    }
}
