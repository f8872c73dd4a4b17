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
/// Bytes looked at for the name of such a tag, and for what may stand behind it where that says nothing: blanks and a stroke.
const NAME_BYTES_MAX: usize = 16;
const BLANKS_MAX: usize = 64;
/// Longest title that is looked at; whole articles stand in titles, of feeds made from short messages.
const TITLE_BYTES_MAX: usize = 16_384;

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
    spaced(&text)
}

/// A title as plain text; None where it is empty.
pub(super) fn title(text: &str) -> Option<String> {
    some(plain(begun(text, TITLE_BYTES_MAX)))
}

/// The same of a title that is said to be HTML: what its tags are is told by it as it stands, and not by what its references stand for.
/// These may have been escaped once too often all the same, `Fran&amp;ccedil;ois`.
pub(super) fn title_of_html(text: &str) -> Option<String> {
    some(unescaped(&strip_tags(begun(text, TITLE_BYTES_MAX))))
}

/// The same of a title that is said to be text, in which nothing is a tag.
pub(super) fn title_of_text(text: &str) -> Option<String> {
    some(unescaped(begun(text, TITLE_BYTES_MAX)))
}

fn unescaped(text: &str) -> String {
    let text = decode_closed(text);
    spaced(&decode_closed(&text))
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn spaced(text: &str) -> String {
    without_controls(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text, or as much of it as so many bytes hold.
pub(super) fn begun(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

fn strip_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut tags = Tags { text, close: Next::new('>'), equals: Next::new('='), quotes_end: true };
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open..];
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((name, end)) = tags.tag_at(text.len() - tag.len()) else {
            out.push('<');
            rest = &tag[1..];
            continue;
        };
        if BREAKS.iter().any(|block| name.eq_ignore_ascii_case(block)) {
            out.push(' ');
        }
        rest = &text[end..];
    }
    out.push_str(rest);
    out
}

/// What is known of the tags of a text: a title of a megabyte of `<` before the only `>` is looked through once, and not again from
/// each of them.
struct Tags<'t> {
    text: &'t str,
    close: Next,
    equals: Next,
    /// Whether a tag with quotation marks may still be found to end outside of them.
    quotes_end: bool,
}

/// The next place of a sign.
struct Next {
    sign: char,
    known: Option<usize>,
}

impl Next {
    fn new(sign: char) -> Self {
        Self { sign, known: None }
    }

    /// The first from here on; the text's end where there is none.
    fn from(&mut self, text: &str, from: usize) -> usize {
        match self.known.filter(|at| *at >= from) {
            Some(at) => at,
            None => *self.known.insert(text[from..].find(self.sign).map_or(text.len(), |at| from + at)),
        }
    }
}

impl<'t> Tags<'t> {
    /// The name of the tag that begins here with its `<`, and where what follows it begins; None for what is none of those that
    /// are left out: `y and y` in `x<y and y>z`, and `fin <a`, cut short.
    fn tag_at(&mut self, at: usize) -> Option<(&'t str, usize)> {
        let inside = &self.text[at + 1..];
        let inside = inside.strip_prefix('/').unwrap_or(inside);
        let bare = |c: char| !c.is_ascii_alphanumeric();
        // No name that is looked for is longer.
        let name = inside.get(..NAME_BYTES_MAX).unwrap_or(inside);
        let name = &inside[..name.find(bare)?];
        if !LOOKS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            return None;
        }
        let begins = self.text.len() - inside.len() + name.len();
        let plain = self.close.from(self.text, begins);
        if plain == self.text.len() {
            return None;
        }
        if self.equals.from(self.text, begins) < plain {
            return Some((name, self.quoted_end(at, plain).unwrap_or(plain) + 1));
        }
        let rest = Some(&self.text[begins..plain]).filter(|rest| rest.len() <= BLANKS_MAX)?.trim();
        (rest.is_empty() || rest == "/").then_some((name, plain + 1))
    }

    /// Where a tag with attributes ends: a bracket within quotes, `alt="cat<br>dog"`, ends none.
    fn quoted_end(&mut self, at: usize, plain: usize) -> Option<usize> {
        let tag = &self.text[at..];
        // `l'accord <b> d'hier`: an apostrophe is no quotation mark, and a quotation must follow a sign of equality.
        let before = &self.text[at..plain];
        if !self.quotes_end || !(before.contains("=\"") || before.contains("='")) {
            return None;
        }
        let mut quote = None;
        let end = tag.bytes().position(|byte| match (quote, byte) {
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                false
            }
            (Some(open), byte) if open == byte => {
                quote = None;
                false
            }
            (open, b'>') => open.is_none(),
            _ => false,
        });
        self.quotes_end = end.is_some();
        end.map(|end| at + end)
    }
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
    fn a_title_that_says_what_it_is_keeps_what_is_no_tag_by_that() {
        let check = |title: fn(&str) -> Option<String>, text: &str, expected: &str| {
            assert_eq!(title(text).as_deref(), Some(expected), "{text}");
        };
        check(title_of_html, "A &lt;b&gt; <i>c</i>", "A <b> c");
        check(title_of_html, "Fran&amp;ccedil;ois &amp; Cie<br>x", "François & Cie x");
        check(title_of_html, "Vec&lt;T&gt;", "Vec<T>");
        check(title_of_text, "a<br>b &amp; c", "a<br>b & c");
        check(title_of_text, "x\n y", "x y");
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
