//! `veille user`, `veille token` and `veille audit`: who may look, and who did what.

use std::io::{BufRead, IsTerminal};

use anyhow::Result;
use chrono::{DateTime, Utc};
use console::Term;
use serde_json::json;
use veille_sink::{Audited, Deed, Papers, Store};
use veille_web::{AccessError, Accounts, Scope};

use super::Context;
use crate::arguments::{Audit, Database, Token, User};
use crate::exit::{Cause, failure};
use crate::shown::{Heading, Line, Listing, Results, count};

/// Lines of the trail that are read at once.
const LINES: u32 = 1_000;

pub async fn user(arguments: User, context: &Context) -> Result<()> {
    let by = by();
    match arguments {
        User::Add { name, role, no_password, database } => {
            let accounts = writing(&database, context).await?;
            // Before a password is typed twice in vain.
            if accounts.user(&name).await?.is_some() {
                return Err(usage(AccessError::Taken(name)));
            }
            let password = if no_password { None } else { Some(password()?) };
            accounts.add_user(&name, role, password.as_deref(), &by).await.map_err(usage)?;
            context.say(format!("{name} may look, as {role}"));
        }
        User::List { database } => list(&database, context).await?,
        User::Remove { name, database } => {
            writing(&database, context).await?.remove_user(&name, &by).await.map_err(usage)?;
            context.say(format!("{name} may look no longer"));
        }
        User::Password { name, database } => {
            let accounts = writing(&database, context).await?;
            if accounts.user(&name).await?.is_none() {
                return Err(usage(AccessError::Nobody(name)));
            }
            accounts.set_password(&name, &password()?, &by, None).await.map_err(usage)?;
            context.say(format!("{name} has another password, and is logged out everywhere"));
        }
        User::Role { name, role, database } => {
            writing(&database, context).await?.set_role(&name, role, &by).await.map_err(usage)?;
            context.say(format!("{name} is {role} from now on"));
        }
        User::Logout { session, database } => {
            writing(&database, context).await?.end_session(&session, &by).await.map_err(usage)?;
            context.say("that browser is logged out");
        }
    }
    Ok(())
}

pub async fn token(arguments: Token, context: &Context) -> Result<()> {
    match arguments {
        Token::Add { name, user, scopes, until, database } => {
            let accounts = writing(&database, context).await?;
            let (token, secret) =
                accounts.add_token(&name, &user, &scopes, until, &by()).await.map_err(usage)?;
            let mut results = Results::new();
            match context.global.json {
                true => results.json(&json!({ "id": token.id, "token": secret }))?,
                false => results.line(&secret)?,
            }
            results.flush()?;
            context.say(format!("this is shown once only; `veille token revoke {}` ends it", token.id));
        }
        Token::List { database } => tokens(&database, context).await?,
        Token::Revoke { id, database } => {
            writing(&database, context).await?.revoke_token(&id, &by()).await.map_err(usage)?;
            context.say("that token is good for nothing now");
        }
    }
    Ok(())
}

async fn writing(database: &Database, context: &Context) -> Result<Accounts> {
    Ok(Accounts::new(context.open_store(database).await?))
}

async fn list(database: &Database, context: &Context) -> Result<()> {
    let accounts = Accounts::new(context.open_existing_store(database).await?);
    let (users, sessions) = (accounts.users().await?, accounts.sessions().await?);
    if users.is_empty() {
        context.say("there are no users; `veille user add NAME` adds one");
    }
    let headings = [
        Heading::left("USER"),
        Heading::left("ROLE"),
        Heading::left("LOGS IN BY"),
        Heading::left("SINCE").dispensable(1),
    ];
    let mut list = Listing::new(&headings, context.global.json);
    for user in &users {
        let theirs: Vec<_> = sessions.iter().filter(|session| session.user == user.name).collect();
        let value = json!({
            "name": user.name, "role": user.role, "created_at": user.created_at,
            "has_password": user.has_password(), "has_provider": user.has_provider(), "sessions": theirs,
        });
        let by = match (user.has_password(), user.has_provider()) {
            (true, _) => "password",
            (false, true) => "identity provider",
            (false, false) => "proxy only",
        };
        let since = user.created_at.date_naive().to_string();
        list.row(&value, [user.name.clone(), user.role.to_string(), by.to_owned(), since])?;
    }
    list.flush()?;
    // As JSON they stand with their users.
    if context.global.json || sessions.is_empty() {
        return Ok(());
    }
    let mut results = Results::new();
    results.styled(&Line::default())?;
    results.flush()?;
    let headings = [
        Heading::left("SESSION"),
        Heading::left("USER"),
        Heading::left("SEEN").dispensable(1),
        Heading::words("BROWSER").dispensable(2),
    ];
    let mut list = Listing::new(&headings, false);
    for session in sessions {
        list.cells([session.id, session.user, minute(session.seen_at), session.agent])?;
    }
    Ok(list.flush()?)
}

