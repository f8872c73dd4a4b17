//! Name and password of a feed, as its address had them: sent to that address as a header, and shown nowhere.

use std::fmt;

use url::Url;

/// The whole addresses of those feeds of a source that want a password.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credentials(Vec<Url>);

impl Credentials {
    /// Takes name and password out of an address, and keeps them where there are any.
    pub(crate) fn take(&mut self, url: &mut Url) {
        let whole = url.clone();
        if strip(url) {
            self.0.push(whole);
        }
    }

    /// Those of one address as somebody wrote it, and the address without.
    pub fn of(written: &str) -> (Self, String) {
        let mut credentials = Self::default();
        match Url::parse(written) {
            Ok(mut url) => {
                credentials.take(&mut url);
                // As it was written where it has none: reading it as a URL would change how it is spelled.
                let bare = if credentials.0.is_empty() { written.to_owned() } else { url.into() };
                (credentials, bare)
            }
            Err(_) => (credentials, written.to_owned()),
        }
    }

    /// An address of the server that they are for, with them: whoever wants them for a page wants them for its feeds.
    pub(crate) fn for_server(&self, url: &Url) -> Url {
        let mut with = url.clone();
        let Some(known) = self.0.iter().find(|whole| whole.origin() == url.origin()) else { return with };
        if with.username().is_empty() && with.password().is_none() {
            // Both fail only for addresses without a host.
            let _ = with.set_username(known.username());
            let _ = with.set_password(known.password());
        }
        with
    }

    /// The same for these addresses, which were found at the server of one that has them.
    pub fn with_those_of_server<'u>(mut self, found: impl IntoIterator<Item = &'u Url>) -> Self {
        for url in found {
            let whole = self.for_server(url);
            if whole != *url && !self.0.contains(&whole) {
                self.0.push(whole);
            }
        }
        self
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The address with them.
    pub(crate) fn whole(&self, url: &Url) -> Url {
        let bare = |whole: &&Url| {
            let mut bare = (*whole).clone();
            strip(&mut bare);
            bare == *url
        };
        self.0.iter().find(bare).unwrap_or(url).clone()
    }
}

/// Takes name and password out of an address; whether there were any.
pub(crate) fn strip(url: &mut Url) -> bool {
    let had = !url.username().is_empty() || url.password().is_some();
    // Both fail only for addresses without a host, which have neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    had
}

/// An address without whoever stands before its host: a password is printed nowhere.
pub(crate) fn without_secrets(address: &str) -> String {
    // From the end: a password may hold an `@` of its own.
    address.rsplit_once('@').map_or_else(|| address.to_owned(), |(_, place)| format!("***@{place}"))
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kept", self.0.len())
    }
}
