//! Whether a store contradicts itself.

use std::collections::BTreeMap;

use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Connection, Row};
use veille_model::Batch;

use super::filling::RECOUNT;
use super::{Store, commit, loading};
use crate::cells::Cells;
use crate::rules::expected::{self, Dialect, Stored, Texts};
use crate::rules::forgotten::Forgotten;
use crate::{Finding, StoreError};

/// Wordings that are looked at together.
const PIECE: u32 = 64;

const DIALECT: Dialect = Dialect { address: str::to_owned, text: |text| text };

impl Store {
    pub(crate) async fn check(&self) -> Result<Vec<Finding>, StoreError> {
        let checked = async {
            let mut connection = self.readers.acquire().await?;
            // One transaction, so that all of it is as of one commit.
            let mut transaction = connection.begin().await?;
            let mut findings = Vec::new();
            structure(&mut transaction, &mut findings).await?;
            // What a damaged file says to the other questions is no answer.
            if findings.is_empty() {
                sums(&mut transaction, &mut findings).await?;
                withdrawals(&mut transaction, &mut findings).await?;
                documents(&mut transaction, &mut findings).await?;
            }
            Ok(findings)
        };
        checked.await.map_err(|source| self.error(source))
    }
}

/// What SQLite knows to look for.
async fn structure(
    connection: &mut SqliteConnection,
    findings: &mut Vec<Finding>,
) -> Result<(), sqlx::Error> {
    let lines: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut *connection).await?;
    let wrong = lines.into_iter().filter(|line| line != "ok");
    findings.extend(wrong.map(|detail| Finding { check: "integrity", detail }));
    // Looked for here, because no connection enforces it (`open.rs`).
    let tables: Vec<String> = sqlx::query_scalar("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check")
        .fetch_all(connection)
        .await?;
    findings.extend(tables.into_iter().map(|table| Finding {
        check: "integrity",
        detail: format!("{table} has rows of wordings that are not there"),
    }));
    Ok(())
}

/// What statements alone can tell; each gives a sentence for what is wrong.
async fn sums(connection: &mut SqliteConnection, findings: &mut Vec<Finding>) -> Result<(), sqlx::Error> {
    let differ = |left: &str, right: &str| {
        format!(
            "SELECT 'topic ' || topic || ', ' || slot || ', ' || language || ', ' || source || ': {left} ' || articles \
             FROM (SELECT * FROM (SELECT topic, slot, language, source, articles FROM {left}) \
                   EXCEPT SELECT * FROM (SELECT topic, slot, language, source, articles FROM {right}))"
        )
    };
    let untrue = |left: &str, right: &str| {
        format!(
            "WITH recount AS (SELECT stage, outcome, coalesce(reason, '') AS reason, count(*) AS number, max(id) AS latest \
             FROM outcomes GROUP BY 1, 2, 3) \
             SELECT 'outcomes ' || stage || ', ' || outcome || ', ' || reason || ': {left} ' || number \
             FROM (SELECT stage, outcome, reason, number, latest FROM {left} \
                   EXCEPT SELECT stage, outcome, reason, number, latest FROM {right})"
        )
    };
    let statements = [
        (
            "current",
            "SELECT 'article ' || article || ' has ' || sum(current) || ' current wordings' FROM revisions \
             GROUP BY article HAVING sum(current) <> 1"
                .to_owned(),
        ),
        (
            // Since schema 8 the index of articles has the ends of their names, and forbids nothing.
            "wordings",
            "SELECT 'article ' || article || ' has revision ' || revision || ' ' || count(*) || ' times' FROM revisions \
             GROUP BY article, revision HAVING count(*) > 1"
                .to_owned(),
        ),
        (
            "captures",
            "SELECT 'capture ' || capture || ' has no bytes' FROM captures \
             WHERE digest NOT IN (SELECT digest FROM bodies)"
                .to_owned(),
        ),
        ("counts", format!("WITH recount AS ({RECOUNT}) {}", differ("counts", "recount"))),
        // Both ways: EXCEPT finds no count that should be there and is not.
        ("counts", format!("WITH recount AS ({RECOUNT}) {}", differ("recount", "counts"))),
        ("tallies", untrue("tallies", "recount")),
        ("tallies", untrue("recount", "tallies")),
    ];
    for (check, statement) in statements {
        let details: Vec<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).fetch_all(&mut *connection).await?;
        findings.extend(details.into_iter().map(|detail| Finding { check, detail }));
    }
    Ok(())
}