async fn tokens(database: &Database, context: &Context) -> Result<()> {
    let accounts = Accounts::new(context.open_existing_store(database).await?);
    let tokens = accounts.tokens().await?;
    if tokens.is_empty() {
        context.say("there are no tokens; `veille token add NAME --user USER` makes one");
    }
    let headings = [
        Heading::left("TOKEN"),
        Heading::left("USER"),
        Heading::words("SCOPES"),
        Heading::left("UNTIL").dispensable(2),
        Heading::left("USED").dispensable(1),
        Heading::words("NAME"),
    ];
    let mut list = Listing::new(&headings, context.global.json);
    for token in tokens {
        let scopes: Vec<String> = token.scopes.iter().map(Scope::to_string).collect();
        let until = token.expires_at.map_or_else(|| "no end".to_owned(), |at| at.date_naive().to_string());
        let used = token.used_at.map_or_else(|| "never".to_owned(), minute);
        let cells = [token.id.clone(), token.user.clone(), scopes.join(","), until, used, token.name.clone()];
        list.row(&token, cells)?;
    }
    Ok(list.flush()?)
}

/// Who does it: whoever has the store's file, or the database's password, needs no other.
pub fn by() -> String {
    // Under sudo `USER` is root, who may be anybody.
    let name = ["SUDO_USER", "USER", "LOGNAME", "USERNAME"];
    let name = name.into_iter().find_map(|key| std::env::var(key).ok().filter(|name| !name.is_empty()));
    format!("shell/{}", name.unwrap_or_else(|| "unknown".to_owned()))
}

/// Writes down in the trail what a command has done to a store.
pub(super) async fn note(store: &Store, what: &str, on: &str, detail: impl Into<String>) -> Result<()> {
    let deeds = vec![Deed::now(&by(), what, on, detail)];
    store.write_papers(&Papers { deeds, ..Papers::default() }).await?;
    Ok(())
}

/// What is wrong with what was typed, and what is wrong with the store.
fn usage(error: AccessError) -> anyhow::Error {
    match error {
        AccessError::Store(error) => error.into(),
        error => failure(Cause::Usage, error),
    }
}

/// A password: typed twice at a terminal, unseen; through a pipe its first line.
fn password() -> Result<String> {
    if !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line)?;
        // A blank at its end is part of a password.
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let terminal = Term::stderr();
    let ask = |what: &str| -> Result<String> {
        terminal.write_str(what)?;
        Ok(terminal.read_secure_line()?)
    };
    let password = ask("password: ")?;
    match ask("once more: ")? == password {
        true => Ok(password),
        false => Err(failure(Cause::Usage, "the two passwords are not the same; nothing was changed")),
    }
}

pub fn minute(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%MZ").to_string()
}

/// Prints the trail, and says whether it is as it was written.
pub async fn audit(arguments: &Audit, context: &Context) -> Result<()> {
    let store = context.open_existing_store(&arguments.database).await?;
    let zone = context.configuration.settings.office.time_zone();
    let since = arguments.since.map(|since| since.begin(Utc::now(), zone));
    let mut known = arguments.known.iter().map(|known| line_of(known)).collect::<Result<Vec<_>>>()?;
    let (mut number, mut digest, mut total) = (0, Audited::BEGINNING.to_owned(), 0);
    let mut broken = None;
    let headings = [
        Heading::right("NUMBER"),
        Heading::left("AT"),
        Heading::left("WHO").dispensable(2),
        Heading::left("WHAT"),
        Heading::words("ON"),
        Heading::words("DETAIL").dispensable(1),
    ];
    let mut list = Listing::new(&headings, context.global.json);
    loop {
        let lines = store.audit(number, LINES).await?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            if broken.is_none() && !line.follows(number, &digest) {
                broken = Some(line.number);
            }
            // A trail written anew from its first line follows from itself: only what is kept elsewhere shows that.
            known.retain(|(at, expected)| (*at, expected.as_str()) != (line.number, line.digest.as_str()));
            // Checked are all of them, whatever is shown: the chain has no beginning in the middle.
            print(&line, since, &mut list)?;
            (number, digest) = (line.number, line.digest);
            total += 1;
        }
    }
    list.flush()?;
    if let Some(line) = broken {
        anyhow::bail!("line {line} of the trail is not as it was written, or one before it is missing");
    }
    if let Some((line, _)) = known.first() {
        anyhow::bail!(
            "line {line} of the trail is not the one that was written down: it was changed, or cut off"
        );
    }
    if total == 0 {
        context.say("nobody has changed or carried away anything that the trail would tell");
    } else {
        let lines =
            count(total, "line, as it was written", "lines, each as it was written after the one before");
        context.say(format!(
            "{lines}; the last is {number}:{digest} (keep it elsewhere, and give it as --known)"
        ));
    }
    Ok(())
}

fn print(line: &Audited, since: Option<DateTime<Utc>>, list: &mut Listing) -> Result<()> {
    let deed = line.deed();
    // A line that cannot be read has no time, and is always shown.
    if since.is_some_and(|since| deed.as_ref().is_some_and(|deed| deed.at < since)) {
        return Ok(());
    }
    let value = json!({ "number": line.number, "deed": deed, "digest": line.digest });
    let cells = match deed {
        Some(Deed { at, who, what, on, detail }) => {
            let at = at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
            [line.number.to_string(), at, who, what, on, detail]
        }
        None => {
            let none = String::new;
            [line.number.to_string(), none(), none(), "cannot be read".to_owned(), none(), none()]
        }
    };
    Ok(list.row(&value, cells)?)
}

fn line_of(known: &str) -> Result<(u64, String)> {
    let parts =
        known.split_once(':').and_then(|(number, digest)| Some((number.parse().ok()?, digest.to_owned())));
    parts.ok_or_else(|| {
        failure(
            Cause::Usage,
            format!("`{known}` is no line of the trail; expected NUMBER:DIGEST as `veille audit` prints it"),
        )
    })
}
