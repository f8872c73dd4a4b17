//! What stands between quotation marks, outermost first.

use veille_text::is_stop;

/// The bytes of a text between a pair of quotation marks, marks left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marked {
    pub start: usize,
    pub end: usize,
    /// Where the opening mark begins.
    pub open: usize,
    /// Where the closing mark ends.
    pub close: usize,
    /// The closing mark is left out, because the next paragraph opens again: the quotation goes on there.
    pub continues: bool,
}

/// How a language marks quotations.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// Opening and closing marks; the same opening one may be closed by several.
    pub pairs: Vec<(char, char)>,
    /// Whether `‘…’` and `'…'` are quotation marks too, where they can be told from apostrophes.
    pub single: bool,
}

impl Marks {
    /// Whether texts are searched for this mark at all.
    #[cfg(test)]
    pub fn may_begin(mark: char) -> bool {
        may_begin_mark(mark.to_string().as_bytes()[0])
    }

    fn opens(&self, mark: char) -> bool {
        self.pairs.iter().any(|(open, _)| *open == mark)
    }

    fn closes(&self, open: char, mark: char) -> bool {
        self.pairs.contains(&(open, mark))
    }

    fn has(&self, mark: char) -> bool {
        // Most characters of a text are letters of ASCII.
        if mark.is_ascii_alphanumeric() || mark == ' ' {
            return false;
        }
        self.pairs.iter().any(|(open, close)| *open == mark || *close == mark)
    }

    /// Opening marks, each once.
    fn openings(&self) -> impl Iterator<Item = char> {
        let first = |at: &usize| !self.pairs[..*at].iter().any(|(open, _)| *open == self.pairs[*at].0);
        (0..self.pairs.len()).filter(first).map(|at| self.pairs[at].0)
    }

    /// The passages between quotation marks in a text. A pair lies in one paragraph, and nested marks belong to what
    /// they are nested in. Each paragraph is read once for each kind of mark.
    pub fn passages(&self, text: &str) -> Vec<Marked> {
        let mut found = Vec::new();
        let mut offset = 0;
        let mut paragraphs = text.split_inclusive('\n').peekable();
        while let Some(paragraph) = paragraphs.next() {
            let start = offset;
            offset += paragraph.len();
            let next = text[offset..].trim_start().chars().next();
            self.in_paragraph(paragraph, start, next.filter(|_| paragraphs.peek().is_some()), &mut found);
        }
        found
    }

    fn in_paragraph(&self, paragraph: &str, offset: usize, next: Option<char>, found: &mut Vec<Marked>) {
        let events = self.events(paragraph);
        if events.is_empty() {
            return;
        }
        let closings = self.closings(paragraph, &events);
        let repeated = repeated(paragraph, &events, &closings);
        let mut at = 0;
        while at < events.len() {
            let open = events[at];
            if let Some(closing) = closings[at] {
                let close = events[closing];
                let inner = open.at + open.length..close.at;
                push(paragraph, offset, inner, open.at, close.at + close.length, false, found);
                at = closing + 1;
            } else if let Some(next) = repeated.get(at).copied().flatten() {
                let end = paragraph[..events[next].at].trim_end().len();
                push(paragraph, offset, open.at + open.length..end, open.at, end, true, found);
                at = next;
            // English leaves the mark open at the end of a paragraph and repeats it before the next.
            } else if self.opens(open.mark) && next == Some(open.mark) && begins_passage(paragraph, open.at) {
                let end = paragraph.trim_end().len();
                push(paragraph, offset, open.at + open.length..end, open.at, end, true, found);
                at = events.len();
            } else {
                at += 1;
            }
        }
    }

