//! What must stand in a wording's columns, tags, quotations and names, by its document: what a check compares with.

use veille_model::{Mention, TaggedArticle, hexadecimal};

use super::columns::{Columns, Said, Weighed};
use crate::Finding;

/// A row's columns as text.
pub(crate) type Texts = Vec<Option<String>>;

/// How a dialect writes what a document says.
pub(crate) struct Dialect {
    /// What stands for an address apart.
    pub address: fn(&str) -> String,
    /// Any text.
    pub text: fn(String) -> String,
}

/// What is stored of a wording.
pub(crate) struct Stored<'s> {
    pub columns: Texts,
    pub tags: Option<&'s Vec<Texts>>,
    pub quotations: Option<&'s Vec<Texts>>,
    pub names: Option<&'s Vec<Texts>>,
}

impl Stored<'_> {
    /// What of it is not as its document has it; where that cannot be had, why.
    pub fn findings(&self, document: Result<TaggedArticle, &'static str>, dialect: &Dialect) -> Vec<Finding> {
        let plain = |at: usize| self.columns[at].as_deref().unwrap_or_default();
        let name = format!("article {}, revision {}", plain(0), plain(1));
        let finding = |detail: String| Finding { check: "columns", detail: format!("{name}: {detail}") };
        let tagged = match document {
            Ok(tagged) => tagged,
            Err(why) => return vec![finding(why.to_owned())],
        };
        let of_document = Columns::of(&tagged);
        let written = |rows: Vec<Texts>| -> Vec<Texts> {
            // PostgreSQL has no zero byte in text, so that what is expected is written as it would be.
            let row = |row: Texts| row.into_iter().map(|column| column.map(dialect.text)).collect();
            rows.into_iter().map(row).collect()
        };
        let is =
            |stored: Option<&[Texts]>, expected: Vec<Texts>| stored.unwrap_or_default() == written(expected);
        let own = std::slice::from_ref(&self.columns);
        let [tags, quotations, names] =
            [self.tags, self.quotations, self.names].map(|rows| rows.map(Vec::as_slice));
        let wrong = [
            ("columns", is(Some(own), vec![columns(&of_document, dialect)])),
            ("tags", is(tags, self::tags(&of_document))),
            ("quotations", is(quotations, self::quotations(&of_document))),
            ("names", is(names, self::names(&tagged.mentions))),
        ];
        let wrong = wrong.into_iter().filter(|(_, is)| !is);
        wrong.map(|(what, _)| finding(format!("its {what} are not those of its document"))).collect()
    }
}

/// That an article does not stand as the ledger says: since when it should be withdrawn.
pub(crate) fn withdrawal((article, withdrawn): (String, Option<String>)) -> Finding {
    let now = withdrawn.map_or("not withdrawn".to_owned(), |at| format!("withdrawn at {at}"));
    Finding { check: "withdrawals", detail: format!("article {article} is {now}, as the ledger says") }
}

/// The columns of a wording, in the order in which both dialects read them.
fn columns(columns: &Columns<'_>, dialect: &Dialect) -> Texts {
    let article = &columns.tagged.article;
    let some = |text: &str| Some(text.to_owned());
    vec![
        some(article.id.as_str()),
        some(article.revision.as_str()),
        some(&columns.captured_at),
        some(article.capture.as_str()),
        some(article.source.as_str()),
        some(&columns.language),
        some(&columns.dated_at),
        some(&columns.slot),
        columns.published_at.clone(),
        article.url.clone(),
        columns.address_apart().map(dialect.address),
        article.headline.clone(),
        columns.origin_kind().map(str::to_owned),
        columns.origin_outlet().map(str::to_owned),
        columns.origin_url().map(str::to_owned),
        Some(hexadecimal(&columns.digest)),
    ]
}

/// Its tags, by topic.
fn tags(columns: &Columns<'_>) -> Vec<Texts> {
    let tag = |(topic, tag): (&&str, &Weighed<'_>)| {
        let article = columns.tagged.article.id.to_string();
        [(*topic).to_owned(), columns.dated_at.clone(), article, tag.rule.to_string(), tag.weight.to_string()]
            .map(Some)
            .into()
    };
    columns.tags.iter().map(tag).collect()
}

/// Whom and what it names, in the order in which they come.
fn names(mentions: &[Mention]) -> Vec<Texts> {
    let name = |(ordinal, mention): (usize, &Mention)| {
        let Mention { kind, name, key, headline, text } = mention;
        let (kind, ordinal) = (kind.as_str().to_owned(), ordinal.to_string());
        let times = [headline.len(), text.len()].map(|times| times.to_string());
        [ordinal, kind, name.clone(), key.clone()].into_iter().chain(times).map(Some).collect()
    };
    mentions.iter().enumerate().map(name).collect()
}

/// Its quotations, in the order of its text.
fn quotations(columns: &Columns<'_>) -> Vec<Texts> {
    let quotation = |(ordinal, said): (usize, &Said<'_>)| {
        let quotation = said.quotation;
        vec![
            Some(ordinal.to_string()),
            Some(said.speaker_key.clone()),
            Some(columns.dated_at.clone()),
            Some(columns.tagged.article.id.to_string()),
            Some(quotation.kind.as_str().to_owned()),
            Some(quotation.start.to_string()),
            Some(quotation.end.to_string()),
            Some(quotation.exact.clone()),
            quotation.speaker.clone(),
            quotation.role.clone(),
            quotation.cue.clone(),
        ]
    };
    columns.quotations.iter().enumerate().map(quotation).collect()
}
