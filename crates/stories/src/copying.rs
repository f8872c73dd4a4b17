//! Of what an article is a copy: candidates by fingerprints, decided text against text, and the first of them chosen.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;
use veille_model::{ArticleId, Copied, CopyKind, Told};

use crate::copies::compare;
use crate::stories::{COPY_SECONDS, Stories, Wanted};
use crate::telling::Telling;
use crate::texts::AtHand;

/// So many of the shorter text's fingerprints the other must have, in hundredths: of a text a quarter of whose words were
/// changed some twenty are left, a paragraph that all pages of a paper end with makes fewer.
const PRINTS_SHARED: usize = 7;
/// With so many it is no question where they stand; of a text of so few it says nothing.
const PRINTS_PLAIN: usize = 25;
const PRINTS_FEW: usize = 40;
/// With fewer they stand in so many sixteenths of one of the texts: a sentence or two that both quote, and what a paper puts
/// under all its pages, stand in less.
const SPREAD: u32 = 5;
/// Most texts that one is compared with: the first in order.
const COMPARED: usize = 64;
/// So many tenths of the fingerprints that the nearest text shares make another one as near.
const MUCH: u16 = 6;
/// Texts that are asked for at once: mostly the first is the original.
const ASKED: usize = 4;
/// An original that holds so much of a copy, in percent, leaves no room for another.
const WHOLE: u8 = 98;
/// So much of a text, in hundredths, must come from a second original that the first does not have.
const SECOND: usize = 2;

impl Stories {
    /// Decides whose copies those are of which that is open.
    pub(crate) fn settle_copies(&mut self, at_hand: &mut AtHand<'_>) -> Result<(), Wanted> {
        let mut wanted = Wanted::default();
        self.compare_with_one_more(at_hand, &mut wanted);
        let open: BTreeSet<ArticleId> = self.uncopied.union(&self.untranslated).cloned().collect();
        for article in open {
            let decided = match self.slots.get(&article).copied() {
                Some(slot) => self.decide_original(slot, at_hand),
                None => Ok(()),
            };
            match decided {
                Ok(()) => {
                    self.uncopied.remove(&article);
                    self.untranslated.remove(&article);
                }
                Err(texts) => wanted.texts.extend(texts),
            }
            self.texts.make_room();
        }
        if wanted.is_empty() { Ok(()) } else { Err(wanted) }
    }

    /// Of whom it is known that it is a copy of none of the others before it, only those are decided anew that are one of what
    /// came.
    fn compare_with_one_more(&mut self, at_hand: &mut AtHand<'_>, wanted: &mut Wanted) {
        for (article, other) in std::mem::take(&mut self.one_more) {
            self.texts.make_room();
            let both = [&article, &other].map(|article| self.slots.get(article).copied());
            let [Some(copy), Some(original)] = both else { continue };
            let is_known = self.held[copy as usize].no_copy_of.contains(&original);
            // What is open altogether is compared with this one as well.
            if is_known || self.uncopied.contains(&article) {
                continue;
            }
            let here = [&article, &other].map(|article| self.texts.fetch(article, at_hand));
            let Some((text, there)) = self.texts.get(&article).zip(self.texts.get(&other)) else {
                let missing = [&article, &other].into_iter().zip(here).filter(|(_, is_here)| !is_here);
                wanted.texts.extend(missing.map(|(article, _)| article.clone()));
                self.one_more.push((article, other));
                continue;
            };
            let [telling, before] = [copy, original].map(|slot| &self.held[slot as usize].telling);
            match compare((telling, text), (before, there)) {
                Some(_) => drop(self.uncopied.insert(article)),
                None => self.held[copy as usize].no_copy_of.push(original),
            }
        }
    }

    /// Has those looked at again of which an article may be the original, when it comes or goes.
    pub(crate) fn concern(&mut self, slot: u32, is_leaving: bool) {
        let telling = &self.held[slot as usize].telling;
        let (tally, mut crowded) = (&mut self.tally, FxHashSet::default());
        self.prints.after(&telling.prints.hashes, slot, &self.held, |other, is_crowded| {
            tally.add(other);
            // Where many have a fingerprint, another one is looked at no more for this one.
            if is_crowded {
                crowded.insert(other);
            }
        });
        let counted = tally.take();
        let mut later: Vec<u32> = self.alike(slot, counted).into_iter().map(|(other, _)| other).collect();
        // Who was compared with all that came into question and is no copy of them is none of some of them.
        let may_change = |other: &u32| {
            let other = &self.held[*other as usize];
            is_leaving || other.compared.is_none() || other.standing.original().is_some()
        };
        later.extend(crowded.into_iter().filter(may_change));
        let telling = &self.held[slot as usize].telling;
        let copies: Vec<u32> = later
            .into_iter()
            .filter(|other| {
                let other = &self.held[*other as usize];
                other.is_live
                    && telling.order() < other.telling.order()
                    && other.standing.originals.first().is_none_or(|copied| {
                        copied.kind == CopyKind::Translated
                            || copied.of_copy < WHOLE
                            || self.slot(&copied.original).is_none_or(|original| {
                                telling.order() < original.telling.order()
                                    || is_preferred(&other.telling, telling, &original.telling)
                            })
                    })
            })
            .collect();
        let article = telling.article.clone();
        for copy in copies {
            let other = &mut self.held[copy as usize];
            let is_copy = other.standing.originals.first().is_some_and(|it| it.kind != CopyKind::Translated);
            match &mut other.compared {
                Some(compared) if *compared < COMPARED && !is_copy && !is_leaving => {
                    *compared += 1;
                    self.one_more.push((other.telling.article.clone(), article.clone()));
                }
                _ => drop(self.uncopied.insert(other.telling.article.clone())),
            }
        }
        self.concern_translations(slot, is_leaving);
    }

