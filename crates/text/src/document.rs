//! An article as queries see it: the words of all its fields in one sequence of positions.

use std::ops::Range;

use veille_model::{Article, Field, LanguageTag, Mention, MentionKind, Span, TaggedArticle};

use super::fold::{Folded, fold};
use super::forms;
use super::tokens::{Alias, Form, Sink, Token, hash, tokenise};

/// The lead is the first paragraph, and the next ones while there are fewer words than this: a kicker or a dateline
/// that stands alone is not all of it.
const LEAD_WORDS_MIN: usize = 20;

/// What a document is made of. Everything may be empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts<'a> {
    /// The headline.
    pub headline: &'a str,
    /// The text; a line is a paragraph.
    pub text: &'a str,
    /// Address.
    pub url: &'a str,
    /// The publisher's name as a subject token.
    pub source: &'a str,
    /// Signatures, joined by commas.
    pub byline: &'a str,
    /// BCP 47.
    pub language: &'a str,
}

/// An article, folded and cut into words once, for any number of queries.
#[derive(Clone, Debug)]
pub struct Document {
    texts: [String; Zone::COUNT],
    zones: [Range<u32>; Zone::COUNT],
    lead_end: u32,
    folded: String,
    tokens: Vec<Token>,
    aliases: Vec<Alias>,
    forms: Vec<Form>,
    names: Vec<Name>,
}

/// A stretch of positions that phrases and distances do not cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Zone {
    /// The headline.
    Headline,
    /// The text.
    Text,
    /// The words of the address.
    Url,
    /// The publisher's subject token, one word.
    Source,
    /// The signatures.
    Byline,
    /// The language tag, and each shorter form of it.
    Language,
    /// The host of the address, closed by [`Document::HOST_END`].
    Site,
}

impl Zone {
    const COUNT: usize = 7;

    /// In the order in which their words stand.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Headline, Self::Text, Self::Url, Self::Source, Self::Byline, Self::Language, Self::Site];

    /// The field that evidence in this zone stands in.
    fn field(self) -> Field {
        match self {
            Self::Headline => Field::Headline,
            Self::Text => Field::Text,
            Self::Url | Self::Site => Field::Url,
            Self::Source => Field::Source,
            Self::Byline => Field::Byline,
            Self::Language => Field::Language,
        }
    }
}

/// Somebody or something that an article names.
#[derive(Clone, Debug)]
pub struct Name {
    /// What it is.
    pub kind: MentionKind,
    /// The fullest spelling that the article has.
    pub name: String,
    /// What its spellings elsewhere have in common with it.
    pub key: String,
    /// Where it stands, by positions.
    pub places: Vec<Range<u32>>,
}

impl Document {
    /// The word that closes a host, so that `site:nhandan.vn` does not find `nhandan.vn.example.org`.
    pub const HOST_END: &'static str = "\u{1}";

    /// Reads the parts of an article.
    pub fn of(parts: &Parts<'_>) -> Self {
        let mut document = Self {
            texts: Default::default(),
            zones: Default::default(),
            lead_end: 0,
            folded: String::new(),
            tokens: Vec::new(),
            aliases: Vec::new(),
            forms: Vec::new(),
            names: Vec::new(),
        };
        let mut sink = Sink::default();
        sink.folded.reserve(parts.text.len() + parts.headline.len());
        sink.tokens.reserve(parts.text.len() / 5);
        for zone in Zone::ALL {
            let first = sink.tokens.len() as u32;
            let text = match zone {
                Zone::Headline => parts.headline,
                Zone::Text => parts.text,
                Zone::Url | Zone::Site => parts.url,
                Zone::Source => parts.source,
                Zone::Byline => parts.byline,
                Zone::Language => parts.language,
            };
            match zone {
                // `source:vietnam` must not find *vietnam-vn*: a name is compared whole.
                Zone::Source => whole_value(text, text.len(), &mut sink),
                Zone::Language => language(text, &mut sink),
                Zone::Site => site(text, &mut sink),
                _ => tokenise(text, 0, &mut sink),
            }
            document.zones[zone as usize] = first..sink.tokens.len() as u32;
            if zone != Zone::Site {
                text.clone_into(&mut document.texts[zone as usize]);
            }
        }
        let running = [Zone::Headline, Zone::Text, Zone::Byline];
        let texts = [parts.headline, parts.text, parts.byline];
        let texts = running.map(|zone| document.zone(zone)).into_iter().zip(texts);
        forms::add(&mut sink, texts);
        document.folded = sink.folded;
        document.tokens = sink.tokens;
        document.aliases = sink.aliases;
        document.forms = sink.forms;
        document.lead_end = document.find_lead_end();
        document
    }

    /// An article in this language, as queries see it.
    pub fn of_article(article: &Article, language: &LanguageTag) -> Self {
        let byline = article.byline.join(", ");
        Self::of(&Parts {
            headline: article.headline.as_deref().unwrap_or_default(),
            text: &article.text,
            url: article.url.as_deref().or(article.canonical_url.as_deref()).unwrap_or_default(),
            source: article.source.as_str(),
            byline: &byline,
            // `lang:und` would otherwise find what nobody could tell.
            language: if language.is_und() { "" } else { language.as_str() },
        })
    }

