//! What publishers are called: by their own pages, else by whoever credits them, and by their hosts where nobody names them.

use std::cmp::Reverse;
use std::collections::HashMap;

use veille_model::{Article, SourceId};
use veille_text::name::outlet;

use super::names::Names;
use crate::text::host;

/// What a source calls itself, and what its hosts are compared by.
#[derive(Debug, Default)]
pub(super) struct Outlets {
    /// Names that pages have.
    names: Names,
    /// By source, the names that its pages have, each with how many have it.
    site_names: HashMap<String, HashMap<u32, u32>>,
    /// Whose a host is, by its name as outlets are compared; None of one that several have.
    hosts: HashMap<String, Option<String>>,
    /// Hosts that were met, each with the source that it was met with last.
    met: HashMap<String, String>,
    /// By a name as it is compared, how pages write it.
    credited: HashMap<String, String>,
}

impl Outlets {
    /// Takes in what an article's page says of its publisher; the number of what it calls it.
    pub fn take(&mut self, article: &Article) -> Option<u32> {
        let source = article.source.as_str();
        if article.source == SourceId::unknown() {
            return None;
        }
        let called = article.site_name.as_ref().map(|name| self.names.number(name));
        if let Some(called) = called {
            *self.site_names.entry(source.to_owned()).or_default().entry(called).or_default() += 1;
        }
        // Most articles are of a source and a host that are known.
        let host = article.url.as_deref().and_then(host);
        if let Some(host) = host.filter(|host| self.met.get(host).is_none_or(|known| known != source)) {
            let whose = self.hosts.entry(outlet(&host)).or_insert_with(|| Some(source.to_owned()));
            if whose.as_deref().is_some_and(|known| known != source) {
                // Blogs of many under one host: a text credited to it is of none of them.
                *whose = None;
            }
            self.met.insert(host, source.to_owned());
        }
        called
    }

    /// Forgets what the page of an article called its publisher that has gone, or is another now.
    pub fn leave(&mut self, source: &str, called: u32) {
        let count = self.site_names.get_mut(source).and_then(|names| names.get_mut(&called));
        count.into_iter().for_each(|count| *count = count.saturating_sub(1));
    }

    /// Takes in how a page writes the outlet that its text is of; the name as it is compared. A name is worth more than a host.
    pub fn credit(&mut self, written: &str) -> String {
        let compared = outlet(written);
        let known = self.credited.entry(compared.clone()).or_insert_with(|| written.to_owned());
        let rank = |name: &str| (is_host(name), name.to_owned());
        // Of two names the first in the alphabet, so that the order in which articles came does not decide.
        if rank(written) < rank(known) {
            written.clone_into(known);
        }
        compared
    }

    /// What a source is called where no configuration says it: as most of its pages do, else as others credit it.
    pub fn name(&self, source: &str) -> Option<&str> {
        let own = self.site_names.get(source).and_then(|names| {
            let names = names.iter().filter(|(_, count)| **count > 0);
            let names = names.map(|(number, count)| (Reverse(*count), self.names.name(*number)));
            Some(names.min()?.1)
        });
        own.or_else(|| self.credited.get(&outlet(source)).map(String::as_str).filter(|name| !is_host(name)))
    }

    /// The source whose host is called so, where it is one's alone.
    pub fn source(&self, compared: &str) -> Option<&str> {
        self.hosts.get(compared)?.as_deref()
    }

    /// How pages write an outlet's name that is compared so.
    pub fn credited<'o>(&'o self, compared: &'o str) -> &'o str {
        self.credited.get(compared).map_or(compared, String::as_str)
    }
}

fn is_host(name: &str) -> bool {
    name.contains('.') && !name.contains(' ') && name == name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(source: &str, url: &str, name: Option<&str>) -> Article {
        let capture = veille_model::Capture {
            source: SourceId::new(source),
            ..veille_model::Capture::page(Some(url.to_owned()), Vec::new())
        };
        Article {
            site_name: name.map(str::to_owned),
            ..Article::of(&capture, None, veille_model::Text::default().finish())
        }
    }

    #[test]
    fn a_publisher_has_one_name_wherever_it_stands() {
        let mut outlets = Outlets::default();
        for name in ["Delta", "Agence Delta", "Agence Delta"] {
            outlets.take(&article("delta", "https://www.agence-delta.example/1", Some(name)));
        }
        outlets.take(&article("fleuve", "https://www.fleuve.example/1", None));
        outlets.take(&article("nhip-cau", "https://nhip-cau.example/1", None));
        for written in ["www.nhip-cau.example", "Nhịp Cầu", "nhip-cau.example"] {
            assert_eq!(outlets.credit(written), "nhip cau");
        }
        assert_eq!(outlets.name("delta"), Some("Agence Delta"));
        assert_eq!(outlets.source(&outlet("www.agence-delta.example")), Some("delta"));
        assert_eq!(outlets.source(&outlet("Agencia Delta")), Some("delta"));
        assert_eq!(outlets.name("nhip-cau"), Some("Nhịp Cầu"));
        assert_eq!(outlets.credited("nhip cau"), "Nhịp Cầu");
        assert_eq!(outlets.name("fleuve"), None);
        // A host of two sources is nobody's name.
        outlets.take(&article("fleuve-sport", "https://fleuve.example/sport/1", None));
        assert_eq!(outlets.source("fleuve"), None);
    }
}
