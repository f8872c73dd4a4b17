//! A query that parses, and what it finds in one document by looking at every word.

use veille_model::{Evidence, RuleRevision};
use veille_text::Document;

use crate::ast::{Node, Span};
use crate::error::QueryError;
use crate::hit::evidence;
use crate::miss::{self, NearMiss};
use crate::prose::{self, English, Tongue};
use crate::{brute, parser, signs};

/// A query that parses, is anchored and does not contradict itself.
#[derive(Clone, Debug)]
pub struct Query {
    source: String,
    root: Node,
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    ///
    /// Where it is malformed, contradicts itself, or asks for nothing that must occur; with the column and what was
    /// expected there.
    pub fn parse(source: &str) -> Result<Self, QueryError> {
        Ok(Self { root: parser::parse(source)?, source: source.to_owned() })
    }

    /// As written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The same for queries that ask for the same, whatever their blanks, comments, case and accents.
    pub fn canonical(&self) -> String {
        self.root.to_string()
    }

    /// The digest of [`Query::canonical`].
    pub fn revision(&self) -> RuleRevision {
        RuleRevision::of(&self.canonical())
    }

    /// The passages that make a document match, in its order; None where it does not.
    ///
    /// This looks at every word for every clause. For many queries at a time there is [`crate::Matcher`], which finds
    /// the same.
    pub fn matches(&self, document: &Document) -> Option<Vec<Evidence>> {
        let hits = brute::evaluate(&self.root, document, &(0..document.tokens().len() as u32))?;
        Some(evidence(hits, document, &self.source))
    }

    /// What a document has of the query and what it lacks.
    pub fn near_miss(&self, document: &Document) -> NearMiss {
        miss::near_miss(&self.root, &self.source, document)
    }

    /// Its terms in which a sign stands that says nothing, with the first such sign: they find what has the words without it.
    pub fn unsaid(&self) -> Vec<(&str, char)> {
        let mut found = Vec::new();
        signs::unsaid(&self.root, &self.source, &mut found);
        let written =
            |(clause, sign): (Span, char)| (&self.source[clause.start as usize..clause.end as usize], sign);
        found.into_iter().map(written).collect()
    }

    /// What it asks for, in English: `articles with the word "convention" at most 3 words from the word "hanoi"`.
    pub fn in_words(&self) -> String {
        self.in_words_of(&English)
    }

    /// The same in another language.
    pub fn in_words_of(&self, tongue: &dyn Tongue) -> String {
        prose::of(&self.root, tongue)
    }

    /// What it asks for with one condition less, for each that can be left out: the condition in words, and the query
    /// that remains. What is near each other may be far apart, the words of a phrase may stand anywhere.
    pub fn relaxed(&self, tongue: &dyn Tongue) -> Vec<(String, Self)> {
        let relaxed = prose::relaxed(&self.root, tongue).into_iter();
        // What would ask for nothing that must occur is no query.
        relaxed.filter_map(|(dropped, rest)| Some((dropped, Self::of(&rest)?))).collect()
    }

    /// What any of several asks for; None of none, and where it would be too long to be read.
    pub fn any<'q>(queries: impl IntoIterator<Item = &'q Self>) -> Option<Self> {
        let mut roots: Vec<Node> = queries.into_iter().map(|query| query.root.clone()).collect();
        match roots.len() {
            1 => Self::of(&roots.remove(0)),
            _ => Self::of(&Node::Or(roots)),
        }
    }

    /// What it asks for and another does not: what a topic gains or loses between two wordings of it. None where that is
    /// plainly nothing.
    pub fn but_not(&self, other: &Self) -> Option<Self> {
        Self::of(&Node::And(vec![self.root.clone(), Node::Not(Box::new(other.root.clone()))]))
    }

    /// Of what was made of a query.
    pub(crate) fn of(root: &Node) -> Option<Self> {
        // By way of its text: evidence names a clause by its place in that.
        Self::parse(&written(&root.to_string())).ok()
    }

    pub(crate) fn root(&self) -> &Node {
        &self.root
    }
}

/// A canonical query as it may be written: there a site is its labels and the mark that closes a host, `site:"gov vn \u{1}"`.
fn written(canonical: &str) -> String {
    let mut written = String::with_capacity(canonical.len());
    let mut rest = canonical;
    while let Some((before, (labels, after))) =
        rest.split_once("site:\"").and_then(|(before, site)| Some((before, site.split_once('"')?)))
    {
        written.push_str(before);
        written.push_str("site:");
        written.push_str(&labels.trim_end_matches(Document::HOST_END).trim_end().replace(' ', "."));
        rest = after;
    }
    written + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &Query, text: &str) -> bool {
        let parts = veille_text::Parts { text, language: "en", ..veille_text::Parts::default() };
        query.matches(&Document::of(&parts)).is_some()
    }

    #[test]
    fn any_of_several_finds_what_one_of_them_does() {
        let parse = |query| Query::parse(query).unwrap();
        let several = [parse("a AND b // note"), parse("SCORE>=2(c OR d)"), parse("site:gov.vn AND \"e f\"")];
        let any = Query::any(&several).unwrap();
        assert!(finds(&any, "b a") && finds(&any, "d c") && !finds(&any, "a c e f"));
        assert_eq!(Query::any(&several[..1]).unwrap().canonical(), several[0].canonical());
        assert!(Query::any([]).is_none());
    }

    #[test]
    fn what_one_finds_and_another_does_not_is_a_query() {
        let parse = |query| Query::parse(query).unwrap();
        let gained = parse("a OR b").but_not(&parse("b OR c")).unwrap();
        assert!(finds(&gained, "a") && !finds(&gained, "b a") && !finds(&gained, "c"));
        assert!(parse("a").but_not(&parse("a")).is_none());
    }
}
