//! The objects of a PDF, read one after another from the first byte to the last, each from its `1 0 obj` to its end.
//!
//! The table behind them (xref) says where each of them is. It may also say that all of them are the one that holds ten megabytes, that there are
//! more than fit into a memory, or lie packed within a stream of zeros, and the library does as it is told before anybody can
//! look (denial of service). What stands in the bytes is no more than the bytes, and nothing is unpacked here that was not measured. A table
//! that is broken, or leads elsewhere, is not missed either. Of an object that stands twice the last one holds, as updates are appended.

use std::collections::{BTreeMap, HashSet};

use pdf_extract::encryption::decrypt_object;
use pdf_extract::xref::XrefEntry;
use pdf_extract::{Dictionary, Document, EncryptionState, Object, ObjectId, Reader, Stream};

use super::bounds::unpacked;

/// Bytes that all streams of objects may unpack to: each `0 ` of an array is forty times as much in memory.
const OBJECTS_BYTES_MAX: u64 = 32 << 20;
/// Ends that an object is tried up to: a title may say `endobj`.
const ENDS_MAX: usize = 3;
/// Digits of a number, and spaces before the end of a stream.
const DIGITS_MAX: usize = 10;

/// The document, what anybody may open opened.
pub(super) fn load(bytes: &[u8]) -> Result<Document, String> {
    let mut loading = Loading::new(bytes);
    loading.read();
    loading.decrypt()?;
    loading.unpack()?;
    let mut document = loading.document;
    if document.trailer.get(b"Root").is_err() {
        let is_root = |object: &Object| object.as_dict().is_ok_and(|it| it.has_type(b"Catalog"));
        let root = document.objects.iter().find(|(_, object)| is_root(object)).map(|(id, _)| *id);
        document.trailer.set("Root", root.ok_or("it is a PDF without a beginning")?);
    }
    Ok(document)
}

/// What objects begin and end with, and where its first letter is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    at: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// `1 0 obj`, and where its text begins.
    Object(ObjectId, usize),
    ObjectEnd,
    /// `stream`, and where its content begins.
    Stream(usize),
    StreamEnd,
    Trailer,
}

fn marks(bytes: &[u8]) -> Vec<Mark> {
    let objects = memchr::memmem::find_iter(bytes, b"obj").filter_map(|at| {
        if bytes[..at].ends_with(b"end") {
            return Some(Mark { at: at - 3, kind: Kind::ObjectEnd });
        }
        let (before, generation) = number_before(&bytes[..at])?;
        let (before, number) = number_before(before)?;
        let id = (u32::try_from(number).ok()?, u16::try_from(generation).ok()?);
        Some(Mark { at: before.len(), kind: Kind::Object(id, at + 3) })
    });
    let streams = memchr::memmem::find_iter(bytes, b"stream").filter_map(|at| {
        if bytes[..at].ends_with(b"end") {
            return Some(Mark { at: at - 3, kind: Kind::StreamEnd });
        }
        // `stream` and an end of line, whichever: of `\r\n` both belong to it.
        let spaces = bytes[at + 6..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let content = at + 6 + spaces;
        let length = match &bytes[content..] {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return None,
        };
        Some(Mark { at, kind: Kind::Stream(content + length) })
    });
    let trailers = memchr::memmem::find_iter(bytes, b"trailer").map(|at| Mark { at, kind: Kind::Trailer });
    let mut marks: Vec<Mark> = objects.chain(streams).chain(trailers).collect();
    marks.sort_unstable();
    marks
}

/// A number at the end, and what stands before it.
fn number_before(text: &[u8]) -> Option<(&[u8], u64)> {
    let text = text.trim_ascii_end();
    let digits = text.iter().rev().take(DIGITS_MAX).take_while(|byte| byte.is_ascii_digit()).count();
    let (before, number) = text.split_at(text.len() - digits);
    Some((before, std::str::from_utf8(number).ok()?.parse().ok()?))
}

/// A number at the beginning.
fn number(text: &[u8]) -> Option<usize> {
    let text = text.trim_ascii_start();
    let digits = text.iter().take(DIGITS_MAX).take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&text[..digits]).ok()?.parse().ok()
}

