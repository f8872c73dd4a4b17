//! Who and what an article names, on its page: by kind, with each spelling and why it is taken for the same.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use veille_model::{Mention, MentionKind, TaggedArticle};
use veille_text::name::Why;

use super::people::href_of;
use crate::text::shown;
use crate::words::Words;

/// People, organisations or places.
pub(super) struct Named {
    pub kind: String,
    /// Those that stand there most often first.
    pub names: Vec<Name>,
}

/// One of them.
pub(super) struct Name {
    pub name: String,
    /// What others say of them, and what they say.
    pub href: String,
    /// How often, where that is more than once.
    pub times: Option<String>,
    /// The first paragraph that has the name.
    pub block: Option<usize>,
    /// The other spellings: each with how often it stands there and why it is the same.
    pub spellings: Vec<(String, String)>,
}

/// How often a name is spelled how.
type Spellings = BTreeMap<String, usize>;

pub(super) fn named(tagged: &TaggedArticle, words: Words) -> Vec<Named> {
    let spellings = tagged.spellings();
    let of_kind = |kind: MentionKind| {
        let mentions = tagged.mentions.iter().zip(&spellings);
        let mut mentions: Vec<(&Mention, &Spellings)> =
            mentions.filter(|(mention, _)| mention.kind == kind).collect();
        mentions.sort_by_key(|(mention, _)| Reverse(times(mention)));
        let names =
            mentions.into_iter().map(|(mention, spelt)| name(tagged, mention, spelt, words)).collect();
        Named { kind: words.get(&format!("named-{}", kind.as_str())), names }
    };
    MentionKind::ALL.map(of_kind).into_iter().filter(|named: &Named| !named.names.is_empty()).collect()
}

fn times(mention: &Mention) -> usize {
    mention.headline.len() + mention.text.len()
}

fn name(tagged: &TaggedArticle, mention: &Mention, spellings: &Spellings, words: Words) -> Name {
    let first = mention.text.first();
    let spellings = spellings.iter().filter(|(spelling, _)| **spelling != mention.name);
    let told = |(spelling, times): (&String, &usize)| {
        let why = match Why::of(&mention.name, &mention.key, spelling) {
            Why::Known => "why-known",
            Why::Letters => "why-letters",
            Why::Initial => "why-initial",
            Why::Part => "why-part",
            Why::Case => "why-case",
        };
        let why =
            words.with("spelt-so", &[("times", &words.count("times", *times)), ("why", &words.get(why))]);
        (shown(spelling), why)
    };
    Name {
        name: shown(&mention.name),
        href: href_of(mention.kind, &mention.name),
        times: Some(times(mention)).filter(|times| *times > 1).map(|times| words.count("times", times)),
        block: first
            .and_then(|span| tagged.article.blocks.iter().position(|block| span.start < block.end))
            .map(|block| block + 1),
        spellings: spellings.map(told).collect(),
    }
}
