//! The weights of the models as bytes: written by the training program, read when a tagger is made.
//!
//! A row of weights, one for each language, belongs to each feature that was kept. Most of them are zero, so a row is
//! a mask and the weights that are not:
//!
//! ```text
//! "VLW2", then for each model:
//!   u8 script · u8 languages · each: u8 length, ASCII tag · f32 unit (what a weight of one adds to a logit)
//!   f32 five times: calibration
//!   for n-grams of 2, 3, 4 symbols and for words: u32 rows · each one's symbols or key, rising, as a LEB128 difference
//!   each row: languages/8 bytes of mask, the lowest bit first · i8 for each bit set
//! ```

use super::features::Feature;
use super::script::Script;

const MAGIC: &[u8; 4] = b"VLW2";

/// How a margin becomes confidence: the coefficients of one, and of each of a verdict's signs.
pub type Calibration = [f32; 5];

/// One script's model at rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// The script whose languages it tells apart.
    pub script: Script,
    /// BCP 47 tags; their places are the lanes of a row.
    pub languages: Vec<String>,
    /// What a weight of one adds to a logit.
    pub unit: f32,
    /// How evidence becomes confidence (see [`Calibration`]).
    pub calibration: Calibration,
    /// Features in their order: n-grams from the shortest, then words.
    pub features: Vec<Feature>,
    /// As many weights for each feature as there are languages.
    pub rows: Vec<i8>,
}

/// Why bytes are no weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadWeights {
    /// The first four bytes are others.
    #[error("these are no language weights: they begin with other bytes than VLW2")]
    NotWeights,
    /// The bytes end early.
    #[error("language weights end early")]
    Truncated,
    /// A script or tag that makes no sense.
    #[error("language weights name an unknown script or a tag that is not ASCII")]
    BadHeader,
}

/// Writes models as bytes.
pub fn encode(models: &[Weights]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for model in models {
        bytes.push(model.script as u8);
        bytes.push(model.languages.len() as u8);
        for tag in &model.languages {
            bytes.push(tag.len() as u8);
            bytes.extend(tag.bytes());
        }
        for number in [model.unit].iter().chain(&model.calibration) {
            bytes.extend(number.to_le_bytes());
        }
        for kind in KINDS {
            let values: Vec<u32> = model.features.iter().filter_map(|feature| kind.value(*feature)).collect();
            bytes.extend((values.len() as u32).to_le_bytes());
            let mut previous = 0;
            for value in values {
                // Rising values as differences (delta coding): n-grams take one or two bytes instead of four.
                push_leb128(&mut bytes, value - previous);
                previous = value;
            }
        }
        for row in model.rows.chunks_exact(model.languages.len()) {
            let mut mask = vec![0u8; model.languages.len().div_ceil(8)];
            for (lane, _) in row.iter().enumerate().filter(|(_, weight)| **weight != 0) {
                mask[lane / 8] |= 1 << (lane % 8);
            }
            bytes.extend(mask);
            bytes.extend(row.iter().filter(|weight| **weight != 0).map(|weight| *weight as u8));
        }
    }
    bytes
}

/// Reads what [`encode`] wrote.
///
/// # Errors
/// Says what is wrong with bytes that it did not write.
pub fn decode(bytes: &[u8]) -> Result<Vec<Weights>, BadWeights> {
    let mut rest = Rest(bytes);
    if rest.take(4)? != MAGIC {
        return Err(BadWeights::NotWeights);
    }
    let mut models = Vec::new();
    while !rest.0.is_empty() {
        models.push(decode_model(&mut rest)?);
    }
    Ok(models)
}

fn decode_model(rest: &mut Rest<'_>) -> Result<Weights, BadWeights> {
    let script = *Script::ALL.get(usize::from(rest.byte()?)).ok_or(BadWeights::BadHeader)?;
    let count = usize::from(rest.byte()?);
    let mut languages = Vec::with_capacity(count);
    for _ in 0..count {
        let length = usize::from(rest.byte()?);
        let tag = std::str::from_utf8(rest.take(length)?).map_err(|_| BadWeights::BadHeader)?;
        languages.push(tag.to_owned());
    }
    let unit = f32::from_bits(rest.u32()?);
    let mut calibration = Calibration::default();
    for number in &mut calibration {
        *number = f32::from_bits(rest.u32()?);
    }
    let mut features = Vec::new();
    for kind in KINDS {
        let mut value = 0u32;
        for _ in 0..rest.u32()? {
            value = value.wrapping_add(rest.leb128()?);
            features.push(kind.feature(value));
        }
    }
    let row_bytes_min = count.div_ceil(8);
    // Before the rows are allocated: a torn or hostile header may promise them by the million.
    if count == 0 || features.len() * row_bytes_min > rest.0.len() {
        return Err(BadWeights::Truncated);
    }
    let mut rows = vec![0i8; features.len() * count];
    for row in rows.chunks_exact_mut(count) {
        let mask = rest.take(count.div_ceil(8))?;
        for (place, &bits) in mask.iter().enumerate() {
            let mut bits = bits;
            while bits != 0 {
                let lane = place * 8 + bits.trailing_zeros() as usize;
                // A bit of the mask beyond the last language.
                *row.get_mut(lane).ok_or(BadWeights::BadHeader)? = rest.byte()? as i8;
                bits &= bits - 1;
            }
        }
    }
    Ok(Weights { script, languages, unit, calibration, features, rows })
}

/// What stands together in the file: n-grams of one length, or words.
#[derive(Clone, Copy)]
enum Kind {
    Grams(u8),
    Words,
}

const KINDS: [Kind; 4] = [Kind::Grams(2), Kind::Grams(3), Kind::Grams(4), Kind::Words];

impl Kind {
    fn feature(self, value: u32) -> Feature {
        match self {
            Self::Grams(order) => Feature::Gram(order, value),
            Self::Words => Feature::Word(value),
        }
    }

    /// Its symbols or key, where the feature is of this kind.
    fn value(self, feature: Feature) -> Option<u32> {
        match (self, feature) {
            (Self::Grams(own), Feature::Gram(order, symbols)) => (own == order).then_some(symbols),
            (Self::Words, Feature::Word(key)) => Some(key),
            _ => None,
        }
    }
}

fn push_leb128(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], BadWeights> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(BadWeights::Truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, BadWeights> {
        Ok(self.take(1)?[0])
    }

    fn u32(&mut self) -> Result<u32, BadWeights> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    fn leb128(&mut self) -> Result<u32, BadWeights> {
        let mut value = 0u32;
        // Five groups of seven bits hold a u32; a sixth is no number of ours.
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(BadWeights::BadHeader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<Weights> {
        vec![Weights {
            script: Script::Hebrew,
            languages: vec!["he".to_owned(), "yi".to_owned()],
            unit: 0.25,
            calibration: [0.0, 1.0, 2.0, 3.0, 4.0],
            features: vec![Feature::Gram(2, 700), Feature::Gram(4, 70_000), Feature::Word(u32::MAX)],
            rows: vec![1, -1, 0, 0, -31, 31],
        }]
    }

    #[test]
    fn weights_survive_being_written_and_read() {
        assert_eq!(decode(&encode(&sample())), Ok(sample()));
    }

    #[test]
    fn weights_cut_short_anywhere_are_refused() {
        let bytes = encode(&sample());
        for length in (0..bytes.len()).filter(|length| *length != 4) {
            assert!(decode(&bytes[..length]).is_err(), "{length} of {} bytes", bytes.len());
        }
    }
}
