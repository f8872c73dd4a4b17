//! Attributes: those that a page is read by, noted while its tags are passed over, and all of them for who asks later.

use std::borrow::Cow;

use memchr::memchr;
use veille_text::reference;

/// White space inside a tag.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// An attribute that says something about an element, a script or the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Name {
    Class,
    Id,
    Role,
    TestId,
    ItemProp,
    Property,
    Rel,
    Hidden,
    Style,
    Lang,
    Type,
    Key,
    HttpEquiv,
    Content,
    Href,
    HrefLang,
}

impl Name {
    const COUNT: usize = Self::HrefLang as usize + 1;

    /// The name in any case.
    fn of(name: &[u8]) -> Option<Self> {
        // By length first: most attributes of a page (`src`, `data-…`, `onclick`) are of none that we read.
        let known: &[(&str, Self)] = match name.len() {
            2 => &[("id", Self::Id)],
            3 => &[("rel", Self::Rel)],
            4 => &[
                ("href", Self::Href),
                ("type", Self::Type),
                ("role", Self::Role),
                ("name", Self::Key),
                ("lang", Self::Lang),
            ],
            5 => &[("class", Self::Class), ("style", Self::Style)],
            6 => &[("hidden", Self::Hidden)],
            7 => &[("content", Self::Content)],
            8 => &[("property", Self::Property), ("itemprop", Self::ItemProp), ("hreflang", Self::HrefLang)],
            10 => &[("http-equiv", Self::HttpEquiv)],
            11 => &[("data-testid", Self::TestId)],
            _ => return None,
        };
        known.iter().find(|(it, _)| name.eq_ignore_ascii_case(it.as_bytes())).map(|(_, found)| *found)
    }
}

/// The attributes of the start tag in hand that say something: places of their values in the source.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    present: u32,
    values: [(usize, usize); Name::COUNT],
}

impl Named {
    pub(super) fn is_empty(&self) -> bool {
        self.present == 0
    }

    /// The place of a value. Of two attributes of one name the first counts.
    pub(super) fn place(&self, name: Name) -> Option<(usize, usize)> {
        (self.present >> name as u8 & 1 == 1).then(|| self.values[name as usize])
    }

    /// A value as written.
    pub(super) fn get<'a>(&self, name: Name, source: &'a str) -> Option<&'a str> {
        self.place(name).map(|(start, end)| &source[start..end])
    }

    fn note(&mut self, name: &[u8], value: (usize, usize)) {
        // A second attribute of one name is dropped (HTML standard, 13.2.5.33).
        if let Some(name) = Name::of(name).filter(|name| self.present >> *name as u8 & 1 == 0) {
            self.present |= 1 << name as u8;
            self.values[name as usize] = value;
        }
    }

    /// Reads a start tag's attributes from behind its name on (the standard, 13.2.5.32 to 13.2.5.40): the place of its `>`
    /// and whether a slash stands before it. None where the file ends first.
    pub(super) fn read(&mut self, source: &[u8], from: usize) -> Option<(usize, bool)> {
        self.present = 0;
        let mut at = from;
        loop {
            let before = at;
            // A slash between attributes is white space (13.2.5.40); one before the `>` closes the tag.
            while is_space(*source.get(at)?) || source[at] == b'/' {
                at += 1;
            }
            if source[at] == b'>' {
                return Some((at, at > before && source[at - 1] == b'/'));
            }
            let start = at;
            // A `=` where a name is expected belongs to the name.
            at += 1;
            while !is_space(*source.get(at)?) && !matches!(source[at], b'/' | b'>' | b'=') {
                at += 1;
            }
            let name = &source[start..at];
            while is_space(*source.get(at)?) {
                at += 1;
            }
            if source[at] != b'=' {
                self.note(name, (at, at));
                continue;
            }
            at += 1;
            let value;
            (value, at) = value_at(source, at)?;
            self.note(name, value);
        }
    }
}

/// The value that follows a `=`, and where reading goes on.
fn value_at(source: &[u8], mut at: usize) -> Option<((usize, usize), usize)> {
    while is_space(*source.get(at)?) {
        at += 1;
    }
    let start = at;
    match source[at] {
        // A `>` between quotation marks ends nothing: `title="5 > 3"`. Without the closing mark the rest of
        // the file is the value, as in browsers.
        quote @ (b'"' | b'\'') => {
            let end = start + 1 + memchr(quote, &source[start + 1..])?;
            Some(((start + 1, end), end + 1))
        }
        _ => {
            // An unquoted value may hold slashes (`href=/a/b`), and ends at `>` all the same (13.2.5.38).
            while !is_space(*source.get(at)?) && source[at] != b'>' {
                at += 1;
            }
            Some(((start, at), at))
        }
    }
}

