//! What the names that a page gives its elements say about them.
//!
//! Class names, ids, roles and item properties are cut into parts (`c-Article__bodyText` is `c`, `article`, `body`,
//! `text`), and each part and each pair of neighbours is looked up in `data/hints.txt`. The answer is a set of
//! categories, one bit each.

use std::sync::LazyLock;

/// Categories by the parts of names, one a line.
const HINTS: &str = include_str!("../../data/hints.txt");

/// A set of categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hints(pub(crate) u64);

macro_rules! categories {
    ($($constant:ident = $bit:expr, $name:literal;)*) => {
        impl Hints {
            $(pub(crate) const $constant: Self = Self(1 << $bit);)*
            /// Every category and its name in `data/hints.txt`.
            pub(crate) const NAMES: &[(&str, Self)] = &[$(($name, Self::$constant)),*];
        }
    };
}

categories! {
    BODY = 0, "body";
    ARTICLE = 1, "article";
    HEADLINE = 2, "headline";
    LEAD = 3, "lead";
    BYLINE = 4, "byline";
    DATE = 5, "date";
    CAPTION = 6, "caption";
    COMMENT = 7, "comment";
    RELATED = 8, "related";
    TEASER = 9, "teaser";
    SHARE = 10, "share";
    NAV = 11, "nav";
    FOOTER = 12, "footer";
    ASIDE = 13, "aside";
    AD = 14, "ad";
    NEWSLETTER = 15, "newsletter";
    PAYWALL = 16, "paywall";
    CONSENT = 17, "consent";
    TAGS = 18, "tags";
    HIDDEN = 19, "hidden";
    GALLERY = 20, "gallery";
    LIVE = 21, "live";
    QUOTE = 22, "quote";
    BOX = 23, "box";
    TOC = 24, "toc";
    BIO = 25, "bio";
    EMBED = 26, "embed";
    META = 27, "meta";
    TOOLS = 28, "tools";
    MODAL = 29, "modal";
    FORM = 30, "form";
    PRODUCT = 31, "product";
    TABLE = 32, "table";
    FOOTNOTE = 33, "footnote";
    ERROR = 34, "error";
}

impl Hints {
    pub(crate) const NONE: Self = Self(0);
    /// Number of categories.
    pub(crate) const COUNT: usize = Self::NAMES.len();

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn only(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// The names of the categories in the set.
    #[cfg(test)]
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().filter(move |(_, category)| self.has(*category)).map(|(name, _)| *name)
    }

    /// What a class name, an id or a list of them says.
    pub(crate) fn of(names: &str) -> Self {
        let mut found = Self::NONE;
        let mut previous = START;
        let mut part = START;
        let mut joined = START;
        let mut before = 0u8;
        let table = &*TABLE;
        for &byte in names.as_bytes().iter().chain(b" ") {
            let is_part = byte.is_ascii_alphanumeric() || byte >= 0x80;
            // `bodyText` has a hump, `URL` and `BODY` have none: only a capital behind a
            // small letter opens a part.
            let new_hump = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
            if (!is_part || new_hump) && part != START {
                found = found.with(table.get(part));
                if previous != START {
                    // Pairs, because `body` alone is anybody's (`card-body`): `article-body`,
                    // `entryContent` are looked up as one.
                    found = found.with(table.get(joined));
                }
                (previous, joined, part) = (part, part, START);
            }
            if is_part {
                let byte = byte.to_ascii_lowercase();
                part = step(part, byte);
                joined = step(joined, byte);
            } else if byte == b' ' {
                // The next name of a list: `article body` is two classes, not one called `articlebody`.
                (previous, joined) = (START, START);
            }
            before = byte;
        }
        found
    }
}

/// FNV-1a, 64 bits: a running hash, so that two neighbours joined cost no more than one.
const START: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

static TABLE: LazyLock<Parts> = LazyLock::new(Parts::read);

/// Parts of names by their hash, in open addressing. Two parts that share all 64 bits of their hash are not told apart.
struct Parts {
    slots: Vec<(u64, Hints)>,
    /// A bit for each hash: most parts say nothing, and are known by it.
    known: [u64; KNOWN_BITS / 64],
}

const KNOWN_BITS: usize = 1 << 14;

impl Parts {
    fn read() -> Self {
        let mut parts = Self { slots: vec![(0, Hints::NONE); 4096], known: [0; KNOWN_BITS / 64] };
        for line in HINTS.lines().filter(|line| !line.starts_with('#')) {
            let Some((category, names)) = line.split_once(':') else { continue };
            let bits = Hints::NAMES.iter().find(|(name, _)| *name == category).map(|(_, bits)| *bits);
            for name in names.split_whitespace() {
                parts.insert(name.bytes().fold(START, step), bits.unwrap_or_default());
            }
        }
        parts
    }

    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        // From other bits than the filter's, so that what passes one by accident is not sent to
        // a full place by the other.
        let mut at = (hash >> 32) as usize & mask;
        while self.slots[at].0 != 0 && self.slots[at].0 != hash {
            at = (at + 1) & mask;
        }
        at
    }

    fn insert(&mut self, hash: u64, bits: Hints) {
        let at = self.slot(hash);
        self.slots[at] = (hash, self.slots[at].1.with(bits));
        let bit = hash as usize % KNOWN_BITS;
        self.known[bit / 64] |= 1 << (bit % 64);
    }

    fn get(&self, hash: u64) -> Hints {
        let bit = hash as usize % KNOWN_BITS;
        let may_be_known = self.known[bit / 64] >> (bit % 64) & 1 == 1;
        if may_be_known { self.slots[self.slot(hash)].1 } else { Hints::NONE }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_their_parts() {
        let check = |names: &str, expected: &[&str]| {
            assert_eq!(Hints::of(names).names().collect::<Vec<_>>(), expected, "{names}");
        };
        check("c-Article__bodyText", &["body", "article"]);
        check("entry-content", &["body", "article"]);
        check("relatedPosts sidebar", &["related", "aside"]);
        check("shadow loader headroom", &[]);
        check("article body", &["article"]);
    }

    #[test]
    fn every_category_of_the_file_is_known() {
        for line in HINTS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (category, parts) = line.split_once(':').unwrap();
            assert!(Hints::NAMES.iter().any(|(name, _)| *name == category), "{category}");
            assert!(
                parts.bytes().all(|b| b == b' ' || b.is_ascii_lowercase() || b.is_ascii_digit()),
                "{line}"
            );
        }
    }
}
