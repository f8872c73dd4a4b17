//! Whether a store contradicts itself.

use std::collections::BTreeMap;

use sqlx::Row;
use sqlx::postgres::{PgConnection, PgRow};
use veille_model::Batch;

use super::{Store, commit, documents, loading};
use crate::cells::Cells;
use crate::rules::expected::{self, Dialect, Stored, Texts};
use crate::rules::forgotten::Forgotten;
use crate::rules::ledger::key;
use crate::rules::written::text;
use crate::{Finding, StoreError};

/// Wordings that are looked at together.
// As many as are in memory with their documents, tags, quotations and names.
const PIECE: i64 = 64;

const DIALECT: Dialect =
    Dialect { address: |address| key(address).to_string(), text: |written| text(&written).into_owned() };

impl Store {
    pub async fn check(&self) -> Result<Vec<Finding>, StoreError> {
        let failed = |source| self.error(source);
        // One transaction, so that all of it is as of one commit.
        let mut transaction = self.readers.begin().await.map_err(failed)?;
        let mut findings = Vec::new();
        sums(&mut transaction, &mut findings).await.map_err(failed)?;
        withdrawals(&mut transaction, &mut findings).await.map_err(failed)?;
        self.check_documents(&mut transaction, &mut findings).await?;
        Ok(findings)
    }

    /// Whether columns, tags, quotations and names are those of the documents.
    async fn check_documents(
        &self,
        connection: &mut PgConnection,
        findings: &mut Vec<Finding>,
    ) -> Result<(), StoreError> {
        let failed = |source| self.error(source);
        let mut last = i64::MIN;
        loop {
            let rows: Vec<PgRow> = sqlx::query(WORDINGS)
                .bind(last)
                .bind(PIECE)
                .fetch_all(&mut *connection)
                .await
                .map_err(failed)?;
            let Some(row) = rows.last() else { return Ok(()) };
            let first = last;
            last = row.try_get(0).map_err(failed)?;
            let places: Vec<(i64, i32)> = rows
                .iter()
                .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
                .collect::<Result<_, _>>()
                .map_err(failed)?;
            let packed = documents::packed(&mut *connection, &places).await.map_err(failed)?;
            let tags = details(&mut *connection, TAGS, first, last).await.map_err(failed)?;
            let quotations = details(&mut *connection, QUOTATIONS, first, last).await.map_err(failed)?;
            let names = details(&mut *connection, NAMES, first, last).await.map_err(failed)?;
            for row in &rows {
                let id: i64 = row.try_get(0).map_err(failed)?;
                let document = packed.get(&id).and_then(|packed| documents::unpack(packed).ok());
                let document = document.and_then(|document| serde_json::from_slice(&document).ok());
                let stored = Stored {
                    columns: row.texts(2).map_err(failed)?,
                    tags: tags.get(&id),
                    quotations: quotations.get(&id),
                    names: names.get(&id),
                };
                let document = document.ok_or("its document is not there, or cannot be read");
                findings.extend(stored.findings(document, &DIALECT));
            }
            // Documents are compared on an async thread: others have their turn in between.
            tokio::task::yield_now().await;
        }
    }
}

/// What statements alone can tell; each gives a sentence for what is wrong.
async fn sums(connection: &mut PgConnection, findings: &mut Vec<Finding>) -> Result<(), sqlx::Error> {
    for (check, statement) in SUMS {
        let details: Vec<String> = sqlx::query_scalar(statement).fetch_all(&mut *connection).await?;
        findings.extend(details.into_iter().map(|detail| Finding { check, detail }));
    }
    Ok(())
}

