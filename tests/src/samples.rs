//! Articles and outcomes made for the tests: each a function of a few numbers, so that two tests that name the same
//! numbers speak of the same article.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use chrono::DateTime;
use sha2::{Digest, Sha256};
use veille_model::Batch;
use veille_model::{
    Article, ArticleId, BlockKind, Capture, CaptureId, CaptureKind, Evidence, Field, LanguageGuess,
    LanguageTag, Mark, Mention, MentionKind, Origin, OriginKind, Outcome, OutcomeKind, PackedCapture,
    Quotation, QuotationKind, Reason, RuleRevision, SourceId, Span, StageName, Tag, TaggedArticle, Text,
    TopicId,
};

/// What distinguishes one sample from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Which article: the number in its URL.
    pub article: u32,
    /// Which wording of it.
    pub wording: u32,
    /// Seconds since 1970.
    pub captured_at: Option<i64>,
    /// Page or entry.
    pub kind: CaptureKind,
}

impl Sample {
    /// A page with the first wording of an article.
    pub fn page(article: u32) -> Self {
        Self { article, wording: 0, captured_at: Some(1_760_000_000), kind: CaptureKind::Page }
    }

    pub fn url(self) -> String {
        format!("https://example.org/articles/{}", self.article)
    }

    pub fn capture(self) -> CaptureId {
        CaptureId::of(Some(&self.url()), format!("{} {:?}", self.wording, self.kind).as_bytes())
    }

    pub fn article_id(self) -> ArticleId {
        ArticleId::of_url(&self.url())
    }

    /// The article, short.
    pub fn tagged(self) -> TaggedArticle {
        self.tagged_with(&[&format!("Paragraph of wording {}.", self.wording)])
    }

    /// The article with these paragraphs.
    pub fn tagged_with(self, paragraphs: &[&str]) -> TaggedArticle {
        let mut text = Text::default();
        paragraphs.iter().for_each(|paragraph| text.push(BlockKind::Paragraph, paragraph));
        let text = text.finish();
        let headline = format!("Wording {} of article {}", self.wording, self.article);
        let language = |number| LanguageTag::new(["fr", "en", "vi", "fr-CA"][number as usize % 4]);
        let published = DateTime::from_timestamp(1_750_000_000 + i64::from(self.article) * 60, 0);
        let capture = Capture {
            id: self.capture(),
            kind: self.kind,
            source: SourceId::new(["le-monde", "nhan-dan", "onu-info"][self.article as usize % 3]),
            captured_at: self.captured_at.and_then(|seconds| DateTime::from_timestamp(seconds, 123_456_789)),
            ..Capture::page(Some(self.captured_from()), Vec::new())
        };
        TaggedArticle {
            language: language(self.article),
            language_confidence: 1.0 / (f64::from(self.article) + 1.5),
            language_runner_up: Some(LanguageGuess {
                language: language(self.article + 1),
                confidence: 0.125,
            }),
            block_languages: text.1.iter().map(|_| language(self.article)).collect(),
            tags: self.topics().map(|topic| tag(topic, &text.0)).collect(),
            origin: self.origin(),
            quotations: self.quotations(),
            mentions: Vec::new(),
            article: Article {
                id: self.article_id(),
                byline: vec!["Lê Thị Hoa".to_owned()],
                canonical_url: Some(self.url()),
                published_at: published.and_then(|instant| instant.to_rfc3339().parse().ok()),
                ..Article::of(&capture, Some(headline), text)
            },
        }
    }

    /// The third wording of each article was read at another address than its page names.
    pub fn captured_from(self) -> String {
        match self.wording {
            2 => format!("https://m.example.org/articles/{}", self.article),
            _ => self.url(),
        }
    }

    fn origin(self) -> Option<Origin> {
        (self.article % 4 == 1).then(|| Origin {
            kind: OriginKind::Agency,
            outlet: Some("AFP".to_owned()),
            url: None,
            language: None,
            country: None,
            words: Some("(AFP)".to_owned()),
        })
    }

    /// Two of three wordings quote somebody, and one of them somebody without a name.
    fn quotations(self) -> Vec<Quotation> {
        let said = |speaker: Option<&str>, exact: &str| Quotation {
            kind: QuotationKind::Partial,
            start: 0,
            end: exact.chars().count(),
            exact: exact.to_owned(),
            speaker: speaker.map(str::to_owned),
            role: speaker.map(|_| "ministre".to_owned()),
            cue: None,
        };
        match (self.article + self.wording) % 3 {
            0 => Vec::new(),
            1 => vec![said(Some("Lê Thị Hoa"), "Paragraph"), said(None, "Para")],
            _ => vec![said(Some("Jean-Noël Barrot"), "Paragraph of wording")],
        }
    }

