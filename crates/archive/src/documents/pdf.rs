//! PDF: pages of glyphs, each at its place; words, lines and paragraphs are what one sees.

use std::panic::{AssertUnwindSafe, catch_unwind};

use flate2::read::ZlibDecoder;
use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc};

use super::Part;
use super::bounds::{self, UNPACKED_BYTES_MAX, length};
use super::printed::{Glyph, parts};

/// Glyphs of a document: a long report has a million.
const GLYPHS_MAX: usize = 4_000_000;

/// The headings and paragraphs.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Part>, String> {
    if unpacks_beyond(bytes, UNPACKED_BYTES_MAX) {
        return Err("it is a PDF that unpacks to more than 256 MB".to_owned());
    }
    // Of PDFs that contradict themselves the library panics; a document is no reason to end a program.
    let read = catch_unwind(AssertUnwindSafe(|| glyphs(bytes)));
    let glyphs = read.map_err(|_| "it is a PDF that contradicts itself".to_owned())??;
    Ok(parts(&glyphs))
}

/// Whether what is packed in these bytes, once or twice over, comes to more than so much: the library takes all of it into
/// memory.
fn unpacks_beyond(bytes: &[u8], limit: u64) -> bool {
    let mut left = limit;
    let is_packed = |content: &[u8]| match content {
        [first, second, ..] => first & 15 == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0,
        _ => false,
    };
    let streams = memchr::memmem::find_iter(bytes, b"stream").map(|at| bytes[at + 6..].trim_ascii_start());
    streams.filter(|content| is_packed(content)).any(|content| {
        let once = ZlibDecoder::new(content);
        left = left.saturating_sub(length(once, left));
        // What is packed once only is no second packing, and breaks off at once.
        left = left.saturating_sub(length(ZlibDecoder::new(ZlibDecoder::new(content)), left));
        left == 0
    })
}

fn glyphs(bytes: &[u8]) -> Result<Vec<Glyph>, String> {
    let broken = |error: &dyn std::fmt::Display| format!("it is a PDF that cannot be read: {error}");
    let mut document = Document::load_mem(bytes).map_err(|error| broken(&error))?;
    if document.is_encrypted() {
        // What anybody may open has the empty password.
        document.decrypt("").map_err(|_| "it is a PDF with a password".to_owned())?;
    }
    if let Some(refusal) = bounds::refusal(&document) {
        return Err(refusal.to_owned());
    }
    let mut seen = Seen::default();
    match output_doc(&document, &mut seen) {
        // What is beyond so many is left, and nobody waits for it.
        Err(_) if seen.glyphs.len() >= GLYPHS_MAX => Ok(seen.glyphs),
        Err(error) => Err(broken(&error)),
        Ok(()) => Ok(seen.glyphs),
    }
}

/// The glyphs in the order in which they are drawn.
#[derive(Default)]
struct Seen {
    glyphs: Vec<Glyph>,
    page: u32,
}

impl OutputDev for Seen {
    fn begin_page(
        &mut self,
        page: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.page = page;
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        let size = (place.m11 * place.m22 - place.m12 * place.m21).abs().sqrt() * size;
        if self.glyphs.len() >= GLYPHS_MAX {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        // A matrix of a broken document has infinite places, by which nothing can be sorted.
        if size.is_finite() && place.m31.is_finite() && place.m32.is_finite() {
            let (x, y) = (place.m31, place.m32);
            self.glyphs.push(Glyph {
                page: self.page,
                x,
                y,
                width: width * size,
                size,
                text: text.to_owned(),
            });
        }
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// A PDF of one page that draws this.
    fn drawn(content: &str) -> Vec<u8> {
        let page = "/Parent 2 0 R /MediaBox [0 0 595 842]";
        written(page, "/Font << /F1 5 0 R >>", content, &[])
    }

    fn form(resources: &str, content: &str) -> String {
        let length = content.len();
        format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << {resources} >> /Length {length} >>\n\
             stream\n{content}\nendstream"
        )
    }

    /// A PDF of one page with these resources, and more objects from the sixth on.
    fn written(page: &str, resources: &str, content: &str, more: &[String]) -> Vec<u8> {
        let contents = if page.contains("/Contents") { "" } else { "/Contents 4 0 R" };
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            format!("<< /Type /Page {page} {contents} /Resources << {resources} >> >>"),
            format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        ];
        of_objects(&objects.into_iter().chain(more.iter().cloned()).collect::<Vec<_>>())
    }