/// Whether the articles that stand as withdrawn are those that the ledger says are.
async fn withdrawals(
    connection: &mut SqliteConnection,
    findings: &mut Vec<Finding>,
) -> Result<(), sqlx::Error> {
    let mut asked = loading::gone_at_all(&mut *connection).await?;
    let stand: Vec<String> =
        sqlx::query_scalar("SELECT article FROM withdrawals").fetch_all(&mut *connection).await?;
    // Also those that stand as withdrawn and should not.
    asked.articles.extend(stand);
    let nothing = Batch::default();
    let plan = commit::draw(connection, &nothing, asked, &Forgotten::new()).await?;
    findings.extend(plan.withdrawals.into_iter().map(expected::withdrawal));
    Ok(())
}

/// Whether columns, tags, quotations and names are those of the documents.
async fn documents(
    connection: &mut SqliteConnection,
    findings: &mut Vec<Finding>,
) -> Result<(), sqlx::Error> {
    let mut last = i64::MIN;
    loop {
        let rows: Vec<SqliteRow> =
            sqlx::query(WORDINGS).bind(last).bind(PIECE).fetch_all(&mut *connection).await?;
        let Some(row) = rows.last() else { return Ok(()) };
        let first = last;
        last = row.try_get(0)?;
        let tags = details(&mut *connection, TAGS, first, last).await?;
        let quotations = details(&mut *connection, QUOTATIONS, first, last).await?;
        let names = details(&mut *connection, NAMES, first, last).await?;
        for row in &rows {
            let id: i64 = row.try_get(0)?;
            let document: String = row.try_get(1)?;
            let stored = Stored {
                columns: row.texts(2)?,
                tags: tags.get(&id),
                quotations: quotations.get(&id),
                names: names.get(&id),
            };
            let document = serde_json::from_str(&document).map_err(|_| "its document cannot be read");
            findings.extend(stored.findings(document, &DIALECT));
        }
        tokio::task::yield_now().await;
    }
}

/// The columns that come from the document; the row and the document itself stand before them.
const WORDINGS: &str = "\
    SELECT id, document, article, revision, captured_at, capture, source, language, dated_at, slot, published_at, url, \
    address, headline, origin_kind, origin_outlet, origin_url, lower(hex(digest)) \
    FROM revisions WHERE id > ? ORDER BY id LIMIT ?";

const TAGS: &str = "\
    SELECT revision, topic, dated_at, article, rule, CAST(weight AS TEXT) FROM tags \
    WHERE revision > ? AND revision <= ? ORDER BY revision, topic";

const QUOTATIONS: &str = "\
    SELECT revision, CAST(ordinal AS TEXT), speaker_key, dated_at, article, kind, CAST(\"start\" AS TEXT), \
    CAST(\"end\" AS TEXT), exact, speaker, role, cue FROM quotations \
    WHERE revision > ? AND revision <= ? ORDER BY revision, ordinal";

const NAMES: &str = "\
    SELECT revision, CAST(ordinal AS TEXT), kind, name, key, CAST(in_headline AS TEXT), CAST(in_text AS TEXT) \
    FROM mentions WHERE revision > ? AND revision <= ? ORDER BY revision, ordinal";

/// The rows of a table of details, by the row of their wording.
async fn details(
    connection: &mut SqliteConnection,
    query: &'static str,
    after: i64,
    last: i64,
) -> Result<BTreeMap<i64, Vec<Texts>>, sqlx::Error> {
    let mut details: BTreeMap<i64, Vec<Texts>> = BTreeMap::new();
    for row in sqlx::query(query).bind(after).bind(last).fetch_all(connection).await? {
        details.entry(row.try_get(0)?).or_default().push(row.texts(1)?);
    }
    Ok(details)
}