    /// The marks of a paragraph, in order.
    fn events(&self, paragraph: &str) -> Vec<Event> {
        let event = |(at, mark): (usize, char)| Event { at, mark, length: mark.len_utf8() };
        // Marks begin with one of few bytes: nothing else of a text need be decoded.
        let signs = signs(paragraph);
        if signs.is_empty() {
            return Vec::new();
        }
        let mut events: Vec<Event> =
            signs.iter().copied().filter(|(_, mark)| self.has(*mark)).map(event).collect();
        // Two apostrophes are one double mark: `''It was a spectacular deal,'' he said.`
        let apostrophe = signs.iter().any(|(_, mark)| *mark == '\'');
        let double = apostrophe && self.has('"') && paragraph.contains("''");
        let pair = |at: usize| double && paragraph[at..].starts_with("''");
        if self.single || double {
            let mut singles = signs.iter().copied().filter(|(_, mark)| matches!(mark, '‘' | '’' | '\''));
            while let Some((at, mark)) = singles.next() {
                if pair(at) {
                    events.push(Event { at, mark: '"', length: 2 });
                    singles.next();
                } else if self.single {
                    events.push(event((at, mark)));
                }
            }
            events.sort_by_key(|event| event.at);
        }
        // `“It is unusual,“ said Larry Noble`: behind a comma and before a space an opening mark closes.
        if self.closes('“', '”') && !self.closes('„', '“') {
            for event in events.iter_mut().filter(|event| event.mark == '“') {
                let before = paragraph[..event.at].chars().next_back();
                let behind = before.is_some_and(|sign| is_stop(sign) || sign == ',');
                if behind && side(paragraph, event) == Side::Closes {
                    event.mark = '”';
                }
            }
        }
        events
    }

    /// For each opening mark, which event closes it.
    fn closings(&self, paragraph: &str, events: &[Event]) -> Vec<Option<usize>> {
        let mut closings = vec![None; events.len()];
        let mut stack: Vec<usize> = Vec::new();
        let mixed = self.closes('“', '”') && are_mixed(events);
        if mixed {
            mixed_closings(paragraph, events, &mut closings);
        }
        for open in self.openings() {
            stack.clear();
            if mixed && matches!(open, '“' | '"') {
                continue;
            }
            let mut guillemets = 0;
            for (index, event) in events.iter().enumerate() {
                let mark = event.mark;
                let straight = open == '"' && mark == '"';
                // `"Nous irons », a-t-il dit`: a guillemet that nothing has opened closes a straight mark.
                if open == '"' && self.closes('«', '»') && !self.opens('»') {
                    match mark {
                        '«' => guillemets += 1,
                        '»' if guillemets > 0 => guillemets -= 1,
                        '»' => {
                            if let Some(opened) = stack.pop() {
                                closings[opened].get_or_insert(index);
                            }
                        }
                        _ => {}
                    }
                }
                let side = if straight { side(paragraph, event) } else { Side::Either };
                // `„Sicherstellung der Kinder''(sic)`: two apostrophes close what they opened alone.
                let own = open != '„' || mark != '"' || event.length == 1;
                let closes = own && self.closes(open, mark) && side != Side::Opens;
                // `"` opens and closes, and `“` closes German „ and opens English: a mark closes where one is open.
                if closes && let Some(opened) = stack.pop() {
                    closings[opened].get_or_insert(index);
                } else if mark == open && side != Side::Closes && !(closes && is_inches(paragraph, event.at))
                {
                    // A straight mark that can only open shows that the one before was left open, but where two that can only
                    // close follow: `"We call it a "plan" now", she said`.
                    if straight && !is_nested(paragraph, &events[index + 1..]) {
                        stack.clear();
                    }
                    stack.push(index);
                }
            }
        }
        if self.single {
            single_closings(paragraph, events, &mut closings);
        }
        closings
    }
}

/// Whether curly and straight marks of a paragraph stand for one another, `“We go," she said`: both are there, and the curly
/// ones make no pairs by themselves.
fn are_mixed(events: &[Event]) -> bool {
    let mut straight = false;
    let mut open = false;
    let mut odd = false;
    for event in events {
        match event.mark {
            '"' => straight = true,
            '“' => {
                odd |= open;
                open = true;
            }
            '”' => {
                odd |= !open;
                open = false;
            }
            _ => {}
        }
    }
    straight && (odd || open)
}

/// Whether a straight mark before these opens a passage within a passage: the next mark closes it, and one more can only close.
fn is_nested(paragraph: &str, events: &[Event]) -> bool {
    let mut straight = events.iter().filter(|event| event.mark == '"');
    let mut next = || straight.next().map(|event| side(paragraph, event));
    next().is_some_and(|side| side != Side::Opens) && next() == Some(Side::Closes)
}

