//! Commands about who may look: users, tokens, the trail.

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use veille_web::{Role, Scope};

use super::Database;
use crate::when::When;

#[derive(Debug, Subcommand)]
pub enum User {
    /// Add somebody; the password is asked for, or read from a pipe
    Add {
        /// Who
        name: String,
        /// What they may do: reader (look), editor (judge articles too), admin (see the trail too)
        #[arg(long, default_value_t = Role::Reader)]
        role: Role,
        /// Without a password: only a proxy can say that it is them
        #[arg(long)]
        no_password: bool,
        #[command(flatten)]
        database: Database,
    },
    /// List everybody, with where they are logged in
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Remove somebody, with their sessions and tokens
    Remove {
        /// Who
        name: String,
        #[command(flatten)]
        database: Database,
    },
    /// Give somebody another password, and log them out everywhere
    Password {
        /// Who
        name: String,
        #[command(flatten)]
        database: Database,
    },
    /// Give somebody another role
    Role {
        /// Who
        name: String,
        /// reader, editor or admin
        role: Role,
        #[command(flatten)]
        database: Database,
    },
    /// End a session: log a browser out
    Logout {
        /// As `veille user list` calls it
        session: String,
        #[command(flatten)]
        database: Database,
    },
}

#[derive(Debug, Subcommand)]
pub enum Token {
    /// Make a token; its secret is printed once
    Add {
        /// What it is for
        name: String,
        /// Whose it is: it can never do more than they may
        #[arg(long)]
        user: String,
        /// What it may do, as far as its user may: read (lists, articles, files), triage (judge an article whose id is known, and ask what is
        /// thought of it), capture (hand in pages), topics (write topics, keep searches). None includes another: `read,triage` finds
        /// articles and judges them
        #[arg(long = "scope", value_name = "SCOPE,…", value_delimiter = ',', default_values_t = [Scope::Read])]
        scopes: Vec<Scope>,
        /// Until when it is good: an instant or a day (RFC 3339)
        #[arg(long, value_name = "WHEN", value_parser = until)]
        until: Option<DateTime<Utc>>,
        #[command(flatten)]
        database: Database,
    },
    /// List the tokens, without their secrets
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Revoke a token
    Revoke {
        /// As `veille token list` calls it
        id: String,
        #[command(flatten)]
        database: Database,
    },
}

#[derive(Args, Debug)]
pub struct Audit {
    /// Only what was done since then: an instant, a day, or so long ago (30m, 2h, 7d)
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    pub since: Option<When>,
    /// A line that was written down elsewhere, as this command prints it; the trail must still have it
    #[arg(long, value_name = "NUMBER:DIGEST")]
    pub known: Vec<String>,
    #[command(flatten)]
    pub database: Database,
}

fn until(text: &str) -> Result<DateTime<Utc>, String> {
    let day =
        || text.parse::<chrono::NaiveDate>().ok()?.succ_opt()?.and_hms_opt(0, 0, 0).map(|at| at.and_utc());
    text.parse()
        .ok()
        .or_else(day)
        .ok_or_else(|| "expected an instant or a day, such as 2026-12-31".to_owned())
}
