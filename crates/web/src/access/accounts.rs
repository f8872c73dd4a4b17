//! Users, their sessions and the tokens of programs, as they lie in the store; each change with its line in the trail.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;
use veille_sink::{Deed, Paper, Papers, Store, StoreError};

use super::provider::Proven;
use super::records::{AccessError, PASSWORD_MAX, PASSWORD_MIN, Role, Scope, Session, Token, User};
use super::secret::Secret;

/// When a session or a token was last seen is written down so often.
const SEEN: TimeDelta = TimeDelta::hours(1);
/// Hashing takes 19 MB and a core each.
const HASHED_AT_ONCE: usize = 2;

/// The accounts of a store.
#[derive(Debug)]
pub struct Accounts {
    store: Store,
    hashing: Semaphore,
}

fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts and instants are plain JSON")
}

/// A document that a newer program wrote is passed over: it lets nobody in.
fn read<T: DeserializeOwned>(document: &str) -> Option<T> {
    serde_json::from_str(document)
        .inspect_err(|error| tracing::warn!(%error, "an account cannot be read"))
        .ok()
}

/// What a person calls a digest.
fn short(digest: &str) -> String {
    digest.get(..12).unwrap_or(digest).to_owned()
}

fn named(name: &str) -> Result<(), AccessError> {
    let is_name = |letter: char| letter.is_alphanumeric() || ".-_@".contains(letter);
    match !name.is_empty() && name.chars().count() <= 64 && name.chars().all(is_name) {
        true => Ok(()),
        false => Err(AccessError::Name(name.to_owned())),
    }
}

impl Accounts {
    /// Those of a store.
    pub fn new(store: Store) -> Self {
        Self { store, hashing: Semaphore::new(HASHED_AT_ONCE) }
    }

