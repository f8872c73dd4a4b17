//! Who took the pictures: structured data often names photographers among the authors, and the page under its pictures alone.

use crate::metadata::byline::{self, Signed};
use crate::page::{Block, Hints as Names, Page, Tag};

/// Levels up to the figure that a caption stands in.
const LEVELS: usize = 4;

/// Leaves out whom the page names nowhere but under pictures or behind the words for who took them, where somebody else is left; answers
/// whether there was such a one.
pub(super) fn leave_out(page: &Page<'_>, signed: &mut Signed) -> bool {
    if signed.people.len() < 2 {
        return false;
    }
    let is_pictures = |name: &String| {
        let wanted = name.to_lowercase();
        let mut shown = page.blocks.iter().filter(|block| {
            let text = page.block_text(block);
            text.len() >= name.len() && text.to_lowercase().contains(&wanted)
        });
        let first = shown.next();
        first.is_some_and(|first| credits(page, first)) && shown.all(|block| credits(page, block))
    };
    let writers: Vec<String> = signed.people.iter().filter(|name| !is_pictures(name)).cloned().collect();
    let leaves_out = !writers.is_empty() && writers.len() < signed.people.len();
    if leaves_out {
        signed.people = writers;
    }
    leaves_out
}

/// Whether a line says who took a picture.
fn credits(page: &Page<'_>, block: &Block) -> bool {
    let is_picture = |at: usize| {
        let element = &page.elements[at];
        matches!(element.tag, Tag::Figure | Tag::Figcaption) || element.hints.has(Names::CAPTION)
    };
    page.ancestors(block.element).take(LEVELS).any(is_picture) || byline::names_others(page.block_text(block))
}

#[cfg(test)]
mod tests {
    use super::super::super::{Input, read};
    use super::*;

    #[test]
    fn who_is_named_under_pictures_alone_took_them() {
        let check = |under: &str, people: &[&str]| {
            let data = r#"{"@type":"NewsArticle","author":[{"@type":"Person","name":"Ann Lee"},{"@type":"Person","name":"Ben Ode"}]}"#;
            let html = format!(
                "<script type=application/ld+json>{data}</script><h1>The river rises at noon</h1>{under}<p>It is closed.</p>"
            );
            let metadata = read(&Page::of_html(&html), &Input::default());
            assert_eq!(metadata.byline, people, "{under}");
        };
        check("<p>Ann Lee</p><figure><figcaption>PHOTO BEN ODE</figcaption></figure>", &["Ann Lee"]);
        check("<p class=by>by Ann Lee<br>photos by Ben Ode</p>", &["Ann Lee"]);
        check(
            "<p class=by>by Ann Lee and Ben Ode</p><figcaption>Photo: Ben Ode</figcaption>",
            &["Ann Lee", "Ben Ode"],
        );
        check("", &["Ann Lee", "Ben Ode"]);
    }
}
