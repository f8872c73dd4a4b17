//! A text as it is compared across languages: its keys by their hashes, and the sentences that each stands in.

use super::keys::{Channel, Key, Reading};

/// The keys of a text, each once.
#[derive(Clone, Debug, Default)]
pub struct Sentences {
    /// Letters of each sentence.
    pub(crate) letters: Box<[u16]>,
    /// By hash.
    pub(crate) masses: Box<[Mass]>,
    places: Box<[u16]>,
}

/// What a key says in its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mass {
    pub hash: u32,
    pub channel: Channel,
    pub weight: f32,
    first: u32,
    count: u16,
}

impl Sentences {
    /// Of a text that was read.
    pub fn of(reading: &Reading) -> Self {
        let mut sorted: Vec<&Key> = reading.keys.iter().collect();
        sorted.sort_unstable_by_key(|key| (key.hash, key.segment));
        let (mut masses, mut places): (Vec<Mass>, Vec<u16>) = (Vec::new(), Vec::new());
        for Key { hash, segment, weight, channel, .. } in sorted {
            if masses.last().is_none_or(|last| last.hash != *hash) {
                let first = places.len() as u32;
                masses.push(Mass { hash: *hash, channel: *channel, weight: *weight, first, count: 0 });
            }
            let Some(last) = masses.last_mut() else { continue };
            last.weight = last.weight.max(*weight);
            if last.count == 0 || places.last() != Some(segment) {
                places.push(*segment);
                last.count += 1;
            }
        }
        Self {
            letters: reading.segments.iter().map(|segment| segment.letters.min(60_000) as u16).collect(),
            masses: masses.into(),
            places: places.into(),
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.letters.len()
    }

    /// The sentences that a key stands in.
    pub(crate) fn places(&self, mass: &Mass) -> &[u16] {
        &self.places[mass.first as usize..mass.first as usize + usize::from(mass.count)]
    }

    /// Letters of all of them.
    pub fn total(&self) -> f32 {
        self.letters.iter().map(|letters| f32::from(*letters)).sum()
    }
}
