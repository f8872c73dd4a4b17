//! Stages that do little, over the real nouns, and rows in memory: what the three runners are tried with.
#![allow(dead_code, reason = "each test file is a program of its own and uses a part")]
#![allow(clippy::unwrap_used, reason = "only tests use it")]

pub mod server;
pub mod services;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use veille_model::{
    Article, Batch, BlockKind, Capture, Evidence, Field, LanguageTag, Outcome, OutcomeKind, PackedCapture,
    Reason, RuleRevision, StageName, Tag, TaggedArticle, Text, TopicId,
};
use veille_pipeline::{Rows, RowsError, Stage, Verdict};

/// Answers by the first word of the body: `short`, `broken`, `poison`, `flaky N` (settles at the Nth try), `slow`.
///
/// Its clones count tries together.
#[derive(Clone, Default)]
pub struct Cleaner {
    tries: Arc<Mutex<HashMap<String, u32>>>,
}

impl Stage for Cleaner {
    type Input = Capture;
    type Output = Article;
    const NAME: StageName = StageName::Clean;

    fn settle(&self, capture: Capture) -> Verdict<Article> {
        let Ok(body) = String::from_utf8(capture.body.clone()) else {
            return Verdict::Quarantine(Reason::new("charset", "the body is in no charset"));
        };
        let mut words = body.split_whitespace();
        match words.next() {
            Some("short") => return Verdict::Discard(Reason::new("too_short", "one word is no article")),
            Some("broken") => return Verdict::Quarantine(Reason::new("broken", "nothing to be made of it")),
            Some("poison") => panic!("poison in {}", capture.id),
            Some("slow") => std::thread::sleep(Duration::from_millis(30)),
            Some("flaky") => {
                let settles_at: u32 = words.next().and_then(|word| word.parse().ok()).unwrap();
                let mut tries = self.tries.lock().unwrap();
                let tries = tries.entry(capture.id.to_string()).or_default();
                *tries += 1;
                if *tries < settles_at {
                    return Verdict::Retry(Duration::from_millis(20), Reason::new("flaky", "not today"));
                }
            }
            _ => {}
        }
        Verdict::Forward(vec![article(&capture, &body)])
    }
}

fn article(capture: &Capture, body: &str) -> Article {
    let mut text = Text::default();
    body.split("\n\n").for_each(|block| text.push(BlockKind::Paragraph, block));
    Article::of(capture, None, text.finish())
}

/// French where it reads `le`; the topics `hanoi` and `cyber` by their words; `untaggable` articles are set aside.
pub struct Classifier;

impl Stage for Classifier {
    type Input = Article;
    type Output = TaggedArticle;
    const NAME: StageName = StageName::Classify;

    fn settle(&self, article: Article) -> Verdict<TaggedArticle> {
        if article.text.contains("untaggable") {
            return Verdict::Discard(Reason::new("untaggable", "it says so itself"));
        }
        let french = article.text.split_whitespace().any(|word| word == "le");
        let tags = ["hanoi", "cyber"].iter().filter_map(|topic| tag(&article.text, topic)).collect();
        Verdict::Forward(vec![TaggedArticle {
            language: if french { LanguageTag::new("fr") } else { LanguageTag::und() },
            // A number whose last bit is lost by a reading that is not exact.
            language_confidence: 0.1 + 0.2 * article.text.len() as f64 / 7.0,
            tags,
            ..TaggedArticle::unjudged(article)
        }])
    }
}

fn tag(text: &str, topic: &str) -> Option<Tag> {
    let start = text.find(topic)?;
    let start = text[..start].chars().count();
    Some(Tag {
        topic: TopicId::new(topic),
        rule: RuleRevision::of(topic),
        weight: 50,
        media_topics: Vec::new(),
        evidence: vec![Evidence {
            field: Field::Text,
            start,
            end: start + topic.len(),
            exact: topic.to_owned(),
            clause: topic.to_owned(),
        }],
    })
}

