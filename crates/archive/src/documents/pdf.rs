//! PDF: pages of glyphs, each at its place; words, lines and paragraphs are what one sees.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc};

use super::Part;
use super::printed::{Glyph, parts};

/// Glyphs of a document: a long report has a million.
const GLYPHS_MAX: usize = 4_000_000;

/// The headings and paragraphs.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Part>, String> {
    // Of PDFs that contradict themselves the library panics; a document is no reason to end a program.
    let read = catch_unwind(AssertUnwindSafe(|| glyphs(bytes)));
    let glyphs = read.map_err(|_| "it is a PDF that contradicts itself".to_owned())??;
    Ok(parts(&glyphs))
}

fn glyphs(bytes: &[u8]) -> Result<Vec<Glyph>, String> {
    let broken = |error: &dyn std::fmt::Display| format!("it is a PDF that cannot be read: {error}");
    let mut document = Document::load_mem(bytes).map_err(|error| broken(&error))?;
    if document.is_encrypted() {
        // What anybody may open has the empty password.
        document.decrypt("").map_err(|_| "it is a PDF with a password".to_owned())?;
    }
    let mut seen = Seen::default();
    output_doc(&document, &mut seen).map_err(|error| broken(&error))?;
    Ok(seen.glyphs)
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
        if self.glyphs.len() < GLYPHS_MAX
            && size.is_finite()
            && place.m31.is_finite()
            && place.m32.is_finite()
        {
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
    use super::*;

    /// A PDF of one page that draws this.
    fn drawn(content: &str) -> Vec<u8> {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
                .to_owned(),
            format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        ];
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
}
