//! Sources as text: blocks of `sources.toml`, and OPML for other feed readers.

use std::collections::{HashMap, HashSet};

use url::Url;
use veille_model::{Reason, SourceId};
use veille_text::reference::encode;

use super::shared;
use super::source::{Section, Source, Sources};
use crate::announcements::{Outline, outlines};
use crate::credentials::{Credentials, strip};

impl Source {
    /// The source as a block of `sources.toml`.
    pub fn to_toml(&self) -> String {
        // By the library: a name may have quotation marks and line ends of its own.
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let mut text =
            format!("[[source]]\nid = {}\nname = {}\n", quoted(self.id.as_str()), quoted(&self.name));
        for (key, value) in [("language", &self.language), ("country", &self.country), ("note", &self.note)] {
            if let Some(value) = value {
                text.push_str(&format!("{key} = {}\n", quoted(value)));
            }
        }
        // Written where it is so: the block is to be read by people.
        if self.paused {
            text.push_str("paused = true\n");
        }
        match &self.feeds[..] {
            [] => {}
            [feed] => {
                // With its password: the block is read again from `sources.toml`.
                text.push_str(&format!("feeds = [{}]\n", quoted(self.credentials.whole(feed).as_str())))
            }
            feeds => {
                let lines: String = feeds
                    .iter()
                    .map(|feed| format!("  {},\n", quoted(self.credentials.whole(feed).as_str())))
                    .collect();
                text.push_str(&format!("feeds = [\n{lines}]\n"));
            }
        }
        if !self.sections.is_empty() {
            let one = |section: &Section| {
                let mut rule = format!("{{ url = {}", quoted(self.credentials.whole(&section.url).as_str()));
                for (key, value) in [("links", &section.links), ("selector", &section.selector)] {
                    if let Some(value) = value {
                        rule.push_str(&format!(", {key} = {}", quoted(value)));
                    }
                }
                format!("  {rule} }},\n")
            };
            let lines: String = self.sections.iter().map(one).collect();
            text.push_str(&format!("sections = [\n{lines}]\n"));
        }
        if !self.pages.is_empty() {
            let lines: String = self
                .pages
                .iter()
                .map(|page| format!("  {},\n", quoted(self.credentials.whole(page).as_str())))
                .collect();
            text.push_str(&format!("pages = [\n{lines}]\n"));
        }
        text
    }
}

impl Sources {
    /// The list as OPML 2.0: an outline for each source, below it its feeds, and its sections and pages, which other readers take for
    /// links.
    pub fn to_opml(&self) -> String {
        let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>veille</title></head>\n  <body>\n"
            .to_owned();
        for source in self.iter() {
            let said = [
                ("text", Some(&*source.name)),
                ("title", Some(&*source.name)),
                ("veilleId", Some(source.id.as_str())),
                ("language", source.language.as_deref()),
                ("veilleCountry", source.country.as_deref()),
                ("description", source.note.as_deref()),
                ("isComment", source.paused.then_some("true")),
            ];
            text.push_str(&format!("    <outline{}>\n", attributes(&said)));
            for inside in below(source) {
                text.push_str(&format!("      <outline{}/>\n", attributes(&inside)));
            }
            text.push_str("    </outline>\n");
        }
        text + "  </body>\n</opml>\n"
    }

    /// Reads OPML of any feed reader; also what could not be taken, in words. Feeds of one host are one source, unless the
    /// outline above them says whose they are, as ours do, or the host is shared by many publishers.
    ///
    /// # Errors
    /// Where it is no OPML (`no_opml`), or only the beginning of one (`opml_cut`): half of an address leads elsewhere.
    pub fn from_opml(text: &str) -> Result<(Self, Vec<(String, Reason)>), Reason> {
        let lower = text.to_ascii_lowercase();
        match lower.find("<opml") {
            None => {
                let told = "it is no OPML, in which a list of feeds stands between <opml> and </opml>";
                return Err(Reason::new("no_opml", told));
            }
            Some(at) if !lower[at..].contains("</opml") => {
                let told = "the OPML breaks off before its </opml>; have it exported again";
                return Err(Reason::new("opml_cut", told));
            }
            Some(_) => {}
        }
        let mut gathered = Gathered::default();
        for outline in outlines(text) {
            gathered.take(&outline, None);
        }
        Ok((Self(gathered.sources), gathered.faults))
    }
}

