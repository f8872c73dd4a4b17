//! Articles with what the classifier found in them.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Article, LanguageTag, RuleRevision, SourceId};

/// An article with its language and topics. On the wire it is the article's object with more keys.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TaggedArticle {
    /// The article.
    #[serde(flatten)]
    pub article: Article,
    /// Language of the article as a whole, BCP 47; `und` when unknown.
    pub language: LanguageTag,
    /// How sure that is, 0 to 1.
    pub language_confidence: f64,
    /// The next best language, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_runner_up: Option<LanguageGuess>,
    /// Language of each block, in the order of `blocks`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub block_languages: Vec<LanguageTag>,
    /// The topics found, by topic.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// Whether the text is the outlet's own, and whose it is where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Who is quoted in it, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotations: Vec<Quotation>,
    /// Who and what it names, each once, in the order in which they come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
}

impl TaggedArticle {
    /// An article that nobody has judged: in no known language, without topics.
    pub fn unjudged(article: Article) -> Self {
        Self {
            article,
            language: LanguageTag::und(),
            language_confidence: 0.0,
            language_runner_up: None,
            block_languages: Vec::new(),
            tags: Vec::new(),
            origin: None,
            quotations: Vec::new(),
            mentions: Vec::new(),
        }
    }
}

impl TaggedArticle {
    /// How each name is spelled where it stands, and how often so: by spelling, in the order of the mentions.
    pub fn spellings(&self) -> Vec<BTreeMap<String, usize>> {
        // Spans count code points: taken apart once for all of them.
        let letters = |text: &str| text.chars().collect::<Vec<char>>();
        let (headline, text) =
            (letters(self.article.headline.as_deref().unwrap_or_default()), letters(&self.article.text));
        let of = |mention: &Mention| {
            let mut spellings = BTreeMap::new();
            for (letters, spans) in [(&headline, &mention.headline), (&text, &mention.text)] {
                for passage in spans.iter().filter_map(|span| letters.get(span.start..span.end)) {
                    *spellings.entry(passage.iter().collect()).or_default() += 1;
                }
            }
            spellings
        };
        self.mentions.iter().map(of).collect()
    }
}

/// Words that an article gives as someone's own. `start` and `end` count code points of the article's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quotation {
    /// A whole sentence, a part of one, or a turn of an interview.
    pub kind: QuotationKind,
    /// First code point, after the opening mark.
    pub start: usize,
    /// One past the last code point, before the closing mark.
    pub end: usize,
    /// The words.
    pub exact: String,
    /// Who said them, in the fullest spelling that the article has; absent where it does not say clearly. It is that of the article's
    /// `mentions` whose name has the same letters, whatever their case and accents, and has its `key` in other articles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// What the speaker is, as the article says it; two roles, before and after the name, with a comma between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The words that report: `a déclaré`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<String>,
}

/// How much of what was said is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuotationKind {
    /// Whole sentences.
    Direct,
    /// A part, inside a sentence of the article's.
    Partial,
    /// A whole turn of an interview, which has no quotation marks: `Le ministre X : …`, `A: …`.
    Answer,
    /// What someone is told to have said, in the article's own words: `X a déclaré que …`, `Selon X, …`. A part of it may
    /// stand between marks, and is a partial quotation besides.
    Indirect,
}

impl QuotationKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Direct, Self::Partial, Self::Answer, Self::Indirect];

    /// The name as it stands in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Partial => "partial",
            Self::Answer => "answer",
            Self::Indirect => "indirect",
        }
    }
}

/// Who or what an article names: one person, body or place, with all places where it stands, in any spelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// What it is.
    pub kind: MentionKind,
    /// The fullest spelling that the article has.
    pub name: String,
    /// What its spellings in other articles, languages and scripts have in common.
    pub key: String,
    /// Where it stands in the headline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headline: Vec<Span>,
    /// Where it stands in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Span>,
}

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MentionKind {
    /// Somebody.
    Person,
    /// A ministry, a company, a party, an alliance of states.
    Organisation,
    /// A country, a city, a river.
    Place,
}

