//! Of what an article is a translation: candidates in other languages by their sketches, decided by the order of what they
//! share, and the first of them chosen.

use veille_model::{ArticleId, Copied, CopyKind};

use crate::copies::percent;
use crate::stories::{COPY_SECONDS, Stories};
use crate::telling::Telling;
use crate::translation::{Likeness, Sketch, nearest};

/// Keys of the sketch that two articles must share to be looked at.
const SHARED: u16 = 2;
/// So much less must speak for a translation that says itself whose it is.
const CREDITED: f32 = 1.5;

impl Stories {
    /// Of what an article is a translation.
    ///
    /// # Errors
    /// The texts that must be read first.
    pub(crate) fn translated_from(&mut self, slot: u32) -> Result<Option<Copied>, Vec<ArticleId>> {
        let sharing = self.sharing_keys(slot);
        let telling = &self.held[slot as usize].telling;
        let mut earlier: Vec<(u32, &Telling)> = sharing
            .into_iter()
            .map(|other| (other, &self.held[other as usize].telling))
            .filter(|(_, other)| other.order() < telling.order())
            .collect();
        // Of two that are as like, as reprints are, the earlier.
        earlier.sort_unstable_by(|a, b| a.1.order().cmp(&b.1.order()));
        let sketches = earlier.iter().map(|(other, telling)| (*other, &telling.sketch));
        let mut candidates = nearest(&telling.sketch, sketches);
        candidates.sort_by(|a, b| {
            let place = |slot: u32| {
                let other = &self.held[slot as usize].telling;
                (!telling.credits(other), other.order())
            };
            place(a.slot).cmp(&place(b.slot))
        });
        let (texts, held) = (&self.texts, &self.held);
        let article = |slot: u32| &held[slot as usize].telling.article;
        let wanted =
            candidates.iter().map(|alike| alike.slot).chain((!candidates.is_empty()).then_some(slot));
        let missing: Vec<ArticleId> =
            wanted.map(article).filter(|article| !texts.contains_key(*article)).cloned().collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        for alike in candidates {
            let other = &held[alike.slot as usize].telling;
            let (copy, original) = (&texts[&telling.article], &texts[&other.article]);
            let found = Likeness::of(&copy.sentences, &original.sentences, &mut self.tables);
            let credited = telling.credits(other);
            if found.is_translation() || credited && !found.is_refused && found.score > -CREDITED {
                return Ok(Some(Copied {
                    original: other.article.clone(),
                    kind: CopyKind::Translated,
                    of_copy: percent(found.covered[0]),
                    of_original: percent(found.covered[1]),
                    credited,
                }));
            }
        }
        Ok(None)
    }

    /// Has those after an article looked at again that may be translations of it.
    pub(crate) fn concern_translations(&mut self, slot: u32) {
        let sharing = self.sharing_keys(slot);
        let telling = &self.held[slot as usize].telling;
        let may_be = |sketch: &Sketch, other: &Sketch| sketch.may_translate(other) && sketch.is_like(other);
        let later = sharing.into_iter().map(|other| &self.held[other as usize]).filter(|other| {
            let originals = &other.standing.originals;
            telling.order() < other.telling.order()
                && originals.first().is_none_or(|copied| copied.kind == CopyKind::Translated)
                && may_be(&telling.sketch, &other.telling.sketch)
        });
        let later: Vec<ArticleId> = later.map(|other| other.telling.article.clone()).collect();
        self.uncopied.extend(later);
    }

    /// Those with some of the same keys, within the time in which copies appear.
    fn sharing_keys(&mut self, slot: u32) -> Vec<u32> {
        let telling = &self.held[slot as usize].telling;
        let tally = &mut self.tally;
        self.sketches.each(telling.sketch.keys(), |other| tally.add(other));
        let counted = tally.take();
        let telling = &self.held[slot as usize].telling;
        let is_sharing = |(other, count): &(u32, u16)| {
            let there = &self.held[*other as usize];
            *count >= SHARED
                && *other != slot
                && there.is_live
                && there.telling.article != telling.article
                && telling.is_within(&there.telling, COPY_SECONDS)
        };
        counted.into_iter().filter(is_sharing).map(|(other, _)| other).collect()
    }
}