    /// Everybody, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn users(&self) -> Result<Vec<User>, AccessError> {
        let papers = self.store.papers(Paper::User).await?;
        Ok(papers.iter().filter_map(|(_, document)| read(document)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn user(&self, name: &str) -> Result<Option<User>, AccessError> {
        Ok(self.store.paper(Paper::User, name).await?.and_then(|document| read(&document)))
    }

    /// Adds somebody; `by` is who does.
    ///
    /// # Errors
    /// Where there is one of the name, the name is none, or the password too short.
    pub async fn add_user(
        &self,
        name: &str,
        role: Role,
        password: Option<&str>,
        by: &str,
    ) -> Result<(), AccessError> {
        named(name)?;
        // Looked at before the password, which takes a core to hash.
        if self.user(name).await?.is_some() {
            return Err(AccessError::Taken(name.to_owned()));
        }
        let password = match password {
            Some(password) => Some(self.hashed(password).await?),
            None => None,
        };
        let user = User { name: name.to_owned(), role, created_at: Utc::now(), password, identity: None };
        let papers = Papers {
            seen: vec![(Paper::User, name.to_owned(), None)],
            put: vec![(Paper::User, name.to_owned(), written(&user))],
            deeds: vec![Deed::now(by, "user-added", name, role.to_string())],
            ..Papers::default()
        };
        // Somebody else may have added one since we looked.
        match self.store.write_papers(&papers).await? {
            true => Ok(()),
            false => Err(AccessError::Taken(name.to_owned())),
        }
    }

    /// Gives somebody another role.
    ///
    /// # Errors
    /// Where there is nobody of the name.
    pub async fn set_role(&self, name: &str, role: Role, by: &str) -> Result<(), AccessError> {
        let change = |user| User { role, ..user };
        self.change(name, change, None, Deed::now(by, "role-changed", name, role.to_string())).await
    }

    /// Removes somebody, with their sessions and tokens.
    ///
    /// # Errors
    /// Where there is nobody of the name.
    pub async fn remove_user(&self, name: &str, by: &str) -> Result<(), AccessError> {
        self.user(name).await?.ok_or_else(|| AccessError::Nobody(name.to_owned()))?;
        let mut gone = vec![(Paper::User, name.to_owned())];
        // They would let nobody in any more (`of_session`), but stand in lists for as long as they last.
        gone.extend(self.sessions_of(name, None).await?);
        for (digest, document) in self.store.papers(Paper::Token).await? {
            if read::<Token>(&document).is_some_and(|token| token.user == name) {
                gone.push((Paper::Token, digest));
            }
        }
        let deeds = vec![Deed::now(by, "user-removed", name, "")];
        self.write(Papers { gone, deeds, ..Papers::default() }).await
    }

    /// Gives somebody another password, and ends their sessions but one.
    ///
    /// # Errors
    /// Where there is nobody of the name, or the password is too short.
    pub async fn set_password(
        &self,
        name: &str,
        password: &str,
        by: &str,
        but: Option<&str>,
    ) -> Result<(), AccessError> {
        // Before it is hashed: for nobody that work would be done in vain.
        self.user(name).await?.ok_or_else(|| AccessError::Nobody(name.to_owned()))?;
        let password = self.hashed(password).await?;
        let change = |user| User { password: Some(password.clone()), ..user };
        self.change(name, change, Some(but), Deed::now(by, "password-changed", name, "")).await
    }

    /// Writes somebody anew; where `but` is given their sessions end, but that one. What changed meanwhile is not written
    /// over: it is read again.
    async fn change(
        &self,
        name: &str,
        change: impl Fn(User) -> User,
        but: Option<Option<&str>>,
        deed: Deed,
    ) -> Result<(), AccessError> {
        // Without a bound, as others seldom write the same user: each turn lost is one that somebody else won.
        loop {
            let (document, user) = self.known(name).await?;
            let gone = match but {
                Some(but) => self.sessions_of(name, but).await?,
                None => Vec::new(),
            };
            let papers = Papers {
                seen: vec![(Paper::User, name.to_owned(), Some(document))],
                put: vec![(Paper::User, name.to_owned(), written(&change(user)))],
                gone,
                deeds: vec![deed.clone()],
            };
            if self.store.write_papers(&papers).await? {
                return Ok(());
            }
        }
    }

    /// Somebody, with the document as it was read.
    async fn known(&self, name: &str) -> Result<(String, User), AccessError> {
        let document = self.store.paper(Paper::User, name).await?;
        let known = document.and_then(|document| read(&document).map(|user| (document, user)));
        known.ok_or_else(|| AccessError::Nobody(name.to_owned()))
    }

    async fn sessions_of(&self, name: &str, but: Option<&str>) -> Result<Vec<(Paper, String)>, AccessError> {
        // All are read: a session lies under its digest, and whose it is stands within.
        let papers = self.store.papers(Paper::Session).await?;
        let theirs = papers.into_iter().filter(|(digest, document)| {
            Some(digest.as_str()) != but && read::<Session>(document).is_some_and(|it| it.user == name)
        });
        Ok(theirs.map(|(digest, _)| (Paper::Session, digest)).collect())
    }

    /// The browsers that are logged in, those seen last first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn sessions(&self) -> Result<Vec<Session>, AccessError> {
        let papers = self.store.papers(Paper::Session).await?;
        let session = |(digest, document): &(String, String)| {
            Some(Session { id: short(digest), ..read(document)? }).filter(Session::is_alive)
        };
        let mut sessions: Vec<Session> = papers.iter().filter_map(session).collect();
        sessions.sort_by_key(|session| std::cmp::Reverse(session.seen_at));
        Ok(sessions)
    }

    /// Ends a session by its id.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn end_session(&self, id: &str, by: &str) -> Result<(), AccessError> {
        self.throw_away(Paper::Session, "session", id, "session-ended", by).await
    }