    /// Of those that were counted those with enough of the same fingerprints.
    fn alike(&self, slot: u32, counted: Vec<(u32, u16)>) -> Vec<(u32, u16)> {
        let telling = &self.held[slot as usize].telling;
        let is_alike = |(other, count): &(u32, u16)| {
            let other = &self.held[*other as usize];
            let (prints, others) = (&telling.prints, &other.telling.prints);
            let shorter = prints.hashes.len().min(others.hashes.len());
            let count = usize::from(*count) * 100;
            other.is_live
                && count >= shorter * PRINTS_SHARED
                // An article that is here in two wordings for a moment is no copy of itself.
                && other.telling.article != telling.article
                && telling.is_within(&other.telling, COPY_SECONDS)
                && (shorter < PRINTS_FEW
                    || count >= shorter * PRINTS_PLAIN
                    || telling.is_page_of(&other.telling)
                    || prints.spread(others) >= SPREAD)
        };
        counted.into_iter().filter(is_alike).collect()
    }

    /// Decides of what an article is a copy.
    ///
    /// # Errors
    /// The texts that must be read first.
    fn decide_original(&mut self, slot: u32, at_hand: &mut AtHand<'_>) -> Result<(), Vec<ArticleId>> {
        let is_open = self.uncopied.contains(&self.held[slot as usize].telling.article);
        let mut originals = if is_open { self.copied_from(slot, at_hand)? } else { Vec::new() };
        // What was printed in its own language was not translated anew.
        if originals.is_empty() {
            originals.extend(self.translated_from(slot, at_hand)?);
        }
        let held = &self.held[slot as usize];
        if held.standing.originals != originals {
            let article = held.telling.article.clone();
            let place = (held.telling.at.unwrap_or(0), article.clone());
            let standing = Told { originals, ..held.standing.clone() };
            self.stand(&article, standing);
            self.unplaced.insert(place.clone());
            self.unjoined.insert(place);
        }
        Ok(())
    }

    /// Of what an article is a copy in its own language.
    ///
    /// # Errors
    /// The texts that must be read first.
    fn copied_from(&mut self, slot: u32, at_hand: &mut AtHand<'_>) -> Result<Vec<Copied>, Vec<ArticleId>> {
        let (tally, prints) = (&mut self.tally, &self.held[slot as usize].telling.prints.hashes);
        self.prints.before(prints, slot, &self.held, |other| tally.add(other));
        let counted = tally.take();
        let mut before = self.alike(slot, counted);
        let held = &self.held;
        let telling = &held[slot as usize].telling;
        before.retain(|(other, _)| held[*other as usize].telling.order() < telling.order());
        // Who has much less of it than another is not where it came from, however early.
        let most = before.iter().map(|(_, count)| *count).max().unwrap_or_default();
        before.sort_unstable_by(|a, b| {
            // A page for printers is a twin of its own paper's page before it is a copy of an agency's.
            let place = |(other, count): &(u32, u16)| {
                let other = &held[*other as usize].telling;
                (!telling.is_page_of(other), !telling.credits(other), count * 10 < most * MUCH, other.order())
            };
            place(a).cmp(&place(b))
        });
        let compared = (before.len() <= COMPARED).then_some(before.len());
        before.truncate(COMPARED);
        let mut originals: Vec<Copied> = Vec::new();
        let mut covered: Vec<bool> = Vec::new();
        let (mut missing, mut no_copy_of): (Vec<ArticleId>, Vec<u32>) = (Vec::new(), Vec::new());
        // What was compared once is not read again.
        before.retain(|(other, _)| !held[slot as usize].no_copy_of.contains(other));
        for (earlier, _) in before {
            // A round through the store for a few: the first of them mostly answers, and the rest would be read in vain.
            if missing.len() > ASKED {
                break;
            }
            let other = &held[earlier as usize].telling;
            let both = [&telling.article, &other.article];
            let gone = both.map(|article| (!self.texts.fetch(article, at_hand)).then_some(article));
            missing.extend(gone.into_iter().flatten().cloned());
            let (Some(text), Some(there)) =
                (self.texts.get(&telling.article), self.texts.get(&other.article))
            else {
                continue;
            };
            let Some(copied) = compare((telling, text), (other, there)) else {
                no_copy_of.push(earlier);
                continue;
            };
            if originals.is_empty() {
                let is_whole = copied.of_copy >= WHOLE;
                originals.push(copied);
                if is_whole {
                    break;
                }
                covered = text.held_by(there);
                continue;
            }
            let more =
                text.held_by(there).iter().zip(&covered).filter(|(there, here)| **there && !**here).count();
            // Of what the first original has: a sentence of another paper's makes no merged text.
            if more * 100 >= covered.len() * SECOND {
                originals[0].kind = CopyKind::Merged;
                originals.push(Copied { kind: CopyKind::Merged, ..copied });
                break;
            }
        }
        self.held[slot as usize].no_copy_of.extend(no_copy_of);
        if !missing.is_empty() {
            return Err(missing);
        }
        // Not before all was read: it stands for a comparison with each of them.
        self.held[slot as usize].compared = compared;
        Ok(originals)
    }
}

/// Whether an article's original is the first of these rather than the second.
fn is_preferred(copy: &Telling, first: &Telling, second: &Telling) -> bool {
    let place = |telling: &Telling| (!copy.is_page_of(telling), !copy.credits(telling));
    (place(first), first.order()) < (place(second), second.order())
}
