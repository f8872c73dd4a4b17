//! How many letters the fonts of a PDF map to Unicode (`ToUnicode`, Adobe technical note 5411). The library writes each of them down, and one
//! line may say that there are four billion (denial of service).

use std::collections::BTreeMap;

use pdf_extract::{Dictionary, Document, Object, ObjectId};

/// Letters that all fonts map: one of Chinese has sixty thousand.
const LETTERS_MAX: u64 = 2_000_000;

/// Whether fonts map more letters than are read; each font has its own, though several share one map.
pub(super) fn map_too_much(document: &Document) -> bool {
    let mut counted = BTreeMap::new();
    let mut letters = 0_u64;
    let mut left: Vec<&Object> = document.objects.values().collect();
    while let Some(object) = left.pop() {
        let dictionary = match object {
            Object::Array(objects) => {
                left.extend(objects);
                continue;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        letters = letters.saturating_add(mapped(dictionary, document, &mut counted));
        if letters > LETTERS_MAX {
            return true;
        }
        left.extend(dictionary.iter().map(|(_, value)| value));
    }
    false
}

/// How many letters a font maps; none where it is no font.
fn mapped(font: &Dictionary, document: &Document, counted: &mut BTreeMap<ObjectId, u64>) -> u64 {
    let Ok(Object::Reference(id)) = font.get(b"ToUnicode") else { return 0 };
    *counted.entry(*id).or_insert_with(|| {
        let map = document.get_object(*id).and_then(Object::as_stream);
        map.and_then(|map| map.get_plain_content()).map_or(0, |map| ranges(&map))
    })
}

/// The letters of all ranges of a map: `3 beginbfrange <0003> <0020> <0020> … endbfrange`.
fn ranges(map: &[u8]) -> u64 {
    let (mut letters, mut is_inside, mut depth) = (0_u64, false, 0_usize);
    // Of the range at hand what was read: its first, its last, what they stand for.
    let mut range: Vec<u32> = Vec::new();
    let mut rest = map;
    while let Some((first, behind)) = rest.split_first() {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"<>[]%".contains(byte);
        let until = |end: u8| memchr::memchr(end, behind).unwrap_or(behind.len());
        let length = match first {
            b'%' => behind.iter().take_while(|byte| !b"\r\n".contains(byte)).count(),
            b'<' if depth == 0 && is_inside => {
                range.push(code(&behind[..until(b'>')]));
                until(b'>')
            }
            b'<' => until(b'>'),
            b'[' => {
                depth += 1;
                0
            }
            b']' => {
                depth = depth.saturating_sub(1);
                // A list of what each stands for is one.
                range.push(0);
                0
            }
            first if is_end(first) => 0,
            _ => {
                let length = behind.iter().take_while(|byte| !is_end(byte)).count();
                match &rest[..=length] {
                    b"beginbfrange" => is_inside = true,
                    b"endbfrange" => is_inside = false,
                    _ => {}
                }
                range.clear();
                length
            }
        };
        if let [first, last, _] = range[..] {
            letters = letters.saturating_add(u64::from(last.saturating_sub(first)) + 1);
            range.clear();
        }
        rest = &behind[length..];
    }
    letters
}

/// `0003`: of the bytes that the digits tell the last four, as the library has it.
fn code(digits: &[u8]) -> u32 {
    let digits = digits.iter().filter_map(|digit| char::from(*digit).to_digit(16));
    digits.fold(0, |code, digit| code << 4 | digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_all_ranges_are_counted() {
        let check = |map: &str, expected: u64| assert_eq!(ranges(map.as_bytes()), expected, "{map}");
        check("1 beginbfrange\n<0003> <0005> <0020>\nendbfrange", 3);
        check("2 beginbfrange <00><02><0020> <03> <04> [<0041> <0042>] endbfrange", 5);
        check("1 begincodespacerange <0000> <ffff> endcodespacerange", 0);
        check("1 beginbfchar <01> <0041> endbfchar 1 beginbfrange <0> <0> <0041> endbfrange", 1);
        check("1 beginbfrange % <0000>\n<00000000> % <00000000>\r<ffffffff> <0041> endbfrange", 1 << 32);
        check("1 beginbfrange <00", 0);
        check("", 0);
    }
}
