//! DOCX, the format of word processors: a ZIP file whose `word/document.xml` has paragraphs with styles.

use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use veille_text::charset::{Inside, Labels, decode};
use zip::ZipArchive;

use super::Part;

/// XML that unpacks to more is refused: a novel has one.
const XML_BYTES_MAX: u64 = 32 << 20;
const DOCUMENT: &str = "word/document.xml";
/// Word writes UTF-8; the format allows UTF-16 as well (ECMA-376, part 2).
const XML: Labels<'_> = Labels { content_types: [None; 2], inside: Inside::Declaration };

/// The paragraphs; None where the ZIP file is no DOCX.
pub(super) fn read(bytes: &[u8]) -> Option<Result<Vec<Part>, String>> {
    let broken = |error: &dyn std::fmt::Display| Err(format!("it is a DOCX that cannot be read: {error}"));
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        // Cut short, a ZIP file has lost the list of what is in it.
        Err(error) => return memchr::memmem::find(bytes, DOCUMENT.as_bytes()).map(|_| broken(&error)),
    };
    archive.index_for_name(DOCUMENT)?;
    let mut xml = Vec::new();
    let read = archive.by_name(DOCUMENT).map_err(std::io::Error::from);
    Some(match read.and_then(|file| file.take(XML_BYTES_MAX + 1).read_to_end(&mut xml)) {
        Ok(_) if xml.len() as u64 > XML_BYTES_MAX => {
            Err("it is a DOCX that unpacks to more than 32 MB".to_owned())
        }
        Ok(_) => Ok(paragraphs(&decode(&xml, &XML).0)),
        Err(error) => broken(&error),
    })
}

/// What has been read so far of a document.
#[derive(Default)]
struct Reading {
    parts: Vec<Part>,
    /// The paragraphs that are open: one stands in another where that holds a frame of text.
    open: Vec<Part>,
    /// In a `w:t`, whose characters alone are text; fields and deleted words are none.
    is_text: bool,
    /// How deep in what is said again: `mc:Fallback` for older programs, `w:moveFrom` where it stood before.
    again: usize,
}

fn paragraphs(xml: &str) -> Vec<Part> {
    let mut reader = Reader::from_str(xml);
    let mut reading = Reading::default();
    // XML that breaks off is read as far as it goes.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => reading.begin(&tag),
            // `<w:tab/>` is a beginning and an end.
            Event::Empty(tag) => {
                reading.begin(&tag);
                reading.end(tag.local_name().as_ref());
            }
            Event::End(tag) => reading.end(tag.local_name().as_ref()),
            Event::Text(text) => reading.write(&text.xml10_content()),
            Event::CData(text) => reading.write(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let named = quick_xml::escape::resolve_predefined_entity(&name.xml10_content());
                let character = name.resolve_char_ref().ok().flatten().map(String::from);
                reading.write(&character.or(named.map(str::to_owned)).unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    // What broke off in a paragraph is its text all the same.
    while !reading.open.is_empty() {
        reading.end("p");
    }
    reading.parts
}

impl Reading {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "Fallback" | "moveFrom" => self.again += 1,
            _ if self.again > 0 => {}
            "p" => self.open.push(Part { tag: "p", text: String::new() }),
            "t" => self.is_text = true,
            "tab" | "br" | "cr" => self.space(),
            "pStyle" => self.style(tag),
            "numPr" => self.call("li"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "Fallback" | "moveFrom" => self.again = self.again.saturating_sub(1),
            _ if self.again > 0 => {}
            "t" => self.is_text = false,
            "p" => self.parts.extend(self.open.pop().filter(|part| !part.text.trim().is_empty())),
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if let Some(part) = self.open.last_mut().filter(|_| self.is_text && self.again == 0) {
            part.text.push_str(text);
        }
    }

    fn space(&mut self) {
        if let Some(part) = self.open.last_mut() {
            part.text.push(' ');
        }
    }

    fn call(&mut self, tag: &'static str) {
        if let Some(part) = self.open.last_mut().filter(|part| part.tag == "p") {
            part.tag = tag;
        }
    }

    /// Word says `Heading1` whatever its language, others translate it (`Titre1`, `berschrift1`); all number it.
    fn style(&mut self, tag: &BytesStart<'_>) {
        // Unchecked, for the library compares each name with all before it: a million attributes would take days.
        let value =
            tag.attributes().with_checks(false).flatten().find(|it| it.key.local_name().as_ref() == "val");
        let style = value.map(|it| it.value.into_owned().to_ascii_lowercase()).unwrap_or_default();
        let heading = ["title", "titre", "heading", "berschrift"].iter().any(|it| style.contains(it));
        match style.bytes().last() {
            // A subtitle is no heading of what follows.
            _ if !heading || style.contains("sub") || style.contains("sous") => {}
            Some(b'2'..=b'9') => self.call("h2"),
            _ => self.call("h1"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn zipped(name: &str, content: impl AsRef<[u8]>) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_ref()).unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn paragraphs_have_their_words_and_their_headings() {
        let xml = "<?xml version='1.0'?><w:document><w:body>\
            <w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>La Convention </w:t></w:r><w:r><w:t>de Hanoï &amp; l&#233;tape</w:t></w:r></w:p>\
            <w:p><w:r><w:instrText>PAGE</w:instrText><w:delText>ancien</w:delText><w:t>Un</w:t><w:tab/><w:t>texte.</w:t></w:r></w:p>\
            <w:p><w:pPr><w:pStyle w:val='Titre2'/></w:pPr><w:r><w:t>Suite</w:t></w:r></w:p>\
            <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Un point</w:t></w:r></w:p>\
            <w:p><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>Cadre</w:t></w:r></w:p></mc:Choice>\
            <mc:Fallback><w:p><w:r><w:t>Cadre</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent><w:r><w:t>Autour</w:t></w:r></w:p>";
        let parts = read(&zipped(DOCUMENT, xml)).unwrap().unwrap();
        let told: Vec<(&str, &str)> = parts.iter().map(|part| (part.tag, part.text.as_str())).collect();
        let expected = [
            ("h1", "La Convention de Hanoï & létape"),
            ("p", "Un texte."),
            ("h2", "Suite"),
            ("li", "Un point"),
            ("p", "Cadre"),
            ("p", "Autour"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_document_in_utf_16_is_read_as_one_in_utf_8() {
        let xml = "<?xml version='1.0' encoding='UTF-16'?><w:document><w:p><w:r><w:t>Hà Nội</w:t></w:r></w:p></w:document>";
        let bytes: Vec<u8> = "\u{feff}"
            .chars()
            .chain(xml.chars())
            .collect::<String>()
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let parts = read(&zipped(DOCUMENT, bytes)).unwrap().unwrap();
        assert_eq!((parts.len(), parts[0].text.as_str()), (1, "Hà Nội"));
    }

    #[test]
    fn an_element_of_many_attributes_is_read_once() {
        let many: String = (0..300_000).map(|it| format!(" a{it}=''")).collect();
        let xml =
            format!("<w:p><w:pPr><w:pStyle{many} w:val='Title'/></w:pPr><w:r><w:t>Hanoï</w:t></w:r></w:p>");
        let parts = read(&zipped(DOCUMENT, xml)).unwrap().unwrap();
        assert_eq!((parts[0].tag, parts[0].text.as_str()), ("h1", "Hanoï"));
    }

    #[test]
    fn another_zip_file_is_no_document() {
        assert_eq!(read(&zipped("xl/workbook.xml", "<x/>")), None);
    }
}
