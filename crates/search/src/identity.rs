//! Which store an index belongs to.

use veille_sink::{Store, StoreError};

/// A name that no other store has.
pub(crate) async fn of(_store: &Store) -> Result<String, StoreError> {
    Ok(String::new())
}
