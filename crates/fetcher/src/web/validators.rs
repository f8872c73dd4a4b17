//! What a conditional GET asks with (`If-None-Match`, `If-Modified-Since`; RFC 9110, 13): an unchanged feed then costs a
//! few bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
