//! How many translations are found, by set, form and language: figures for the README of this crate.

use std::collections::BTreeMap;
use std::path::Path;

use super::pairs::{self, Pair};
use super::texts::{self, Form, Set, Text};

/// Missed and false pairs that are shown of each row.
const SHOWN: usize = 25;
/// What is taken above these scores is told: 0 is what the program takes, the others say what another threshold would.
const ABOVE: [f32; 4] = [0.0, -0.5, -1.0, -1.5];

/// Prints the pairs of a set that are taken for translations.
pub fn print(gold: &Path) -> anyhow::Result<()> {
    let texts = texts::read_gold(gold)?;
    for pair in pairs::find(&texts) {
        let score = pair.likeness.score;
        if score > 0.0 {
            println!("{}\t{}\t{score:.4}", texts[pair.first].id, texts[pair.second].id);
        }
    }
    Ok(())
}

/// Links to originals that were found, by language of the copy.
type Found<'t> = BTreeMap<&'t str, u32>;

/// Prints the table.
pub fn run(texts: &[Text], pairs: &[Pair], scores: &[f32], shows: bool) {
    for (set, name) in [(Set::Ntrex, "NTREX"), (Set::Wmt, "WMT")] {
        for form in [Form::Whole, Form::Cut, Form::Added] {
            let form_of = |pair: &Pair| texts[pair.first].form.max(texts[pair.second].form);
            let is_here = |pair: &Pair| {
                [pair.first, pair.second].iter().any(|text| texts[*text].set == set) && form_of(pair) == form
            };
            let mut row: Vec<(&Pair, f32)> =
                pairs.iter().zip(scores.iter().copied()).filter(|(pair, _)| is_here(pair)).collect();
            row.sort_by(|a, b| b.1.total_cmp(&a.1));
            let wanted = wanted(texts, set, form);
            let is_link = |pair: &Pair| {
                pair.is_true && (texts[pair.first].is_original || texts[pair.second].is_original)
            };
            let refused = row.iter().filter(|(pair, _)| is_link(pair) && pair.likeness.is_refused).count();
            println!("{name}, {form:?}: {refused} of the candidates are refused");
            rates(texts, &row, &wanted);
            if shows {
                show(texts, &row);
            }
        }
    }
}

/// Copies that have an original in another language, by their own.
fn wanted(texts: &[Text], set: Set, form: Form) -> Found<'_> {
    let originals: BTreeMap<&str, &str> =
        texts.iter().filter(|text| text.is_original).map(|text| (&*text.doc, &*text.language)).collect();
    let mut wanted = Found::new();
    for text in texts.iter().filter(|text| text.set == set && text.form == form && !text.is_original) {
        if originals.get(&*text.doc).is_some_and(|language| *language != text.language) {
            *wanted.entry(&text.language).or_default() += 1;
        }
    }
    wanted
}

fn rates(texts: &[Text], row: &[(&Pair, f32)], wanted: &Found<'_>) {
    let mut found = Found::new();
    let (mut yes, mut no) = (0_u32, 0_u32);
    let (mut at_precision, mut before_false) = (Found::new(), None);
    let mut above = ABOVE.map(|at| (at, Found::new(), 0));
    for (pair, score) in row {
        let (first, second) = (&texts[pair.first], &texts[pair.second]);
        if pair.is_true {
            yes += 1;
            let copy = match (first.is_original, second.is_original) {
                (true, false) => Some(second),
                (false, true) => Some(first),
                _ => None,
            };
            if let Some(copy) = copy {
                *found.entry(&copy.language).or_default() += 1;
            }
        } else {
            before_false.get_or_insert_with(|| found.clone());
            no += 1;
        }
        if f64::from(no) <= 0.01 * f64::from(yes + no) {
            at_precision = found.clone();
        }
        for (at, above, false_above) in &mut above {
            if *score > *at {
                (*above, *false_above) = (found.clone(), no);
            }
        }
    }
    let before_false = before_false.unwrap_or_else(|| found.clone());
    let mut lines = vec![
        ("candidates".to_owned(), &found),
        ("precision .99".to_owned(), &at_precision),
        ("before a false".to_owned(), &before_false),
    ];
    lines.extend(above.iter().map(|(at, found, no)| (format!("above {at}, {no} false"), found)));
    for (name, found) in lines {
        let all: u32 = wanted.values().sum();
        let hit: u32 = found.values().sum();
        print!("  {name:<18} {:.4} ", f64::from(hit) / f64::from(all.max(1)));
        for (language, count) in wanted {
            let hit = found.get(language).copied().unwrap_or(0);
            print!(" {language} {:.2}", f64::from(hit) / f64::from(*count));
        }
        println!();
    }
}

fn show(texts: &[Text], row: &[(&Pair, f32)]) {
    let wrong = row.iter().filter(|(pair, _)| !pair.is_true).take(SHOWN);
    let missed = row.iter().filter(|(pair, score)| {
        pair.is_true && *score <= 0.0 && (texts[pair.first].is_original || texts[pair.second].is_original)
    });
    for (name, (pair, score)) in
        wrong.map(|one| ("false", one)).chain(missed.take(SHOWN).map(|one| ("missed", one)))
    {
        let (first, second) = (&texts[pair.first].id, &texts[pair.second].id);
        println!(
            "    {name} {score:.2} {first} {second} {:.2?} pairs {}",
            pair.likeness.measures, pair.likeness.pairs
        );
    }
}
