//! What brought an article to a topic: the queries of the topic with the clauses marked that the article satisfied, and whether it
//! would satisfy them as somebody writes them now.

use std::collections::BTreeMap;

use veille_model::ArticleId;
use veille_query::Query;
use veille_text::Document;

use crate::asking::topics::readable;
use crate::evidence::{Piece, headline};
use crate::problem::Problem;
use crate::state::State;
use crate::text::{direction, shown};
use crate::watched::Topic;
use crate::words::Words;

/// What brought an article.
pub(super) struct Brought {
    pub headline: String,
    pub href: String,
    pub lang: String,
    pub dir: &'static str,
    /// The queries that it satisfies, each with its language.
    pub queries: Vec<Marked>,
    /// What becomes of it by the draft; nothing where that cannot be read, or changes nothing.
    pub becomes: Option<String>,
}

/// A query with the clauses marked that brought an article.
pub(super) struct Marked {
    pub name: String,
    pub dir: &'static str,
    pub pieces: Vec<Piece>,
}

impl Brought {
    /// By the topic as it is, and as it would be with these queries in place of those of their languages.
    pub async fn of(
        state: &State,
        topic: &Topic,
        article: &str,
        written: &BTreeMap<String, Query>,
        words: Words,
    ) -> Result<Option<Self>, Problem> {
        let ids = [ArticleId::from(article.to_owned())];
        let Some(tagged) = state.catalogue.documents(&ids).await?.pop() else { return Ok(None) };
        let document = Document::of_tagged(&tagged);
        let mut queries = readable(&topic.queries);
        let mut marked = Vec::new();
        for (language, query) in &queries {
            let Some(evidence) = query.matches(&document) else { continue };
            let mut clauses: Vec<&str> = evidence.iter().map(|it| it.clause.as_str()).collect();
            clauses.sort_unstable();
            clauses.dedup();
            marked.push(Marked {
                name: if language.is_empty() { words.get("any-language") } else { words.language(language) },
                dir: direction(if language.is_empty() { "und" } else { language }),
                pieces: pieces(query.source().trim(), &clauses),
            });
        }
        let was = !marked.is_empty();
        let changes = written.iter().any(|(language, query)| {
            // By what they mean: blanks and comments change nothing.
            queries.get(language).is_none_or(|known| known.canonical() != query.canonical())
        });
        queries.extend(written.clone());
        let stays = queries.values().any(|query| query.matches(&document).is_some());
        let becomes = match (was, stays) {
            _ if !changes => None,
            (true, false) => Some("brought-goes"),
            (true, true) => Some("brought-stays"),
            _ => None,
        };
        let lang = tagged.language.to_string();
        // An article that the topic does not find as it is was brought by nothing.
        Ok(was.then(|| Self {
            headline: headline(&tagged),
            href: format!("/article/{}", tagged.article.id),
            dir: direction(&lang),
            lang,
            queries: marked,
            becomes: becomes.map(|key| words.get(key)),
        }))
    }
}

/// A query cut into what these clauses are and what they are not.
fn pieces(query: &str, clauses: &[&str]) -> Vec<Piece> {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for clause in clauses.iter().filter(|clause| !clause.is_empty()) {
        let ends = query.match_indices(clause).map(|(at, clause)| (at, at + clause.len()));
        places.extend(ends.filter(|(from, to)| {
            let is_of_word = |c: char| c.is_alphanumeric() || c == '*';
            // `sommet` is no part of `sommets`.
            !query[..*from].ends_with(is_of_word) && !query[*to..].starts_with(is_of_word)
        }));
    }
    places.sort_unstable();
    let (mut pieces, mut at) = (Vec::new(), 0);
    let piece = |text: &str, marked| Piece { text: shown(text), marked, begins: Vec::new() };
    for (from, to) in places {
        // Within what is marked already.
        if to <= at {
            continue;
        }
        // Two clauses may overlap in the writing: `cyber* NEAR/5 attaque` and `attaque`.
        let from = from.max(at);
        pieces.extend((at < from).then(|| piece(&query[at..from], false)));
        pieces.push(piece(&query[from..to], true));
        at = to;
    }
    pieces.extend((at < query.len()).then(|| piece(&query[at..], false)));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_marked_where_they_stand_as_such() {
        let marked = |query: &str, clauses: &[&str]| -> String {
            let piece = |it: &Piece| if it.marked { format!("[{}]", it.text) } else { it.text.clone() };
            pieces(query, clauses).iter().map(piece).collect()
        };
        assert_eq!(marked("a OR (b NEAR/2 c) OR ab", &["a", "b NEAR/2 c"]), "[a] OR ([b NEAR/2 c]) OR ab");
        assert_eq!(marked("sommet* OR sommet", &["sommet"]), "sommet* OR [sommet]");
        assert_eq!(marked("a", &[""]), "a");
        assert_eq!(marked("(a OR b) NEAR/2 c", &["a", "(a OR b) NEAR/2 c"]), "[(a OR b) NEAR/2 c]");
    }
}
