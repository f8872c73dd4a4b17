//! Sources as text: blocks of `sources.toml`, and OPML for other feed readers.

use std::collections::HashMap;

use url::Url;
use veille_model::{Reason, SourceId};
use veille_text::reference::encode;

use super::source::{Section, Source, Sources};
use crate::announcements::{Outline, outlines};
use crate::credentials::{Credentials, strip};

impl Source {
    /// The source as a block of `sources.toml`.
    pub fn to_toml(&self) -> String {
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let mut text =
            format!("[[source]]\nid = {}\nname = {}\n", quoted(self.id.as_str()), quoted(&self.name));
        for (key, value) in [("language", &self.language), ("country", &self.country), ("note", &self.note)] {
            if let Some(value) = value {
                text.push_str(&format!("{key} = {}\n", quoted(value)));
            }
        }
        if self.paused {
            text.push_str("paused = true\n");
        }
        match &self.feeds[..] {
            [] => {}
            [feed] => {
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
    /// The list as OPML 2.0: an outline for each source, its feeds below it.
    pub fn to_opml(&self) -> String {
        let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>veille</title></head>\n  <body>\n"
            .to_owned();
        let escaped = |text: &str| encode(text, "\"");
        for source in self.iter() {
            let name = escaped(&source.name);
            let mut said = format!("veilleId=\"{}\"", escaped(source.id.as_str()));
            for (key, value) in [
                ("language", &source.language),
                ("veilleCountry", &source.country),
                ("description", &source.note),
            ] {
                if let Some(value) = value {
                    said.push_str(&format!(" {key}=\"{}\"", escaped(value)));
                }
            }
            if source.paused {
                said.push_str(" isComment=\"true\"");
            }
            text.push_str(&format!("    <outline text=\"{name}\" title=\"{name}\" {said}>\n"));
            for feed in &source.feeds {
                let url = escaped(feed.as_str());
                text.push_str(&format!("      <outline type=\"rss\" text=\"{name}\" xmlUrl=\"{url}\"/>\n"));
            }
            text.push_str("    </outline>\n");
        }
        text + "  </body>\n</opml>\n"
    }

    /// Reads OPML of any feed reader; also what could not be taken, in words. Feeds of one host are one source, unless the
    /// outline above them says whose they are, as ours do.
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

#[derive(Default)]
struct Gathered {
    sources: Vec<Source>,
    at: HashMap<SourceId, usize>,
    faults: Vec<(String, Reason)>,
}

impl Gathered {
    fn take(&mut self, outline: &Outline, of: Option<&Outline>) {
        match outline.attribute("xmlurl") {
            Some(address) => self.feed(address, outline, of),
            None => {
                // A folder of somebody's reader is a subject and not a publisher.
                let owner = outline.attribute("veilleid").map(|_| outline).or(of);
                outline.inside.iter().for_each(|inside| self.take(inside, owner));
            }
        }
    }

    fn feed(&mut self, address: &str, outline: &Outline, of: Option<&Outline>) {
        let address = address.trim().replacen("feed://", "https://", 1);
        let url = Url::parse(&address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let Some(mut url) = url else {
            let told = format!("{address:?} is no http or https address, and was left out");
            return self.faults.push((address, Reason::new("opml_address", told)));
        };
        url.set_fragment(None);
        let mut whole = url.clone();
        strip(&mut url);
        if self.sources.iter().any(|source| source.feeds.contains(&url)) {
            let told = format!("{url} stands twice, and was taken once");
            return self.faults.push((url.into(), Reason::new("opml_twice", told)));
        }
        let said = of.unwrap_or(outline);
        let id = match said.attribute("veilleid") {
            Some(id) => SourceId::new(id),
            None => SourceId::of_url(url.as_str()),
        };
        if let Some(at) = self.at.get(&id) {
            let source = &mut self.sources[*at];
            source.credentials.take(&mut whole);
            return source.feeds.push(url);
        }
        let text =
            |key: &str| said.attribute(key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let name = text("title").or_else(|| text("text")).unwrap_or_else(|| id.to_string());
        self.at.insert(id.clone(), self.sources.len());
        let mut credentials = Credentials::default();
        credentials.take(&mut whole);
        self.sources.push(Source {
            id,
            name,
            language: text("language").filter(|tag| !matches!(tag.as_str(), "unknown" | "und")),
            country: text("veillecountry"),
            note: text("description").filter(|_| of.is_some()),
            paused: text("iscomment").is_some_and(|it| it == "true"),
            feeds: vec![url],
            sections: Vec::new(),
            pages: Vec::new(),
            credentials,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_survives_opml_and_toml() {
        let list = "[[source]]\nid = \"a\"\nname = \"A & \\\"B\\\"\"\nlanguage = \"vi\"\ncountry = \"VN\"\nnote = \"not yet tried\"\n\
                    paused = true\nfeeds = [\n  \"https://a.example/rss?x=1&y=2\",\n  \"https://b.example/\",\n]\n\n\
                    [[source]]\nid = \"c\"\nname = \"C\"\nfeeds = [\"https://c.example/\"]\n";
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
                    xmlUrl='https://b.example/rss'/><outline xmlUrl='mailto:x'/></outline><outline text='empty'/></body></opml>";
        let (sources, faults) = Sources::from_opml(text).unwrap();
        let shown: Vec<String> = sources
            .iter()
            .map(|source| format!("{} {} {}", source.id, source.name, source.feeds.len()))
            .collect();
        assert_eq!(shown, ["fleuve-example Le Fleuve 2", "b-example b-example 1"]);
        let why: Vec<(&str, &str)> = faults.iter().map(|(what, why)| (&**what, &*why.code)).collect();
        assert_eq!(why, [("https://b.example/rss", "opml_twice"), ("mailto:x", "opml_address")]);
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
