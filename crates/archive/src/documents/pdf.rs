//! PDF: pages of glyphs, each at its place; words, lines and paragraphs are what one sees.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform, output_doc};

use super::printed::{Glyph, parts};
use super::{Part, bounds, loaded};

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
    let document = loaded::load(bytes)?;
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

    #[test]
    fn a_font_of_all_numbers_is_refused() {
        let page = "/Parent 2 0 R /MediaBox [0 0 595 842]";
        let drawn = |last: &str| {
            let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>".to_owned();
            let map = format!("1 beginbfrange\n<00000020> <{last}> <0020>\nendbfrange");
            let map = format!("<< /Length {} >>\nstream\n{map}\nendstream", map.len());
            let content = "BT /F1 11 Tf 1 0 0 1 50 726 Tm (Un mot) Tj ET";
            read(&written(page, "/Font << /F1 6 0 R >>", content, &[font, map]))
        };
        assert_eq!(drawn("0000007e").unwrap()[0].text, "Un mot");
        assert!(drawn("ffffffff").unwrap_err().contains("letters"));
    }
}
