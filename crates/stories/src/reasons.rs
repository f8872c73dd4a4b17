//! Why two articles are taken to tell of one event, in their own words: what both have, the rarest first.

use rustc_hash::FxHashSet;
use veille_model::{Span, TaggedArticle};
use veille_text::name::is_one;

use crate::likeness::{Likeness, Terms};
use crate::words::{Shape, Word, Words};

/// Most of each kind that are named.
const NAMED: usize = 6;
/// Words of the text that are looked at.
const WORDS: usize = 400;
/// Other words than names and numbers are told where fewer articles have them.
const RARE: f32 = 0.03;

/// What speaks for one event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reasons {
    /// Names in both: people, bodies and places, as the first writes them.
    pub names: Vec<String>,
    /// Numbers in both.
    pub numbers: Vec<String>,
    /// Other words in both, none that every third article has.
    pub words: Vec<String>,
    /// How like they are.
    pub likeness: Likeness,
}

/// Looks for the reasons in the first of two articles.
///
/// Names are those that were found in both: a capital alone is as often that of a sentence, *Une*, *Nếu*.
pub fn reasons(first: &TaggedArticle, second: &TaggedArticle) -> Reasons {
    let (words, others) = (Words::of_article(&first.article), Words::of_article(&second.article));
    let known: FxHashSet<u32> =
        // As far as likeness looks: what stands behind that did not bring the two together.
        others.headline.iter().chain(others.text.iter().take(WORDS)).map(|w| w.hash).collect();
    let mut reasons = Reasons {
        likeness: Likeness::of(&Terms::of(&words), &Terms::of(&others)),
        names: names(first, second),
        ..Reasons::default()
    };
    let spans = |of: fn(&veille_model::Mention) -> &[Span]| -> Vec<Span> {
        first.mentions.iter().flat_map(|mention| of(mention).iter().copied()).collect()
    };
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let mut rare: Vec<(f32, String)> = Vec::new();
    for (field, text, named) in [
        (
            &words.headline[..],
            first.article.headline.as_deref().unwrap_or_default(),
            spans(|it| &it.headline),
        ),
        (&words.text[..words.text.len().min(WORDS)], &*first.article.text, spans(|it| &it.text)),
    ] {
        for word in field {
            if !known.contains(&word.hash) || is_within(word, &named) || !seen.insert(word.hash) {
                continue;
            }
            match word.shape {
                Shape::Number => reasons.numbers.push(written(text, word.start, word.end)),
                _ if word.frequency < RARE => {
                    rare.push((word.frequency, written(text, word.start, word.end)));
                }
                _ => {}
            }
        }
    }
    rare.sort_by(|a, b| a.0.total_cmp(&b.0));
    reasons.words = rare.into_iter().map(|(_, word)| word).take(NAMED).collect();
    reasons.numbers.truncate(NAMED);
    reasons
}

/// Whom and what both name, in whichever spellings.
fn names(first: &TaggedArticle, second: &TaggedArticle) -> Vec<String> {
    let is_shared = |mention: &&veille_model::Mention| {
        second.mentions.iter().any(|other| {
            other.kind == mention.kind && (other.key == mention.key || is_one(&other.name, &mention.name))
        })
    };
    first.mentions.iter().filter(is_shared).map(|mention| mention.name.clone()).take(NAMED).collect()
}

/// Whether a word stands in one of these stretches.
fn is_within(word: &Word, named: &[Span]) -> bool {
    named.iter().any(|span| span.start <= word.start as usize && word.end as usize <= span.end)
}

fn written(text: &str, start: u32, end: u32) -> String {
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use veille_model::{Article, BlockKind, Capture, Mention, MentionKind, Text};

    use super::*;

    /// An article that names these.
    fn naming(headline: &str, text: &str, named: &[(MentionKind, &str)]) -> TaggedArticle {
        let mut paragraphs = Text::default();
        paragraphs.push(BlockKind::Paragraph, text);
        let url = format!("https://paper.example/{}", headline.len());
        let article = Article::of(
            &Capture::page(Some(url), Vec::new()),
            Some(headline.to_owned()),
            paragraphs.finish(),
        );
        let span = |within: &str, name: &str| {
            let start = within[..within.find(name)?].chars().count();
            Some(Span { start, end: start + name.chars().count() })
        };
        let mention = |(kind, name): &(MentionKind, &str)| Mention {
            kind: *kind,
            name: (*name).to_owned(),
            key: veille_text::name::key(name),
            headline: span(headline, name).into_iter().collect(),
            text: span(text, name).into_iter().collect(),
        };
        TaggedArticle { mentions: named.iter().map(mention).collect(), ..TaggedArticle::unjudged(article) }
    }

    #[test]
    fn the_reasons_are_what_both_have() {
        let (person, place) = (MentionKind::Person, MentionKind::Place);
        let one = naming(
            "Une tempête frappe Lisbonne",
            "Une tempête a tué 14 personnes à Lisbonne, a dit António Guterres.",
            &[(place, "Lisbonne"), (person, "António Guterres")],
        );
        let other = naming(
            "Lisbonne compte ses morts",
            "Une tempête a fait 14 morts à Lisbonne. Antonio Guterres a écrit.",
            &[(place, "Lisbonne"), (person, "Antonio Guterres")],
        );
        let found = reasons(&one, &other);
        // Two spellings are one name; the capital of a sentence makes none.
        assert_eq!(found.names, ["Lisbonne", "António Guterres"]);
        assert_eq!(found.numbers, ["14"]);
        assert!(found.words.contains(&"tempête".to_owned()), "{found:?}");
        assert!(!found.words.contains(&"Lisbonne".to_owned()), "{found:?}");
        assert!(found.likeness.score() > 0.3, "{found:?}");
        // Where no name was found, none is made up.
        let nobody = naming("Une tempête", "Une tempête.", &[]);
        assert!(reasons(&nobody, &other).names.is_empty());
    }
}
