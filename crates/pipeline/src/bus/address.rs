//! The addresses of NATS servers as people write them: where the servers are, who we are to them (userinfo of a URL), and
//! how they are shown, without their secrets.

use std::path::PathBuf;

use async_nats::ServerAddr;
use percent_encoding::percent_decode_str;

use super::BusError;

/// Where the server is and who we are to it.
#[derive(Clone, Default)]
pub struct Where {
    /// `nats://host:port`, several separated by commas; `tls://` where the server asks for it. It may say who we are:
    /// `nats://user:password@host`, `nats://token@host`, percent-encoded where a character means something else there.
    pub url: String,
    /// Who we are; this goes before what the URL says.
    pub credentials: Credentials,
    /// The certificates (PEM) that the server's is signed with; None for those of the system. With it TLS is insisted on.
    pub authority: Option<PathBuf>,
    /// Our own certificate and its key (PEM), where the server asks for one. With it TLS is insisted on.
    pub certificate: Option<(PathBuf, PathBuf)>,
    /// What the server calls this connection in its reports: the stage's name.
    pub name: String,
}

impl std::fmt::Debug for Where {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Where");
        let shown = shown.field("url", &self.shown()).field("credentials", &self.credentials);
        let shown = shown.field("authority", &self.authority).field("certificate", &self.certificate);
        shown.field("name", &self.name).finish()
    }
}

/// Who we are to the server.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Credentials {
    /// Nobody, or whoever the URL names.
    #[default]
    None,
    /// A user with a password.
    Password {
        /// The user.
        user: String,
        /// The password.
        password: String,
    },
    /// A token.
    Token(String),
    /// A credentials file, as `nsc` writes it.
    File(PathBuf),
    /// A file with the seed of an nkey (`SU…`), alone on a line; others may be comments.
    Nkey(PathBuf),
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Password { .. } => "Password",
            Self::Token(_) => "Token",
            Self::File(_) => "File",
            Self::Nkey(_) => "Nkey",
        })
    }
}

/// What stands for a secret.
const SECRET: &str = "***";

/// One address, taken apart.
struct Parts<'a> {
    scheme: &'a str,
    /// `user:password`, or a token.
    who: Option<&'a str>,
    place: &'a str,
}

impl Where {
    /// The address, without the secrets that it may hold.
    pub fn shown(&self) -> String {
        shown(&self.url)
    }

    /// The user that we are to the server, where one is named: in the credentials, else in the address.
    pub fn user(&self) -> Option<String> {
        match self.who() {
            Ok(Credentials::Password { user, .. }) => Some(user),
            _ => None,
        }
    }

    /// The credentials, or else those that the address has.
    pub(super) fn who(&self) -> Result<Credentials, BusError> {
        match &self.credentials {
            Credentials::None => named_in(&self.url),
            given => Ok(given.clone()),
        }
    }
}

/// The servers of a list, without what it says of us: the client would print it where it tells what it tries.
pub(super) fn servers(urls: &str) -> Result<Vec<ServerAddr>, BusError> {
    // All of them are named where one is wrong: alone, half of a password would pass for an address.
    let server = |url: &str| match url.trim() {
        "" => Err(no_address(urls, "nothing stands there")),
        url => {
            let Parts { scheme, place, .. } = parts(url);
            format!("{scheme}://{place}").parse().map_err(|error| no_address(urls, error))
        }
    };
    urls.split(',').map(server).collect()
}

/// Who the addresses say that we are: `user:password@`, or a token alone, as NATS clients read it.
fn named_in(urls: &str) -> Result<Credentials, BusError> {
    let mut named = Credentials::None;
    for who in urls.split(',').filter_map(|url| parts(url.trim()).who).filter(|who| !who.is_empty()) {
        let plain = |text: &str| {
            let plain = percent_decode_str(text).decode_utf8();
            plain.map(String::from).map_err(|_| no_address(urls, "its user or password is no UTF-8"))
        };
        let found = match who.split_once(':') {
            Some((user, password)) => {
                Credentials::Password { user: plain(user)?, password: plain(password)? }
            }
            None => Credentials::Token(plain(who)?),
        };
        // The others of a cluster need not repeat it, but a connection that
        // moves on to one of them stays the same user's.
        if named != Credentials::None && named != found {
            return Err(no_address(urls, "its servers have different users; name one in VEILLE_NATS_USER"));
        }
        named = found;
    }
    Ok(named)
}

fn no_address(urls: &str, cause: impl std::fmt::Display) -> BusError {
    BusError::Address { url: shown(urls), cause: cause.to_string() }
}

