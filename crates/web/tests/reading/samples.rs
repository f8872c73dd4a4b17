//! Articles made for the tests, and a server over a store that holds them.

use chrono::{DateTime, Utc};
use veille_model::{
    Article, ArticleId, Batch, BlockKind, Capture, CaptureId, Evidence, Field, LanguageTag, Mention,
    MentionKind, Moment, Origin, OriginKind, Outcome, OutcomeKind, Quotation, QuotationKind, Reason,
    RuleRevision, SourceId, StageName, Tag, TaggedArticle, Text, TopicId,
};
use veille_sink::Store;
use veille_web::{Server, Settings, Topic, Watched, Zone};

/// What distinguishes one article from another; the rest follows from it.
#[derive(Clone, Debug)]
pub struct Sample {
    pub url: String,
    pub headline: Option<String>,
    pub paragraphs: Vec<String>,
    pub language: &'static str,
    pub source: String,
    pub published: Option<&'static str>,
    pub captured: &'static str,
    /// Topics, each with words of the text that earned it.
    pub topics: Vec<(&'static str, &'static str)>,
    /// People whom the text names.
    pub named: Vec<&'static str>,
}

impl Sample {
    pub fn new(number: usize) -> Self {
        Self {
            url: format!("https://www.fleuve.example/articles/{number}"),
            headline: Some(format!("La signature, jour {number}")),
            paragraphs: vec![
                "Un premier paragraphe sans rien.".to_owned(),
                "Soixante pays ont signé la Convention de Hanoï, la Convention de Hanoï encore.".to_owned(),
            ],
            language: "fr",
            source: "fleuve".to_owned(),
            published: Some("2025-10-26T10:00:00+07:00"),
            captured: "2025-10-27T08:00:00Z",
            topics: vec![("hanoi-convention", "Convention de Hanoï")],
            named: Vec::new(),
        }
    }

    pub fn id(&self) -> ArticleId {
        ArticleId::of_url(&self.url)
    }

    fn capture(&self) -> CaptureId {
        CaptureId::of(Some(&self.url), format!("{:?}", self.paragraphs).as_bytes())
    }

    fn captured_at(&self) -> DateTime<Utc> {
        self.captured.parse().unwrap()
    }

    pub fn tagged(&self) -> TaggedArticle {
        let mut text = Text::default();
        self.paragraphs.iter().for_each(|paragraph| text.push(BlockKind::Paragraph, paragraph));
        let text = text.finish();
        let language = LanguageTag::new(self.language);
        let capture = Capture {
            id: self.capture(),
            source: SourceId::new(&self.source),
            captured_at: Some(self.captured_at()),
            ..Capture::page(Some(self.url.clone()), Vec::new())
        };
        TaggedArticle {
            block_languages: text.1.iter().map(|_| language.clone()).collect(),
            language,
            language_confidence: 0.99,
            mentions: self.named.iter().filter_map(|name| mention(name, &text.0)).collect(),
            tags: self.topics.iter().map(|(topic, words)| tag(topic, words, &text.0)).collect(),
            ..TaggedArticle::unjudged(Article {
                byline: vec!["Lê Thị Hoa".to_owned()],
                published_at: self.published.map(|moment| moment.parse::<Moment>().unwrap()),
                ..Article::of(&capture, self.headline.clone(), text)
            })
        }
    }

    pub fn outcomes(&self) -> Vec<Outcome> {
        [StageName::Clean, StageName::Classify, StageName::Store].map(|stage| self.outcome(stage)).into()
    }

    pub fn outcome(&self, stage: StageName) -> Outcome {
        Outcome {
            stage,
            outcome: OutcomeKind::Forwarded,
            input: self.capture().to_string(),
            source: SourceId::new(&self.source),
            url: Some(self.url.clone()),
            at: Some(self.captured_at()),
            reason: None,
            outputs: vec![self.id().to_string()],
        }
    }

    /// Its page was no article.
    pub fn set_aside(&self) -> Outcome {
        Outcome {
            outcome: OutcomeKind::Discarded,
            reason: Some(Reason::new("no_body", "no block of the page reads like an article")),
            outputs: Vec::new(),
            ..self.outcome(StageName::Clean)
        }
    }

    /// The fetcher was told that there is no such page.
    pub fn gone(&self, at: &str) -> Outcome {
        Outcome {
            outcome: OutcomeKind::Discarded,
            input: self.url.clone(),
            at: Some(at.parse().unwrap()),
            reason: Some(Reason::new("http_404", "the server answered 404")),
            outputs: Vec::new(),
            ..self.outcome(StageName::Fetch)
        }
    }
}

/// Somebody, where the text names them.
fn mention(name: &str, text: &str) -> Option<Mention> {
    let start = text[..text.find(name)?].chars().count();
    Some(Mention {
        kind: MentionKind::Person,
        name: name.to_owned(),
        key: veille_text::name::key(name),
        headline: Vec::new(),
        text: vec![(start, start + name.chars().count()).into()],
    })
}

/// Every place where these words stand.
fn tag(topic: &str, words: &str, text: &str) -> Tag {
    let evidence = text.match_indices(words).map(|(at, exact)| {
        let start = text[..at].chars().count();
        let (end, exact) = (start + exact.chars().count(), exact.to_owned());
        Evidence { field: Field::Text, start, end, exact, clause: format!("\"{}\"", words.to_lowercase()) }
    });
    Tag {
        topic: TopicId::new(topic),
        rule: RuleRevision::of(topic),
        weight: 50,
        media_topics: Vec::new(),
        evidence: evidence.collect(),
    }
}