/// For each mark that nothing closes, the one that opens again behind a full stop, where paragraphs were joined: `"We signed. We are
/// glad. "Now we wait", she said`. Only what begins a sentence goes on so: behind a colon a mark was forgotten. Empty where all
/// marks are closed.
fn repeated(paragraph: &str, events: &[Event], closings: &[Option<usize>]) -> Vec<Option<usize>> {
    let begins = |event: &Event| {
        let before = paragraph[..event.at].trim_end();
        let sentence = before.trim_end_matches(['"', '”', '»']).ends_with(is_stop) || before.is_empty();
        let first = paragraph[event.at + event.length..].chars().next();
        sentence && begins_passage(paragraph, event.at) && first.is_some_and(char::is_uppercase)
    };
    let opens = |event: &Event| matches!(event.mark, '"' | '“') && begins(event);
    let closed: Vec<bool> = {
        let mut closed = vec![false; events.len()];
        closings.iter().flatten().for_each(|closing| closed[*closing] = true);
        closed
    };
    let open = |at: usize| closings[at].is_none() && !closed[at] && opens(&events[at]);
    if !(0..events.len()).any(open) {
        return Vec::new();
    }
    let mut repeated = vec![None; events.len()];
    for at in (0..events.len()).rev().filter(|at| open(*at)) {
        let mut doubles = (at + 1..events.len()).filter(|at| !matches!(events[*at].mark, '‘' | '’' | '\''));
        let goes_on = |next: &usize| {
            let (event, next) = (&events[*next], *next);
            event.mark == events[at].mark
                && opens(event)
                && (closings[next].is_some() || repeated[next].is_some())
        };
        repeated[at] = doubles.next().filter(goes_on);
    }
    repeated
}

/// Pairs curly and straight marks as if they were one: each closes where one is open and it can.
fn mixed_closings(paragraph: &str, events: &[Event], closings: &mut [Option<usize>]) {
    let mut opened: Option<usize> = None;
    for (index, event) in events.iter().enumerate() {
        if !matches!(event.mark, '“' | '”' | '"') {
            continue;
        }
        let side = side(paragraph, event);
        let closes = event.mark == '”' || event.mark == '"' && side != Side::Opens;
        if let Some(open) = opened.filter(|_| closes) {
            closings[open] = Some(index);
            opened = None;
        } else if event.mark == '“' || event.mark == '"' && side != Side::Closes {
            opened = Some(index);
        }
    }
}

/// Whether a quotation mark may begin with this byte: straight ones, and those of the blocks of `«`, `“`, `「` and `＂`.
fn may_begin_mark(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | 0xc2 | 0xe2 | 0xe3 | 0xef)
}

/// The characters of a paragraph that begin with such a byte, with their places.
fn signs(paragraph: &str) -> Vec<(usize, char)> {
    let mut signs = Vec::new();
    let bytes = paragraph.as_bytes();
    for (number, chunk) in bytes.chunks(CHUNK).enumerate() {
        if chunk.len() == CHUNK && is_plain(u64::from_le_bytes(chunk.try_into().expect("of this length"))) {
            continue;
        }
        for (within, byte) in chunk.iter().enumerate() {
            let at = number * CHUNK + within;
            if may_begin_mark(*byte)
                && let Some(sign) = paragraph[at..].chars().next()
            {
                signs.push((at, sign));
            }
        }
    }
    signs
}

/// So many bytes are looked at together.
const CHUNK: usize = size_of::<u64>();

/// Whether all of eight bytes are of ASCII and none is `"` or `'`.
fn is_plain(bytes: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    // A byte is 0 where it is the one looked for; taking 1 from it sets its highest bit.
    let has = |byte: u8| {
        let differs = bytes ^ (ONES * u64::from(byte));
        differs.wrapping_sub(ONES) & !differs & HIGH
    };
    (bytes & HIGH) | has(b'"') | has(b'\'') == 0
}

/// A mark in a paragraph.
#[derive(Clone, Copy, Debug)]
struct Event {
    at: usize,
    mark: char,
    length: usize,
}