/// The names and values of an outline.
type Attributes<'s> = Vec<(&'static str, Option<&'s str>)>;

/// What a source has, an outline each.
fn below<'s>(source: &'s Source) -> impl Iterator<Item = Attributes<'s>> {
    let name = Some(&*source.name);
    let feed =
        // The bare address: a list is handed around, and a password is not.
        move |url: &'s Url| vec![("type", Some("rss")), ("text", name), ("xmlUrl", Some(url.as_str()))];
    let link = move |kind: &'static str, url: &'s str| {
        vec![("type", Some("link")), ("text", name), ("url", Some(url)), ("veilleKind", Some(kind))]
    };
    let section = move |section: &'s Section| {
        let mut said = link(SECTION, section.url.as_str());
        said.push(("veilleLinks", section.links.as_deref()));
        said.push(("veilleSelector", section.selector.as_deref()));
        said
    };
    let page = move |url: &'s Url| link(PAGE, url.as_str());
    source
        .feeds
        .iter()
        .map(feed)
        .chain(source.sections.iter().map(section))
        .chain(source.pages.iter().map(page))
}

/// ` text="A &amp; B" veilleId="a"`
fn attributes(said: &[(&str, Option<&str>)]) -> String {
    let told = said.iter().filter_map(|(name, value)| Some((name, (*value)?)));
    told.map(|(name, value)| format!(" {name}=\"{}\"", encode(value, "\""))).collect()
}

/// What an outline of ours with a link says of it.
const SECTION: &str = "section";
const PAGE: &str = "page";

#[derive(Default)]
struct Gathered {
    sources: Vec<Source>,
    at: HashMap<SourceId, usize>,
    /// Who is who on hosts that many share, by what tells them apart.
    shared: HashMap<String, SourceId>,
    seen: HashSet<Url>,
    faults: Vec<(String, Reason)>,
}

impl Gathered {
    fn take(&mut self, outline: &Outline, of: Option<&Outline>) {
        let kind = outline.attribute("veillekind");
        if let Some(address) = outline.attribute("xmlurl") {
            self.add(address, outline, of, |source, url| source.feeds.push(url));
        } else if let (Some(address), Some(PAGE)) = (outline.attribute("url"), kind) {
            self.add(address, outline, of, |source, url| source.pages.push(url));
        } else if let (Some(address), Some(SECTION)) = (outline.attribute("url"), kind) {
            let (links, selector) = (said(outline, "veillelinks"), said(outline, "veilleselector"));
            self.add(address, outline, of, |source, url| {
                source.sections.push(Section { url, links, selector });
            });
        } else {
            self.folder(outline, of);
        }
    }

    fn folder(&mut self, outline: &Outline, of: Option<&Outline>) {
        let is_source = outline.attribute("veilleid").is_some();
        if outline.inside.is_empty() && (is_source || outline.attribute("type") == Some("rss")) {
            let name = said(outline, "title").or_else(|| said(outline, "text")).unwrap_or_default();
            let told = format!("{name:?} has no feed, no section and no page, and was left out");
            self.faults.push((name, Reason::new("opml_empty", told)));
        }
        // A folder of somebody's reader is a subject and not a publisher.
        let owner = if is_source { Some(outline) } else { of };
        outline.inside.iter().for_each(|inside| self.take(inside, owner));
    }

