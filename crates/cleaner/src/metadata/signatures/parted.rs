//! The text of a byline element, parted where its elements part it and no space does: `<a>Ann Lee</a><span>Reporter</span>`.

use std::ops::Range;

use crate::page::Page;

/// What parts names and roles in a byline.
const BAR: &str = " | ";

/// The text of an element with a bar where two of its parts touch that are no one word. In scripts without capitals nothing but the
/// element tells where a name ends: `<a>西村奈緒</a>　<a>藤田亮介</a>`, `<a>শাহীন আলম</a><span>প্রতিনিধি</span>`.
pub(super) fn parted(page: &Page<'_>, element: usize) -> String {
    let outer = page.elements[element].text.clone();
    let mut cuts: Vec<usize> = (element + 1..page.elements[element].end)
        .map(|at| page.elements[at].text.clone())
        .filter(|text| !text.is_empty())
        .flat_map(|text: Range<usize>| [text.start, text.end])
        .filter(|cut| *cut > outer.start && *cut < outer.end && touches(&page.text, *cut))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut text = String::new();
    let mut from = outer.start;
    for cut in cuts {
        text.push_str(&page.text[from..cut]);
        text.push_str(BAR);
        from = cut;
    }
    text.push_str(&page.text[from..outer.end]);
    text.trim().to_owned()
}

/// Whether two words touch at a place: `LeeReporter`, and any letters of scripts without capitals.
fn touches(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (
        text.get(..at).and_then(|it| it.chars().next_back()),
        text.get(at..).and_then(|it| it.chars().next()),
    ) else {
        return false;
    };
    let is_uncased = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
    before.is_alphabetic() && after.is_alphabetic() && is_uncased(before) && is_uncased(after)
        || before.is_lowercase() && after.is_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Tag;

    #[test]
    fn what_elements_part_is_parted() {
        let check = |html: &str, expected: &str| {
            let page = Page::of_html(html);
            let at = page.elements_named(Tag::Div).next().unwrap();
            assert_eq!(parted(&page, at), expected, "{html}");
        };
        check("<div><a>Ann Lee</a><span>Reporter</span></div>", "Ann Lee | Reporter");
        check("<div><a>শাহীন আলম</a><span>প্রতিনিধি</span></div>", "শাহীন আলম | প্রতিনিধি");
        check("<div><a>רות לוי</a> ו<a>דן כהן</a></div>", "רות לוי ו | דן כהן");
        check("<div>By <a>Ann Lee</a> and <a>Bo Chen</a></div>", "By Ann Lee and Bo Chen");
        check("<div><b>A</b>nn Lee</div>", "Ann Lee");
    }
}
