//! Whom the words of a search name, in any spelling: `hanoi` is in no text that has *Hà Nội* or *هانوي*, and `place:hanoi` finds them.

use veille_model::MentionKind;
use veille_query::Query;
use veille_search::{Counting, Request, Total};
use veille_text::name::Wanted;

use crate::asking::search::request;
use crate::lists::Maker;
use crate::problem::Problem;
use crate::selection::{Selection, query_of};
use crate::text::shown;
use crate::words::Words;

/// Words of a search that are looked at as names.
const NAMES_MAX: usize = 6;

/// Another search, and how many articles it finds.
pub(super) struct WayOut {
    pub name: String,
    pub href: String,
    /// The query, where the name does not say it.
    pub query: String,
    pub count: String,
}

/// Whom the words of a search name, where that finds more than the words as they are written. All that was written may be anybody's
/// name; a word of it has to be one that the world knows, for *convention* is a part of many.
pub(super) async fn spellings(maker: &Maker<'_>, written_in: Option<Total>) -> Result<Vec<WayOut>, Problem> {
    let written = maker.selection.query.as_deref().unwrap_or_default();
    let Some(written) = plain(written) else { return Ok(Vec::new()) };
    let words: Vec<&str> = written.split_whitespace().collect();
    let mut names = vec![(words.join(" "), false)];
    if words.len() > 1 {
        names.extend(words.iter().take(NAMES_MAX).map(|word| ((*word).to_owned(), true)));
    }
    let mut ways = Vec::new();
    for (name, must_be_known) in names {
        let kinds = MentionKind::ALL.into_iter();
        let kinds = kinds.filter(|kind| !must_be_known || Wanted::new(*kind, &name).is_known());
        let queries = kinds.filter_map(|kind| {
            let query = Query::parse(&query_of(kind, &name)?).ok()?;
            Some((format!("any-spelling-{}", kind.as_str()), query))
        });
        for (key, query) in queries {
            let (way, found) = reading(maker, &key, query).await?;
            if written_in.is_none_or(|written_in| written_in.articles < found) && found > 0 {
                ways.push(way);
            }
        }
    }
    Ok(ways)
}

/// A reading of what somebody wrote, with what it finds.
pub(super) async fn reading(maker: &Maker<'_>, name: &str, query: Query) -> Result<(WayOut, u64), Problem> {
    let source = query.source().to_owned();
    let asked =
        Request { limit: 0, counting: Counting::Total, ..request(maker.selection, maker.state, query) };
    let found = maker.state.search(&asked).await?.total;
    let selection = Selection { query: Some(source.clone()), ..maker.selection.clone() };
    let way = WayOut {
        name: maker.words.get(name),
        href: selection.href_at("/search", None),
        query: shown(&source),
        count: total(found, maker.words),
    };
    Ok((way, found.map_or(0, |found| found.articles)))
}

pub(super) fn total(total: Option<Total>, words: Words) -> String {
    let Some(total) = total else { return String::new() };
    let articles = words.count("articles", usize::try_from(total.articles).unwrap_or(usize::MAX));
    if total.at_least { words.with("at-least", &[("articles", &articles)]) } else { articles }
}

/// Whether somebody wrote words and nothing that could be meant as an operator.
pub(super) fn is_plain(written: &str) -> bool {
    let operator = |word: &str| {
        matches!(word, "AND" | "OR" | "NOT" | "NEAR" | "SENT" | "PARA" | "EXACT" | "CASE")
            || word.contains('/')
    };
    !written.contains(|c| "\"“”«»()[]{}*:=<>~^|\\".contains(c)) && !written.split_whitespace().any(operator)
}

/// Words, whether they were written by themselves, in quotes or with AND between them.
fn plain(written: &str) -> Option<String> {
    let bare = written.trim();
    let bare = bare.strip_prefix('"').and_then(|bare| bare.strip_suffix('"')).unwrap_or(bare);
    let is_joined = |word: &&str| *word != "AND";
    let words = bare.split_whitespace().filter(is_joined).collect::<Vec<_>>().join(" ");
    (is_plain(&words) && !words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_names_however_they_are_put_together_and_queries_are_none() {
        let check = |written: &str, expected: Option<&str>| {
            assert_eq!(plain(written).as_deref(), expected, "{written}");
        };
        check("hanoi", Some("hanoi"));
        check(" \"Hà  Nội\" ", Some("Hà Nội"));
        check("traité AND hanoi", Some("traité hanoi"));
        check("hanoi OR paris", None);
        check("place:hanoi", None);
        check("cyber*", None);
        check("", None);
    }
}