/// `nats://user:secret@host` as `nats://user:***@host`, `nats://token@host` as `nats://***@host`: secrets are printed
/// nowhere. The stars stay, for `user@host` is a token.
fn shown(urls: &str) -> String {
    let has_secret = urls.contains('@');
    let shown = |url: &str| match parts(url) {
        Parts { scheme, who: Some(who), place } => match who.split_once(':') {
            Some((user, _)) => format!("{scheme}://{user}:{SECRET}@{place}"),
            None => format!("{scheme}://{SECRET}@{place}"),
        },
        // A password with a comma that was not escaped has been taken for the end of an address.
        _ if has_secret && url.parse::<ServerAddr>().is_err() => SECRET.to_owned(),
        _ => url.to_owned(),
    };
    urls.split(',').map(|url| shown(url.trim())).collect::<Vec<_>>().join(",")
}

fn parts(url: &str) -> Parts<'_> {
    // A password may have `://` of its own.
    let is_scheme = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let scheme = url.split_once("://").filter(|(scheme, _)| is_scheme(scheme));
    let (scheme, rest) = scheme.unwrap_or(("nats", url));
    // From the end: a password may have an `@` of its own, and slashes.
    match rest.rsplit_once('@') {
        Some((who, place)) => Parts { scheme, who: Some(who), place },
        None => Parts { scheme, who: None, place: rest },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_an_address_are_not_repeated() {
        let check = |url: &str, expected: &str| assert_eq!(shown(url), expected, "{url}");
        check("nats://desk:s3cret@a:4222", "nats://desk:***@a:4222");
        check("nats://tok3n@a:4222", "nats://***@a:4222");
        check("tok3n@a", "nats://***@a");
        check("nats://a:4222, tls://x:y@b", "nats://a:4222,tls://x:***@b");
        check("nats://a:4222,tok3n@b:4222", "nats://a:4222,nats://***@b:4222");
        check("nats://desk:s/3@cr://et@a", "nats://desk:***@a");
        check("desk:s3://cret@a", "nats://desk:***@a");
        check("nats://desk:s3,cret@a", "***,nats://***@a");
        check("127.0.0.1:4222", "127.0.0.1:4222");
        check("not a url", "not a url");
        let server = Where { url: "nats://tok3n@a".into(), ..Where::default() };
        assert!(!format!("{server:?}").contains("tok3n"));
    }

    #[test]
    fn an_address_says_who_we_are_unless_something_else_does() {
        let check = |url: &str, expected: Credentials| {
            let server = Where { url: url.to_owned(), ..Where::default() };
            assert!(server.who().unwrap() == expected, "{url}");
            let tok3n = Credentials::Token("t".to_owned());
            let given = Where { credentials: tok3n.clone(), ..server };
            assert!(given.who().unwrap() == tok3n, "{url}");
        };
        let user = |user: &str, password: &str| Credentials::Password {
            user: user.to_owned(),
            password: password.to_owned(),
        };
        check("nats://a:4222", Credentials::None);
        check("nats://@a:4222", Credentials::None);
        check("nats://desk:s3cret@a:4222", user("desk", "s3cret"));
        check("desk:@a", user("desk", ""));
        check("nats://d%C3%A9sk:s%403%2fcret@a", user("désk", "s@3/cret"));
        check("nats://desk:100%@a", user("desk", "100%"));
        check("nats://tok%203n@a", Credentials::Token("tok 3n".to_owned()));
        check("nats://a,nats://desk:s3cret@b,nats://desk:s3cret@c,d", user("desk", "s3cret"));
        let named = Where { url: "nats://desk:s3cret@a".into(), ..Where::default() };
        assert_eq!(named.user().as_deref(), Some("desk"));
    }

    #[test]
    fn addresses_that_name_different_users_are_refused() {
        let server = Where { url: "nats://desk:s3cret@a,nats://other:s3cret@b".into(), ..Where::default() };
        let error = server.who().unwrap_err().to_string();
        assert!(error.contains("VEILLE_NATS_USER") && !error.contains("s3cret"), "{error}");
        let server = Where { url: "nats://%ff:s3cret@a".into(), ..Where::default() };
        assert!(matches!(server.who(), Err(BusError::Address { .. })));
    }

    #[test]
    fn the_client_is_told_where_the_servers_are_and_nothing_else() {
        let found = servers("nats://desk:s/3cret@a:4223, tls://tok3n@b,c").unwrap();
        let found: Vec<&str> = found.iter().map(ServerAddr::as_url_str).collect();
        assert_eq!(found, ["nats://a:4223", "tls://b", "nats://c"]);
        let error = servers("nats://desk:s3,cret@a").unwrap_err().to_string();
        assert!(!error.contains("s3") && !error.contains("cret"), "{error}");
    }
}