    /// The tokens, by when they were made.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn tokens(&self) -> Result<Vec<Token>, AccessError> {
        let papers = self.store.papers(Paper::Token).await?;
        let token =
            |(digest, document): &(String, String)| Some(Token { id: short(digest), ..read(document)? });
        let mut tokens: Vec<Token> = papers.iter().filter_map(token).collect();
        tokens.sort_by_key(|token| token.created_at);
        Ok(tokens)
    }

    /// Makes a token, and says its secret, which nobody can say again.
    ///
    /// # Errors
    /// Where there is no such user.
    pub async fn add_token(
        &self,
        name: &str,
        user: &str,
        scopes: &[Scope],
        expires_at: Option<DateTime<Utc>>,
        by: &str,
    ) -> Result<(Token, String), AccessError> {
        // As it was read: a user who is removed meanwhile leaves no token behind.
        let (document, _) = self.known(user).await?;
        let secret = Secret::random();
        let mut scopes = scopes.to_vec();
        scopes.sort_unstable();
        scopes.dedup();
        let (name, user) = (name.to_owned(), user.to_owned());
        let (id, created_at) = (short(&secret.digest()), Utc::now());
        let token = Token { id, name, user, scopes, created_at, expires_at, used_at: None };
        let names: Vec<String> = token.scopes.iter().map(Scope::to_string).collect();
        let detail = format!("{} for {}: {}", token.name, token.user, names.join(", "));
        let papers = Papers {
            seen: vec![(Paper::User, token.user.clone(), Some(document))],
            put: vec![(Paper::Token, secret.digest(), written(&token))],
            deeds: vec![Deed::now(by, "token-added", &token.id, detail)],
            ..Papers::default()
        };
        if !self.store.write_papers(&papers).await? {
            return Err(AccessError::Changed(token.user));
        }
        Ok((token, format!("{PREFIX}{}", secret.as_str())))
    }

    /// Revokes a token by its id.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn revoke_token(&self, id: &str, by: &str) -> Result<(), AccessError> {
        self.throw_away(Paper::Token, "token", id, "token-revoked", by).await
    }

    async fn throw_away(
        &self,
        kind: Paper,
        what: &'static str,
        id: &str,
        done: &str,
        by: &str,
    ) -> Result<(), AccessError> {
        let papers = self.store.papers(kind).await?;
        let meant = papers.into_iter().find(|(digest, _)| !id.is_empty() && short(digest) == id);
        let Some((digest, _)) = meant else { return Err(AccessError::NotThere { what, id: id.to_owned() }) };
        let deeds = vec![Deed::now(by, done, id, "")];
        self.write(Papers { gone: vec![(kind, digest)], deeds, ..Papers::default() }).await
    }

    /// Writes down what somebody did.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn note(&self, who: &str, what: &str, on: &str, detail: &str) -> Result<(), AccessError> {
        self.write(Papers { deeds: vec![Deed::now(who, what, on, detail)], ..Papers::default() }).await
    }

    async fn write(&self, papers: Papers) -> Result<(), AccessError> {
        Ok(self.store.write_papers(&papers).await.map(drop)?)
    }

    async fn hashed(&self, password: &str) -> Result<String, AccessError> {
        if !(PASSWORD_MIN..=PASSWORD_MAX).contains(&password.chars().count()) {
            return Err(AccessError::Password);
        }
        // Held until the hash is there: a dozen logins at once would take a quarter of a gigabyte.
        let (_turn, password) = (self.hashing.acquire().await, password.to_owned());
        let hash = move || {
            let hashed = Argon2::default().hash_password(password.as_bytes());
            hashed.map(|hash| hash.to_string()).map_err(|_| AccessError::Password)
        };
        tokio::task::spawn_blocking(hash).await.expect("hashing does not panic")
    }

    /// Whether it is somebody's password.
    pub(crate) async fn is_password_of(&self, name: &str, password: &str) -> Result<bool, AccessError> {
        let user = self.user(name).await?;
        Ok(self.is_right(user.as_ref(), password).await)
    }

    /// Whether the password is that of the user. Of nobody it takes as long to find out.
    async fn is_right(&self, user: Option<&User>, password: &str) -> bool {
        let hash = user.and_then(|user| user.password.clone());
        let (_turn, password) = (self.hashing.acquire().await, password.to_owned());
        let verify = move || match hash.as_deref().map(PasswordHash::new) {
            Some(Ok(hash)) => Argon2::default().verify_password(password.as_bytes(), &hash).is_ok(),
            _ => {
                drop(Argon2::default().hash_password(password.as_bytes()));
                false
            }
        };
        tokio::task::spawn_blocking(verify).await.expect("hashing does not panic")
    }

    /// Logs somebody in, by a browser that calls itself so; its secret, None where name and password are not right.
    pub(super) async fn log_in(
        &self,
        name: &str,
        password: &str,
        agent: &str,
        from: &str,
    ) -> Result<Option<Secret>, AccessError> {
        let document = self.store.paper(Paper::User, name).await?;
        let user = document.as_deref().and_then(read::<User>);
        let is_right =
            // What is longer is nobody's, and is not hashed.
            password.chars().count() <= PASSWORD_MAX && self.is_right(user.as_ref(), password).await;
        if !is_right {
            // What was typed into the field of the name may be a password.
            let on = user.as_ref().map_or("nobody", |user| user.name.as_str());
            self.note("nobody", "login-failed", on, from).await?;
            return Ok(None);
        }
        self.begin_session(name, document, agent, from).await
    }

    /// Logs in somebody whom an identity provider knows, by the role that it gives them; the secret of the browser, None where
    /// others always came before.
    pub(super) async fn welcome(
        &self,
        proven: &Proven,
        agent: &str,
        from: &str,
    ) -> Result<Option<Secret>, AccessError> {
        let Proven { name, role, identity } = proven;
        // The claim is whatever the provider lets people choose, and becomes a key and a line of the trail here.
        named(name)?;
        let document = self.store.paper(Paper::User, name).await?;
        let user = match document.as_deref().map(read::<User>) {
            None => None,
            Some(Some(user)) if user.identity.as_ref() == Some(identity) => Some(user),
            // Somebody of our own has the name, or another person of the provider's.
            Some(_) => return Err(AccessError::Taken(name.clone())),
        };
        let document = match user {
            // Nothing changed: no write, and no line in the trail, at each of their logins.
            Some(user) if user.role == *role => document,
            user => {
                let what = if user.is_some() { "role-changed" } else { "user-added" };
                // It stays: what is older than its user lets nobody in, sessions and tokens alike.
                let created_at = user.as_ref().map_or_else(Utc::now, |user| user.created_at);
                let identity = Some(identity.clone());
                let user = User { name: name.clone(), role: *role, created_at, password: None, identity };
                let after = written(&user);
                let papers = Papers {
                    seen: vec![(Paper::User, name.clone(), document)],
                    put: vec![(Paper::User, name.clone(), after.clone())],
                    deeds: vec![Deed::now("oidc", what, name, role.to_string())],
                    ..Papers::default()
                };
                if !self.store.write_papers(&papers).await? {
                    return Ok(None);
                }
                Some(after)
            }
        };
        self.begin_session(name, document, agent, from).await
    }

    async fn begin_session(
        &self,
        name: &str,
        document: Option<String>,
        agent: &str,
        from: &str,
    ) -> Result<Option<Secret>, AccessError> {
        let (secret, now) = (Secret::random(), Utc::now());
        let session = Session {
            id: String::new(),
            user: name.to_owned(),
            created_at: now,
            seen_at: now,
            // A header may have kilobytes; what a person needs to know their browser by stands at its beginning.
            agent: agent.chars().take(200).collect(),
        };
        // Those that are over are swept on the way.
        let over = self.store.papers(Paper::Session).await?.into_iter();
        let over = over.filter(|(_, it)| read::<Session>(it).is_none_or(|session| !session.is_alive()));
        let papers = Papers {
            // A password that was changed while this one was looked at ends this session as all others.
            seen: vec![(Paper::User, name.to_owned(), document)],
            put: vec![(Paper::Session, secret.digest(), written(&session))],
            gone: over.map(|(digest, _)| (Paper::Session, digest)).collect(),
            deeds: vec![Deed::now(name, "login", name, from)],
        };
        Ok(self.store.write_papers(&papers).await?.then_some(secret))
    }

    pub(super) async fn log_out(&self, digest: &str, who: &str) -> Result<(), AccessError> {
        let gone = vec![(Paper::Session, digest.to_owned())];
        self.write(Papers { gone, deeds: vec![Deed::now(who, "logout", who, "")], ..Papers::default() }).await
    }

    /// Whose browser it is.
    pub(super) async fn of_session(&self, digest: &str) -> Result<Option<User>, AccessError> {
        let Some(document) = self.store.paper(Paper::Session, digest).await? else { return Ok(None) };
        let Some(session) = read::<Session>(&document).filter(Session::is_alive) else { return Ok(None) };
        let now = Utc::now();
        // To the hour: else each page that is looked at would be a transaction.
        if now - session.seen_at > SEEN {
            let seen = written(&Session { seen_at: now, ..session.clone() });
            self.renew(Paper::Session, digest, document, seen).await?;
        }
        // Whoever has the name of somebody who left is another.
        let user = self.user(&session.user).await?;
        Ok(user.filter(|user| user.created_at <= session.created_at))
    }

    /// Whose token it is, and what it may.
    pub(super) async fn of_token(&self, shown: &str) -> Result<Option<(User, Token)>, AccessError> {
        let secret = shown.strip_prefix(PREFIX).and_then(Secret::shown);
        let Some(digest) = secret.map(|secret| secret.digest()) else { return Ok(None) };
        let Some(document) = self.store.paper(Paper::Token, &digest).await? else { return Ok(None) };
        let now = Utc::now();
        let is_valid = |token: &Token| token.expires_at.is_none_or(|until| now < until);
        let Some(token) = read::<Token>(&document).filter(is_valid) else { return Ok(None) };
        let token = Token { id: short(&digest), ..token };
        if token.used_at.is_none_or(|used| now - used > SEEN) {
            let used = written(&Token { used_at: Some(now), ..token.clone() });
            self.renew(Paper::Token, &digest, document, used).await?;
        }
        let user = self.user(&token.user).await?.filter(|user| user.created_at <= token.created_at);
        Ok(user.map(|user| (user, token)))
    }

    /// Writes down that something was seen, if it is as it was read: what was ended meanwhile stays ended.
    async fn renew(
        &self,
        kind: Paper,
        digest: &str,
        before: String,
        seen: String,
    ) -> Result<(), AccessError> {
        let renewed = self.write(Papers {
            seen: vec![(kind, digest.to_owned(), Some(before))],
            put: vec![(kind, digest.to_owned(), seen)],
            ..Papers::default()
        });
        match renewed.await {
            // Pages over a store that is only read are for looking at all the same.
            Err(AccessError::Store(StoreError::ReadOnly { .. })) => Ok(()),
            renewed => renewed,
        }
    }
}

