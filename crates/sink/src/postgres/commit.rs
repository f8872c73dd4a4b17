//! Writing: a batch in one transaction, beside other programs that write theirs.
//!
//! What a transaction waits for, it waits for in one order: the articles of its batch (anchors, by key), the ledger (by
//! input), marks and captures (by name), and last the lock under which changes are numbered and counts are kept. A program
//! that waits has nothing that another one further ahead could want, so none waits in a circle.

use std::collections::BTreeSet;

use sqlx::Connection;
use sqlx::postgres::PgConnection;
use veille_model::{ArticleId, Batch, canonical_url};

use super::address::Address;
use super::documents::{self, Packer};
use super::writing::{self, Packed};
use super::{Store, captures, ledger, loading, lock, marks};
use crate::rules::forgotten::{self, Forgotten};
use crate::rules::ledger::key;
use crate::rules::plan::{Asked, Draft, Plan};
use crate::{Committed, StoreError};

/// Articles whose JSON is written and packed before others on this thread have their turn: some half a millisecond.
const PIECE: usize = 16;

/// The rows of a batch have numbers of their own: batch << 20 | place.
const PLACES: u32 = 20;

impl Store {
    pub async fn commit(&self, batch: &Batch) -> Result<Committed, StoreError> {
        self.write(batch).await.map_err(|source| self.error(source))
    }

    async fn write(&self, batch: &Batch) -> Result<Committed, sqlx::Error> {
        let months: BTreeSet<i32> =
            batch.articles.iter().map(|tagged| documents::month_of(&tagged.article)).collect();
        // Before the transaction: a partition that is made within it would be locked until it is over.
        self.make_months(months).await?;
        let mut connection = self.writer.acquire().await?;
        // Ends: each turn holds more articles than the one before it, and addresses have few.
        loop {
            let mut transaction = connection.begin().await?;
            if let Some(committed) = write(&mut transaction, &self.address, batch).await? {
                transaction.commit().await?;
                return Ok(committed);
            }
            // Between looking and holding an article came to one of the batch's addresses, and must be held too.
            transaction.rollback().await?;
        }
    }
}

/// Writes a batch; None where what it needs was not known before it was held.
async fn write(
    connection: &mut PgConnection,
    address: &Address,
    batch: &Batch,
) -> Result<Option<Committed>, sqlx::Error> {
    // First of all, so that who reads on by rows knows of the batch before it has any.
    let first = begin(&mut *connection, address).await?;
    let mut asked = Asked::by(batch, &Forgotten::new());
    // By these the articles are found that were captured at an address which their id does not follow from.
    let apart = loading::captured_at(&mut *connection, &asked.addresses).await?;
    asked.articles.extend(apart);
    let held = hold(&mut *connection, &keys(batch, &asked)).await?;
    if !loading::captured_at(&mut *connection, &asked.addresses).await?.is_subset(&asked.articles) {
        return Ok(None);
    }
    let forgotten = match loading::has_forgotten(&mut *connection).await? {
        true => loading::forgotten(&mut *connection, &forgotten::keys(batch)).await?,
        false => Forgotten::new(),
    };
    // Before the plan: an answer of this batch that a page is gone counts in it.
    let entered = ledger::write(&mut *connection, &forgotten::outcomes(batch, &forgotten), first).await?;
    marks::write(&mut *connection, &batch.marks).await?;
    captures::write(&mut *connection, &forgotten::captures(batch, &forgotten), first).await?;
    // An article whose key was new a moment ago has no row to ask for.
    let known = asked.articles.iter().map(String::as_str).filter(|article| held.may_know(article)).collect();
    let packed = plan(&mut *connection, batch, known, &forgotten).await?;
    writing::articles(&mut *connection, &packed, first).await?;
    writing::in_turn(connection, address, &packed.plan, &entered).await?;
    Ok(Some(packed.plan.committed))
}

