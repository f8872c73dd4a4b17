//! One topic file.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;
use veille_model::{Entry, Fault, LanguageTag, RuleRevision, TopicId, Written};

use super::{Topic, TopicProblem};
use veille_query::Query;

const KEYS: &[&str] = &["id", "labels", "query", "media_topics", "author", "note"];

/// The topic of a file where it can be used, the byte at which its id stands, and everything that is wrong with it.
pub(super) fn read(name: &str, content: &str) -> (Option<(Topic, usize)>, Vec<Fault>) {
    let mut reader = Reader { content, written: Written::new(name, content) };
    let table = reader.written.table();
    let topic = reader.topic(&table);
    let faults = reader.written.into_faults();
    (topic.filter(|_| !faults.iter().any(Fault::is_error)), faults)
}

/// Reads a file from its beginning to its end, and goes on after what is wrong.
struct Reader<'t> {
    content: &'t str,
    written: Written<'t>,
}

impl Reader<'_> {
    fn topic(&mut self, table: &DeTable<'_>) -> Option<(Topic, usize)> {
        for (key, _) in table {
            if !KEYS.contains(&key.get_ref().as_ref()) {
                self.fault(key.span().start, TopicProblem::UnknownKey { key: key.get_ref().to_string() });
            }
        }
        // First, so that a key in the wrong place is not told a second time as missing.
        let misplaced = self.misplaced(table);
        let id = match table.get("id") {
            Some(entry) => self.id(entry).map(|id| (id, entry.span().start)),
            None => self.missing(table, "id", "id = \"my-topic\"", &misplaced),
        };
        let queries = match table.get("query") {
            Some(entry) => self.queries(entry, &misplaced),
            None => {
                self.missing(table, "query", "query = '''…''', or a table of them by language", &misplaced)
            }
        };
        let labels = table.get("labels").map(|entry| self.strings(entry, "labels", &misplaced));
        let media_topics = self.media_topics(table);
        let (author, note) = (self.written.text(table, "author"), self.written.text(table, "note"));
        // Only now, when every mistake of the file has been told.
        let ((id, at), queries) = (id?, queries?);
        let labels = labels.unwrap_or_default().into_iter();
        let topic = Topic {
            revision: revision(&queries),
            id,
            labels: labels.map(|(language, (text, _))| (language, text)).collect(),
            queries,
            media_topics,
            author,
            note,
        };
        Some((topic, at))
    }

    fn fault(&mut self, offset: usize, problem: TopicProblem) {
        self.written.error(offset, problem.to_string());
    }

    /// Keys of the topic that stand below `[labels]` or `[query]`, where TOML takes them for labels and queries: a table
    /// goes on until the next one begins.
    fn misplaced(&mut self, table: &DeTable<'_>) -> Vec<String> {
        let mut found = Vec::new();
        for name in ["labels", "query"] {
            let Some(inner) = table.get(name).and_then(|entry| entry.get_ref().as_table()) else { continue };
            for (key, _) in inner {
                let key_name = key.get_ref().as_ref();
                // `id` is a language, too: Indonesian.
                if !KEYS.contains(&key_name) || (key_name == "id" && table.contains_key("id")) {
                    continue;
                }
                let problem = TopicProblem::Misplaced { key: key_name.to_owned(), table: name };
                self.fault(key.span().start, problem);
                found.push(key_name.to_owned());
            }
        }
        found
    }

    /// Notes that a key is absent, unless it was found in the wrong place.
    fn missing<T>(
        &mut self,
        table: &DeTable<'_>,
        key: &'static str,
        expected: &'static str,
        misplaced: &[String],
    ) -> Option<T> {
        if !misplaced.iter().any(|found| found == key) {
            self.written.missing(table, key, 0, TopicProblem::MissingKey { key, expected }.to_string());
        }
        None
    }

    fn id(&mut self, entry: &Entry<'_>) -> Option<TopicId> {
        let Some(text) = entry.get_ref().as_str() else {
            self.written.mismatch(entry, "id", "a text in quotes");
            return None;
        };
        let written = text.trim();
        let id = TopicId::new(written);
        // The id becomes a token of NATS subjects: refused with the nearest one that can, and never changed silently.
        if id.as_str() == written {
            return Some(id);
        }
        let problem = TopicProblem::BadId { id: written.to_owned(), suggestion: id.to_string() };
        self.fault(entry.span().start, problem);
        None
    }

    /// A table of texts by language, each with its place.
    fn strings(
        &mut self,
        entry: &Entry<'_>,
        name: &str,
        misplaced: &[String],
    ) -> BTreeMap<String, (String, Range<usize>)> {
        let mut texts = BTreeMap::new();
        let Some(table) = entry.get_ref().as_table() else {
            self.written.mismatch(entry, name, "a table by language, as in fr = '…' below it");
            return texts;
        };
        for (language, value) in table {
            let written = language.get_ref().as_ref();
            if misplaced.iter().any(|key| key == written) {
                continue;
            }
            let tag = LanguageTag::new(written);
            if !tag.is_registered() {
                self.written.error(language.span().start, LanguageTag::complaint(written));
            }
            match value.get_ref().as_str() {
                Some(text) if texts.contains_key(tag.as_str()) => {
                    let told =
                        format!("`{name}.{written}` stands here twice ({tag}: {text}); tags have no case");
                    self.written.error(language.span().start, told);
                }
                Some(text) => drop(texts.insert(tag.to_string(), (text.to_owned(), value.span()))),
                None => self.written.mismatch(value, &format!("{name}.{written}"), "a text in quotes"),
            }
        }
        texts
    }

    fn queries(&mut self, entry: &Entry<'_>, misplaced: &[String]) -> Option<BTreeMap<String, Query>> {
        let texts = match entry.get_ref().as_str() {
            Some(text) => BTreeMap::from([(String::new(), (text.to_owned(), entry.span()))]),
            None => self.strings(entry, "query", misplaced),
        };
        if entry.get_ref().as_table().is_some_and(|table| table.is_empty()) {
            self.written.mismatch(entry, "query", "at least one query");
        }
        let mut queries = BTreeMap::new();
        for (language, (text, span)) in texts {
            match Query::parse(&text) {
                Ok(query) => drop(queries.insert(language, query)),
                Err(error) => {
                    let written = self.content.get(span.clone()).unwrap_or_default();
                    // The place in the file where the value stands there as it is; with escapes in it, its beginning.
                    let inside = written.find(&text).map_or(0, |at| at + error.offset);
                    let eaten = eaten(written, &text);
                    self.fault(span.start + inside, TopicProblem::Query(Box::new(error), eaten));
                }
            }
        }
        (!queries.is_empty()).then_some(queries)
    }

    fn media_topics(&mut self, table: &DeTable<'_>) -> Vec<String> {
        let codes = self.written.list(table, "media_topics");
        for (code, at) in &codes {
            // IPTC's own form, `medtop:20000641`: a number alone could be of any of its schemes.
            let digits = code.strip_prefix("medtop:").unwrap_or_default();
            if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                self.fault(*at, TopicProblem::BadMediaTopic { code: code.clone() });
            }
        }
        codes.into_iter().map(|(code, _)| code).collect()
    }
}

/// Whether TOML took quotation marks for its own that were meant for a phrase: `"""a" AND b"""` is the text `a" AND b`,
/// and `"""a b"""` has lost its phrase.
fn eaten(written: &str, text: &str) -> bool {
    written.starts_with("\"\"\"") && text.matches('"').count() % 2 == 1
}

fn revision(queries: &BTreeMap<String, Query>) -> RuleRevision {
    let compiled: Vec<String> =
        // Labels, notes and blanks are left out: a version that changes no tag is none.
        queries.iter().map(|(language, query)| format!("{language}\t{}", query.canonical())).collect();
    RuleRevision::of(&compiled.join("\n"))
}
