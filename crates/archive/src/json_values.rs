//! Where the objects of a stream of JSON end that does not keep to lines: an array of captures, or captures printed for people
//! (`jq .`, `json.dumps(…, indent=2)`).

/// What a step over bytes found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// All of them are taken, and the object, if one has begun, goes on.
    Taken,
    /// An object ends behind so many bytes.
    Ends(usize),
    /// Before so many bytes another one begins on a line of its own: the one in hand was never closed.
    Unclosed(usize),
    /// So many bytes that are neither an object nor what may stand between two.
    Stray(usize),
}

/// Finds objects, without keeping them.
#[derive(Debug, Default)]
pub(crate) struct Values {
    depth: usize,
    is_text: bool,
    is_escaped: bool,
    /// Arrays around the objects.
    arrays: usize,
    last: u8,
    /// Where in the bytes that were looked at last the object begins, or goes on.
    pub(crate) begins: usize,
}

impl Values {
    /// Whether an object, or the array around it, has begun and not ended.
    pub(crate) fn is_open(&self) -> bool {
        self.depth > 0 || self.arrays > 0
    }

    /// Whether an object has begun.
    pub(crate) fn is_inside(&self) -> bool {
        self.depth > 0
    }

    /// The end of the stream was told: it is told once.
    pub(crate) fn close(&mut self) {
        (self.depth, self.arrays, self.is_text) = (0, 0, false);
    }

    /// Looks at the bytes that come next.
    pub(crate) fn step(&mut self, bytes: &[u8]) -> Step {
        self.begins = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let before = std::mem::replace(&mut self.last, *byte);
            if self.is_text {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => self.is_text = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                // Inside of an object whatever is printed for people is set in.
                b'{' if self.depth > 0 && before == b'\n' && self.arrays == 0 => {
                    self.depth = 0;
                    self.last = b'\n';
                    return Step::Unclosed(at);
                }
                b'{' => {
                    if self.depth == 0 {
                        self.begins = at;
                    }
                    self.depth += 1;
                }
                b'"' if self.depth > 0 => self.is_text = true,
                b'}' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Step::Ends(at + 1);
                    }
                }
                _ if self.depth > 0 => {}
                b'[' => self.arrays += 1,
                b']' => self.arrays = self.arrays.saturating_sub(1),
                b' ' | b'\t' | b'\r' | b'\n' | b',' => {}
                _ => {
                    // To where something may begin again, so that one stray word costs itself alone.
                    let end = bytes[at..].iter().position(|byte| matches!(byte, b'{' | b'\n' | b']' | b','));
                    return Step::Stray(end.map_or(bytes.len(), |end| at + end));
                }
            }
        }
        Step::Taken
    }
}

/// Whether a stream that begins so holds objects that do not stand one a line; None where more must be seen.
pub(crate) fn are_values(start: &[u8]) -> Option<bool> {
    let text = start.trim_ascii_start();
    match text.first()? {
        b'[' => Some(true),
        b'{' => {
            let behind = &text[1..];
            let next = behind.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))?;
            Some(*next == b'\n')
        }
        _ => Some(false),
    }
}
