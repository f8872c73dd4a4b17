//! Of what an article is a translation: candidates in other languages by their sketches, decided by the order of what they
//! share, and the first of them chosen.

use veille_model::{ArticleId, Copied, CopyKind};

use crate::copies::percent;
use crate::stories::{COPY_SECONDS, Stories};
use crate::texts::AtHand;
use crate::translation::{Alike, Likeness, Nearest};

/// So much less must speak for a translation that says itself whose it is.
const CREDITED: f32 = 1.5;

impl Stories {
    /// Of what an article is a translation.
    ///
    /// # Errors
    /// The texts that must be read first.
    pub(crate) fn translated_from(
        &mut self,
        slot: u32,
        at_hand: &mut AtHand<'_>,
    ) -> Result<Option<Copied>, Vec<ArticleId>> {
        self.look_for_nearest(slot);
        let one = &self.held[slot as usize];
        let kept = one.nearest.as_ref().map_or(&[][..], |nearest| &nearest.kept);
        // What was compared once is not read again.
        let mut candidates: Vec<u32> = kept.iter().map(|alike| alike.slot).collect();
        candidates.retain(|other| !one.no_translation_of.contains(other));
        candidates.sort_unstable_by_key(|other| {
            let other = &self.held[*other as usize].telling;
            // Whom it credits first, then the first: an original that is named is asked before a reprint of it.
            (!one.telling.credits(other), other.order())
        });
        let mut missing: Vec<ArticleId> = Vec::new();
        for original in candidates {
            let both = [slot, original].map(|slot| &self.held[slot as usize].telling.article);
            let gone = both.map(|article| (!self.texts.fetch(article, at_hand)).then_some(article));
            missing.extend(gone.into_iter().flatten().cloned());
            // What else is missing is asked for with it: each question is a round through the store.
            if !missing.is_empty() {
                continue;
            }
            if let Some(copied) = self.translated(slot, original) {
                return Ok(Some(copied));
            }
            self.held[slot as usize].no_translation_of.push(original);
        }
        if missing.is_empty() { Ok(None) } else { Err(missing) }
    }

    /// Looks for those before an article that are the most like it across languages, if they are not known.
    fn look_for_nearest(&mut self, slot: u32) {
        if self.held[slot as usize].nearest.is_some() {
            return;
        }
        self.look_across(slot);
        let (held, telling) = (&self.held, &self.held[slot as usize].telling);
        let order = |alike: &Alike| held[alike.slot as usize].telling.order();
        let alike = self.across[&slot].iter().copied();
        // A translation comes after what it translates, as every copy does.
        let mut earlier: Vec<Alike> = alike.filter(|alike| order(alike) < telling.order()).collect();
        // Of two that are as like, as reprints are, the earlier.
        earlier.sort_unstable_by(|a, b| order(a).cmp(&order(b)));
        self.held[slot as usize].nearest = Some(Nearest::of(earlier));
    }

    /// How one article is a translation of another.
    fn translated(&mut self, slot: u32, original: u32) -> Option<Copied> {
        let [telling, other] = [slot, original].map(|slot| &self.held[slot as usize].telling);
        let (copy, original) = self.texts.get(&telling.article).zip(self.texts.get(&other.article))?;
        let found = Likeness::of(&copy.sentences, &original.sentences, &mut self.tables);
        let credited = telling.credits(other);
        let is_one = found.is_translation() || credited && !found.is_refused && found.score > -CREDITED;
        is_one.then(|| Copied {
            original: other.article.clone(),
            kind: CopyKind::Translated,
            of_copy: percent(found.covered[0]),
            of_original: percent(found.covered[1]),
            credited,
        })
    }

    /// Has those after an article looked at again that may be translations of it, when it comes or goes.
    pub(crate) fn concern_translations(&mut self, slot: u32, is_leaving: bool) {
        self.look_across(slot);
        for alike in &self.across[&slot] {
            let there = alike.slot as usize;
            if self.held[there].telling.order() < self.held[slot as usize].telling.order() {
                continue;
            }
            let nearest = self.held[there].nearest.take();
            let (nearest, is_concerned) = match nearest {
                None => (None, true),
                // Who takes its place is to be looked for.
                Some(nearest) if is_leaving => {
                    let was_one = nearest.has(slot);
                    ((!was_one).then_some(nearest), was_one)
                }
                Some(mut nearest) => {
                    let (held, telling) = (&self.held, &self.held[slot as usize].telling);
                    let is_before = |one: &Alike| held[one.slot as usize].telling.order() < telling.order();
                    let is_known = nearest.take_in(alike.of(slot, self.sketches.sketch(slot)), is_before);
                    let is_one = nearest.has(slot);
                    (is_known.then_some(nearest), is_one || !is_known)
                }
            };
            let other = &mut self.held[there];
            let originals = &other.standing.originals;
            // A copy in one language is none of the other kind as well.
            if is_concerned && originals.first().is_none_or(|copied| copied.kind == CopyKind::Translated) {
                self.untranslated.insert(other.telling.article.clone());
            }
            other.nearest = nearest;
        }
    }

    /// Looks for those that are like an article across languages, within the time in which copies appear.
    fn look_across(&mut self, slot: u32) {
        if self.across.contains_key(&slot) {
            return;
        }
        let alike = self.sketches.alike(slot, COPY_SECONDS);
        self.across.insert(slot, alike);
    }
}
