//! What reading a PDF may take (denial of service): streams that unpack without measure, forms that draw forms, pages that
//! inherit from one another without end. The library follows all of these as far as they go, and a stack that overflows ends
//! the program.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use super::maps;

/// Bytes that all streams of a PDF may unpack to: a page of zeros packs a thousandfold.
pub(super) const UNPACKED_BYTES_MAX: u64 = 256 << 20;
/// Bytes that what one page draws may unpack to, or one form: a map of a city has three, and each `q ` of them is seventy in memory.
const DRAWN_BYTES_MAX: u64 = 16 << 20;
/// What LZW makes of a byte at most, its longest code over and over (4,096 bytes of twelve bits); deflate makes 1,032.
const UNPACKED_FOLD: u64 = 2_731;
/// Nodes of the tree of pages above a page.
const PARENTS_MAX: usize = 64;
/// Forms within forms.
const DEPTH_MAX: usize = 16;
/// Forms that all pages draw, and kilobytes of them: a map draws each of its signs, thousands of times.
const DRAWN_MAX: u64 = 1_000_000;

/// Why a document is not read.
pub(super) fn refusal(document: &Document) -> Option<&'static str> {
    let pages = document.get_pages();
    if !pages.values().all(|page| is_rooted(document, *page)) {
        return Some("it is a PDF whose pages stand within each other");
    }
    if unpacks_beyond(document, UNPACKED_BYTES_MAX) {
        return Some("it is a PDF that unpacks to more than 256 MB");
    }
    // After what it unpacks to is known.
    if maps::map_too_much(document) {
        return Some("it is a PDF whose fonts have more than two million letters");
    }
    let mut lengths = Lengths { document, known: BTreeMap::new() };
    if !lengths.stay_within(pages.values().copied()) {
        return Some("it is a PDF that draws more than 16 MB on a page, or 256 MB in all");
    }
    let mut drawing = Drawing { document, lengths, open: BTreeSet::new(), drawn: BTreeMap::new() };
    let drawn = pages.values().try_fold(0_u64, |sum, page| Some(sum.saturating_add(drawing.of_page(*page)?)));
    match drawn {
        Some(drawn) if drawn <= DRAWN_MAX => None,
        _ => Some("it is a PDF whose drawings draw each other without end"),
    }
}

/// Whether the way up from a page ends.
fn is_rooted(document: &Document, page: ObjectId) -> bool {
    let parent = |id: &ObjectId| document.get_dictionary(*id).ok()?.get(b"Parent").ok()?.as_reference().ok();
    std::iter::successors(Some(page), parent).nth(PARENTS_MAX).is_none()
}

fn unpacks_beyond(document: &Document, limit: u64) -> bool {
    let mut left = limit;
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    // Nobody unpacks pictures; what fonts and colours are read from is unpacked whatever it says of itself.
    let is_picture = |stream: &Stream| has_name(&stream.dict, b"Subtype", b"Image");
    let read: BTreeSet<ObjectId> = document.objects.values().flat_map(read_otherwise).collect();
    let read = read.iter().filter_map(|id| document.get_object(*id).and_then(Object::as_stream).ok());
    streams.filter(|stream| !is_picture(stream)).chain(read.filter(|stream| is_picture(stream))).any(
        |stream| {
            left = left.saturating_sub(unpacked(stream, left));
            left == 0
        },
    )
}

