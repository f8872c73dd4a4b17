//! The names of articles in an index: which one a document is of, and the documents of one article, to be taken away
//! (delete by query).
//!
//! A name of ours is 32 hexadecimal digits, kept as two numbers: sixteen bytes nobody can guess do not get smaller. A term of
//! them would take thirty-five more in the dictionary. Four of a hash take ten; whose document it is, of the few that share
//! them, the numbers tell.

use tantivy::columnar::{BytesColumn, Column};
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyDocument, TantivyError, Term};
use veille_model::ArticleId;

use crate::fields::{Fields, column};
use crate::order;

/// Hexadecimal digits of a name of ours.
const DIGITS: usize = 32;

/// Writes an article's name into its document.
pub(crate) fn write(fields: &Fields, id: &ArticleId, document: &mut TantivyDocument) {
    document.add_bytes(fields.handle, &handle(id));
    match number(id.as_str()) {
        Some(number) => {
            document.add_u64(fields.name_high, (number >> 64) as u64);
            document.add_u64(fields.name_low, number as u64);
        }
        None => document.add_bytes(fields.other_name, id.as_str().as_bytes()),
    }
}

/// A name of ours as a number; None for one that somebody else gave.
fn number(name: &str) -> Option<u128> {
    let ours = name.len() == DIGITS && name.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    // With a look at the digits: a plus sign and capitals are read too, and would come back as another name.
    u128::from_str_radix(name, 16).ok().filter(|_| ours)
}

fn handle(id: &ArticleId) -> [u8; 4] {
    // The lower half: the upper bits break ties between orders.
    (order::hash(id) as u32).to_be_bytes()
}

/// The names of a segment's documents.
pub(crate) struct Names {
    high: Column<u64>,
    low: Column<u64>,
    others: Option<BytesColumn>,
}

impl Names {
    pub(crate) fn of(reader: &SegmentReader) -> Result<Self, TantivyError> {
        let columns = reader.fast_fields();
        Ok(Self {
            high: columns.u64(column::NAME_HIGH)?,
            low: columns.u64(column::NAME_LOW)?,
            others: columns.bytes(column::OTHER_NAME)?,
        })
    }

    pub(crate) fn of_doc(&self, doc: DocId) -> Result<ArticleId, TantivyError> {
        if let (Some(high), Some(low)) = (self.high.first(doc), self.low.first(doc)) {
            return Ok(ArticleId::from(format!("{high:016x}{low:016x}")));
        }
        let mut name = Vec::new();
        if let Some(others) = &self.others
            && let Some(number) = others.ords().first(doc)
        {
            others.ord_to_bytes(number, &mut name)?;
        }
        Ok(ArticleId::from(String::from_utf8_lossy(&name).into_owned()))
    }
}

/// The documents of one article, as the engine asks for them.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    field: Field,
    handle: [u8; 4],
    id: ArticleId,
}

impl Named {
    pub(crate) fn new(fields: &Fields, id: &ArticleId) -> Self {
        Self { field: fields.handle, handle: handle(id), id: id.clone() }
    }

    /// Those of a segment, deleted ones too.
    fn documents(&self, reader: &SegmentReader) -> Result<Vec<DocId>, TantivyError> {
        self.documents_by(reader, &Names::of(reader)?)
    }

    /// The same for who asks for many.
    pub(crate) fn documents_by(
        &self,
        reader: &SegmentReader,
        names: &Names,
    ) -> Result<Vec<DocId>, TantivyError> {
        let term = Term::from_field_bytes(self.field, &self.handle);
        let postings = reader.inverted_index(self.field)?.read_postings(&term, IndexRecordOption::Basic)?;
        let Some(mut postings) = postings else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        while postings.doc() != TERMINATED {
            // The hash has 32 bits: among millions of articles some share one.
            if names.of_doc(postings.doc())? == self.id {
                found.push(postings.doc());
            }
            postings.advance();
        }
        Ok(found)
    }
}

impl Query for Named {
    fn weight(&self, _: EnableScoring<'_>) -> Result<Box<dyn Weight>, TantivyError> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Named {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> Result<Box<dyn Scorer>, TantivyError> {
        Ok(Box::new(ConstScorer::new(Few { documents: self.documents(reader)?, at: 0 }, boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> Result<Explanation, TantivyError> {
        Ok(Explanation::new("its name", 1.0))
    }
}

/// A few documents.
struct Few {
    documents: Vec<DocId>,
    at: usize,
}

impl DocSet for Few {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.documents.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.documents.len() as u32
    }
}

#[cfg(test)]
mod tests {
    use tantivy::{Index, IndexWriter};

    use super::*;

    fn named(name: &str) -> ArticleId {
        ArticleId::from(name.to_owned())
    }

    fn index() -> (Index, IndexWriter, Fields) {
        let fields = Fields::new();
        let index = Index::create_in_ram(fields.schema.clone());
        crate::home::register(&index);
        let writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        (index, writer, fields)
    }

    #[test]
    fn every_name_comes_back() {
        let (index, mut writer, fields) = index();
        let names = [
            "80ede3e2d9fd5ed09f5765ef5825efa2",
            "00000000000000000000000000000001",
            "80EDE3E2D9FD5ED09F5765EF5825EFA2",
            "+0ede3e2d9fd5ed09f5765ef5825efa2",
            "a",
            "article-7",
            "",
        ];
        for name in names {
            let mut document = TantivyDocument::default();
            write(&fields, &named(name), &mut document);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let read = Names::of(&searcher.segment_readers()[0]).unwrap();
        for (doc, name) in (0..).zip(names) {
            assert_eq!(read.of_doc(doc).unwrap(), named(name));
        }
    }

    #[test]
    fn of_articles_that_share_a_handle_only_the_one_meant_is_taken_away() {
        let (index, mut writer, fields) = index();
        let [meant, other] = ["80ede3e2d9fd5ed09f5765ef5825efa2", "b"].map(named);
        for id in [&other, &meant, &other, &meant] {
            let mut document = TantivyDocument::default();
            write(&fields, id, &mut document);
            // As if both had one hash.
            document.add_bytes(fields.handle, &handle(&meant));
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        writer.delete_query(Box::new(Named::new(&fields, &meant))).unwrap();
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let [segment] = searcher.segment_readers() else { panic!("one commit, one segment") };
        let names = Names::of(segment).unwrap();
        let left: Vec<ArticleId> = segment.doc_ids_alive().map(|doc| names.of_doc(doc).unwrap()).collect();
        assert_eq!(left, [other.clone(), other]);
    }
}
