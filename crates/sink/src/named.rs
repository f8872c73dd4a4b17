//! Articles as rows have them, without their texts: when they are of, whom they name, and as what they introduce those whom they
//! quote. A document has to be read from its beginning to its end for that, and is twenty times as long.

use serde::de::DeserializeOwned;
use veille_model::{
    Article, ArticleId, CaptureId, CaptureKind, LanguageTag, Mention, MentionKind, Quotation, QuotationKind,
    Revision, SourceId, TaggedArticle,
};

use crate::cells::{Cells, of_rows};
use crate::rules::instant::read;

/// Such an article.
pub(crate) struct Named(pub TaggedArticle);

of_rows!(Named);

impl Named {
    pub(crate) fn read(row: &impl Cells) -> Result<Self, sqlx::Error> {
        let mentions: Vec<[String; 3]> = list(row, "mentions")?;
        let introduced: Vec<[String; 2]> = list(row, "introduced")?;
        let tagged = TaggedArticle::unjudged(article(row)?);
        Ok(Self(TaggedArticle {
            language: LanguageTag::new(&row.text("language")?),
            mentions: mentions.into_iter().filter_map(mention).collect(),
            quotations: introduced.into_iter().map(quotation).collect(),
            ..tagged
        }))
    }
}

/// A list that the statement put together as JSON: one row an article, however many it names.
fn list<T: DeserializeOwned>(row: &impl Cells, column: &str) -> Result<Vec<T>, sqlx::Error> {
    serde_json::from_str(&row.text(column)?).map_err(|error| sqlx::Error::Decode(Box::new(error)))
}

/// Where it stands is known of the document alone.
fn mention([kind, name, key]: [String; 3]) -> Option<Mention> {
    // A kind that a newer program wrote cannot stand here: its schema would have been refused.
    let kind = MentionKind::ALL.into_iter().find(|known| known.as_str() == kind)?;
    Some(Mention { kind, name, key, headline: Vec::new(), text: Vec::new() })
}

fn quotation([speaker, role]: [String; 2]) -> Quotation {
    Quotation {
        kind: QuotationKind::Direct,
        start: 0,
        end: 0,
        exact: String::new(),
        speaker: Some(speaker),
        role: Some(role),
        cue: None,
    }
}

fn article(row: &impl Cells) -> Result<Article, sqlx::Error> {
    Ok(Article {
        id: ArticleId::from(row.text("article")?),
        revision: Revision::from(row.text("revision")?),
        capture: CaptureId::from(row.text("capture")?),
        kind: CaptureKind::Page,
        source: SourceId::new(&row.text("source")?),
        url: row.text_if_any("url")?,
        captured_at: read(&row.text("captured_at")?),
        headline: row.text_if_any("headline")?,
        standfirst: None,
        byline: Vec::new(),
        dateline: None,
        site_name: None,
        canonical_url: None,
        published_at: row.text_if_any("published_at")?.and_then(|moment| moment.parse().ok()),
        modified_at: None,
        declared_language: None,
        lead_image: None,
        accessible_for_free: None,
        section: None,
        keywords: Vec::new(),
        provenance: Vec::new(),
        flags: Vec::new(),
        text: String::new(),
        blocks: Vec::new(),
    })
}