    /// Adds what is read at an address to whose it is.
    fn add(
        &mut self,
        address: &str,
        outline: &Outline,
        of: Option<&Outline>,
        add: impl FnOnce(&mut Source, Url),
    ) {
        // What browsers hand to feed readers: `feed://a.example/rss`, `feed:https://a.example/rss`.
        let address = address.trim();
        let address = match address.strip_prefix("feed:") {
            Some(rest) if rest.starts_with("//") => format!("https:{rest}"),
            Some(rest) => rest.to_owned(),
            None => address.to_owned(),
        };
        let url = Url::parse(&address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let Some(mut url) = url else {
            let told = format!("{address:?} is no http or https address, and was left out");
            return self.faults.push((address, Reason::new("opml_address", told)));
        };
        url.set_fragment(None);
        let mut whole = url.clone();
        strip(&mut url);
        if !self.seen.insert(url.clone()) {
            let told = format!("{url} stands twice, and was taken once");
            return self.faults.push((url.into(), Reason::new("opml_twice", told)));
        }
        let source = self.source(&url, outline, of);
        source.credentials.take(&mut whole);
        add(source, url);
    }

    /// Whose an address is: of the outline above it, of its host, or of the page that it is said to be of.
    fn source(&mut self, url: &Url, outline: &Outline, of: Option<&Outline>) -> &mut Source {
        let owner = of.unwrap_or(outline);
        let name = said(owner, "title").or_else(|| said(owner, "text"));
        let site = said(owner, "htmlurl").and_then(|site| Url::parse(&site).ok());
        let id = match owner.attribute("veilleid") {
            Some(id) => SourceId::new(id),
            None if shared::is_shared(url) => {
                let is_free = |id: &SourceId| !self.at.contains_key(id);
                let fresh = || shared::id(url, site.as_ref(), name.as_deref(), is_free);
                self.shared.entry(shared::apart(url, site.as_ref())).or_insert_with(fresh).clone()
            }
            None => SourceId::of_url(url.as_str()),
        };
        let at = *self.at.entry(id.clone()).or_insert_with(|| {
            self.sources.push(Source {
                name: name.unwrap_or_else(|| id.to_string()),
                id,
                // So readers write what they do not know.
                language: said(owner, "language").filter(|tag| !matches!(tag.as_str(), "unknown" | "und")),
                country: said(owner, "veillecountry"),
                // Of a feed in somebody's reader it is what the feed says of itself.
                note: said(owner, "description").filter(|_| of.is_some()),
                paused: said(owner, "iscomment").is_some_and(|it| it == "true"),
                feeds: Vec::new(),
                sections: Vec::new(),
                pages: Vec::new(),
                credentials: Credentials::default(),
            });
            self.sources.len() - 1
        });
        &mut self.sources[at]
    }
}

/// An attribute of an outline, where it says something.
fn said(outline: &Outline, key: &str) -> Option<String> {
    outline.attribute(key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_survives_opml_and_toml() {
        let list = "[[source]]\nid = \"a\"\nname = \"A & \\\"B\\\"\"\nlanguage = \"vi\"\ncountry = \"VN\"\nnote = \"not yet tried\"\n\
                    paused = true\nfeeds = [\n  \"https://a.example/rss?x=1&y=2\",\n  \"https://b.example/\",\n]\n\n\
                    [[source]]\nid = \"c\"\nname = \"C\"\nfeeds = [\"https://c.example/\"]\n\
                    [[source]]\nid = \"d\"\nname = \"D\"\npages = [\"https://d.example/now\"]\nsections = [\"https://d.example/\", \
                    { url = \"https://d.example/world\", links = \"/world/2*\", selector = \"h2 > a\" }]\n";
        let sources = Sources::parse(list).unwrap();
        let (back, faults) = Sources::from_opml(&sources.to_opml()).unwrap();
        assert_eq!((back, faults), (sources.clone(), Vec::new()));
        let blocks: Vec<String> = sources.iter().map(Source::to_toml).collect();
        // TOML quotes a text with quotation marks in it as it likes.
        assert_eq!(Sources::parse(&blocks.join("\n")).unwrap(), sources);
    }

    #[test]
    fn opml_of_other_readers_is_taken_and_what_cannot_be_is_said() {
        let text = "<opml version='1.1'><body><outline text='Press'><outline text='Le Fleuve' type='rss' \
                    xmlUrl='https://www.fleuve.example/une.xml'/><outline title='Fleuve, monde' \
                    xmlUrl='https://www.fleuve.example/monde.xml'/><outline xmlUrl='feed://b.example/rss'/><outline \
                    xmlUrl='https://b.example/rss'/><outline xmlUrl='mailto:x'/></outline><outline text='empty'/>\
                    <outline text='Lost' type='rss'/><outline text='D' veilleId='d'/></body></opml>";
        let (sources, faults) = Sources::from_opml(text).unwrap();
        let shown: Vec<String> = sources
            .iter()
            .map(|source| format!("{} {} {}", source.id, source.name, source.feeds.len()))
            .collect();
        assert_eq!(shown, ["fleuve-example Le Fleuve 2", "b-example b-example 1"]);
        let why: Vec<(&str, &str)> = faults.iter().map(|(what, why)| (&**what, &*why.code)).collect();
        let lost = [("Lost", "opml_empty"), ("D", "opml_empty")];
        assert_eq!(
            why,
            [&[("https://b.example/rss", "opml_twice"), ("mailto:x", "opml_address")][..], &lost[..]]
                .concat()
        );
    }

    #[test]
    fn feeds_of_several_publishers_on_one_host_are_sources_of_their_own() {
        let check = |outlines: &str, expected: &str| {
            let text = format!("<opml version='2.0'><body>{outlines}</body></opml>");
            let sources = Sources::from_opml(&text).unwrap().0;
            let one = |source: &Source| format!("{} {:?} {}", source.id, source.name, source.feeds.len());
            assert_eq!(sources.iter().map(one).collect::<Vec<_>>().join(", "), expected, "{outlines}");
        };
        let burned = "https://feeds.feedburner.com";
        check(
            &format!(
                "<outline text='Alpha Blog' xmlUrl='{burned}/alpha'/><outline text='Beta Daily' xmlUrl='{burned}/beta'/>"
            ),
            "alpha-blog \"Alpha Blog\" 1, beta-daily \"Beta Daily\" 1",
        );
        check(
            &format!(
                "<outline text='Alpha' htmlUrl='https://alpha.example' xmlUrl='{burned}/alpha'/><outline text='Alpha, too' \
                 xmlUrl='https://alpha.example/rss'/><outline text='Alpha' xmlUrl='{burned}/other'/>"
            ),
            "alpha-example \"Alpha\" 2, alpha \"Alpha\" 1",
        );
        let channel = "https://www.youtube.com/feeds/videos.xml?channel_id=UC";
        let page = "htmlUrl='https://www.youtube.com/";
        check(
            &format!(
                "<outline text='A' {page}' xmlUrl='{channel}1'/><outline text='A' {page}' xmlUrl='{channel}2'/>"
            ),
            "a \"A\" 1, youtube-com-feeds-videos-xml-channel_id-uc2 \"A\" 1",
        );
        check(
            &format!(
                "<outline text='A' {page}@a' xmlUrl='{channel}1'/><outline text='B' {page}@a' xmlUrl='{channel}2'/>"
            ),
            "a \"A\" 2",
        );
        check("<outline text='B' xmlUrl='feed:https://b.example/rss'/>", "b-example \"B\" 1");
    }

    #[test]
    fn what_is_no_opml_or_half_of_one_is_refused() {
        for text in ["", "\u{0}\u{1}", "<rss version='2.0'><channel><title>opml</title></channel></rss>"] {
            assert_eq!(Sources::from_opml(text).unwrap_err().code, "no_opml", "{text}");
        }
        let half = "<opml><body><outline text=\"A\" xmlUrl=\"http://127";
        assert_eq!(Sources::from_opml(half).unwrap_err().code, "opml_cut");
        assert_eq!(Sources::from_opml("<OPML><body/></OPML>").unwrap().1, Vec::new());
    }
}
