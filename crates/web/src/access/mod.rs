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
mod refusal;
mod secret;

pub use accounts::Accounts;
pub(crate) use gate::{ComesBack, Filled, FormToken, LoggedIn, OverTls, Who, cookie, pass};
pub use provider::SignIn;
pub(crate) use provider::Unproven;
pub use records::{AccessError, Role, Scope, Session, Token, User};
pub(crate) use refusal::{NoJson, Refusal};

use std::net::IpAddr;

use axum::http::HeaderName;
use veille_sink::Store;

use crate::config::{Config, Login};

use failures::Failures;
use pace::Pace;
use provider::Provider;
pub(crate) use secret::Secret;

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
    pub fn new(store: Store, web: &Config, is_open: bool, sign_in: Option<SignIn>) -> Self {
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
