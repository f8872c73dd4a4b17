//! Many rows in one statement.

use sqlx::QueryBuilder;
use sqlx::query_builder::Separated;
use sqlx::sqlite::{Sqlite, SqliteConnection};

/// Most rows in one statement: 21 columns of them stay far below SQLite's 32,766 parameters, and JSON for so many rows
/// is written in less than the half millisecond that an async thread may be held.
const ROWS_MAX: usize = 64;

/// Cuts rows into pieces whose lengths are powers of two, so that each statement exists in at most seven sizes and is
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

/// Runs `head VALUES (…), (…) tail` over all rows; the number of rows that were written.
pub(crate) async fn insert<T>(
    connection: &mut SqliteConnection,
    head: &'static str,
    tail: &'static str,
    rows: &[T],
    mut bind: impl FnMut(&T, &mut Separated<'_, Sqlite, &'static str>),
) -> Result<u64, sqlx::Error> {
    let mut written = 0;
    for piece in pieces(rows) {
        let mut query = QueryBuilder::<Sqlite>::new(head);
        query.push_values(piece, |mut columns, row| bind(row, &mut columns));
        query.push(tail);
        written += query.build().execute(&mut *connection).await?.rows_affected();
    }
    Ok(written)
}

/// `head (?, ?, …)`: a statement over a list of texts.
pub(crate) fn over_list(head: &'static str, texts: &[&str]) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(head);
    query.push(" (");
    let mut list = query.separated(", ");
    for text in texts {
        list.push_bind(*text);
    }
    query.push(")");
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
        check(139, &[64, 64, 8, 2, 1]);
    }
}