/// What a straight mark can do, from what stands on both sides of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

fn side(paragraph: &str, event: &Event) -> Side {
    let before = paragraph[..event.at].chars().next_back();
    let mut rest = paragraph[event.at + event.length..].chars();
    let (after, next) = (rest.next(), rest.next());
    let space = |sign: Option<char>| sign.is_none_or(char::is_whitespace);
    // `d'"énigme"`, `("plan")`
    let begins = space(before) || matches!(before, Some('(' | '[' | '\'' | '’'));
    // `", she said`, but `"...and so"`
    let ends = space(after)
        || matches!(after, Some('.' | ',' | ';' | ':' | '!' | '?' | ')' | ']')) && next != Some('.');
    match (begins, ends) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        _ => Side::Either,
    }
}

fn push(
    paragraph: &str,
    offset: usize,
    inner: std::ops::Range<usize>,
    open: usize,
    close: usize,
    continues: bool,
    found: &mut Vec<Marked>,
) {
    let Some(inside) = paragraph.get(inner.clone()) else { return };
    let trimmed = inside.trim();
    if trimmed.is_empty() {
        return;
    }
    let start = offset + inner.start + (inside.len() - inside.trim_start().len());
    found.push(Marked {
        start,
        end: start + trimmed.len(),
        open: offset + open,
        close: offset + close,
        continues,
    });
}

/// Whether an opening mark that is never closed may open: at the beginning of the paragraph or after a space.
fn begins_passage(paragraph: &str, open: usize) -> bool {
    paragraph[..open].chars().next_back().is_none_or(char::is_whitespace)
}

/// `a 27" screen`
fn is_inches(paragraph: &str, at: usize) -> bool {
    let before = paragraph[..at].chars().next_back();
    let after = paragraph[at..].chars().nth(1);
    before.is_some_and(|digit| digit.is_ascii_digit()) && after.is_none_or(|after| after == ' ')
}

