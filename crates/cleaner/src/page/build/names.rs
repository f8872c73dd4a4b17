//! What an element's attributes say about it.

use memchr::memchr;

use crate::page::Hints;
use crate::page::attribute::{Name, Named};
use crate::page::element::Marks;

/// No element needs longer names; what follows is not read.
const NAMES_BYTES_MAX: usize = 4096;
/// Names remembered; a page uses some hundred different ones.
const REMEMBERED: usize = 256;

/// What was read of one element.
#[derive(Clone, Copy, Default)]
pub(super) struct Said {
    pub hints: Hints,
    pub marks: Marks,
    /// Digest of the class.
    pub class: u32,
}

/// Reads names. Most elements are called as one before them was, so what a list of names said is remembered.
pub(super) struct Names<'a> {
    remembered: Vec<(&'a str, Hints, u32)>,
}

impl Default for Names<'_> {
    fn default() -> Self {
        Self { remembered: vec![("", Hints::NONE, DIGEST); REMEMBERED] }
    }
}

impl<'a> Names<'a> {
    pub(super) fn read(&mut self, named: &Named, source: &'a str) -> Said {
        let mut said = Said::default();
        if named.is_empty() {
            return said;
        }
        if let Some(class) = named.get(Name::Class, source) {
            (said.hints, said.class) = self.look_up(class);
        }
        // Ids are as good as unique on their page; remembering them would push the classes out.
        for name in [Name::Id, Name::Role, Name::TestId] {
            if let Some(value) = named.get(name, source) {
                said.hints = said.hints.with(Hints::of(short(value)));
            }
        }
        for name in [Name::ItemProp, Name::Property] {
            let Some(value) = named.get(name, source) else { continue };
            let value = short(value);
            said.marks.named = true;
            said.marks.article_body |=
                // RDFa writes `schema:articleBody`, so it may stand anywhere in the value. Few values have
                // a capital B to look further.
                memchr(b'B', value.as_bytes()).is_some() && value.contains("articleBody");
            said.hints = said.hints.with(Hints::of(value));
        }
        said.marks.named |= named.place(Name::Rel).is_some();
        said.marks.hidden = named.place(Name::Hidden).is_some()
            || named.get(Name::Style, source).is_some_and(|style| hides(short(style)));
        if said.marks.hidden {
            said.hints = said.hints.with(Hints::HIDDEN);
        }
        said
    }

    fn look_up(&mut self, class: &'a str) -> (Hints, u32) {
        let class = short(class);
        let slot = &mut self.remembered[place_of(class.as_bytes())];
        if slot.0 != class {
            *slot = (class, Hints::of(class), digest(class));
        }
        (slot.1, slot.2)
    }
}

fn short(names: &str) -> &str {
    &names[..names.floor_char_boundary(NAMES_BYTES_MAX)]
}

/// Where a list of names is remembered, by its length, its beginning and its end.
fn place_of(names: &[u8]) -> usize {
    let eight = |bytes: &[u8]| bytes.iter().rev().fold(0u64, |all, byte| all << 8 | u64::from(*byte));
    let (first, last) = match names.len() {
        0..8 => (eight(names), 0),
        length => (eight(&names[..8]), eight(&names[length - 8..])),
    };
    // A direct-mapped cache: the multiplication spreads the bits to the top, from which the place is taken.
    let mixed =
        (first ^ last.rotate_left(29) ^ (names.len() as u64) << 56).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 56) as usize % REMEMBERED
}

const DIGEST: u32 = 0x811c_9dc5;

/// FNV-1a over a class attribute; numbers in it (`item-17`) make no difference.
fn digest(class: &str) -> u32 {
    class
        .bytes()
        // `post-4711 type-post`, `col-6`: blocks of one kind differ in nothing but such numbers.
        .filter(|byte| !byte.is_ascii_digit())
        .fold(DIGEST, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Whether a style shows nothing: `display: none`, `visibility: hidden`, or a place outside the screen, `left: -9999px`. What is
/// see-through (`opacity: 0`) may be an article that is faded in.
pub(in crate::page) fn hides(style: &str) -> bool {
    // Most styles are a width or a colour: told before they are taken apart.
    let may_hide = |word: &str| style.contains(word);
    if !may_hide("none") && !may_hide("hidden") && !may_hide(":-") && !may_hide(": -") {
        return false;
    }
    let declared = |name: &str, value: &str| match name {
        "display" => value.starts_with("none"),
        "visibility" => value.starts_with("hidden"),
        "left" | "top" | "text-indent" => {
            let figure = value.strip_prefix('-').unwrap_or_default();
            figure.bytes().take_while(u8::is_ascii_digit).count() > 3
        }
        _ => false,
    };
    style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .any(|(name, value)| declared(name.trim(), value.trim_start()))
}
