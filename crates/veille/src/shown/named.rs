//! Who and what an article names, for `veille explain`: with each spelling, and why it is taken for the same.

use std::collections::BTreeMap;

use veille_model::{Mention, Span, TaggedArticle};
use veille_text::name;

use super::{Line, count, width};

const INDENT: &str = "  ";
const DEEP: &str = "      ";

/// The names of an article, in lines.
pub(super) fn names(tagged: &TaggedArticle) -> Vec<Line> {
    let mut lines = vec![Line::default().bold("Names")];
    if tagged.mentions.is_empty() {
        lines.push(Line::plain(format!("{INDENT}nobody and nothing is named")));
    }
    for mention in &tagged.mentions {
        let places = (mention.headline.len() + mention.text.len()) as u64;
        let said = format!(" ({}, {})", mention.kind.as_str(), count(places, "place", "places"));
        lines.push(cut(Line::plain(INDENT).bold(&mention.name).dim(said)));
        for (spelling, times) in spellings(mention, tagged) {
            let why = why(mention, &spelling);
            let times = count(times, "time", "times");
            lines.push(cut(Line::plain(DEEP).text(format!("“{spelling}”, {times}: {why}"))));
        }
    }
    lines
}

/// The other spellings, and how often each stands there.
fn spellings(mention: &Mention, tagged: &TaggedArticle) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    let headline = tagged.article.headline.as_deref().unwrap_or_default();
    for (text, spans) in [(headline, &mention.headline), (&*tagged.article.text, &mention.text)] {
        for spelling in cut_out(text, spans) {
            if spelling != mention.name {
                *found.entry(spelling).or_default() += 1;
            }
        }
    }
    found
}

/// The passages of a text, in one pass.
fn cut_out(text: &str, spans: &[Span]) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let passage = |span: &Span| letters.get(span.start..span.end).unwrap_or_default().iter().collect();
    spans.iter().map(passage).collect()
}

/// Why a spelling is taken for the same.
fn why(mention: &Mention, spelling: &str) -> &'static str {
    let words = |name: &str| name.split_whitespace().count();
    if mention.key != name::key(&mention.name) {
        "a name of what the world knows"
    } else if spelling.to_lowercase() == mention.name.to_lowercase() {
        "the same in other letters"
    } else if words(spelling) < words(&mention.name) {
        "a part of the name, which nobody else in the article has"
    } else {
        "the same words in another case"
    }
}

fn cut(line: Line) -> Line {
    width().map_or_else(|| line.clone(), |width| line.cut(width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_says_why_it_is_the_same() {
        let mention = |name: &str, key: &str| Mention {
            kind: veille_model::MentionKind::Person,
            name: name.to_owned(),
            key: key.to_owned(),
            headline: Vec::new(),
            text: Vec::new(),
        };
        let check = |name: &str, key: &str, spelling: &str, expected: &str| {
            assert!(why(&mention(name, key), spelling).starts_with(expected), "{spelling}");
        };
        check("António Guterres", "ntn ktls", "Guterres", "a part");
        check(
            "Ольга Ветрова",
            &name::key("Ольга Ветрова"),
            "Ольгой Ветровой",
            "the same words in another case",
        );
        check("ONU", "unitednations", "Nations unies", "a name of what the world knows");
    }
}
