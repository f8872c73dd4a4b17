//! Small words that belong to a name: *Union **européenne***, *Европейский **союз***, ***golfe de** Guinée*.

use std::ops::Range;

use super::capitals::opens;
use super::spans::Reader;
use crate::lists::{BODY, BODY_JOINT, BODY_WORD, GIVEN, GROUND, MINISTRY, PLACE, ROLE, SMALL_GROUND};

impl Reader<'_> {
    /// Behind the small words that belong to a head here: `Union européenne`, `Европейский союз`.
    pub fn headed(&self, at: usize) -> usize {
        let words = self.words;
        let mut end = at + 1;
        if self.traits.small_behind
            && self.class(at) & (BODY_WORD | GROUND) != 0
            && self.class(at) & GIVEN == 0
        {
            while end < words.len()
                && end < at + 3
                && words.is_small(end)
                && words.follows(end)
                && words.folded(end).len() > 3
                && self.ends(end, &self.lists.endings.adjectives_romance)
            {
                end += 1;
            }
        }
        if self.traits.small_nouns && self.class(at) & (PLACE | BODY) == 0 {
            let noun = end < words.len()
                && words.is_small(end)
                && words.follows(end)
                && self.class(end) & (BODY_WORD | GROUND) != 0;
            // `Европейский союз`, but neither `Сегодня суд` nor `Суд город`
            if noun
                && self.class(at) & (BODY_WORD | GROUND) == 0
                && self.ends(at, &self.lists.endings.adjectives_slavic)
                && !(opens(words, at)
                    && self.capitals.count(words, at).capital == 0
                    && self.capitals.count(words, at).small > 0)
            {
                end += 1;
            }
        }
        end
    }

    /// Where a small word stands that a name is of, with what joins them: `ministère des` before `Affaires`.
    pub fn head_before(&self, start: usize) -> Option<usize> {
        if !self.traits.small_behind {
            return None;
        }
        let joints = (1..=3.min(start)).take_while(|back| {
            let at = start - back;
            self.words.is_small(at)
                && self.touches(at + 1)
                && self.class(at) & (BODY_JOINT | BODY_WORD | ROLE) != 0
        });
        let head = start - joints.last()?;
        (self.class(head) & BODY_JOINT == 0).then_some(head)
    }

    /// `ministre de la Sécurité publique`: what somebody is minister of is no name.
    pub fn is_portfolio(&self, run: &Range<usize>) -> bool {
        let role = |head: usize| self.class(head) & ROLE != 0;
        // `ministre Tô Lâm`: with nothing between them, it is who is minister.
        run.len() < 3
            && run.start > 0
            && self.class(run.start - 1) & BODY_JOINT != 0
            && self.head_before(run.start).is_some_and(role)
            && !self.any(run.clone(), PLACE | BODY | GIVEN | BODY_WORD)
    }

    /// A name with the small words that belong to it.
    pub fn whole(&self, run: Range<usize>) -> Range<usize> {
        let words = self.words;
        let Range { mut start, mut end } = run;
        if self.class(end - 1) & (BODY | PLACE) == 0 || end - start == 1 {
            end = self.headed(end - 1);
        }
        // `golfe de Guinée`
        if self.traits.small_behind && start > 0 && self.touches(start) {
            let joint = self.class(start - 1) & BODY_JOINT != 0 && words.is_small(start - 1);
            let head = if joint && start > 1 && self.touches(start - 1) { start - 2 } else { start - 1 };
            if words.is_small(head) && self.class(head) & SMALL_GROUND != 0 {
                start = head;
            }
        }
        // `ministère des Affaires étrangères`
        let ministry = self.head_before(start).filter(|head| self.class(*head) & MINISTRY != 0);
        if let Some(head) = ministry.filter(|_| self.class(end - 1) & (PLACE | GIVEN) == 0) {
            while end < words.len()
                && words.is_small(end)
                && words.follows(end)
                && self.ends(end, &self.lists.endings.adjectives_romance)
            {
                end += 1;
            }
            start = head;
        }
        start..end
    }
}
