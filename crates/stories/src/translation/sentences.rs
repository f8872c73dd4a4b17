//! A text as it is compared across languages: its keys by their hashes, and the sentences that each stands in.

use super::keys::{Channel, Key, Reading, Signs};
use crate::packed::{Packed, length};

/// The keys of a text, each once.
#[derive(Clone, Debug, Default)]
pub struct Sentences {
    /// Letters of each sentence.
    pub(crate) letters: Box<[u16]>,
    /// What each has beside words.
    pub(crate) signs: Box<[Signs]>,
    /// By hash.
    pub(crate) masses: Box<[Mass]>,
    places: Box<[u16]>,
}

/// Two sentences that stand in each other's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    pub first: usize,
    pub second: usize,
    /// What they share more than texts of one topic, in bits.
    pub bits: f32,
}

/// Bytes of a [`Mass`] that is packed.
const MASS_BYTES: usize = 11;

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
            // A number may stand there by itself and as half of another (`2.5 million`): what says more counts.
            last.weight = last.weight.max(*weight);
            if last.count == 0 || places.last() != Some(segment) {
                places.push(*segment);
                last.count += 1;
            }
        }
        Self {
            // Two bytes have room for 65,535; a sentence of more letters is no sentence.
            letters: reading.segments.iter().map(|segment| segment.letters.min(60_000) as u16).collect(),
            signs: reading.segments.iter().map(|segment| segment.signs).collect(),
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

    /// How many bytes they are packed, or some more.
    pub(crate) fn packed_bytes(&self) -> usize {
        8 + 3 * self.letters.len() + MASS_BYTES * self.masses.len() + 2 * self.places.len()
    }

    /// Puts them behind what is packed already.
    pub(crate) fn pack(&self, bytes: &mut Vec<u8>) {
        bytes.extend(length(self.letters.len()));
        self.letters.iter().for_each(|letters| bytes.extend(letters.to_le_bytes()));
        bytes.extend(self.signs.iter().map(|signs| signs.0));
        bytes.extend(length(self.masses.len()));
        for mass in &self.masses {
            bytes.extend(mass.hash.to_le_bytes());
            bytes.extend(mass.weight.to_le_bytes());
            bytes.extend(mass.count.to_le_bytes());
            bytes.push(mass.channel as u8);
        }
        self.places.iter().for_each(|place| bytes.extend(place.to_le_bytes()));
    }

    /// Takes them from what is packed; None where that is something else.
    pub(crate) fn unpack(packed: &mut Packed<'_>) -> Option<Self> {
        let numbers = |bytes: &[u8]| -> Box<[u16]> {
            bytes.as_chunks::<2>().0.iter().map(|two| u16::from_le_bytes(*two)).collect()
        };
        let count = packed.length()?;
        let letters = numbers(packed.take(count.checked_mul(2)?)?);
        let signs = packed.take(count)?.iter().copied().map(Signs).collect();
        let count = packed.length()?;
        let written = packed.take(count.checked_mul(MASS_BYTES)?)?.as_chunks::<MASS_BYTES>().0;
        let (mut masses, mut first) = (Vec::with_capacity(count), 0_u32);
        for [a, b, c, d, e, f, g, h, i, j, channel] in written {
            let count = u16::from_le_bytes([*i, *j]);
            masses.push(Mass {
                hash: u32::from_le_bytes([*a, *b, *c, *d]),
                weight: f32::from_le_bytes([*e, *f, *g, *h]),
                channel: Channel::ALL.get(usize::from(*channel)).copied()?,
                first,
                count,
            });
            first += u32::from(count);
        }
        let places = numbers(packed.take(first as usize * 2)?);
        // What is packed otherwise would be read beside the table of sentences.
        let is_whole = places.iter().all(|place| usize::from(*place) < letters.len());
        is_whole.then(|| Self { letters, signs, masses: masses.into(), places })
    }

    /// Letters of all of them.
    pub fn total(&self) -> f32 {
        self.letters.iter().map(|letters| f32::from(*letters)).sum()
    }
}
