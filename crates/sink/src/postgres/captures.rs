//! Captures: bytes as received, packed, equal ones once.

use sqlx::postgres::PgConnection;
use veille_model::{PackedCapture, canonical_url};

use crate::rules::captures;
use crate::rules::instant::sortable;
use crate::rules::ledger::key;
use crate::rules::written::text;

/// Keeps captures, numbered from `first` on. Of one name the earliest stands, as its article was made from it.
pub(super) async fn write(
    connection: &mut PgConnection,
    packed: &[&PackedCapture],
    first: i64,
) -> Result<(), sqlx::Error> {
    if packed.is_empty() {
        return Ok(());
    }
    let kept = captures::kept(packed);
    // In the order of their keys, as all that several programs write. One that is there already is written over with itself,
    // so that it is held: nobody may let go of it before our capture is seen.
    let mut bodies: Vec<&PackedCapture> = kept.iter().map(|kept| kept.packed).collect();
    bodies.sort_by(|a, b| a.digest.cmp(&b.digest));
    bodies.dedup_by(|a, b| a.digest == b.digest);
    sqlx::query(
        "INSERT INTO bodies (digest, bytes, packed) SELECT * FROM unnest($1::text[], $2::int8[], $3::bytea[]) \
         ON CONFLICT (digest) DO UPDATE SET bytes = excluded.bytes",
    )
    .bind(bodies.iter().map(|packed| packed.digest.as_str()).collect::<Vec<_>>())
    .bind(bodies.iter().map(|packed| i64::try_from(packed.bytes).unwrap_or(i64::MAX)).collect::<Vec<_>>())
    .bind(bodies.iter().map(|packed| packed.packed.as_slice()).collect::<Vec<_>>())
    .execute(&mut *connection)
    .await?;
    let address = |url: &String| canonical_url(url).map(|address| key(&address));
    sqlx::query(
        // A conflict leaves `stored_at` alone: it is kept from the day that it first came.
        "INSERT INTO captures AS c (id, capture, digest, kind, source, url, address_key, captured_at, status, media_type, \
         headers, entry, stored_at) SELECT id, capture, digest, kind, source, url, address_key, captured_at, status, media_type, \
         headers, entry, $13 FROM unnest($1::int8[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int8[], \
         $8::text[], $9::int4[], $10::text[], $11::text[], $12::text[]) AS n (id, capture, digest, kind, source, url, address_key, \
         captured_at, status, media_type, headers, entry) \
         ON CONFLICT (capture) DO UPDATE SET digest = excluded.digest, kind = excluded.kind, \
         source = excluded.source, url = excluded.url, address_key = excluded.address_key, \
         captured_at = excluded.captured_at, status = excluded.status, media_type = excluded.media_type, \
         headers = excluded.headers, entry = excluded.entry \
         WHERE (excluded.captured_at, excluded.digest, excluded.headers) < (c.captured_at, c.digest, c.headers)",
    )
    .bind((first..).take(kept.len()).collect::<Vec<_>>())
    .bind(kept.iter().map(|kept| text(kept.packed.capture.id.as_str())).collect::<Vec<_>>())
    .bind(kept.iter().map(|kept| kept.packed.digest.as_str()).collect::<Vec<_>>())
    .bind(kept.iter().map(|kept| captures::kind(kept.packed.capture.kind)).collect::<Vec<_>>())
    .bind(kept.iter().map(|kept| text(kept.packed.capture.source.as_str())).collect::<Vec<_>>())
    .bind(kept.iter().map(|kept| kept.packed.capture.url.as_deref().map(text)).collect::<Vec<_>>())
    .bind(kept.iter().map(|kept| kept.packed.capture.url.as_ref().and_then(address)).collect::<Vec<_>>())
    .bind(kept.iter().map(|kept| kept.captured_at.as_str()).collect::<Vec<_>>())
    .bind(kept.iter().map(|kept| kept.packed.capture.status.map(i32::from)).collect::<Vec<_>>())
    .bind(kept.iter().map(|kept| kept.packed.capture.media_type.as_deref().map(text)).collect::<Vec<_>>())
    .bind(kept.iter().map(|kept| text(&kept.headers)).collect::<Vec<_>>())
    .bind(kept.iter().map(|kept| kept.entry.as_deref().map(text)).collect::<Vec<_>>())
    .bind(sortable(Some(chrono::Utc::now())))
    .execute(connection)
    .await?;
    Ok(())
}
