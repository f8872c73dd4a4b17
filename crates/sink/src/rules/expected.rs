//! What must stand in a wording's columns, tags and quotations, by its document: what a check compares with.

use veille_model::hexadecimal;

use super::columns::{Columns, Said, Weighed};

/// A row's columns as text.
pub(crate) type Texts = Vec<Option<String>>;

/// The columns of a wording, in the order in which both dialects read them.
pub(crate) fn columns(columns: &Columns<'_>) -> Texts {
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
        columns.address_apart().map(str::to_owned),
        article.headline.clone(),
        columns.origin_kind().map(str::to_owned),
        columns.origin_outlet().map(str::to_owned),
        columns.origin_url().map(str::to_owned),
        Some(hexadecimal(&columns.digest)),
    ]
}

/// Its tags, by topic.
pub(crate) fn tags(columns: &Columns<'_>) -> Vec<Texts> {
    let tag = |(topic, tag): (&&str, &Weighed<'_>)| {
        let article = columns.tagged.article.id.to_string();
        [(*topic).to_owned(), columns.dated_at.clone(), article, tag.rule.to_string(), tag.weight.to_string()]
            .map(Some)
            .into()
    };
    columns.tags.iter().map(tag).collect()
}

/// Its quotations, in the order of its text.
pub(crate) fn quotations(columns: &Columns<'_>) -> Vec<Texts> {
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
