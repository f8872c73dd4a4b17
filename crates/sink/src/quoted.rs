//! Quotations with the articles that they stand in.

use chrono::{DateTime, Utc};
use veille_model::{ArticleId, Quotation, QuotationKind, SourceId};

use crate::cells::{Cells, of_rows};
use crate::rules::instant::read;

/// A quotation, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The article.
    pub article: ArticleId,
    /// Its address.
    pub url: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// Its publisher.
    pub source: SourceId,
    /// Its language, as a subject token: BCP 47 in lower case.
    pub language: String,
    /// What lists are ordered by: when it was published, though never after it was captured.
    pub dated_at: Option<DateTime<Utc>>,
    /// Who says what.
    pub quotation: Quotation,
}

of_rows!(Quoted);

impl Quoted {
    pub(crate) fn read(row: &impl Cells) -> Result<Self, sqlx::Error> {
        let kind = row.text("kind")?;
        let place = |place: i64| usize::try_from(place).unwrap_or_default();
        Ok(Self {
            article: ArticleId::from(row.text("article")?),
            url: row.text_if_any("url")?,
            headline: row.text_if_any("headline")?,
            source: SourceId::new(&row.text("source")?),
            language: row.text("language")?,
            dated_at: read(&row.text("dated_at")?),
            quotation: Quotation {
                // A kind that a newer program wrote cannot stand here: its schema would have been refused.
                kind: QuotationKind::ALL
                    .into_iter()
                    .find(|known| known.as_str() == kind)
                    .unwrap_or(QuotationKind::Direct),
                start: place(row.number("start")?),
                end: place(row.number("end")?),
                exact: row.text("exact")?,
                speaker: row.text_if_any("speaker")?,
                role: row.text_if_any("role")?,
                cue: row.text_if_any("cue")?,
            },
        })
    }
}
