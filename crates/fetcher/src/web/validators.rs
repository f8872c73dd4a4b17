//! What a conditional GET asks with (`If-None-Match`, `If-Modified-Since`; RFC 9110, 13): an unchanged feed then costs a
//! few bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

/// What a server gave us to ask "changed since?" with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Validators {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_modified: Option<String>,
}

impl Validators {
    pub(crate) fn of(headers: &BTreeMap<String, String>) -> Self {
        Self { etag: headers.get("etag").cloned(), last_modified: headers.get("last-modified").cloned() }
    }
}

/// Validators, and the address that gave them, which alone may be asked with them (RFC 9110, 13.1): another page of the house, as the
/// one for what was removed, has not changed since either.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held {
    pub(crate) validators: Validators,
    /// None for none.
    pub(crate) of: Option<Url>,
}

impl Held {
    /// What this address may be asked with.
    pub(crate) fn at(&self, url: &Url) -> Validators {
        let is_it = self.of.as_ref() == Some(url);
        if is_it { self.validators.clone() } else { Validators::default() }
    }
}
