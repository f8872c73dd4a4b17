//! Writing systems, and which of them a code point belongs to.

use serde::{Serialize, Serializer};

/// A writing system, serialised as its ISO 15924 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Script {
    /// No letters at all.
    None,
    /// Letters that no press language of ours is written in.
    Other,
    /// Latin.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Arabic.
    Arabic,
    /// Devanagari.
    Devanagari,
    /// Bengali, also of Assamese.
    Bengali,
    /// Ethiopic.
    Ethiopic,
    /// Hebrew.
    Hebrew,
    /// Greek.
    Greek,
    /// Armenian.
    Armenian,
    /// Georgian.
    Georgian,
    /// Gurmukhi.
    Gurmukhi,
    /// Gujarati.
    Gujarati,
    /// Oriya.
    Oriya,
    /// Tamil.
    Tamil,
    /// Telugu.
    Telugu,
    /// Kannada.
    Kannada,
    /// Malayalam.
    Malayalam,
    /// Sinhala.
    Sinhala,
    /// Thai.
    Thai,
    /// Lao.
    Lao,
    /// Tibetan.
    Tibetan,
    /// Burmese.
    Myanmar,
    /// Khmer.
    Khmer,
    /// Hangul.
    Hangul,
    /// Hiragana and katakana.
    Kana,
    /// Chinese characters.
    Han,
}

impl Script {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 28] = [
        Self::None,
        Self::Other,
        Self::Latin,
        Self::Cyrillic,
        Self::Arabic,
        Self::Devanagari,
        Self::Bengali,
        Self::Ethiopic,
        Self::Hebrew,
        Self::Greek,
        Self::Armenian,
        Self::Georgian,
        Self::Gurmukhi,
        Self::Gujarati,
        Self::Oriya,
        Self::Tamil,
        Self::Telugu,
        Self::Kannada,
        Self::Malayalam,
        Self::Sinhala,
        Self::Thai,
        Self::Lao,
        Self::Tibetan,
        Self::Myanmar,
        Self::Khmer,
        Self::Hangul,
        Self::Kana,
        Self::Han,
    ];

    /// The scripts of several languages that a model tells apart.
    pub const MODELLED: [Self; 7] = [
        Self::Latin,
        Self::Cyrillic,
        Self::Arabic,
        Self::Devanagari,
        Self::Bengali,
        Self::Ethiopic,
        Self::Hebrew,
    ];

    /// The ISO 15924 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "Zyyy",
            Self::Other => "Zzzz",
            Self::Latin => "Latn",
            Self::Cyrillic => "Cyrl",
            Self::Arabic => "Arab",
            Self::Devanagari => "Deva",
            Self::Bengali => "Beng",
            Self::Ethiopic => "Ethi",
            Self::Hebrew => "Hebr",
            Self::Greek => "Grek",
            Self::Armenian => "Armn",
            Self::Georgian => "Geor",
            Self::Gurmukhi => "Guru",
            Self::Gujarati => "Gujr",
            Self::Oriya => "Orya",
            Self::Tamil => "Taml",
            Self::Telugu => "Telu",
            Self::Kannada => "Knda",
            Self::Malayalam => "Mlym",
            Self::Sinhala => "Sinh",
            Self::Thai => "Thai",
            Self::Lao => "Laoo",
            Self::Tibetan => "Tibt",
            Self::Myanmar => "Mymr",
            Self::Khmer => "Khmr",
            Self::Hangul => "Hang",
            Self::Kana => "Kana",
            Self::Han => "Hani",
        }
    }

    /// The script of a letter, `None` for whatever is no letter.
    pub fn of(letter: char) -> Self {
        match letter {
            'a'..='z' | 'A'..='Z' | 'ª' | 'º' => Self::Latin,
            // The two signs of arithmetic in the midst of Latin-1's letters.
            '\u{00c0}'..='\u{02af}' | '\u{1e00}'..='\u{1eff}' if letter != '×' && letter != '÷' => {
                Self::Latin
            }
            '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab6f}' => Self::Latin,
            '\u{fb00}'..='\u{fb06}' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Self::Latin,
            '\u{0370}'..='\u{03ff}' | '\u{1f00}'..='\u{1fff}' if letter.is_alphabetic() => Self::Greek,
            '\u{0400}'..='\u{0481}' | '\u{048a}'..='\u{052f}' | '\u{1c80}'..='\u{1c8f}' => Self::Cyrillic,
            '\u{a640}'..='\u{a69f}' => Self::Cyrillic,
            '\u{0531}'..='\u{0587}' if letter.is_alphabetic() => Self::Armenian,
            '\u{05d0}'..='\u{05f2}' | '\u{fb1d}'..='\u{fb4f}' => Self::Hebrew,
            '\u{0620}'..='\u{06ff}' | '\u{0750}'..='\u{077f}' | '\u{08a0}'..='\u{08ff}'
                if letter.is_alphabetic() =>
            {
                Self::Arabic
            }
            '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' if letter.is_alphabetic() => Self::Arabic,
            '\u{0900}'..='\u{0963}' | '\u{0970}'..='\u{097f}' => Self::Devanagari,
            '\u{0980}'..='\u{09e5}' | '\u{09f0}'..='\u{09f1}' | '\u{09fc}' => Self::Bengali,
            '\u{0a00}'..='\u{0a65}' | '\u{0a70}'..='\u{0a7f}' => Self::Gurmukhi,
            '\u{0a80}'..='\u{0ae5}' | '\u{0af9}'..='\u{0aff}' => Self::Gujarati,
            '\u{0b00}'..='\u{0b65}' | '\u{0b71}' => Self::Oriya,
            '\u{0b80}'..='\u{0be5}' => Self::Tamil,
            '\u{0c00}'..='\u{0c65}' => Self::Telugu,
            '\u{0c80}'..='\u{0ce5}' => Self::Kannada,
            '\u{0d00}'..='\u{0d65}' | '\u{0d7a}'..='\u{0d7f}' => Self::Malayalam,
            '\u{0d80}'..='\u{0ddf}' | '\u{0df2}'..='\u{0df3}' => Self::Sinhala,
            '\u{0e01}'..='\u{0e3a}' | '\u{0e40}'..='\u{0e4e}' => Self::Thai,
            '\u{0e81}'..='\u{0ecd}' | '\u{0edc}'..='\u{0edf}' => Self::Lao,
            '\u{0f00}' | '\u{0f40}'..='\u{0fbc}' => Self::Tibetan,
            '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' | '\u{aa60}'..='\u{aa7f}' => Self::Myanmar,
            '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}' if letter.is_alphabetic() => Self::Georgian,
            '\u{1200}'..='\u{135a}' | '\u{1380}'..='\u{138f}' | '\u{2d80}'..='\u{2dde}' => Self::Ethiopic,
            '\u{1780}'..='\u{17d3}' => Self::Khmer,
            '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7a3}' => Self::Hangul,
            '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{31f0}'..='\u{31ff}' => Self::Kana,
            '\u{ff66}'..='\u{ff9d}' => Self::Kana,
            '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Self::Han,
            // The mark of repetition and the round zero lie outside of the blocks, and stand in words.
            '\u{20000}'..='\u{3ffff}' | '々' | '〇' => Self::Han,
            _ if letter.is_alphabetic() => Self::Other,
            _ => Self::None,
        }
    }
}

impl Serialize for Script {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