impl MentionKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Person, Self::Organisation, Self::Place];

    /// The name as it stands in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
        }
    }
}

/// First code point and one past the last, written as a list of these two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "(usize, usize)", into = "(usize, usize)")]
#[schemars(with = "(usize, usize)")]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl From<(usize, usize)> for Span {
    fn from((start, end): (usize, usize)) -> Self {
        Self { start, end }
    }
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// Whose text an article is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// The outlet's own, or how it came from another.
    pub kind: OriginKind,
    /// The outlet or agency that the text is credited to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Address of the original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Language that the original is in, where its outlet is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<LanguageTag>,
    /// Country of the outlet, ISO 3166-1 alpha-2, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The words of the page that say so; none for an original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// How a text came to the outlet that published it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OriginKind {
    /// Nothing on the page says that it was taken from elsewhere.
    Original,
    /// Taken from another outlet in the same language, or in a language that is not known.
    Republished,
    /// Taken from an outlet in another language.
    Translated,
    /// A news agency's.
    Agency,
}

impl Origin {
    /// The outlet whose text it is by what the page says; None of what is its publisher's own.
    pub fn credited(&self) -> Option<&str> {
        self.outlet.as_deref().filter(|_| self.kind != OriginKind::Original)
    }
}

impl OriginKind {
    /// The name as it stands in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Republished => "republished",
            Self::Translated => "translated",
            Self::Agency => "agency",
        }
    }
}

/// A language and how sure of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LanguageGuess {
    /// BCP 47.
    pub language: LanguageTag,
    /// 0 to 1.
    pub confidence: f64,
}

/// A topic's name: a subject token of `[a-z0-9_-]`, such as `hanoi-convention`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct TopicId(String);

impl TopicId {
    /// Makes a subject token of any text.
    pub fn new(text: &str) -> Self {
        // The alphabet of sources: both are tokens of subjects.
        Self(SourceId::new(text).as_str().to_owned())
    }

    /// The name as it stands in subjects.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TopicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for TopicId {
    /// Any text is accepted and made a token, so that no message can smuggle a dot or a wildcard into a subject.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::new(&text))
    }
}

/// One topic found in one article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tag {
    /// The topic.
    pub topic: TopicId,
    /// The version of its rule that decided.
    pub rule: RuleRevision,
    /// IPTC Media Topic codes: `medtop:20000641`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media_topics: Vec<String>,
    /// How much the article is about the topic, from 1 to 100; 0 where it was judged before there were weights. From
    /// [`Tag::ABOUT`] on it is about it, below it mentions it.
    #[serde(default, skip_serializing_if = "is_unweighed")]
    pub weight: u8,
    /// The passages that earned it, in the order of the article.
    pub evidence: Vec<Evidence>,
}

/// What was judged before there were weights stays as it was written.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_unweighed(weight: &u8) -> bool {
    *weight == 0
}

impl Tag {
    /// The least weight of a topic that an article is about: of a headline alone, or of a lead and a text that comes back to it.
    pub const ABOUT: u8 = 40;

    /// Whether the article is about the topic, and does not only mention it.
    pub fn is_about(&self) -> bool {
        self.weight >= Self::ABOUT
    }
}

/// A passage that satisfied a rule, after the W3C Web Annotation selectors (TextPositionSelector, TextQuoteSelector).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Where it stands.
    pub field: Field,
    /// First code point in that field.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The passage itself, so that a reader in any language can check what it cut.
    pub exact: String,
    /// The clause of the rule that it satisfied, as written in the query.
    pub clause: String,
}

/// The parts of an article that evidence can stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The headline.
    Headline,
    /// The text.
    Text,
    /// Address.
    Url,
    /// Publisher.
    Source,
    /// Signatures.
    Byline,
    /// Language.
    Language,
}