/// An object as it is written, without its number and its end.
fn parsed(text: &[u8]) -> Option<Object> {
    let id = (1, 0);
    let buffer = [b"1 0 obj\n", text].concat();
    let mut document = Document::new();
    document.reference_table.insert(id.0, XrefEntry::Normal { offset: 0, generation: id.1 });
    let raw_objects = BTreeMap::new();
    let reader = Reader {
        buffer: &buffer,
        document,
        encryption_state: None,
        raw_objects,
        password: None,
        strict: false,
    };
    reader.get_object(id, &mut HashSet::new()).ok()
}

#[derive(Default)]
struct Loading<'b> {
    bytes: &'b [u8],
    marks: Vec<Mark>,
    /// Where the text of each object begins that is the last of its number.
    texts: BTreeMap<ObjectId, usize>,
    stream_ends: Vec<usize>,
    document: Document,
    /// Where each object stands that was read.
    places: BTreeMap<ObjectId, usize>,
}

impl<'b> Loading<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        let marks = marks(bytes);
        let text = |mark: &Mark| match mark.kind {
            Kind::Object(id, from) => Some((id, from)),
            _ => None,
        };
        let texts = marks.iter().filter_map(text).collect();
        let stream_ends =
            marks.iter().filter(|mark| mark.kind == Kind::StreamEnd).map(|mark| mark.at).collect();
        Self { bytes, marks, texts, stream_ends, ..Self::default() }
    }

    fn read(&mut self) {
        let mut next = 0;
        while let Some(mark) = self.marks.get(next).copied() {
            let read = match mark.kind {
                Kind::Object(id, from) => self.object(id, from, next),
                Kind::Trailer => self.trailer(mark.at + "trailer".len(), next),
                _ => None,
            };
            next = read.unwrap_or(next + 1);
        }
    }

    /// Takes in the object at this mark; the mark after it.
    fn object(&mut self, id: ObjectId, from: usize, mark: usize) -> Option<usize> {
        let (object, end) = self.text(from, mark)?;
        let (object, after) = match (object, self.marks.get(end).map(|mark| mark.kind)) {
            (Object::Dictionary(said), Some(Kind::Stream(start))) => match self.content(&said, start) {
                Some(content) => {
                    let behind = start + content.len();
                    let stream = Stream::new(said, content.to_vec());
                    (Object::Stream(stream), self.marks.partition_point(|mark| mark.at < behind))
                }
                None => (Object::Dictionary(said), end + 1),
            },
            (object, _) => (object, end),
        };
        let is_table = object.as_stream().is_ok_and(|stream| stream.dict.has_type(b"XRef"));
        match object {
            Object::Stream(table) if is_table => self.said(&table.dict),
            object => {
                self.places.insert(id, from);
                self.document.objects.insert(id, object);
            }
        }
        Some(after)
    }

    fn trailer(&mut self, from: usize, mark: usize) -> Option<usize> {
        let (said, after) = self.text(from, mark)?;
        self.said(said.as_dict().ok()?);
        Some(after)
    }

    /// What is said of the whole document: the last word of each key holds.
    fn said(&mut self, of_all: &Dictionary) {
        for (key, value) in of_all {
            self.document.trailer.set(key.clone(), value.clone());
        }
    }

    /// What is written from here to the first mark at which something ends, or to one of the next; and that mark.
    fn text(&self, from: usize, mark: usize) -> Option<(Object, usize)> {
        let ends = (mark + 1..self.marks.len()).filter(|at| self.marks[*at].kind != Kind::StreamEnd);
        let read = |end: usize| {
            let until = self.marks.get(end).map_or(self.bytes.len(), |mark| mark.at);
            Some((parsed(self.bytes.get(from..until)?)?, end))
        };
        ends.chain([self.marks.len()]).take(ENDS_MAX).find_map(read)
    }

    /// What a stream holds: as much as it says, or up to its end where that is none.
    fn content(&self, said: &Dictionary, start: usize) -> Option<&'b [u8]> {
        let rest = self.bytes.get(start..)?;
        let length = match said.get(b"Length").ok() {
            Some(Object::Integer(length)) => usize::try_from(*length).ok(),
            Some(Object::Reference(id)) => self.texts.get(id).and_then(|from| number(&self.bytes[*from..])),
            _ => None,
        };
        let is_end = |length: usize| {
            let behind = rest.get(length..).unwrap_or_default();
            let is_space = |byte: &&u8| byte.is_ascii_whitespace();
            let spaces = behind.iter().take(DIGITS_MAX).take_while(is_space).count();
            behind[spaces..].starts_with(b"endstream")
        };
        if let Some(length) = length.filter(|length| is_end(*length)) {
            return Some(&rest[..length]);
        }
        let end = self.stream_ends.get(self.stream_ends.partition_point(|end| *end < start))?;
        let content = &rest[..end - start];
        let content = content.strip_suffix(b"\n").unwrap_or(content);
        Some(content.strip_suffix(b"\r").unwrap_or(content))
    }

    /// What anybody may open has the empty password.
    fn decrypt(&mut self) -> Result<(), String> {
        let document = &mut self.document;
        if !document.is_encrypted() {
            return Ok(());
        }
        let locked = |_| "it is a PDF with a password".to_owned();
        document.authenticate_password("").map_err(locked)?;
        let state = EncryptionState::decode(document, "").map_err(locked)?;
        let own = document.trailer.remove(b"Encrypt").and_then(|own| own.as_reference().ok());
        for (id, object) in document.objects.iter_mut().filter(|(id, _)| Some(**id) != own) {
            // What cannot be decrypted is as good as not there, and is told where it is missed.
            let _ = decrypt_object(&state, *id, object);
        }
        own.map(|own| document.objects.remove(&own));
        Ok(())
    }

    /// Puts the objects that lie within streams beside the others.
    fn unpack(&mut self) -> Result<(), String> {
        let mut left = OBJECTS_BYTES_MAX;
        let objects = self.document.objects.iter();
        let streams =
            objects.filter_map(|(id, object)| Some((self.places[id], *id, object.as_stream().ok()?)));
        let mut holders: Vec<(usize, ObjectId)> =
            streams.filter(|(.., it)| it.dict.has_type(b"ObjStm")).map(|(at, id, _)| (at, id)).collect();
        holders.sort_unstable();
        for (at, id) in holders {
            let Some(Object::Stream(stream)) = self.document.objects.remove(&id) else { continue };
            left = left.saturating_sub(unpacked(&stream, left));
            if left == 0 {
                return Err("it is a PDF whose objects unpack to more than 32 MB".to_owned());
            }
            for (id, object) in within(&stream).unwrap_or_default() {
                // One that was written anew behind this stream is newer.
                if self.places.get(&id).is_none_or(|place| *place < at) {
                    self.places.insert(id, at);
                    self.document.objects.insert(id, object);
                }
            }
        }
        Ok(())
    }
}

/// The objects within a stream (ISO 32000-1, 7.5.7): their numbers and places, then each up to where the next begins.
fn within(stream: &Stream) -> Option<Vec<(ObjectId, Object)>> {
    let plain = stream.get_plain_content().ok()?;
    let first = usize::try_from(stream.dict.get(b"First").and_then(Object::as_i64).ok()?).ok()?;
    let (index, objects) = plain.split_at_checked(first)?;
    let numbers = index.split(u8::is_ascii_whitespace).filter(|number| !number.is_empty());
    let numbers: Vec<u32> =
        numbers.map_while(|number| std::str::from_utf8(number).ok()?.parse().ok()).collect();
    let mut places: Vec<(usize, u32)> =
        numbers.chunks_exact(2).map(|pair| (pair[1] as usize, pair[0])).collect();
    places.sort_unstable();
    let ends = places.iter().skip(1).map(|(at, _)| *at).chain([objects.len()]);
    let object = |((at, number), end): (&(usize, u32), usize)| {
        Some(((*number, 0), parsed(objects.get(*at..end)?.trim_ascii_start())?))
    };
    Some(places.iter().zip(ends).filter_map(object).collect())
}

#[cfg(test)]
mod tests;