    fn of_objects(objects: &[String]) -> Vec<u8> {
        let (mut pdf, mut places) = (String::from("%PDF-1.4\n"), Vec::new());
        for (at, object) in objects.iter().enumerate() {
            places.push(pdf.len());
            pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
        }
        let table = pdf.len();
        pdf.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1));
        places.iter().for_each(|place| pdf.push_str(&format!("{place:010} 00000 n \n")));
        pdf.push_str(&format!(
            "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
            places.len() + 1
        ));
        pdf.into_bytes()
    }

    #[test]
    fn a_page_of_zeros_is_not_unpacked() {
        let packed = |bytes: &[u8]| {
            let mut packed = Vec::new();
            let mut encoder = flate2::read::ZlibEncoder::new(bytes, flate2::Compression::fast());
            encoder.read_to_end(&mut packed).unwrap();
            packed
        };
        let zeros = packed(&[0; 1 << 20]);
        for content in [zeros.clone(), packed(&zeros)] {
            let pdf = [b"%PDF-1.4\n1 0 obj\n<< >>\nstream\n".as_slice(), &content, b"\nendstream"].concat();
            assert!(unpacks_beyond(&pdf, 1 << 19) && !unpacks_beyond(&pdf, 2 << 20));
        }
    }

    #[test]
    fn a_page_has_its_heading_its_paragraphs_and_their_words() {
        let pdf = drawn(
            "BT /F1 20 Tf 1 0 0 1 50 780 Tm (La Convention) Tj ET\n\
             BT /F1 11 Tf 1 0 0 1 50 740 Tm (Soixante pays ont sign\\351 samedi la conven-) Tj ET\n\
             BT /F1 11 Tf 1 0 0 1 50 726 Tm (tion de Hano\\357, premier trait\\351) Tj ET\n\
             BT /F1 11 Tf 1 0 0 1 50 712 Tm (des Nations unies.) Tj ET\n\
             BT /F1 11 Tf 1 0 0 1 50 680 Tm (Un second paragraphe.) Tj ET",
        );
        let parts = read(&pdf).unwrap();
        let told: Vec<(&str, &str)> = parts.iter().map(|part| (part.tag, part.text.as_str())).collect();
        let expected = [
            ("h1", "La Convention"),
            ("p", "Soixante pays ont signé samedi la convention de Hanoï, premier traité des Nations unies."),
            ("p", "Un second paragraphe."),
        ];
        assert_eq!(told, expected);
    }
    #[test]
    fn what_draws_or_inherits_without_end_is_refused() {
        let page = "/Parent 2 0 R /MediaBox [0 0 595 842]";
        let draws = |form: u32| format!("/XObject << /X {form} 0 R >> /Font << /F1 5 0 R >>");
        // A form that draws itself, and two that draw each other.
        let itself = written(page, &draws(6), "/X Do", &[form(&draws(6), "/X Do")]);
        let each = [form(&draws(7), "/X Do"), form(&draws(6), "/X Do")];
        let each_other = written(page, &draws(6), "/X Do", &each);
        // Ten times ten times ten …
        let tower: Vec<String> = (7..15).map(|next| form(&draws(next), &"/X Do ".repeat(10))).collect();
        let tower = written(page, &draws(6), "/X Do", &tower);
        let own_parent = written("/Parent 3 0 R", &draws(6), "BT ET", &[]);
        for pdf in [itself, each_other, tower, own_parent] {
            assert!(read(&pdf).is_err());
        }
        let twice = [form(&draws(7), "/X Do"), form(&draws(5), "BT /F1 9 Tf 1 0 0 1 5 5 Tm (Un mot) Tj ET")];
        let parts = read(&written(page, &draws(6), "/X Do", &twice)).unwrap();
        assert_eq!(parts[0].text, "Un mot");
    }

    #[test]
    fn what_pages_draw_is_counted_as_often_as_it_is_drawn() {
        let megabyte = " ".repeat(1 << 20);
        let page = "/Parent 2 0 R /MediaBox [0 0 595 842]";
        let again = |times: usize| format!("{page} /Contents [{}]", "4 0 R ".repeat(times));
        assert!(read(&written(&again(10), "", &megabyte, &[])).is_ok());
        assert!(read(&written(&again(17), "", &megabyte, &[])).is_err());
        assert!(read(&written(page, "", &megabyte.repeat(17), &[])).is_err());
        let drawn = written(page, "/XObject << /X 6 0 R >>", "/X Do", &[form("", &megabyte.repeat(17))]);
        assert!(read(&drawn).is_err());
        let kids: String = (0..300).map(|kid| format!("{} 0 R ", kid + 4)).collect();
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            format!("<< /Type /Pages /Kids [{kids}] /Count 300 >>"),
            format!("<< /Length {} >>\nstream\n{megabyte}\nendstream", megabyte.len()),
        ];
        objects.extend((0..300).map(|_| format!("<< /Type /Page {page} /Contents 3 0 R >>")));
        assert!(read(&of_objects(&objects)).is_err());
    }
}
