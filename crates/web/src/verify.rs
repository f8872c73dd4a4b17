//! Whether sentences stand in an article: word for word, nearly, or nowhere; for whoever checks what was quoted.

use veille_language::Tagger;
use veille_model::{Evidence, TaggedArticle};
use veille_query::Query;
use veille_stories::{Trace, Traced};
use veille_text::Document;

use crate::compared::{Changed, Compare};

/// How a sentence stands in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    Verbatim,
    Nearly,
    Nowhere,
}

/// What is said of one sentence.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub sentence: String,
    pub stands: Stands,
    /// Where: the words as the article has them.
    pub passage: Option<Evidence>,
    /// Whether it stands nowhere and is in another language than the article: what is translated is not looked for.
    pub is_foreign: bool,
}

impl Stands {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Nearly => "nearly",
            Self::Nowhere => "nowhere",
        }
    }
}

impl Verdict {
    /// Where a sentence stands nearly: the article's words and those that were asked for, stretch by stretch. Empty where they have
    /// too little in common to be laid side by side, as what stands there in another language.
    pub fn differences(&self, compare: Option<Compare>) -> Vec<Changed> {
        let (Stands::Nearly, Some(passage), Some(compare)) = (self.stands, &self.passage, compare) else {
            return Vec::new();
        };
        // Only what somebody reads word by word: laid side by side, two texts without a full stop take a second.
        if [&passage.exact, &self.sentence].iter().any(|text| text.chars().nth(COMPARED_MAX).is_some()) {
            return Vec::new();
        }
        let stretches = compare(&passage.exact, &self.sentence);
        let letters = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).count();
        let kept: usize = stretches.iter().map(|stretch| letters(&stretch.kept)).sum();
        let shorter = letters(&passage.exact).min(letters(&self.sentence));
        // Less than half of the shorter one in common: laid side by side it would be all deletions and insertions.
        if kept * 2 < shorter { Vec::new() } else { stretches }
    }
}

/// Whether a number of one side is not the other's.
pub(crate) fn has_other_numbers(stretches: &[Changed]) -> bool {
    let digits = |side: fn(&Changed) -> &str| -> String {
        stretches.iter().flat_map(|stretch| side(stretch).chars()).filter(|it| it.is_numeric()).collect()
    };
    digits(|stretch| &stretch.deleted) != digits(|stretch| &stretch.inserted)
}

/// Sentences that are looked at: a page of text, and no book.
const SENTENCES_MAX: usize = 50;
/// How sure a sentence's language must be.
const SURE: f64 = 0.9;
/// Characters of a text that is looked at.
const TEXT_MAX: usize = 10_000;
/// Characters of a sentence, and of what stands for it in the article, that are laid side by side.
const COMPARED_MAX: usize = 1_000;

/// What is said of each sentence of a text, and where it stands nearly, in what the two differ. Case, accents and signs do not matter.
///
/// Off the async threads: each sentence is compared with all of the article.
pub(crate) async fn verify(
    tagged: &TaggedArticle,
    text: &str,
    compare: Option<Compare>,
) -> Vec<(Verdict, Vec<Changed>)> {
    let (tagged, text) = (tagged.clone(), text.chars().take(TEXT_MAX).collect::<String>());
    let said = move |verdict: Verdict| {
        let differences = verdict.differences(compare);
        (verdict, differences)
    };
    let verify = move || verdicts(&tagged, &text).into_iter().map(said).collect();
    tokio::task::spawn_blocking(verify).await.expect("an article that was read once can be read again")
}

fn verdicts(tagged: &TaggedArticle, text: &str) -> Vec<Verdict> {
    let document = Document::of_article(&tagged.article, &tagged.language);
    let traced = Traced::of(text).first(SENTENCES_MAX);
    let mut traces = traced.trace(&tagged.article.text).unwrap_or_default().into_iter();
    let tagger = Tagger::new();
    let is_foreign = |sentence: &str| {
        let guess = tagger.detect(sentence);
        guess.confidence >= SURE && guess.tag.primary() != tagged.language.primary()
    };
    let verdict = |sentence: &str| {
        let trace = traces.next().unwrap_or(Trace::LeftOut);
        // First as a query finds it, for that has a place; what only the trace finds, as across a paragraph, is shown without
        // one.
        let (stands, passage) = match (place(&document, sentence), trace) {
            (Some(passage), _) => (Stands::Verbatim, Some(passage)),
            (None, Trace::Verbatim) => (Stands::Verbatim, None),
            (None, Trace::Altered(words) | Trace::Shortened(words) | Trace::Translated(words)) => {
                (Stands::Nearly, place(&document, &words))
            }
            (None, Trace::LeftOut) => (Stands::Nowhere, None),
        };
        let is_foreign = stands == Stands::Nowhere && is_foreign(sentence);
        Verdict { sentence: sentence.trim().to_owned(), stands, passage, is_foreign }
    };
    traced.sentences().map(verdict).collect()
}

/// Where words stand side by side.
fn place(document: &Document, words: &str) -> Option<Evidence> {
    // As a phrase: what a sentence has of signs means something in a query.
    let plain: String = words.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    // A sentence of signs alone leaves an empty phrase, which is no query.
    let query = Query::parse(&format!("\"{}\"", plain.trim())).ok()?;
    query.matches(document)?.into_iter().next()
}

#[cfg(test)]
mod tests {
    use veille_model::Field;

    use super::*;

    fn stretch(kept: &str, deleted: &str, inserted: &str) -> Changed {
        Changed { kept: kept.to_owned(), deleted: deleted.to_owned(), inserted: inserted.to_owned() }
    }

    #[test]
    fn another_number_is_told() {
        let of = |deleted, inserted| {
            has_other_numbers(&[stretch("signed by ", "", ""), stretch("", deleted, inserted)])
        };
        assert!(of("64", "72") && of("sixty-four", "72"));
        assert!(!of("nations", "countries") && !of("", ""));
    }

    #[test]
    fn what_has_little_in_common_is_not_laid_side_by_side() {
        let exact = "El texto no obliga a nadie".to_owned();
        let passage = Evidence { field: Field::Text, start: 0, end: 26, exact, clause: String::new() };
        let verdict = |stands| Verdict {
            sentence: "El texto obliga a todos".to_owned(),
            stands,
            passage: Some(passage.clone()),
            is_foreign: false,
        };
        let much: Compare =
            |_, _| vec![Changed { kept: "El texto obliga a".to_owned(), ..Changed::default() }];
        let little: Compare = |_, _| vec![Changed { kept: "El".to_owned(), ..Changed::default() }];
        assert_eq!(verdict(Stands::Nearly).differences(Some(much)).len(), 1);
        assert_eq!(verdict(Stands::Nearly).differences(Some(little)), []);
        assert_eq!(verdict(Stands::Verbatim).differences(Some(much)), []);
    }
}
