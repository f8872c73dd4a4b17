//! How much an article is about a topic.

use std::collections::BTreeSet;

use veille_model::{Evidence, Field};

/// What a clause counts that the headline satisfies: whoever wrote it says there what the article is about.
const HEADLINE: u32 = 3;

/// What it counts anywhere else.
const ELSEWHERE: u32 = 1;

/// The weight of a tag: each clause of the rule counts once in the headline and once in the rest.
///
/// What is said again adds nothing. A long text says its words more often without being more about them, and how many
/// passages of a clause are kept is the classifier's limit; another clause is another reason.
pub(crate) fn of(evidence: &[Evidence]) -> u32 {
    let places: BTreeSet<(&str, bool)> =
        evidence.iter().map(|passage| (passage.clause.as_str(), passage.field == Field::Headline)).collect();
    places.into_iter().map(|(_, headline)| if headline { HEADLINE } else { ELSEWHERE }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_counts_three_times_and_repetition_nothing() {
        let check = |passages: &[(Field, &str)], expected: u32| {
            let evidence: Vec<Evidence> = passages
                .iter()
                .map(|&(field, clause)| Evidence {
                    field,
                    start: 0,
                    end: 1,
                    exact: "x".to_owned(),
                    clause: clause.to_owned(),
                })
                .collect();
            assert_eq!(of(&evidence), expected, "{passages:?}");
        };
        check(&[], 0);
        check(&[(Field::Text, "a")], 1);
        check(&[(Field::Text, "a"), (Field::Text, "a"), (Field::Url, "a")], 1);
        check(&[(Field::Text, "a"), (Field::Text, "b")], 2);
        check(&[(Field::Headline, "a")], 3);
        check(&[(Field::Headline, "a"), (Field::Headline, "a"), (Field::Text, "a"), (Field::Text, "b")], 5);
    }
}
