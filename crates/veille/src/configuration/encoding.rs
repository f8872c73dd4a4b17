//! Bytes of configuration as text. Editors on Windows add a byte order mark, which is dropped, and some write UTF-16, which
//! is named: guessed at, a broken name in a query would only show by what it does not find.

/// The text of a file in UTF-8; else the line and what is wrong with it.
pub fn text(bytes: &[u8]) -> Result<String, (usize, String)> {
    let expected = "expected UTF-8: save it again with that encoding";
    let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    // Without a mark UTF-16 shows by its zeros: every second byte of keys and of Latin text.
    if is_utf16 || bytes.iter().take(64).filter(|byte| **byte == 0).count() > 8 {
        return Err((1, format!("the file is in UTF-16; {expected}")));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            // The last words that could be read are what a person searches for in her editor.
            let sound = &bytes[..error.valid_up_to()];
            let line = sound.iter().filter(|byte| **byte == b'\n').count() + 1;
            let beginning = sound.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
            let after = String::from_utf8_lossy(beginning).into_owned();
            Err((line, format!("a letter after {after:?} is in another encoding (Latin-1?); {expected}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_dropped_and_another_encoding_named() {
        assert_eq!(text("\u{feff}id = 'a'".as_bytes()), Ok("id = 'a'".to_owned()));
        let utf16: Vec<u8> = "id = 'hanoi'\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xff, 0xfe], utf16.as_slice()].concat();
        for bytes in [utf16, marked] {
            assert!(text(&bytes).unwrap_err().1.contains("UTF-16"));
        }
        let (line, message) = text(b"id = 'a'\nnote = 'ann\xe9e'\n").unwrap_err();
        assert_eq!(line, 2);
        assert!(message.contains("\"note = 'ann\"") && message.contains("UTF-8"), "{message}");
    }
}
