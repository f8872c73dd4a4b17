//! Of what an article is a translation: candidates in other languages by their sketches, decided by the order of what they
//! share, and the first of them chosen.

use veille_model::{ArticleId, Copied, CopyKind};

use crate::copies::percent;
use crate::stories::{COPY_SECONDS, Held, Stories};
use crate::translation::{Alike, Likeness, nearest_of};

/// So much less must speak for a translation that says itself whose it is.
const CREDITED: f32 = 1.5;

impl Stories {
    /// Of what an article is a translation.
    ///
    /// # Errors
    /// The texts that must be read first.
    pub(crate) fn translated_from(&mut self, slot: u32) -> Result<Option<Copied>, Vec<ArticleId>> {
        self.look_across(slot);
        let (held, telling) = (&self.held, &self.held[slot as usize].telling);
        let order = |alike: &Alike| held[alike.slot as usize].telling.order();
        let alike = self.across[&slot].iter().copied();
        let mut earlier: Vec<Alike> = alike.filter(|alike| order(alike) < telling.order()).collect();
        // Of two that are as like, as reprints are, the earlier.
        earlier.sort_unstable_by(|a, b| order(a).cmp(&order(b)));
        let (mut candidates, least) = nearest_of(earlier);
        self.held[slot as usize].nearest_least = least;
        let (held, telling) = (&self.held, &self.held[slot as usize].telling);
        let order = |alike: &Alike| held[alike.slot as usize].telling.order();
        candidates.sort_by(|a, b| {
            let place = |alike: &Alike| (!telling.credits(&held[alike.slot as usize].telling), order(alike));
            place(a).cmp(&place(b))
        });
        // What was compared once is not read again.
        let mut missing: Vec<ArticleId> = Vec::new();
        for alike in &candidates {
            if self.held[slot as usize].no_translation_of.contains(&alike.slot) {
                continue;
            }
            let both = [slot, alike.slot].map(|slot| &self.held[slot as usize].telling.article);
            missing.extend(both.into_iter().filter(|article| self.texts.get(article).is_none()).cloned());
        }
        if !missing.is_empty() {
            return Err(missing);
        }
        for alike in candidates {
            if self.held[slot as usize].no_translation_of.contains(&alike.slot) {
                continue;
            }
            if let Some(copied) = self.translated(slot, alike.slot) {
                return Ok(Some(copied));
            }
            self.held[slot as usize].no_translation_of.push(alike.slot);
        }
        Ok(None)
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

    /// Has those after an article looked at again that may be translations of it.
    pub(crate) fn concern_translations(&mut self, slot: u32) {
        self.look_across(slot);
        let telling = &self.held[slot as usize].telling;
        let alike = self.across[&slot].iter().map(|alike| (alike, &self.held[alike.slot as usize]));
        let later = alike.filter(|(alike, other)| {
            let originals = &other.standing.originals;
            telling.order() < other.telling.order()
                && alike.likeness >= other.nearest_least
                && originals.first().is_none_or(|copied| copied.kind == CopyKind::Translated)
        });
        let later: Vec<ArticleId> = later.map(|(_, other)| other.telling.article.clone()).collect();
        self.uncopied.extend(later);
    }

    /// Looks for those that are like an article across languages, within the time in which copies appear.
    fn look_across(&mut self, slot: u32) {
        if self.across.contains_key(&slot) {
            return;
        }
        let telling = &self.held[slot as usize].telling;
        let (tally, outlines) = (&mut self.tally, &self.outlines);
        for (key, weight) in telling.sketch.finders() {
            let sharing = self.sketches.weighed(key);
            sharing.for_each(|(other, there)| tally.add_so_many(other, u16::from(weight.min(there))));
        }
        let outline = outlines[slot as usize];
        let mut counted = tally.take();
        // Of thousands that share a key some are left, and only these are looked at.
        counted.retain(|(other, tenths)| outline.may_be_like(outlines[*other as usize], *tenths));
        let is_near = |other: &Held| other.is_live && telling.is_within(&other.telling, COPY_SECONDS);
        let alike = counted.into_iter().filter_map(|(slot, _)| {
            let other = &self.held[slot as usize];
            is_near(other).then(|| telling.sketch.alike(slot, &other.telling.sketch)).flatten()
        });
        let alike = alike.collect();
        self.across.insert(slot, alike);
    }
}
