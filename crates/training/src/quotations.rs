//! How good quotations are on the annotated texts: the figures of `score.py` beside them in `$VEILLE_SHARED/data/quotations`.

use std::collections::HashSet;
use std::path::PathBuf;

use serde_json::Value;
use veille_mentions::quotations;
use veille_model::{LanguageTag, Quotation, QuotationKind};
use veille_text::{Document, Parts};

use crate::counts::Counts;
use crate::places;

/// Sets of `$VEILLE_SHARED/data/quotations`.
const SETS: [&str; 2] = ["polnear", "german"];
/// Signs that spans are compared without.
const EDGE: &str = " \t\n\r\u{a0}\"“”„«»‟'‘’‚`.,;:!?…-–—()[]";
/// Passages of fewer words are neither wanted nor unwanted.
const WORDS_MIN: usize = 3;

/// Options of `veille-training quotations`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Other files in the format of the annotated sets, gzipped
    #[arg(value_name = "GOLD.jsonl.gz")]
    files: Vec<PathBuf>,
}

/// The figures of one set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    quoted: Counts,
    content: Counts,
    named: usize,
    right: usize,
    wrong: usize,
}

/// Prints the figures of each set.
pub fn run(options: &Options) -> anyhow::Result<()> {
    if options.files.is_empty() {
        for set in SETS {
            print(set, measure(&places::shared()?.join(format!("data/quotations/{set}.jsonl.gz")))?);
        }
    }
    for file in &options.files {
        print(&file.display().to_string(), measure(file)?);
    }
    Ok(())
}

fn print(name: &str, figures: Figures) {
    let share = |part: usize| part as f64 / figures.named.max(1) as f64;
    println!("{name}");
    println!("  quoted passages  {}", figures.quoted.row());
    println!("  all contents     {}", figures.content.row());
    println!(
        "  named speakers   right {:.3}  wrong {:.3}  of {}",
        share(figures.right),
        share(figures.wrong),
        figures.named
    );
}

/// The figures of one file.
pub fn measure(path: &std::path::Path) -> anyhow::Result<Figures> {
    let mut figures = Figures::default();
    for line in places::lines(path)? {
        let row: Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or_default();
        let language = LanguageTag::new(row["lang"].as_str().unwrap_or_default());
        let found = quotations(&Document::of(&Parts { text, ..Parts::default() }), &language);
        figures.add(text, row["quotes"].as_array().map_or(&[][..], Vec::as_slice), &found);
    }
    Ok(figures)
}

impl Figures {
    fn add(&mut self, text: &str, gold: &[Value], found: &[Quotation]) {
        let letters: Vec<char> = text.chars().collect();
        let place = |quote: &Value, key: &str| {
            usize::try_from(quote[key].as_u64().unwrap_or_default()).unwrap_or_default()
        };
        let span = |quote: &Value| trim(&letters, place(quote, "start"), place(quote, "end"));
        let of = |kinds: &[&str]| -> Vec<&Value> {
            gold.iter().filter(|quote| kinds.contains(&quote["kind"].as_str().unwrap_or_default())).collect()
        };
        let little = |(start, end): (usize, usize)| {
            letters[start..end].iter().collect::<String>().split_whitespace().count() < WORDS_MIN
        };
        let own = |quote: &Quotation| trim(&letters, quote.start, quote.end);
        let quoted: Vec<(usize, usize)> =
            found.iter().filter(|quote| quote.kind != QuotationKind::Indirect).map(own).collect();
        let marked = of(&["direct", "partial"]);
        let wanted: HashSet<(usize, usize)> = marked.iter().map(|quote| span(quote)).collect();
        let hits = wanted.iter().filter(|span| quoted.contains(span) && !little(**span)).count();
        self.quoted.hit += hits;
        self.quoted.wanted += wanted.iter().filter(|span| !little(**span)).count();
        self.quoted.found +=
            hits + quoted.iter().filter(|span| !wanted.contains(span) && !little(**span)).count();
        self.add_speakers(&marked, found, span, own, little);
        let outer: Vec<&Quotation> =
            found.iter().filter(|quote| quote.kind == QuotationKind::Indirect).collect();
        let inside = |quote: &&Quotation| {
            quote.kind != QuotationKind::Indirect
                && outer.iter().any(|outer| outer.start <= quote.start && quote.end <= outer.end)
        };
        let contents: HashSet<(usize, usize)> =
            of(&["direct", "mixed", "indirect"]).iter().map(|quote| span(quote)).collect();
        let reported: Vec<(usize, usize)> =
            of(&["reported"]).iter().map(|quote| (place(quote, "start"), place(quote, "end"))).collect();
        let free = |span: &(usize, usize)| {
            !contents.contains(span) && reported.iter().any(|told| told.0 <= span.0 && span.1 <= told.1)
        };
        let spans: Vec<(usize, usize)> =
            found.iter().filter(|quote| !inside(quote)).map(own).filter(|span| !free(span)).collect();
        self.content.hit += contents.iter().filter(|span| spans.contains(span)).count();
        self.content.wanted += contents.len();
        self.content.found += spans.len();
    }

