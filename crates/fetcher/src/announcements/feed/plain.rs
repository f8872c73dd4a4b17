//! Plain text of what feeds put into titles: tags, character references, both escaped twice.

use veille_text::control::without_controls;
use veille_text::reference::decode_closed;

/// Rounds of unescaping; `&amp;amp;eacute;` has been seen, three levels have not.
const ROUNDS: usize = 2;

/// Elements that writers put into titles for their looks. Other names between brackets belong to the title: `<URGENT>`,
/// `the <blink> banner`, `<desk@harbour.example>`.
const LOOKS: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "center", "cite", "code", "del", "dfn", "div",
    "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "nobr",
    "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "td", "time",
    "tr", "tt", "u", "ul", "var", "wbr",
];
/// Those of them that part words: `un<br>deux`, but not `1<sup>er</sup>`.
const BREAKS: &[&str] = &["br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "td", "tr"];

/// The text without tags, references, controls and double spaces.
///
/// A title is escaped once more than it should be when its writer did not trust the next program:
/// `Fran&amp;ccedil;ois`. So references are undone until there are none, twice at most, and tags are dropped where
/// they are tags: `a < b` stays.
pub(super) fn plain(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let stripped = strip_tags(&text);
        let unescaped = decode_closed(&stripped).into_owned();
        let is_done = unescaped == text;
        text = unescaped;
        if is_done {
            break;
        }
    }
    let text = without_controls(&text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn strip_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open..];
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        // `fin <a`: cut short, or no tag at all. Its words are kept.
        let Some(end) = end_of(tag) else {
            rest = tag;
            break;
        };
        let (inside, after) = (&tag[1..end], &tag[end + 1..]);
        let Some(name) = looks(inside) else {
            out.push('<');
            rest = &tag[1..];
            continue;
        };
        if BREAKS.iter().any(|block| name.eq_ignore_ascii_case(block)) {
            out.push(' ');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Where the tag ends that a text opens with: a bracket within quotes, `alt="cat<br>dog"`, ends none.
fn end_of(tag: &str) -> Option<usize> {
    let plain = tag.find('>')?;
    let mut quote = None;
    let quoted = tag.char_indices().find(|(_, c)| match (quote, c) {
        (None, '"' | '\'') => {
            quote = Some(*c);
            false
        }
        (Some(open), c) if open == *c => {
            quote = None;
            false
        }
        (open, '>') => open.is_none(),
        _ => false,
    });
    // `l'accord <b> d'hier`: an apostrophe is no quotation mark, and a quotation must follow a sign of equality.
    let is_attribute = tag[..plain].contains("=\"") || tag[..plain].contains("='");
    Some(quoted.map(|(at, _)| at).filter(|_| is_attribute).unwrap_or(plain))
}

/// The element's name where this is what stands between the brackets of such a tag; `y and y` in `x<y and y>z` is not.
fn looks(inside: &str) -> Option<&str> {
    let tag = inside.strip_prefix('/').unwrap_or(inside);
    let (name, rest) = tag.split_at(tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len()));
    let rest = rest.trim();
    let is_written_so = rest.is_empty() || rest == "/" || rest.contains('=');
    (is_written_so && LOOKS.iter().any(|known| name.eq_ignore_ascii_case(known))).then_some(name)
}

/// Markup that somebody wrote, trimmed, without what is no text; None where nothing is left.
pub(super) fn markup(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| without_controls(text).into_owned())
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
        check("un<br/>deux<img alt=\"cat<br />dog\">", "un deux");
        check("l'a <b>b</b> d'hier > x", "l'a b d'hier > x");
        check("le 1<sup class=\"x\">er</sup> mai", "le 1er mai");
        check("l&#146;accord", "l’accord");
        check("Sixty \u{1b}]8;;https://phish.example\u{7}sign \u{202e}it", "Sixty sign it");
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

    #[test]
    fn what_a_title_speaks_of_between_brackets_stays() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text}");
        check("Ministry drops the <blink> banner", "Ministry drops the <blink> banner");
        check("How <script> hid in the &lt;head&gt; of it", "How <script> hid in the <head> of it");
        check("Leak named &amp;lt;hanoi-draft-7&amp;gt;", "Leak named <hanoi-draft-7>");
        check("&lt;URGENT&gt; Sixty states <AFFAIRE SUIVIE>", "<URGENT> Sixty states <AFFAIRE SUIVIE>");
        check("Mail <desk@harbour.example>", "Mail <desk@harbour.example>");
        check("When x<y and y>z", "When x<y and y>z");
        check("When a<b and b>c", "When a<b and b>c");
    }
}