/// Single marks are apostrophes as well: `‘` opens after a space, `’` closes before anything but a letter, and one that
/// follows a full stop or a comma is believed more than one that follows an s: `‘The workers’ rights matter,’ she said`.
/// The straight one opens before a capital and closes after a comma or a full stop only.
fn single_closings(paragraph: &str, events: &[Event], closings: &mut [Option<usize>]) {
    let before = |at: usize| paragraph[..at].chars().next_back();
    let after = |at: usize, mark: char| paragraph[at + mark.len_utf8()..].chars().next();
    let mut opened: Option<(usize, char)> = None;
    let mut weak: Option<usize> = None;
    for (index, Event { at, mark, .. }) in events.iter().enumerate() {
        let begins = before(*at).is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '!' | '?'));
        let ends = after(*at, *mark).is_none_or(|c| !c.is_alphanumeric());
        let sure = before(*at).is_some_and(|c| is_stop(c) || c == ',');
        match mark {
            '‘' if begins => {
                if let (Some((open, _)), Some(weak)) = (opened, weak) {
                    closings[open] = Some(weak);
                }
                (opened, weak) = (Some((index, '‘')), None);
            }
            '\'' if opened.is_none() && begins && after(*at, *mark).is_some_and(char::is_uppercase) => {
                opened = Some((index, '\''));
            }
            '’' | '\'' if ends => {
                let Some((open, kind)) = opened else { continue };
                let same = (kind == '‘') == (*mark == '’');
                if same && sure {
                    closings[open] = Some(index);
                    (opened, weak) = (None, None);
                } else if same && kind == '‘' && weak.is_none() {
                    weak = Some(index);
                }
            }
            _ => {}
        }
    }
    if let (Some((open, _)), Some(weak)) = (opened, weak) {
        closings[open] = Some(weak);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> Marks {
        let pairs = ["«»", "“”", "„“", "„”", "「」", "\"\""];
        let pair = |pair: &str| (pair.chars().next().unwrap(), pair.chars().last().unwrap());
        Marks { pairs: pairs.into_iter().map(pair).collect(), single: false }
    }

    fn check(marks: &Marks, text: &str, expected: &[&str]) {
        let found: Vec<&str> = marks.passages(text).iter().map(|m| &text[m.start..m.end]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_of_each_language_are_paired_and_nested_ones_left_inside() {
        let marks = marks();
        check(
            &marks,
            "Il dit : « Oui, la “Ville” vient. » Puis « non ».",
            &["Oui, la “Ville” vient.", "non"],
        );
        check(&marks, "“One,” he said. “Two.”", &["One,", "Two."]);
        check(&marks, "„Ja“, sagte sie. „Nein”, sagte er.", &["Ja", "Nein"]);
        check(&marks, "他说：“好。”", &["好。"]);
        check(&marks, "\"a\" and \"b\"", &["a", "b"]);
        check(&marks, "a 27\" screen for \"b\"", &["b"]);
        check(&marks, "« open only", &[]);
        check(&marks, "« «inner» outer »", &["«inner» outer"]);
        check(&marks, "«  »", &[]);
    }

    #[test]
    fn a_mark_that_is_left_open_takes_nothing_that_follows() {
        let marks = marks();
        check(
            &marks,
            "He said: \"We will sign. She left the room. \"This is theatre,\" she said.",
            &["This is theatre,"],
        );
        check(
            &marks,
            "He said: “We will sign. She left the room. “This is theatre,” she said.",
            &["This is theatre,"],
        );
        check(&marks, "“We go,\" she said. “We stay,” he said.", &["We go,", "We stay,"]);
        check(&marks, "\"We go,” she said.", &["We go,"]);
        check(&marks, "\"We go », she said. \"Now\"", &["We go", "Now"]);
        check(&marks, "''We go,'' she said. ''Now.''", &["We go,", "Now."]);
        check(&marks, "\"We go,” he added. “We stay at home.\"", &["We go,", "We stay at home."]);
        let english = Marks { pairs: vec![('“', '”'), ('"', '"')], single: true };
        check(&english, "“It is odd,“ said Larry. “It is hard.”", &["It is odd,", "It is hard."]);
    }

    #[test]
    fn a_mark_that_is_not_closed_reaches_to_the_next_paragraph_that_opens_again() {
        let marks = marks();
        check(&marks, "“One.\n\n“Two,” he said.", &["One.", "Two,"]);
        check(&marks, "“One.\n\nTwo.", &[]);
    }

    #[test]
    fn a_mark_that_is_repeated_in_one_paragraph_goes_on() {
        let marks = marks();
        check(
            &marks,
            "She left. \"We have signed. We are glad. \"Now we wait\", she said.",
            &["We have signed. We are glad.", "Now we wait"],
        );
        check(
            &marks,
            "He went. “One is. “Two is. “Three is,” he said.",
            &["One is.", "Two is.", "Three is,"],
        );
    }

    #[test]
    fn straight_marks_within_straight_marks_are_left_inside() {
        let marks = marks();
        check(
            &marks,
            "\"If it is a \"plan\" for us, we go\", she said. \"Now\"",
            &["If it is a \"plan\" for us, we go", "Now"],
        );
        check(&marks, "Selon lui, \" tout va \".Puis d'\"ici\".", &["tout va", "ici"]);
    }

    #[test]
    fn guillemets_point_inwards_where_the_language_has_them_so() {
        let marks = Marks { pairs: vec![('»', '«'), ('«', '»')], single: false };
        check(&marks, "»Nein«, sagte er. »Doch«", &["Nein", "Doch"]);
        check(&marks, "«Nein», sagte er.", &["Nein"]);
    }

    #[test]
    fn single_marks_are_told_from_apostrophes() {
        let marks = Marks { pairs: vec![('“', '”')], single: true };
        check(&marks, "‘It’s late,’ he said. The workers’ bus left.", &["It’s late,"]);
        check(&marks, "‘The workers’ rights matter,’ she said.", &["The workers’ rights matter,"]);
        check(&marks, "a ‘smart’ fence", &["smart"]);
        check(&marks, "'We go,' he said, in the '90s, for the workers' sake.", &["We go,"]);
        check(&marks, "rock 'n' roll", &[]);
        check(&marks, "“He said ‘no’ twice,” she said.", &["He said ‘no’ twice,"]);
    }
}
