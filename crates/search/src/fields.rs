//! What stands in the index of an article: its fields, and the format they make.
//!
//! One document for each article, of its current wording. Nothing is stored: texts lie in the store. Words are our own, as
//! [`terms`](crate::terms) spells them.

use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

use crate::terms;

/// Grows when articles are indexed otherwise than before: what they were indexed by is part of what is found. An index of
/// another format is thrown away and built anew.
pub(crate) const FORMAT: u32 = 10;

/// What stands in the field of originals.
pub(crate) const IS_ORIGINAL: &str = "yes";

/// Names of the columns that are read by name.
pub(crate) mod column {
    pub const ORDER: &str = "order";
    pub const NAME_HIGH: &str = "name_high";
    pub const NAME_LOW: &str = "name_low";
    pub const OTHER_NAME: &str = "other_name";
    pub const WHOLE_DAY: &str = "whole_day";
    pub const LANGUAGE: &str = "language";
    pub const SOURCE: &str = "source";
    pub const ORIGIN: &str = "origin";
    pub const TOPIC: &str = "topic";
}

/// The fields of a document.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub schema: Schema,
    /// See [`order`](crate::order); what documents are sorted by.
    pub order: Field,
    /// An article's name, see [`names`](crate::names): two numbers, or what is no number.
    pub name_high: Field,
    pub name_low: Field,
    pub other_name: Field,
    /// What an article's documents are found by, to be taken away.
    pub handle: Field,
    /// Whether the date is no more than a day.
    pub whole_day: Field,
    pub language: Field,
    pub source: Field,
    /// Whose text it is by what its page says, as [`outlet`](veille_text::name::outlet) compares names.
    pub origin: Field,
    pub topic: Field,
    /// [`IS_ORIGINAL`] of what is no copy of another article.
    pub original: Field,
    /// Words with their positions.
    pub headline: Field,
    pub text: Field,
    pub url: Field,
    pub byline: Field,
    /// The words of the fields that are compared as a whole.
    pub published_by: Field,
    /// The language tag, and each shorter form of it.
    pub written_in: Field,
    /// The host of the address, and each end of it.
    pub site: Field,
    /// What names are found by, see [`terms::names`].
    pub named: Field,
}

impl Fields {
    pub(crate) fn new() -> Self {
        let mut schema = Schema::builder();
        let text = |tokenizer, option| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(option)
                // Nothing is ranked by length.
                .set_fieldnorms(false);
            TextOptions::default().set_indexing_options(indexing)
        };
        let placed = || text(terms::TOKENIZER, IndexRecordOption::WithFreqsAndPositions);
        // Of these it is only asked whether they are there.
        let whole = || text(terms::TOKENIZER, IndexRecordOption::Basic);
        // Filtered by their terms, counted by their columns.
        let name = || text("raw", IndexRecordOption::Basic) | FAST;
        Self {
            order: schema.add_u64_field(column::ORDER, NumericOptions::default().set_fast()),
            name_high: schema.add_u64_field(column::NAME_HIGH, NumericOptions::default().set_fast()),
            name_low: schema.add_u64_field(column::NAME_LOW, NumericOptions::default().set_fast()),
            other_name: schema.add_bytes_field(column::OTHER_NAME, BytesOptions::default().set_fast()),
            handle: schema.add_bytes_field("handle", BytesOptions::default().set_indexed()),
            whole_day: schema.add_bool_field(column::WHOLE_DAY, FAST),
            language: schema.add_text_field(column::LANGUAGE, name()),
            source: schema.add_text_field(column::SOURCE, name()),
            origin: schema.add_text_field(column::ORIGIN, name()),
            topic: schema.add_text_field(column::TOPIC, name()),
            original: schema.add_text_field("original", text("raw", IndexRecordOption::Basic)),
            headline: schema.add_text_field("headline", placed()),
            text: schema.add_text_field("text", placed()),
            url: schema.add_text_field("url", placed()),
            byline: schema.add_text_field("byline", placed()),
            published_by: schema.add_text_field("published_by", whole()),
            written_in: schema.add_text_field("written_in", whole()),
            site: schema.add_text_field("site", whole()),
            named: schema.add_text_field("named", whole()),
            schema: schema.build(),
        }
    }

    /// The fields whose words have positions, with what a query calls them.
    pub(crate) fn placed(&self) -> [Field; 4] {
        [self.headline, self.text, self.url, self.byline]
    }
}
