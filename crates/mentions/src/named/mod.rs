//! Who and what is named in a document: people, bodies and places, with all places where each stands.
//!
//! One look over the words finds those with capitals that are names and not the capitals of sentences (`capitals`), puts them
//! together (`spans`), says whose they are (`kinds`), and joins the spellings of one (`merging`). It reads no sentence, so that it is
//! quick and works in languages whose verbs nobody listed.

mod capitals;
mod heads;
mod judging;
mod kinds;
mod merging;
mod occupations;
mod openings;
mod runs;
mod spans;
mod syllabic;
mod uncased;

use veille_model::{LanguageTag, Mention};
use veille_text::{Document, Traits, Zone};

use crate::hyphenated;
use crate::lists::Lists;
use crate::words::Words;
use capitals::Capitals;
use spans::{Name, Sort, Surnames};

/// Everybody, every body and every place that a document names in its headline or its text, in the order in which they come.
pub fn mentions(document: &Document, language: &LanguageTag) -> Vec<Mention> {
    let lists = Lists::get();
    let zones = [Zone::Headline, Zone::Text].map(|zone| Words::of_zone(document, zone));
    let traits = Traits::of(&language.primary());
    if traits.uncased {
        let names = zones.each_ref().map(|words| uncased::names(words, lists, language));
        return merging::merged(&zones, lists, false, &names);
    }
    let capitals = Capitals::of(&zones, traits);
    let mut names = zones.each_ref().map(|words| match traits.syllabic {
        true => syllabic::names(words, &capitals),
        false => spans::names(words, lists, language, &capitals),
    });
    let surnames = surnames(&zones, &names);
    for (words, names) in zones.iter().zip(&mut names) {
        spans::again(words, &surnames, names);
    }
    merging::merged(&zones, lists, traits.declines, &names)
}

/// The last words of people whose names have several.
fn surnames(zones: &[Words<'_>; 2], names: &[Vec<Name>; 2]) -> Surnames {
    let mut surnames = Surnames::default();
    for (words, names) in zones.iter().zip(names) {
        let people = names.iter().filter(|name| name.sort == Sort::Person && name.at.len() > 1);
        // `Kim Jong-un`: what stands last is no surname.
        let people = people.filter(|name| !hyphenated::begins(words, name.at.start));
        for name in people {
            let last = name.at.end - 1;
            let given = name.at.start + 1;
            let particles = (given..last).rev().take_while(|at| spans::is_particle(words, *at)).count();
            surnames.extend(words.hash(last).map(|hash| (hash, particles)));
        }
    }
    surnames
}