const SUMS: [(&str, &str); 6] = [
    (
        "integrity",
        "SELECT DISTINCT 'tags, quotations or names of a wording that is not there: row ' || d.revision \
         FROM (SELECT revision FROM tags UNION ALL SELECT revision FROM quotations \
               UNION ALL SELECT revision FROM mentions) AS d \
         WHERE NOT EXISTS (SELECT FROM revisions AS r WHERE r.id = d.revision)",
    ),
    (
        "integrity",
        "SELECT 'a document of a wording that is not there: row ' || d.revision FROM documents AS d \
         WHERE NOT EXISTS (SELECT FROM revisions AS r WHERE r.id = d.revision AND r.month = d.month)",
    ),
    (
        "current",
        "SELECT 'article ' || article || ' has ' || count(*) FILTER (WHERE current) || ' current wordings' \
         FROM revisions GROUP BY article HAVING count(*) FILTER (WHERE current) <> 1",
    ),
    (
        "captures",
        "SELECT 'capture ' || capture || ' has no bytes' FROM captures AS c \
         WHERE NOT EXISTS (SELECT FROM bodies AS b WHERE b.digest = c.digest)",
    ),
    (
        "counts",
        // Under no topic each article is counted once; under a topic, once for each that has it. From both sides, for a count of
        // what is not there any more is wrong as well.
        "WITH recount AS (\
             SELECT '' AS topic, slot, language, source, count(*) AS articles \
             FROM revisions WHERE current GROUP BY slot, language, source \
             UNION ALL \
             SELECT t.topic, r.slot, r.language, r.source, count(*) FROM tags AS t JOIN revisions AS r ON r.id = t.revision \
             WHERE r.current GROUP BY t.topic, r.slot, r.language, r.source) \
         SELECT 'topic ' || topic || ', ' || slot || ', ' || language || ', ' || source || ': counts ' || \
             coalesce(c.articles, 0) || ', recount ' || coalesce(n.articles, 0) \
         FROM counts AS c FULL JOIN recount AS n USING (topic, slot, language, source) \
         WHERE c.articles IS DISTINCT FROM n.articles",
    ),
    (
        "tallies",
        "WITH recount AS (SELECT stage, outcome, coalesce(reason, '') AS reason, count(*) AS number, max(id) AS latest \
             FROM outcomes GROUP BY 1, 2, 3) \
         SELECT 'outcomes ' || stage || ', ' || outcome || ', ' || reason || ': tallies ' || coalesce(t.number, 0) || \
             ', recount ' || coalesce(n.number, 0) \
         FROM tallies AS t FULL JOIN recount AS n USING (stage, outcome, reason) \
         WHERE (t.number, t.latest) IS DISTINCT FROM (n.number, n.latest)",
    ),
];

/// Whether the articles that stand as withdrawn are those that the ledger says are.
async fn withdrawals(connection: &mut PgConnection, findings: &mut Vec<Finding>) -> Result<(), sqlx::Error> {
    let mut asked = loading::gone_at_all(&mut *connection).await?;
    let apart = loading::captured_at(&mut *connection, &asked.addresses).await?;
    let stand: Vec<String> =
        sqlx::query_scalar("SELECT article FROM withdrawals").fetch_all(&mut *connection).await?;
    asked.articles.extend(apart.into_iter().chain(stand));
    let nothing = Batch::default();
    let articles = asked.articles.iter().map(String::as_str).collect();
    // Drawn as for a batch that brings nothing: what it would still change is what is wrong.
    let packed = commit::plan(connection, &nothing, articles, &Forgotten::new()).await?;
    findings.extend(packed.plan.withdrawals.into_iter().map(expected::withdrawal));
    Ok(())
}

/// The columns that come from the document; the row and its month stand before them.
const WORDINGS: &str = "\
    SELECT id, month, article, revision, captured_at, capture, source, language, dated_at, slot, published_at, url, \
    address_key::text, headline, origin_kind, origin_outlet, origin_url, encode(digest, 'hex') \
    FROM revisions WHERE id > $1 ORDER BY id LIMIT $2";

const TAGS: &str = "\
    SELECT revision, topic, dated_at, article, rule, weight::text FROM tags \
    WHERE revision > $1 AND revision <= $2 ORDER BY revision, topic";

const QUOTATIONS: &str = "\
    SELECT revision, ordinal::text, speaker_key, dated_at, article, kind, \"start\"::text, \"end\"::text, exact, speaker, \
    role, cue FROM quotations WHERE revision > $1 AND revision <= $2 ORDER BY revision, quotations.ordinal";

const NAMES: &str = "\
    SELECT revision, ordinal::text, kind, name, key, in_headline::text, in_text::text FROM mentions \
    WHERE revision > $1 AND revision <= $2 ORDER BY revision, mentions.ordinal";

/// The rows of a table of details, by the row of their wording.
async fn details(
    connection: &mut PgConnection,
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