    /// Topics differ from wording to wording, so that a test sees whose tags are kept.
    fn topics(self) -> impl Iterator<Item = &'static str> {
        let number = self.article + self.wording;
        ["convention", "signature", "ransomware"]
            .into_iter()
            .enumerate()
            .filter(move |(bit, _)| (number >> bit) & 1 == 1)
            .map(|(_, topic)| topic)
    }

    /// What the stages after the fetcher say of it.
    pub fn outcomes(self) -> Vec<Outcome> {
        [StageName::Clean, StageName::Classify, StageName::Store]
            .map(|stage| Outcome {
                stage,
                outcome: OutcomeKind::Forwarded,
                input: self.capture().to_string(),
                source: SourceId::new("example"),
                url: Some(self.url()),
                at: self.captured_at.and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
                reason: None,
                outputs: vec![self.article_id().to_string()],
            })
            .into()
    }

    /// What the fetcher says of it.
    pub fn fetched(self) -> Outcome {
        Outcome {
            stage: StageName::Fetch,
            input: self.url(),
            url: None,
            outputs: vec![self.capture().to_string()],
            ..self.outcomes()[0].clone()
        }
    }

    /// The page as it was received, packed.
    pub fn packed(self) -> PackedCapture {
        let body = format!("<p>Bytes of wording {}.", self.wording).into_bytes();
        let mut capture = Capture::page(Some(self.captured_from()), Vec::new());
        capture.id = self.capture();
        capture.kind = self.kind;
        capture.captured_at = self.tagged().article.captured_at;
        capture.status = Some(200);
        capture.media_type = Some("text/html; charset=utf-8".to_owned());
        capture.headers.insert("etag".to_owned(), "\"abc\"".to_owned());
        packed(capture, &body)
    }

    /// The fetcher was refused.
    pub fn refused(self, status: u16) -> Outcome {
        Outcome {
            outcome: OutcomeKind::Discarded,
            reason: Some(Reason::new(format!("http_{status}"), format!("the server answered {status}"))),
            outputs: Vec::new(),
            ..self.fetched()
        }
    }
}

/// A capture with this body.
pub fn packed(capture: Capture, body: &[u8]) -> PackedCapture {
    PackedCapture {
        capture,
        digest: Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect(),
        bytes: body.len() as u64,
        packed: zstd::bulk::compress(body, 3).unwrap(),
    }
}

fn tag(topic: &str, text: &str) -> Tag {
    let exact: String = text.chars().take(9).collect();
    Tag {
        topic: TopicId::new(topic),
        rule: RuleRevision::of(topic),
        weight: 0,
        media_topics: vec!["medtop:20000641".to_owned()],
        evidence: vec![Evidence {
            field: Field::Text,
            start: 0,
            end: 9,
            exact,
            clause: "paragraph".to_owned(),
        }],
    }
}

/// A mark with a number for its value.
pub fn mark(key: &str, value: u32) -> Mark {
    Mark { key: key.to_owned(), value: Some(value.to_string()) }
}

/// The same batch, of articles that name somebody and something.
pub fn naming(mut batch: Batch) -> Batch {
    let span = |start| Span { start, end: start + 4 };
    let mention = |kind, name: String, places: usize| Mention {
        kind,
        key: name.to_lowercase(),
        name,
        headline: vec![span(0)],
        text: (0..places).map(|place| span(place * 8)).collect(),
    };
    for tagged in &mut batch.articles {
        let article = tagged.article.url.as_deref().unwrap_or_default().to_owned();
        tagged.mentions = vec![
            mention(MentionKind::Person, "Lê \"Hoa\" Bình".to_owned(), 2),
            mention(MentionKind::Place, format!("Hà Nội {article}"), 0),
        ];
    }
    batch
}

/// These samples with all their outcomes.
pub fn batch(samples: impl IntoIterator<Item = Sample>) -> Batch {
    let samples: Vec<Sample> = samples.into_iter().collect();
    Batch {
        articles: samples.iter().map(|sample| sample.tagged()).collect(),
        outcomes: samples.iter().flat_map(|sample| sample.outcomes()).collect(),
        ..Batch::default()
    }
}
