//! Many rows in one statement.

use std::sync::Arc;

use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnection};
use sqlx::{Arguments, AssertSqlSafe, Encode, QueryBuilder, Type};

/// Most rows in one statement: 21 columns of them stay far below SQLite's 32,766 parameters, and JSON for so many rows
/// is written in less than the half millisecond that an async thread may be held.
const ROWS_MAX: usize = 128;

/// Cuts rows into pieces whose lengths are powers of two, so that each statement exists in at most eight sizes and is
/// prepared once.
pub(crate) fn pieces<T>(mut rows: &[T]) -> Vec<&[T]> {
    let mut pieces = Vec::new();
    while let Some(log) = rows.len().checked_ilog2() {
        let (piece, rest) = rows.split_at(ROWS_MAX.min(1 << log));
        pieces.push(piece);
        rows = rest;
    }
    pieces
}

/// The values of a statement's rows, in their order.
#[derive(Default)]
pub(crate) struct Values {
    arguments: SqliteArguments,
    /// The texts of the row before, by their place in it: sources, languages and instants are often the same again, and need
    /// not be copied.
    before: Vec<Option<Arc<str>>>,
    place: usize,
}

impl Values {
    /// Adds a text, or none, as the next value of a row.
    pub fn push_text<'v>(&mut self, text: impl Into<Option<&'v str>>) -> &mut Self {
        let text: Option<&str> = text.into();
        let place = self.place;
        if self.before.len() <= place {
            self.before.resize(place + 1, None);
        }
        let is_again = self.before[place].as_deref() == text;
        if !is_again {
            self.before[place] = text.map(Arc::from);
        }
        self.push_bind(self.before[place].clone())
    }

    /// Begins the next row.
    fn next_row(&mut self) {
        self.place = 0;
    }

    /// Adds the next value of a row.
    pub fn push_bind<'v, V: Encode<'v, Sqlite> + Type<Sqlite>>(&mut self, value: V) -> &mut Self {
        self.arguments.add(value).expect("texts, numbers and bytes can be written as what they are");
        self.place += 1;
        self
    }

    /// The statement with these values in its places.
    pub fn query(self, statement: &'static str) -> Query<'static, Sqlite, SqliteArguments> {
        sqlx::query_with(statement, self.arguments)
    }
}

/// Runs `INSERT head VALUES (…), (…) tail` over all rows, `head` being `INTO table (columns) `; the number of rows that were
/// written.
pub(crate) async fn insert<T>(
    connection: &mut SqliteConnection,
    head: &'static str,
    tail: &'static str,
    rows: &[T],
    mut bind: impl FnMut(&T, &mut Values),
) -> Result<u64, sqlx::Error> {
    let mut written = 0;
    for piece in pieces(rows) {
        let mut values = Values::default();
        for row in piece {
            values.next_row();
            bind(row, &mut values);
        }
        let statement = statement(head, values.place, piece.len(), tail);
        // Made of constants and question marks.
        let query = sqlx::query_with(AssertSqlSafe(statement), values.arguments);
        written += query.execute(&mut *connection).await?.rows_affected();
    }
    Ok(written)
}

/// `OR FAIL`: a statement that fails ends its transaction, so SQLite need not keep every page as it was before the statement
/// (a statement journal, an eighth of what it had to do).
///
/// Written at once: bound one by one by sqlx's `QueryBuilder`, an article takes a tenth longer to be stored.
fn statement(head: &str, columns: usize, rows: usize, tail: &str) -> String {
    let row = format!("({}), ", ["?"].repeat(columns).join(", "));
    let rows = row.repeat(rows);
    ["INSERT OR FAIL ", head, "VALUES ", rows.trim_end_matches(", "), tail].concat()
}

/// `head (?, ?, …)`: a statement over a list of texts or numbers.
pub(crate) fn over_list<V>(head: &'static str, values: &[V]) -> QueryBuilder<Sqlite>
where
    V: Copy + for<'v> Encode<'v, Sqlite> + Type<Sqlite>,
{
    let mut query = QueryBuilder::new(head);
    query.push(" (");
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(*value);
    }
    query.push(")");
    query
}

/// `select FROM … AS r`: a statement over the stored wordings of a list of articles, each named once.
///
/// The index of articles has the last eight letters of their names. These are hexadecimal digits of a digest and fall all over it:
/// with whole names it had four times the pages, of which each batch wrote nearly one an article.
pub(crate) fn over_articles(select: &'static str, articles: &[&str]) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(select);
    // A table of VALUES: a constant is put into the expression before SQLite looks for the index of that expression.
    query.push(" FROM (");
    query.push_values(articles, |mut row, article| {
        row.push_bind(*article);
    });
    query.push(
        ") AS asked CROSS JOIN revisions AS r \
         ON substr(r.article, -8) = substr(asked.column1, -8) AND r.article = asked.column1",
    );
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_into_powers_of_two() {
        let check = |length: usize, expected: &[usize]| {
            let rows: Vec<usize> = (0..length).collect();
            assert_eq!(
                pieces(&rows).into_iter().map(<[usize]>::len).collect::<Vec<_>>(),
                expected,
                "{length}"
            );
            assert_eq!(pieces(&rows).concat(), rows);
        };
        check(0, &[]);
        check(1, &[1]);
        check(139, &[128, 8, 2, 1]);
    }

    #[test]
    fn a_statement_has_a_place_for_each_value() {
        let check = |columns, rows, expected: &str| {
            assert_eq!(statement("INTO t ", columns, rows, " RETURNING id"), expected);
        };
        check(1, 1, "INSERT OR FAIL INTO t VALUES (?) RETURNING id");
        check(2, 3, "INSERT OR FAIL INTO t VALUES (?, ?), (?, ?), (?, ?) RETURNING id");
    }
}