/// A value with its references decoded as browsers do there: a name without its semicolon is none where `=`, a letter or a figure
/// follows (the standard, 13.2.5.73), so that `?id=5&section=news`, which nobody escaped, stays what it is.
pub(super) fn decoded(value: &str) -> Cow<'_, str> {
    if memchr(b'&', value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    let mut decoded = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let before = decoded.len();
        let mut taken = reference::push(rest, &mut decoded);
        let is_closed = taken == 1 || rest.as_bytes()[taken - 1] == b';';
        let goes_on = |byte: &u8| *byte == b'=' || byte.is_ascii_alphanumeric();
        if !is_closed && rest.as_bytes()[1] != b'#' && rest.as_bytes().get(taken).is_some_and(goes_on) {
            decoded.truncate(before);
            decoded.push('&');
            taken = 1;
        }
        rest = &rest[taken..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Name and value of each attribute, as written: references in values are not decoded.
#[derive(Clone, Debug)]
pub(crate) struct Attributes<'a> {
    text: &'a str,
    at: usize,
    left: usize,
}

/// More attributes than this are not looked at: nothing that a reader sees hangs on them.
const ATTRIBUTES_MAX: usize = 64;

impl<'a> Attributes<'a> {
    /// The attributes in this stretch of source.
    pub(crate) fn of(text: &'a str) -> Self {
        Self { text, at: 0, left: ATTRIBUTES_MAX }
    }

    /// All of them, however many.
    pub(crate) fn all(text: &'a str) -> Self {
        Self { text, at: 0, left: usize::MAX }
    }

    fn skip(&mut self, skipped: impl Fn(u8) -> bool) -> usize {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() && skipped(bytes[self.at]) {
            self.at += 1;
        }
        self.at
    }

    fn value(&mut self) -> &'a str {
        let start = self.skip(is_space);
        let bytes = self.text.as_bytes();
        match bytes.get(start) {
            Some(&quote @ (b'"' | b'\'')) => {
                let length = memchr(quote, &bytes[start + 1..]).unwrap_or(bytes.len() - start - 1);
                self.at = (start + length + 2).min(bytes.len());
                &self.text[start + 1..start + 1 + length]
            }
            _ => {
                let end = self.skip(|b| !is_space(b));
                &self.text[start..end]
            }
        }
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let start = self.skip(|b| is_space(b) || b == b'/');
        self.at = start + 1;
        if start >= self.text.len() {
            return None;
        }
        let end = self.skip(|b| !is_space(b) && !matches!(b, b'=' | b'/'));
        let name = &self.text[start..end];
        let after = self.skip(is_space);
        if self.text.as_bytes().get(after) != Some(&b'=') {
            return Some((name, ""));
        }
        self.at = after + 1;
        Some((name, self.value()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_nobody_escaped_stays_what_it_is() {
        let check = |value: &str, expected: &str| assert_eq!(decoded(value), expected, "{value}");
        for address in
            ["/view?id=5&section=news&region=1&copy=2&currency=3&para=4&times=5", "?a&", "?a=1&&b=&notit"]
        {
            check(address, address);
            check(&reference::encode(address, ""), address);
        }
        check(
            "caf&eacute; l&#146accord &copy 2025 R&D &notin; &notit;",
            "café l’accord © 2025 R&D ∉ &notit;",
        );
        check("a&#233=b&eacute", "aé=bé");
    }

    #[test]
    fn attributes_are_read_as_browsers_do() {
        let check = |tag: &str, class: Option<&str>, end: usize, closes_itself: bool| {
            let mut named = Named::default();
            let read = named.read(tag.as_bytes(), 0);
            assert_eq!(read, Some((end, closes_itself)), "{tag}");
            assert_eq!(named.get(Name::Class, tag), class, "{tag}");
            let later = Attributes::of(&tag[..end]).find(|(name, _)| name.eq_ignore_ascii_case("class"));
            assert_eq!(
                later.map(|(_, value)| value.trim_end_matches('/')),
                class.map(|it| it.trim_end_matches('/'))
            );
        };
        check(" class=a>", Some("a"), 8, false);
        check(" CLASS = 'a > b' id=x/>", Some("a > b"), 22, false);
        check(" class=\"a\"/>", Some("a"), 11, true);
        check(" class=a class=b>", Some("a"), 16, false);
        check(" class>", Some(""), 6, false);
        check(" x=a\"b class=c>", Some("c"), 14, false);
        check(" =class=b>", None, 9, false);
        check("/>", None, 1, true);
        check(" class=>", Some(""), 7, false);
        assert_eq!(Named::default().read(b" class='a>", 0), None);
        assert_eq!(Named::default().read(b" a=b", 0), None);
    }
}
