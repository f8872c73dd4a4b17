//! Where plain text goes on: most of a text can be copied by the stretch.

/// Bytes from the front that are words with single spaces between them: neither `&`, nor other white space, nor the start
/// of a character that may be white space or invisible.
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    let byte_at = |at: usize| bytes.get(at).map_or(SPECIAL, |byte| BYTES[usize::from(*byte)]);
    let mut at = 0;
    let mut here = byte_at(0);
    // A leading space may be one of several; whether it is written is for the caller to say.
    if here == SPACE {
        return 0;
    }
    loop {
        let mut next = byte_at(at + 1);
        // A space between two plain bytes is as plain as they are.
        while here == PLAIN || here == SPACE && next == PLAIN {
            at += 1;
            here = next;
            next = byte_at(at + 1);
        }
        let goes_on = match here {
            PERHAPS => !is_special(&bytes[at..]),
            SPACE => next == PERHAPS && !is_special(&bytes[at + 1..]),
            _ => false,
        };
        if !goes_on {
            return at;
        }
        at += 1;
        here = next;
    }
}

const PLAIN: u8 = 0;
const SPACE: u8 = 1;
/// U+0080-U+00BF: no-break space, soft hyphen. U+2000-U+2FFF: spaces. U+F000-U+FFFF: the byte-order mark.
const PERHAPS: u8 = 2;
/// Other white space, controls, `&`.
const SPECIAL: u8 = 3;

static BYTES: [u8; 256] = {
    let mut bytes = [PLAIN; 256];
    let mut at = 0;
    while at < 256 {
        bytes[at] = match at as u8 {
            b' ' => SPACE,
            0..b' ' | b'&' | 0x7f => SPECIAL,
            // Vietnamese and French letters begin with other bytes (c3 to c6, e1) and
            // are never looked at twice.
            0xc2 | 0xe2 | 0xe3 | 0xef => PERHAPS,
            _ => PLAIN,
        };
        at += 1;
    }
    bytes
};

fn is_special(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xc2, 0x80..=0xa0 | 0xad, ..]
            | [0xe2, 0x80, 0x80..=0x8b | 0xa8 | 0xa9 | 0xaf, ..]
            | [0xe2, 0x81, 0x9f | 0xa0, ..]
            | [0xe3, 0x80, 0x80, ..]
            | [0xef, 0xbb, 0xbf, ..]
    )
}

/// Whether a character that is not plain shows nothing at all: soft hyphens, joiners of width zero.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}')
}

/// Whether a character parts words.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_ends_where_something_else_begins() {
        let check = |text: &str, expected: &str| {
            assert_eq!(&text[..plain_length(text.as_bytes())], expected, "{text:?}");
        };
        check("un mot  deux", "un mot");
        check("un mot ", "un mot");
        check(" un", "");
        check("Hà Nội\u{a0}x", "Hà Nội");
        check("un “mot” – dit-il", "un “mot” – dit-il");
        check("un \u{200b}x", "un");
        check("河内 、x", "河内 、x");
        check("河\u{3000}内", "河");
        check("a&b", "a");
        check("", "");
    }

    #[test]
    fn no_character_that_is_blank_or_invisible_is_plain() {
        // But the space of Ogham, which no newspaper is printed in.
        for character in ('\u{1}'..=char::MAX).filter(|c| *c != '\u{1680}') {
            if is_blank(character) || is_invisible(character) {
                assert_eq!(plain_length(character.encode_utf8(&mut [0; 4]).as_bytes()), 0, "{character:?}");
            }
        }
    }
}
