//! Who may look, and who may write: users with roles, the browsers they logged in with, tokens of programs.
//!
//! On this machine's own address nobody is asked. Elsewhere, or where `web.login` says so, whoever is nobody gets the login
//! page, or 401. What is secret is stored as its digest, passwords by argon2.

mod accounts;
mod failures;
mod gate;
mod pace;
mod provider;
mod records;
mod secret;

pub use accounts::Accounts;
pub(crate) use gate::{ComesBack, Filled, FormToken, LoggedIn, Who, cookie, foreign, pass};
pub(crate) use provider::Unproven;
pub use provider::{Oidc, SignIn};
pub use records::{AccessError, Role, Scope, Session, Token, User};

use std::net::IpAddr;

use axum::http::HeaderName;
use serde::{Deserialize, Serialize};
use veille_sink::Store;

use failures::Failures;
use pace::Pace;
use provider::Provider;
pub(crate) use secret::Secret;

/// When who looks is asked who it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Login {
    /// Wherever other machines can look.
    #[default]
    Elsewhere,
    /// On this machine too: behind a proxy, or where several people have accounts on it.
    Always,
}

/// The door of one server.
#[derive(Debug)]
pub(crate) struct Access {
    pub accounts: Accounts,
    /// Whether anybody is asked at all.
    pub is_asked: bool,
    /// Who may say in a header who somebody is.
    proxies: Vec<IpAddr>,
    header: Option<HeaderName>,
    failures: Failures,
    pace: Pace,
    /// Where people log in by another name and password than ours.
    pub provider: Option<Provider>,
    /// Of forms that nobody logged in for; another each time the program starts.
    own: Secret,
}

impl Access {
    /// Of a server that listens where other machines reach it, or where they do not.
    pub fn new(store: Store, web: &crate::Config, is_open: bool, sign_in: Option<SignIn>) -> Self {
        Self {
            accounts: Accounts::new(store),
            is_asked: is_open || web.login == Login::Always,
            proxies: web.proxies.clone(),
            header: web.user_header.parse().ok(),
            failures: Failures::default(),
            pace: Pace::new(web.api_a_minute),
            provider: Provider::of(&web.oidc, sign_in),
            own: Secret::random(),
        }
    }
}