    /// A tagged article, with whom and what it names.
    pub fn of_tagged(tagged: &TaggedArticle) -> Self {
        Self::of_article(&tagged.article, &tagged.language).with_names(&tagged.mentions)
    }

    /// The same, knowing whom and what it names.
    pub fn with_names(mut self, mentions: &[Mention]) -> Self {
        let name = |mention: &Mention| {
            let headline = mention.headline.iter().map(|span| (Zone::Headline, span));
            let text = mention.text.iter().map(|span| (Zone::Text, span));
            Name {
                kind: mention.kind,
                name: mention.name.clone(),
                key: mention.key.clone(),
                places: headline.chain(text).filter_map(|(zone, span)| self.covering(zone, *span)).collect(),
            }
        };
        self.names = mentions.iter().map(name).collect();
        self
    }

    /// The positions of the words that a span of code points touches.
    fn covering(&self, zone: Zone, span: Span) -> Option<Range<u32>> {
        let positions = self.zone(zone);
        let tokens = &self.tokens[positions.start as usize..positions.end as usize];
        let first = tokens.partition_point(|token| token.end_code_point as usize <= span.start);
        let end = tokens.partition_point(|token| (token.start_code_point as usize) < span.end);
        (first < end).then(|| positions.start + first as u32..positions.start + end as u32)
    }

    /// Whom and what it names, where that was told ([`Document::with_names`]).
    #[inline]
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// The text as it was read.
    pub fn text(&self) -> &str {
        &self.texts[Zone::Text as usize]
    }

    /// A field as it was read.
    pub fn field(&self, zone: Zone) -> &str {
        // The host has no text of its own; its words lie in the address.
        let zone = if zone == Zone::Site { Zone::Url } else { zone };
        &self.texts[zone as usize]
    }

    /// The words, by position.
    #[inline]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Compounds as one word.
    #[inline]
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    /// What words are without what is attached to them, by position.
    #[inline]
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }

    /// The forms of the word at a position.
    #[inline]
    pub fn forms_at(&self, position: u32) -> &[Form] {
        if self.forms.is_empty() {
            return &[];
        }
        let first = self.forms.partition_point(|form| form.at < position);
        let length = self.forms[first..].iter().take_while(|form| form.at == position).count();
        &self.forms[first..first + length]
    }

    /// Whether nothing but blanks, commas and the like parts the words of these positions: no end of a sentence or a
    /// paragraph, no semicolon.
    #[inline]
    pub fn are_adjacent(&self, start: u32, end: u32) -> bool {
        self.steps(start, end - 1) == end - 1 - start
    }

    /// Steps from one position to a later one of its field.
    #[inline]
    pub fn steps(&self, from: u32, to: u32) -> u32 {
        self.tokens[to as usize].steps.saturating_sub(self.tokens[from as usize].steps)
    }

    /// Whether two positions lie in one paragraph.
    #[inline]
    pub fn share_paragraph(&self, one: u32, other: u32) -> bool {
        self.tokens[one as usize].paragraph == self.tokens[other as usize].paragraph
    }

    /// The positions of a zone.
    #[inline]
    pub fn zone(&self, zone: Zone) -> Range<u32> {
        self.zones[zone as usize].clone()
    }

    /// The positions of the lead.
    #[inline]
    pub fn lead(&self) -> Range<u32> {
        self.zones[Zone::Text as usize].start..self.lead_end
    }

    /// The zone that a position lies in.
    #[inline]
    pub fn zone_of(&self, position: u32) -> Zone {
        Zone::ALL
            .into_iter()
            .find(|zone| self.zones[*zone as usize].contains(&position))
            .unwrap_or(Zone::Text)
    }

    /// A word as folded.
    #[inline]
    pub fn folded(&self, start: u32, end: u32) -> &str {
        &self.folded[start as usize..end as usize]
    }

    /// The text from the first to before the last of these positions as written.
    #[inline]
    pub fn written(&self, start: u32, end: u32) -> &str {
        let (Some(first), Some(last)) = (self.tokens.get(start as usize), self.tokens.get(end as usize - 1))
        else {
            return "";
        };
        &self.field(self.zone_of(start))[first.start as usize..last.end as usize]
    }

    /// What stands before the word at a position, from the word before it.
    pub fn before(&self, position: u32) -> &str {
        let zone = self.zone_of(position);
        let start = match position > self.zone(zone).start {
            true => self.tokens[position as usize - 1].end,
            false => 0,
        };
        self.between(zone, start, self.tokens[position as usize].start)
    }

    /// What stands behind the word at a position, up to the next one.
    pub fn after(&self, position: u32) -> &str {
        let zone = self.zone_of(position);
        let text = &self.texts[zone as usize];
        let end = match position + 1 < self.zone(zone).end {
            true => self.tokens[position as usize + 1].start,
            false => text.len() as u32,
        };
        self.between(zone, self.tokens[position as usize].end, end)
    }

    fn between(&self, zone: Zone, start: u32, end: u32) -> &str {
        self.texts[zone as usize].get(start as usize..end as usize).unwrap_or_default()
    }

    /// Field and code points of a stretch of positions.
    pub fn place(&self, start: u32, end: u32) -> (Field, usize, usize) {
        let first = self.tokens[start as usize].start_code_point;
        let last = self.tokens[end as usize - 1].end_code_point;
        (self.zone_of(start).field(), first as usize, last as usize)
    }

    /// The stretches that sentences or paragraphs of headline and text take.
    pub fn units(&self, starts: impl Fn(&Token) -> bool) -> Vec<Range<u32>> {
        let mut units: Vec<Range<u32>> = Vec::new();
        for zone in [Zone::Headline, Zone::Text] {
            let positions = self.zone(zone);
            for position in positions.clone() {
                match units.last_mut() {
                    // A unit ends with its field: no sentence runs from the headline into the text.
                    Some(unit) if position != positions.start && !starts(&self.tokens[position as usize]) => {
                        unit.end = position + 1;
                    }
                    _ => units.push(position..position + 1),
                }
            }
        }
        units
    }

    fn find_lead_end(&self) -> u32 {
        let text = self.zone(Zone::Text);
        text.clone()
            .find(|position| {
                let words = (*position - text.start) as usize;
                words >= LEAD_WORDS_MIN && self.tokens[*position as usize].starts_paragraph
            })
            .unwrap_or(text.end)
    }
}

