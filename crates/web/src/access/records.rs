//! What accounts are: users, sessions, tokens, as they are written down.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use veille_sink::StoreError;

/// Characters of a password at least.
// Argon2 and the growing pauses make guesses slow, so that length alone is asked for, and no signs of a kind.
pub(super) const PASSWORD_MIN: usize = 10;
/// A password longer than that is an attack.
pub(super) const PASSWORD_MAX: usize = 1_000;
/// A browser that was not seen for so long is nobody's.
const SESSION_IDLE: TimeDelta = TimeDelta::days(30);
/// And in the end it logs in again.
const SESSION_MAX: TimeDelta = TimeDelta::days(180);
/// What somebody may do; each role what those before it may, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Look.
    Reader,
    /// Judge articles, and add some.
    Editor,
    /// See the trail.
    Admin,
}

/// What a program may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Whatever a reader may.
    Read,
    /// Judge articles.
    Triage,
    /// Hand in pages.
    Capture,
    /// Write topics, and keep searches.
    Topics,
}

/// Somebody who may look.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct User {
    /// The name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// The password's digest by argon2; without one only a proxy can say that it is them.
    pub(super) password: Option<String>,
    /// Who it is to the identity provider that they log in at; nobody else of the name is taken for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) identity: Option<String>,
}

/// A browser that somebody logged in with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// What it is called where one is ended.
    #[serde(skip_deserializing)]
    pub id: String,
    /// Who.
    pub user: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Last seen, to the hour.
    pub seen_at: DateTime<Utc>,
    /// What the browser says that it is.
    pub agent: String,
}

/// What a program may show instead of a password.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Token {
    /// What it is called where it is revoked.
    #[serde(skip_deserializing)]
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Whose it is: it can never do more than they may.
    pub user: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Until when; None for ever.
    pub expires_at: Option<DateTime<Utc>>,
    /// Last used, to the hour.
    pub used_at: Option<DateTime<Utc>>,
}

/// Why an account cannot be made or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessError {
    /// The name is no name.
    #[error("`{0}` is no name for a user; expected letters, digits, `.`, `-`, `_` and `@`, 64 at most")]
    Name(String),
    /// There is one already.
    #[error("there is a user `{0}` already; `veille user password {0}` gives another password")]
    Taken(String),
    /// There is none.
    #[error("there is no user `{0}`; `veille user list` lists them")]
    Nobody(String),
    /// They were changed or removed by somebody else meanwhile.
    #[error("`{0}` was changed by somebody else just now; try again")]
    Changed(String),
    /// There is no such token or session.
    #[error("there is no {what} `{id}`")]
    NotThere {
        /// Token or session.
        what: &'static str,
        /// What was asked for.
        id: String,
    },
    /// The password is too short, or too long.
    #[error("a password has {PASSWORD_MIN} characters at least, and {PASSWORD_MAX} at most")]
    Password,
    /// A role or a scope that there is not.
    #[error("`{0}` is neither; expected {1}")]
    Unknown(String, &'static str),
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Role {
    const NAMES: [(Self, &'static str); 3] =
        [(Self::Reader, "reader"), (Self::Editor, "editor"), (Self::Admin, "admin")];
}

impl Scope {
    const NAMES: [(Self, &'static str); 4] = [
        (Self::Read, "read"),
        (Self::Triage, "triage"),
        (Self::Capture, "capture"),
        (Self::Topics, "topics"),
    ];
}

impl FromStr for Role {
    type Err = AccessError;

    fn from_str(text: &str) -> Result<Self, AccessError> {
        let found = Self::NAMES.iter().find(|(_, name)| *name == text);
        found.map(|it| it.0).ok_or_else(|| AccessError::Unknown(text.to_owned(), "reader, editor or admin"))
    }
}

impl FromStr for Scope {
    type Err = AccessError;

    fn from_str(text: &str) -> Result<Self, AccessError> {
        let found = Self::NAMES.iter().find(|(_, name)| *name == text);
        found
            .map(|it| it.0)
            .ok_or_else(|| AccessError::Unknown(text.to_owned(), "read, triage, capture or topics"))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(Self::NAMES.iter().find(|(role, _)| role == self).map_or("", |it| it.1))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(Self::NAMES.iter().find(|(scope, _)| scope == self).map_or("", |it| it.1))
    }
}

impl User {
    /// Whether they can log in by themselves.
    pub fn has_password(&self) -> bool {
        self.password.is_some()
    }

    /// Whether an identity provider logs them in.
    pub fn has_provider(&self) -> bool {
        self.identity.is_some()
    }
}

impl Session {
    /// Whether its browser still counts as logged in.
    pub(super) fn is_alive(&self) -> bool {
        // Both: a stolen cookie that is used every day would otherwise never end.
        let now = Utc::now();
        now - self.seen_at < SESSION_IDLE && now - self.created_at < SESSION_MAX
    }
}