    fn add_speakers(
        &mut self,
        marked: &[&Value],
        found: &[Quotation],
        span: impl Fn(&Value) -> (usize, usize),
        own: impl Fn(&Quotation) -> (usize, usize),
        little: impl Fn((usize, usize)) -> bool,
    ) {
        for quote in marked {
            let names = quote["speaker_name"].as_str().unwrap_or_default();
            if names.is_empty() || little(span(quote)) {
                continue;
            }
            self.named += 1;
            let same = |own: (usize, usize), gold: (usize, usize)| {
                let common = own.1.min(gold.1).saturating_sub(own.0.max(gold.0));
                // As `score.py` beside the set has it, so that the figures compare.
                common * 10 >= (own.1.max(gold.1) - own.0.min(gold.0)) * 8
            };
            let hit = found.iter().find(|own_quote| {
                own_quote.kind != QuotationKind::Indirect && same(own(own_quote), span(quote))
            });
            if let Some(given) = hit.and_then(|quote| quote.speaker.as_deref()) {
                let right = is_one_of(given, names);
                self.right += usize::from(right);
                self.wrong += usize::from(!right);
            }
        }
    }
}

/// Whether the last word of the name given stands in a name that is wanted, or the other way round.
fn is_one_of(given: &str, names: &str) -> bool {
    let fold = |name: &str| -> Vec<String> {
        let name = name.to_lowercase().replace("’s", "").replace("'s", "");
        name.split(|sign: char| !sign.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let given = fold(given);
    names.split(';').map(fold).any(|name| {
        // `Merkel` is `Angela Merkel`, whichever of them the text has.
        given.last().is_some_and(|last| name.contains(last))
            || name.last().is_some_and(|last| given.contains(last))
    })
}

fn trim(letters: &[char], start: usize, end: usize) -> (usize, usize) {
    let (mut start, mut end) = (start, end.min(letters.len()));
    while start < end && EDGE.contains(letters[start]) {
        start += 1;
    }
    while end > start && EDGE.contains(letters[end - 1]) {
        end -= 1;
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests

    use super::*;

    /// Floors: quoted passages, all contents, right of all named speakers; and a ceiling for wrong ones.
    const FLOORS: [(&str, f64, f64, f64, f64); 2] =
        [("polnear", 0.965, 0.551, 0.886, 0.025), ("german", 0.938, 0.617, 0.815, 0.024)];

    #[test]
    fn quotations_stay_above_their_floors() {
        let Some(shared) = places::shared_if_any() else { return };
        for (set, quoted, content, right, wrong) in FLOORS {
            let figures = measure(&shared.join(format!("data/quotations/{set}.jsonl.gz"))).unwrap();
            let share = |part: usize| part as f64 / figures.named as f64;
            assert!(figures.quoted.f1() >= quoted, "{set}: {}", figures.quoted.row());
            assert!(figures.content.f1() >= content, "{set}: {}", figures.content.row());
            assert!(share(figures.right) >= right, "{set}: {} right", share(figures.right));
            assert!(share(figures.wrong) <= wrong, "{set}: {} wrong", share(figures.wrong));
        }
    }
}