/// The number of the batch's first row. Whoever reads on by rows waits until the batches under way are over, so that none
/// appears behind him: see [`Store::wordings_after`]; so do those who read outcomes and captures.
pub(super) async fn begin(connection: &mut PgConnection, address: &Address) -> Result<i64, sqlx::Error> {
    // Shared by writers, who do not wait for each other; who reads on takes it alone for a moment.
    sqlx::query("SELECT pg_advisory_xact_lock_shared($1)")
        .bind(lock::key(&address.schema, "rows"))
        .execute(&mut *connection)
        .await?;
    let batch: i64 = sqlx::query_scalar("SELECT nextval('batches')").fetch_one(connection).await?;
    // A million rows a batch, and eight million million batches.
    Ok(batch << PLACES)
}

/// What of a batch may be another's work too: its articles, and the addresses where they were captured.
fn keys(batch: &Batch, asked: &Asked) -> BTreeSet<i64> {
    let of_address = |url: &str| Some(key(ArticleId::of_url(&canonical_url(url)?).as_str()));
    let of_articles =
        batch.articles.iter().map(|tagged| &tagged.article).flat_map(|article| {
            [Some(key(article.id.as_str())), article.url.as_deref().and_then(of_address)]
        });
    let of_captures = batch.captures.iter().map(|packed| packed.capture.url.as_deref().and_then(of_address));
    of_articles
        .chain(of_captures)
        .flatten()
        .chain(asked.articles.iter().map(|article| key(article)))
        .collect()
}

/// What of a batch's keys was there before, and is held now.
pub(super) struct Held {
    known: BTreeSet<i64>,
}

impl Held {
    /// Whether anything may be stored under a name.
    pub fn may_know(&self, name: &str) -> bool {
        self.known.contains(&key(name))
    }
}

/// Takes the keys, in their order, until the transaction is over.
///
/// First those that are new are written: whoever writes the same waits there. Then those that were there are locked. Who
/// waits in the first step has locked nothing yet, and who is in the second waits for nothing of the first.
pub(super) async fn hold(connection: &mut PgConnection, keys: &BTreeSet<i64>) -> Result<Held, sqlx::Error> {
    if keys.is_empty() {
        return Ok(Held { known: BTreeSet::new() });
    }
    let all: Vec<i64> = keys.iter().copied().collect();
    let new: Vec<i64> = sqlx::query_scalar(
        "INSERT INTO anchors (key) SELECT * FROM unnest($1::int8[]) ON CONFLICT DO NOTHING RETURNING key",
    )
    .bind(all)
    .fetch_all(&mut *connection)
    .await?;
    let new: BTreeSet<i64> = new.into_iter().collect();
    let known: BTreeSet<i64> = keys.difference(&new).copied().collect();
    if !known.is_empty() {
        sqlx::query("SELECT FROM anchors WHERE key = ANY($1) ORDER BY key FOR UPDATE")
            .bind(known.iter().copied().collect::<Vec<_>>())
            .execute(connection)
            .await?;
    }
    Ok(Held { known })
}

/// Asks for what is stored, and plans what is to be.
pub(super) async fn plan<'b>(
    connection: &mut PgConnection,
    batch: &'b Batch,
    known: Vec<&str>,
    forgotten: &Forgotten,
) -> Result<Packed<'b>, sqlx::Error> {
    let (stored, months) = loading::wordings(&mut *connection, known).await?;
    let mut draft = Draft::new(stored, batch, forgotten);
    while draft.describe(PIECE) {
        tokio::task::yield_now().await;
    }
    let topics = loading::topics(&mut *connection, &draft.rows_that_move()).await?;
    let gone = loading::gone(&mut *connection, draft.addresses()).await?;
    // Nearly always nothing is gone, and then nobody need be asked.
    let withdrawn = match gone.is_empty() {
        true => Default::default(),
        false => loading::withdrawn(&mut *connection, &draft.articles()).await?,
    };
    let plan = draft.plan(&topics, &gone, &withdrawn);
    let documents = packed(&plan).await;
    Ok(Packed { plan, documents, months })
}

async fn packed(plan: &Plan<'_>) -> Vec<Vec<u8>> {
    let mut packer = Packer::new();
    let new = plan.insert.iter().map(|row| &row.columns.document);
    let all: Vec<&String> = new.chain(plan.replace.iter().map(|(_, columns)| &columns.document)).collect();
    let mut documents = Vec::with_capacity(all.len());
    for piece in all.chunks(PIECE) {
        documents.extend(piece.iter().map(|document| packer.pack(document)));
        tokio::task::yield_now().await;
    }
    documents
}