/// An article by everything that a page can show.
pub fn rich() -> TaggedArticle {
    let mut sample = Sample::new(100);
    sample.paragraphs = vec![
        "« La preuve vieillit en quelques heures », a déclaré la présidente Amina Modelo.".to_owned(),
        "Công ước Hà Nội được ký kết.".to_owned(),
        "اتفاقية هانوي".to_owned(),
        "La Convention de Hanoï est un début.".to_owned(),
    ];
    let mut tagged = sample.tagged();
    for (block, language) in [(1, "vi"), (2, "ar")] {
        tagged.block_languages[block] = LanguageTag::new(language);
    }
    tagged.origin = Some(Origin {
        kind: OriginKind::Translated,
        outlet: Some("Nhân Dân".to_owned()),
        url: Some("https://nhandan.example/goc".to_owned()),
        language: Some(LanguageTag::new("vi")),
        country: Some("VN".to_owned()),
        words: Some("Source : Nhân Dân".to_owned()),
    });
    tagged.quotations = vec![Quotation {
        kind: QuotationKind::Direct,
        start: 2,
        end: 39,
        exact: "La preuve vieillit en quelques heures".to_owned(),
        speaker: Some("Amina Modelo".to_owned()),
        role: Some("présidente".to_owned()),
        cue: Some("a déclaré".to_owned()),
    }];
    tagged.article.flags = vec!["date_after_capture".to_owned()];
    tagged
}

pub fn watched() -> Watched {
    let topic = |id: &str, labels: &[(&str, &str)]| Topic {
        id: TopicId::new(id),
        labels: labels.iter().map(|(tag, label)| ((*tag).to_owned(), (*label).to_owned())).collect(),
        queries: [("fr".to_owned(), "\"convention de hanoi\" OR a & b".to_owned())].into(),
        media_topics: vec!["medtop:20000641".to_owned()],
        author: Some("The press office".to_owned()),
        note: Some("Not the one of Budapest.".to_owned()),
    };
    Watched {
        events: Vec::new(),
        topics: vec![
            topic("hanoi-convention", &[("en", "Hanoi Convention"), ("fr", "Convention de Hanoï")]),
            topic("ransomware", &[("en", "Ransomware")]),
        ],
        sources: [(SourceId::new("fleuve"), "Le Fleuve".to_owned())].into(),
        countries: [(SourceId::new("fleuve"), "FR".to_owned()), (SourceId::new("ben-song"), "VN".to_owned())]
            .into(),
        classifier: None,
        cleaner: None,
    }
}

/// A store with these articles and all their outcomes.
pub async fn store(samples: &[Sample]) -> Store {
    let store = Store::open_in_memory().await.unwrap();
    commit(&store, samples).await;
    store
}

pub async fn commit(store: &Store, samples: &[Sample]) {
    let articles = samples.iter().map(Sample::tagged).collect();
    let outcomes = samples.iter().flat_map(Sample::outcomes).collect();
    store.commit(&Batch { articles, outcomes, ..Batch::default() }).await.unwrap();
}

/// A server over a store, in a zone seven hours east.
pub async fn server(store: &Store, watched: Watched) -> Server {
    served(store, watched, None).await
}

/// The same with an index in this folder, as level with the store as it is made now.
pub async fn searchable(store: &Store, watched: Watched, folder: &std::path::Path) -> Server {
    index(store, folder).await;
    served(store, watched, Some(folder.to_owned())).await
}

/// Two wordings word by word, as long as only words in the middle differ.
pub fn apart(old: &str, new: &str) -> Vec<veille_web::Changed> {
    let words = |text| str::split_inclusive(text, char::is_whitespace).collect::<Vec<&str>>();
    let (old, new) = (words(old), words(new));
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest =
        old[same..].iter().rev().zip(new[same..].iter().rev()).take_while(|(old, new)| old == new).count();
    let stretch = |kept: &[&str], deleted: &[&str], inserted: &[&str]| veille_web::Changed {
        kept: kept.concat(),
        deleted: deleted.concat(),
        inserted: inserted.concat(),
    };
    let changed = stretch(&[], &old[same..old.len() - rest], &new[same..new.len() - rest]);
    let all = [stretch(&new[..same], &[], &[]), changed, stretch(&new[new.len() - rest..], &[], &[])];
    all.into_iter().filter(|it| *it != veille_web::Changed::default()).collect()
}

/// Brings the index in this folder level with the store.
pub async fn index(store: &Store, folder: &std::path::Path) {
    let stop = veille_pipeline::Stop::new();
    veille_search::catch_up(store, folder, "a test", 15_000_000, |_| {}, &stop).await.unwrap();
}

/// A server that asks everybody who they are, believing a proxy at this address.
pub async fn guarded(store: &Store, web: veille_web::Config) -> Server {
    let web = veille_web::Config { login: veille_web::Login::Always, ..web };
    let settings = Settings { watched: watched(), web, ..Settings::default() };
    Server::bind("127.0.0.1:0".parse().unwrap(), store.clone(), settings).await.unwrap()
}

async fn served(store: &Store, watched: Watched, index: Option<std::path::PathBuf>) -> Server {
    let zone = Zone::new("Asia/Ho_Chi_Minh", |_| chrono::FixedOffset::east_opt(7 * 3600).unwrap());
    let listen = "127.0.0.1:0".parse().unwrap();
    Server::bind(
        listen,
        store.clone(),
        Settings { zone, watched, index, compare: Some(apart), ..Settings::default() },
    )
    .await
    .unwrap()
}