/// A page named by its number.
pub fn page(number: usize, body: &str) -> Capture {
    Capture::page(Some(format!("https://source-{}.example/{number}", number % 3)), body.as_bytes().to_vec())
}

/// Pages of every fate, in the proportions of a bad day.
pub fn mixed(count: usize) -> Vec<Capture> {
    let body = |number: usize| match number % 23 {
        3 => format!("short {number}"),
        7 => format!("broken {number}"),
        11 => format!("poison {number}"),
        13 => format!("flaky 3 {number} le hanoi"),
        17 => format!("untaggable {number}"),
        19 => format!("hanoi cyber number {number}"),
        _ => format!("le hanoi number {number}\n\nsecond paragraph é ü 中"),
    };
    (0..count).map(|number| page(number, &body(number))).collect()
}

/// Says how two stores differ, where they do.
pub fn assert_same(found: &Memory, expected: &Memory) {
    let ((articles, ledger), (expected_articles, expected_ledger)) = (found.rows(), expected.rows());
    let (found_captures, expected_captures) = (found.stored().captures, expected.stored().captures);
    let missing: Vec<_> =
        expected_ledger.iter().filter(|(key, outcome)| ledger.get(key) != Some(outcome)).collect();
    let surplus: Vec<_> = ledger.iter().filter(|(key, _)| !expected_ledger.contains_key(key)).collect();
    let found: Vec<_> = missing.iter().map(|(key, _)| ledger.get(key)).collect();
    assert!(
        ledger == expected_ledger,
        "missing {missing:#?}, found instead {found:#?}, too many {surplus:#?}"
    );
    assert!(
        articles == expected_articles,
        "{} articles, expected {}",
        articles.len(),
        expected_articles.len()
    );
    assert!(found_captures == expected_captures, "{} captures", found_captures.len());
}

/// What a store would hold; its clones are the same store.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<Stored>>);

/// By article and revision, as JSON.
pub type Articles = BTreeMap<(String, String), String>;
/// By stage and input.
pub type Ledger = BTreeMap<(StageName, String), Outcome>;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stored {
    pub articles: Articles,
    pub ledger: Ledger,
    pub marks: BTreeMap<String, String>,
    /// By id.
    pub captures: BTreeMap<String, PackedCapture>,
    /// Inputs in the order of their first appearance.
    pub order: Vec<String>,
    pub commits: usize,
    pub refuse: usize,
}

impl Memory {
    pub fn stored(&self) -> Stored {
        self.0.lock().unwrap().clone()
    }

    /// What must be the same whatever the runner.
    pub fn rows(&self) -> (Articles, Ledger) {
        let stored = self.stored();
        (stored.articles, stored.ledger)
    }

    /// The next commits fail.
    pub fn refuse(&self, times: usize) {
        self.0.lock().unwrap().refuse = times;
    }
}

impl Rows for Memory {
    async fn commit(&mut self, batch: &Batch) -> Result<(), RowsError> {
        let mut stored = self.0.lock().unwrap();
        if stored.refuse > 0 {
            stored.refuse -= 1;
            return Err("database is locked".into());
        }
        stored.commits += 1;
        for article in &batch.articles {
            let key = (article.article.id.to_string(), article.article.revision.to_string());
            stored.articles.insert(key, serde_json::to_string(article).unwrap());
            stored.order.push(article.article.capture.to_string());
        }
        for kept in &batch.captures {
            stored.captures.insert(kept.capture.id.to_string(), kept.clone());
        }
        for outcome in &batch.outcomes {
            let key = (outcome.stage, outcome.input.clone());
            if outcome.outcome != OutcomeKind::Retried || !stored.ledger.contains_key(&key) {
                stored.ledger.insert(key, outcome.clone());
            }
        }
        for mark in &batch.marks {
            match &mark.value {
                Some(value) => stored.marks.insert(mark.key.clone(), value.clone()),
                None => stored.marks.remove(&mark.key),
            };
        }
        Ok(())
    }
}