/// By this a secret that leaked is known for what it is.
const PREFIX: &str = "veille_";

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWORD: &str = "correct horse battery";

    async fn accounts() -> Accounts {
        let accounts = Accounts::new(Store::open_in_memory().await.unwrap());
        accounts.add_user("hoa", Role::Editor, Some(PASSWORD), "a test").await.unwrap();
        accounts
    }

    #[tokio::test]
    async fn a_session_that_was_ended_meanwhile_stays_ended() {
        let accounts = accounts().await;
        let secret = accounts.log_in("hoa", PASSWORD, "", "").await.unwrap().unwrap();
        let read = accounts.store.paper(Paper::Session, &secret.digest()).await.unwrap().unwrap();
        accounts.end_session(&short(&secret.digest()), "a test").await.unwrap();
        accounts.renew(Paper::Session, &secret.digest(), read.clone(), read).await.unwrap();
        assert!(accounts.of_session(&secret.digest()).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_name_that_was_given_again_brings_no_tokens_with_it() {
        let accounts = accounts().await;
        let (_, secret) = accounts.add_token("feed", "hoa", &[Scope::Read], None, "a test").await.unwrap();
        assert!(accounts.of_token(&secret).await.unwrap().is_some());
        // As a token that was added while its user was removed.
        let gone = vec![(Paper::User, "hoa".to_owned())];
        accounts.write(Papers { gone, ..Papers::default() }).await.unwrap();
        accounts.add_user("hoa", Role::Reader, Some(PASSWORD), "a test").await.unwrap();
        assert!(accounts.of_token(&secret).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn of_two_who_add_one_name_one_is_refused() {
        let accounts = accounts().await;
        let add = |role| accounts.add_user("an", role, None, "a test");
        let (first, second) = tokio::join!(add(Role::Admin), add(Role::Reader));
        assert_eq!(u8::from(first.is_ok()) + u8::from(second.is_ok()), 1);
    }

    #[tokio::test]
    async fn a_role_and_a_password_that_change_at_once_both_hold() {
        let accounts = accounts().await;
        let (role, password) = tokio::join!(
            accounts.set_role("hoa", Role::Admin, "a test"),
            accounts.set_password("hoa", "another horse battery", "a test", None),
        );
        role.unwrap();
        password.unwrap();
        assert_eq!(accounts.user("hoa").await.unwrap().unwrap().role, Role::Admin);
        assert!(accounts.is_password_of("hoa", "another horse battery").await.unwrap());
    }
}
