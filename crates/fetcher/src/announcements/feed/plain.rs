//! Plain text of what feeds put into titles: tags, character references, both escaped twice.

use veille_text::reference::decode_closed;

/// Rounds of unescaping; `&amp;amp;eacute;` has been seen, three levels have not.
const ROUNDS: usize = 2;

/// The text without tags, references and double spaces.
///
/// A title is escaped once more than it should be when its writer did not trust the next program:
/// `Fran&amp;ccedil;ois`. So references are undone until there are none, twice at most, and tags are dropped where
/// they are tags: `a < b` stays.
pub(super) fn plain(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let stripped = strip_tags(&text);
        let unescaped = unescape(&stripped);
        let is_done = unescaped == text;
        text = unescaped;
        if is_done {
            break;
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn strip_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open..];
        if !is_tag(tag) {
            out.push('<');
            rest = &tag[1..];
            continue;
        }
        // `fin <a`: cut short, or no tag at all. Its words are kept.
        let Some((_, after)) = tag.split_once('>') else {
            rest = tag;
            break;
        };
        if breaks(tag) {
            out.push(' ');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn is_tag(text: &str) -> bool {
    let name = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    name.starts_with(|c: char| c.is_ascii_alphabetic()) || text.starts_with("<!--")
}

/// Whether a tag parts words: `un<br>deux`, but not `1<sup>er</sup>`.
fn breaks(tag: &str) -> bool {
    let name = tag[1..].strip_prefix('/').unwrap_or(&tag[1..]);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    ["br", "p", "div", "li", "h1", "h2", "h3", "td", "tr"]
        .iter()
        .any(|block| name.eq_ignore_ascii_case(block))
}

/// Undoes character references, named and numbered, one round.
pub(super) fn unescape(text: &str) -> String {
    decode_closed(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_plain_text_however_often_it_was_escaped() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text}");
        check("Fran&ccedil;ois &amp; Cie", "François & Cie");
        check("Fran&amp;ccedil;ois", "François");
        check("&lt;b&gt;Hà Nội&lt;/b&gt; &#8211; 65 pays", "Hà Nội – 65 pays");
        check("Le <i>Monde</i>\n  d&#x2019;hier", "Le Monde d’hier");
        check("un<br/>deux", "un deux");
        check("le 1<sup>er</sup> mai", "le 1er mai");
        check("l&#146;accord", "l’accord");
    }

    #[test]
    fn what_is_no_tag_and_no_reference_stays() {
        let check = |text: &str| assert_eq!(plain(text), text);
        check("a < b > c");
        check("R&D; AT&T");
        check("<3");
        check("&bogus; &");
        check("1 <2");
        check("fin <a");
    }
}
