//! Captures: bytes as received, packed, equal ones once.

use sqlx::sqlite::SqliteConnection;
use veille_model::{PackedCapture, canonical_url};

use super::rows;
use crate::rules::captures::{self, Kept};
use crate::rules::instant::sortable;
use crate::rules::written::text;

/// Keeps captures. Of one name the earliest stands, as its article was made from it.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    packed: &[&PackedCapture],
) -> Result<(), sqlx::Error> {
    let kept = captures::kept(packed);
    rows::insert(
        &mut *connection,
        "INTO bodies (digest, bytes, packed) ",
        // Equal bytes lie there once.
        " ON CONFLICT DO NOTHING",
        &kept,
        |kept, columns| {
            columns.push_text(kept.packed.digest.as_str());
            columns.push_bind(i64::try_from(kept.packed.bytes).unwrap_or(i64::MAX));
            columns.push_bind(kept.packed.packed.as_slice());
        },
    )
    .await?;
    let stored_at = sortable(Some(chrono::Utc::now()));
    rows::insert(
        connection,
        "INTO captures (capture, digest, kind, source, url, address, captured_at, status, media_type, headers, \
         entry, stored_at) ",
        // All but `stored_at`: it is kept from the day that it first came.
        " ON CONFLICT (capture) DO UPDATE SET digest = excluded.digest, kind = excluded.kind, \
         source = excluded.source, url = excluded.url, address = excluded.address, \
         captured_at = excluded.captured_at, status = excluded.status, media_type = excluded.media_type, \
         headers = excluded.headers, entry = excluded.entry \
         WHERE (excluded.captured_at, excluded.digest, excluded.headers) \
             < (captures.captured_at, captures.digest, captures.headers)",
        &kept,
        |Kept { packed, captured_at, headers, entry }, columns| {
            let capture = &packed.capture;
            columns.push_text(capture.id.as_str());
            columns.push_text(packed.digest.as_str());
            columns.push_bind(captures::kind(capture.kind));
            columns.push_text(capture.source.as_str());
            columns.push_bind(capture.url.as_deref().map(text));
            columns.push_bind(capture.url.as_deref().and_then(canonical_url));
            columns.push_text(captured_at.as_str());
            columns.push_bind(capture.status);
            columns.push_bind(capture.media_type.as_deref().map(text));
            columns.push_text(headers.as_str());
            columns.push_text(entry.as_deref());
            columns.push_bind(stored_at.clone());
        },
    )
    .await
    .map(drop)
}