/// What an object refers to as to a part of a font, or of a colour, which is unpacked each time.
fn read_otherwise(object: &Object) -> Vec<ObjectId> {
    let (mut found, mut left) = (Vec::new(), vec![object]);
    let is_colour = |name: &[u8]| matches!(name, b"ICCBased" | b"Separation" | b"DeviceN");
    let is_font = |key: &[u8]| {
        matches!(key, b"ToUnicode" | b"Encoding" | b"FontFile" | b"FontFile2" | b"FontFile3" | b"Function")
    };
    while let Some(object) = left.pop() {
        match object {
            Object::Array(objects) => {
                if objects.first().and_then(|first| first.as_name().ok()).is_some_and(is_colour) {
                    found.extend(objects.iter().filter_map(|object| object.as_reference().ok()));
                }
                left.extend(objects);
            }
            Object::Dictionary(said) | Object::Stream(Stream { dict: said, .. }) => {
                let parts = said.iter().filter(|(key, _)| is_font(key));
                found.extend(parts.filter_map(|(_, value)| value.as_reference().ok()));
                left.extend(said.iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
    found
}

/// How long streams are once they are unpacked.
struct Lengths<'d> {
    document: &'d Document,
    known: BTreeMap<ObjectId, u64>,
}

impl Lengths<'_> {
    /// Whether what pages draw stays within bounds, each stream counted as often as a page refers to it: it is unpacked anew each
    /// time.
    fn stay_within(&mut self, pages: impl Iterator<Item = ObjectId>) -> bool {
        let mut in_all = 0_u64;
        for page in pages {
            let streams = self.document.get_page_contents(page);
            let of_page = streams.into_iter().map(|id| self.of(id)).fold(0_u64, u64::saturating_add);
            in_all = in_all.saturating_add(of_page);
            if of_page > DRAWN_BYTES_MAX || in_all > UNPACKED_BYTES_MAX {
                return false;
            }
        }
        true
    }

    fn of(&mut self, id: ObjectId) -> u64 {
        let document = self.document;
        *self.known.entry(id).or_insert_with(|| {
            let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { return 0 };
            let most = unpacked(stream, UNPACKED_BYTES_MAX);
            match stream.filters().unwrap_or_default().as_slice() {
                [] => stream.content.len() as u64,
                [b"FlateDecode"] => most,
                _ if most > UNPACKED_BYTES_MAX => most,
                // Packed otherwise it was guessed, by what a byte becomes at most.
                _ => stream.get_plain_content().map_or(most, |content| content.len() as u64),
            }
        })
    }
}

/// How much a stream may unpack to: measured where it is packed once, at most so much where it is otherwise.
pub(super) fn unpacked(stream: &Stream, limit: u64) -> u64 {
    if row(&stream.dict) > DRAWN_BYTES_MAX {
        return u64::MAX;
    }
    let content = stream.content.as_slice();
    match stream.filters().unwrap_or_default().as_slice() {
        [b"FlateDecode"] => inflated(content, limit),
        // As documents were sent that a mail had to carry.
        [b"ASCII85Decode", b"FlateDecode"] => {
            let said = Dictionary::from_iter([("Filter", Object::Name(b"ASCII85Decode".to_vec()))]);
            let letters = Stream::new(said, content.to_vec()).get_plain_content().unwrap_or_default();
            inflated(&letters, limit).max(letters.len() as u64)
        }
        filters => {
            filters.iter().fold(if filters.is_empty() { 0 } else { content.len() as u64 }, |bytes, filter| {
                let fold = match *filter {
                    b"FlateDecode" | b"LZWDecode" => UNPACKED_FOLD,
                    // `z` is four zeros.
                    b"ASCII85Decode" => 4,
                    _ => 1,
                };
                bytes.saturating_mul(fold)
            })
        }
    }
}

fn inflated(content: &[u8], limit: u64) -> u64 {
    match length(ZlibDecoder::new(content), limit) {
        // The library then goes on behind the two bytes that zlib begins with, whatever they are.
        0 => length(DeflateDecoder::new(content.get(2..).unwrap_or_default()), limit),
        length => length,
    }
}

/// Bytes of a row of a picture, as which streams are packed (PNG's predictors): the library makes room for two before it reads one.
fn row(said: &Dictionary) -> u64 {
    let parameters = said.get(b"DecodeParms").and_then(Object::as_dict).ok();
    let number = |key: &[u8]| parameters?.get(key).and_then(Object::as_i64).ok()?.try_into().ok();
    let [columns, colors, bits] =
        [&b"Columns"[..], b"Colors", b"BitsPerComponent"].map(|key| number(key).unwrap_or(1_u64).max(1));
    columns.saturating_mul(colors).saturating_mul(bits.div_ceil(8))
}

/// How long a stream is, up to a limit and as far as it can be read.
pub(super) fn length(mut stream: impl Read, limit: u64) -> u64 {
    let (mut buffer, mut length) = ([0; 16 << 10], 0);
    while length < limit {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => length += read as u64,
        }
    }
    length
}

fn has_name(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|is| is == name)
}

/// How many forms are drawn.
struct Drawing<'d> {
    document: &'d Document,
    lengths: Lengths<'d>,
    /// The forms that are being drawn.
    open: BTreeSet<ObjectId>,
    /// What forms with resources of their own draw.
    drawn: BTreeMap<ObjectId, u64>,
}

impl<'d> Drawing<'d> {
    /// None without end.
    fn of_page(&mut self, page: ObjectId) -> Option<u64> {
        let content = self.document.get_page_content(page).unwrap_or_default();
        let above =
            |id: &ObjectId| self.document.get_dictionary(*id).ok()?.get(b"Parent").ok()?.as_reference().ok();
        let resources = std::iter::successors(Some(page), above)
            .find_map(|id| self.resources(self.document.get_dictionary(id).ok()?));
        self.of_content(&content, resources)
    }

    fn resources(&self, dictionary: &'d Dictionary) -> Option<&'d Dictionary> {
        self.document.dereference(dictionary.get(b"Resources").ok()?).ok()?.1.as_dict().ok()
    }

    /// Of something drawn with these resources: each of its forms as often as it draws one.
    fn of_content(&mut self, content: &[u8], resources: Option<&'d Dictionary>) -> Option<u64> {
        let times = memchr::memmem::find_iter(content, b"Do").count() as u64;
        let forms = || {
            let forms = self.document.dereference(resources?.get(b"XObject").ok()?).ok()?.1.as_dict().ok()?;
            Some(forms.iter().filter_map(|(_, form)| form.as_reference().ok()).collect::<Vec<_>>())
        };
        let forms = if times == 0 { Vec::new() } else { forms().unwrap_or_default() };
        let mut most = 0;
        for form in forms {
            most = most.max(self.of_form(form, resources)?);
        }
        let own = 1 + content.len() as u64 / 1_024;
        Some(times.saturating_mul(most).saturating_add(own))
    }

    fn of_form(&mut self, id: ObjectId, around: Option<&'d Dictionary>) -> Option<u64> {
        if let Some(drawn) = self.drawn.get(&id) {
            return Some(*drawn);
        }
        let document = self.document;
        let Ok(form) = document.get_object(id).and_then(Object::as_stream) else { return Some(1) };
        if has_name(&form.dict, b"Subtype", b"Image") {
            return Some(1);
        }
        let is_long = self.lengths.of(id) > DRAWN_BYTES_MAX;
        if is_long || self.open.len() >= DEPTH_MAX || !self.open.insert(id) {
            return None;
        }
        let own = self.resources(&form.dict);
        let content = form.get_plain_content().unwrap_or_else(|_| form.content.clone());
        let drawn = self.of_content(&content, own.or(around))?;
        self.open.remove(&id);
        // A form without resources draws what is around it, and is another in another place.
        if own.is_some() {
            self.drawn.insert(id, drawn);
        }
        Some(drawn)
    }
}