/// A field that is compared as a whole: one word, in lower case.
fn whole_value(text: &str, length: usize, sink: &mut Sink) {
    let value = &text[..length];
    if value.is_empty() {
        return;
    }
    let folded_start = sink.folded.len() as u32;
    sink.folded.extend(value.chars().flat_map(char::to_lowercase));
    sink.tokens.push(Token {
        start: 0,
        end: length as u32,
        start_code_point: 0,
        end_code_point: value.chars().count() as u32,
        folded_start,
        folded_end: sink.folded.len() as u32,
        hash: hash(&sink.folded[folded_start as usize..]),
        steps: 0,
        paragraph: sink.next_paragraph(),
        starts_sentence: true,
        starts_paragraph: true,
        capital: false,
        small: false,
    });
}

/// The whole tag and each shorter one: `lang:zh` finds `zh-Hans`.
fn language(tag: &str, sink: &mut Sink) {
    whole_value(tag, tag.len(), sink);
    for (at, _) in tag.match_indices('-') {
        whole_value(tag, at, sink);
    }
}

/// The labels of the address's host, and a word that closes it.
fn site(url: &str, sink: &mut Sink) {
    let start = url.find("://").map_or(0, |at| at + 3);
    // `https://user@host/`: what stands before the last `@` of the authority is no host (RFC 3986, 3.2).
    let authority = url[start..].split(['/', '?', '#']).next().unwrap_or_default();
    let start = start + authority.rfind('@').map_or(0, |at| at + 1);
    let host = url[start..].split(['/', '?', '#', ':']).next().unwrap_or_default();
    if host.is_empty() {
        return;
    }
    let first = sink.tokens.len();
    let paragraph = sink.next_paragraph();
    let (mut at, mut code_point) = (start, url[..start].chars().count());
    let is_dot = |c: char| c == '.' || c.is_whitespace();
    for part in host.split_inclusive(is_dot) {
        let label = part.trim_end_matches(is_dot);
        let length = label.chars().count();
        // Of nothing but signs: no word.
        if label.contains(char::is_alphanumeric) {
            let folded_start = sink.folded.len();
            fold_label(label, &mut sink.folded);
            let is_first = sink.tokens.len() == first;
            sink.tokens.push(Token {
                start: at as u32,
                end: (at + label.len()) as u32,
                start_code_point: code_point as u32,
                end_code_point: (code_point + length) as u32,
                folded_start: folded_start as u32,
                folded_end: sink.folded.len() as u32,
                hash: hash(&sink.folded[folded_start..]),
                steps: (sink.tokens.len() - first) as u32,
                paragraph,
                starts_sentence: is_first,
                starts_paragraph: is_first,
                capital: false,
                small: false,
            });
        }
        at += part.len();
        code_point += part.chars().count();
    }
    let Some(last) = sink.tokens[first..].last().copied() else { return };
    let folded_start = sink.folded.len() as u32;
    sink.folded.push_str(Document::HOST_END);
    sink.tokens.push(Token {
        start: last.end,
        start_code_point: last.end_code_point,
        folded_start,
        folded_end: sink.folded.len() as u32,
        hash: hash(Document::HOST_END),
        steps: last.steps + 1,
        ..last
    });
}

/// A label of a host is one word, with its hyphens: `nhan-dan.vn` is another site than `nhandan.vn`, and no end of it is `dan.vn`.
fn fold_label(label: &str, folded: &mut String) {
    for character in label.chars() {
        match fold(character) {
            Folded::Word(letter) | Folded::Unspaced(letter) => folded.push(letter),
            Folded::Several(letters) => folded.push_str(letters),
            Folded::Transparent => {}
            Folded::Separator => folded.push(character),
        }
    }
}
