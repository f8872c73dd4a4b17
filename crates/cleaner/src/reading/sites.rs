//! Rules for single sites: CSS selectors by domain, used first where there are any.

use std::collections::{BTreeMap, HashSet};

use scraper::{ElementRef, Html, Selector};
use toml::de::DeTable;
use veille_model::{Fault, Written};

use crate::dates;
use crate::metadata::{Field, Input, Metadata};
use crate::page::is_out_of_proportion;

/// Rules by domain. A rule holds for the domain and everything below it; the longest domain wins.
///
/// ```
/// use veille_cleaner::SiteRules;
/// let rules = SiteRules::parse("[\"example.org\"]\nbody = \"div.story\"\nremove = [\".promo\"]\n").unwrap();
/// assert!(rules.domain_of("https://www.example.org/a").is_some());
/// ```
#[derive(Clone, Debug, Default)]
pub struct SiteRules {
    rules: BTreeMap<String, Rule>,
}

/// The selectors for one domain.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    body: Option<Selector>,
    remove: Vec<Selector>,
    headline: Option<Selector>,
    byline: Option<Selector>,
    published: Option<Selector>,
}

/// What a rule found on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ruled {
    /// Markup of the body, without what the rule removes.
    pub body: Option<String>,
    /// The headline.
    pub headline: Option<String>,
    /// The lines that name who signed: `By Ana Lima`.
    pub byline: Vec<String>,
    /// The date as written: a `datetime` attribute where there is one, else the text.
    pub published: Option<String>,
}

impl SiteRules {
    /// How many sites have a rule.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether no site has one.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Reads rules: a table by domain with any of `body`, `remove` (a list), `headline`, `byline`, `published`.
    ///
    /// # Errors
    ///
    /// The first that is wrong of what [`SiteRules::read`] finds.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let (rules, faults) = Self::read("sites.toml", text);
        faults.into_iter().find(Fault::is_error).map_or(Ok(rules), Err)
    }

    /// Reads the rules of a file: those that can be used, and everything that is wrong with it. Errors are: what is
    /// malformed, unknown keys, a domain that is none, a selector that is not CSS.
    pub fn read(file: &str, text: &str) -> (Self, Vec<Fault>) {
        let mut written = Written::new(file, text);
        let table = written.table();
        let mut rules = BTreeMap::new();
        for (key, value) in &table {
            let domain = key.get_ref().to_ascii_lowercase();
            let Some(rule) = value.get_ref().as_table() else {
                written.mismatch(value, &domain, "a table by domain, as in [\"news.example.org\"]");
                continue;
            };
            // Without quotation marks, `[news.example.org]` is a table `news` with a table `example` in it.
            if rule.iter().any(|(_, inner)| inner.get_ref().is_table()) {
                let message = "the domain stands in quotation marks; expected [\"news.example.org\"]";
                written.error(key.span().start, message);
                continue;
            }
            // `https://…`, `*.example.org`: a rule holds for everything below its
            // domain, so neither is needed.
            if domain.contains(['/', ':', ' ', '*']) || !domain.contains('.') {
                let message =
                    "expected a domain, such as [\"news.example.org\"]; a rule holds for everything below it";
                written.error(key.span().start, message);
            }
            rules.insert(domain, Rule::read(&mut written, rule));
        }
        (Self { rules }, written.into_faults())
    }

    /// The domain whose rule holds for an address.
    pub fn domain_of(&self, url: &str) -> Option<&str> {
        self.find(url).map(|(domain, _)| domain)
    }

    pub(crate) fn find(&self, url: &str) -> Option<(&str, &Rule)> {
        if self.rules.is_empty() {
            return None;
        }
        let host = veille_model::host(url)?;
        // From the whole host up, label by label: the longest domain wins.
        let mut domain = host.as_str();
        loop {
            if let Some((domain, rule)) = self.rules.get_key_value(domain) {
                return Some((domain, rule));
            }
            domain = domain.split_once('.')?.1;
        }
    }
}

impl Ruled {
    /// Puts what the rule found in the place of what the markup says; that stays a candidate.
    pub(crate) fn fill(&self, metadata: &mut Metadata, input: &Input<'_>) {
        if let Some(headline) = &self.headline {
            metadata.overrule(Field::Headline, headline);
            metadata.headline = Some(headline.clone());
        }
        metadata.overrule_byline(&self.byline, input);
        let language = metadata.declared_language.clone();
        let hints = dates::Hints::of_language(language.as_deref());
        if let Some(text) = &self.published
            && let Some(moment) = dates::parse(text, hints)
        {
            metadata.overrule_date(text, moment, input);
        }
    }
}

impl Rule {
    fn read(written: &mut Written<'_>, table: &DeTable<'_>) -> Self {
        written.only(table, &["body", "remove", "headline", "byline", "published"]);
        let mut optional = |key: &str| {
            let text = written.text(table, key)?;
            selector(written, &text, table.get(key).map_or(0, |entry| entry.span().start))
        };
        let (body, headline) = (optional("body"), optional("headline"));
        let (byline, published) = (optional("byline"), optional("published"));
        let listed = written.list(table, "remove");
        let remove = listed.iter().filter_map(|(text, at)| selector(written, text, *at)).collect();
        Self { body, remove, headline, byline, published }
    }

    /// Applies the rule to a page; None of one whose tree would be thousands of times its own length.
    pub(crate) fn apply(&self, html: &str) -> Option<Ruled> {
        if is_out_of_proportion(html) {
            return None;
        }
        let mut document = Html::parse_document(html);
        // Collected first: the tree cannot change while it is being searched.
        let doomed: Vec<_> = self
            .remove
            .iter()
            .flat_map(|selector| document.select(selector).map(|it| it.id()).collect::<Vec<_>>())
            .collect();
        for id in doomed {
            if let Some(mut node) = document.tree.get_mut(id) {
                node.detach();
            }
        }
        let text = |selector: &Option<Selector>| {
            let text = collapsed(document.select(selector.as_ref()?).next()?);
            (!text.is_empty()).then_some(text)
        };
        let body = self
            .body
            .as_ref()
            .map(|selector| outermost(&document, selector).iter().map(ElementRef::html).collect::<String>());
        let names = |selector: &Selector| {
            let texts = outermost(&document, selector).into_iter().map(collapsed);
            texts.filter(|name| !name.is_empty()).collect()
        };
        let stated = |selector: &Selector| {
            let element = document.select(selector).next()?;
            // `<time datetime>` and `<meta content>` say the day to machines; what they
            // show may be `two hours ago`.
            element.value().attr("datetime").or_else(|| element.value().attr("content")).map(str::to_owned)
        };
        Some(Ruled {
            body: body.filter(|body| !body.is_empty()),
            headline: text(&self.headline),
            byline: self.byline.as_ref().map(names).unwrap_or_default(),
            published: self.published.as_ref().and_then(stated).or_else(|| text(&self.published)),
        })
    }
}

/// What a selector matches, without what stands in another match: `div` says each text once.
fn outermost<'d>(document: &'d Html, selector: &Selector) -> Vec<ElementRef<'d>> {
    let places: HashSet<_> = document.select(selector).map(|it| it.id()).collect();
    let is_inside = |it: &ElementRef<'_>| it.ancestors().any(|around| places.contains(&around.id()));
    document.select(selector).filter(|it| !is_inside(it)).collect()
}

/// An element's text on one line.
fn collapsed(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A selector; a fault at its byte where it is none.
fn selector(written: &mut Written<'_>, text: &str, at: usize) -> Option<Selector> {
    let parsed = Selector::parse(text).ok();
    if parsed.is_none() {
        written.error(at, format!("{text:?} is no CSS selector; expected one such as `div.story > p`"));
    }
    parsed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_holds_for_its_domain_and_everything_below() {
        let rules =
            SiteRules::parse("[\"example.org\"]\nbody = \"main\"\n[\"news.example.org\"]\nbody = \"p\"")
                .unwrap();
        let check = |url: &str, expected: Option<&str>| assert_eq!(rules.domain_of(url), expected, "{url}");
        check("https://example.org/a", Some("example.org"));
        check("https://www.example.org/a", Some("example.org"));
        check("https://a.news.example.org/", Some("news.example.org"));
        check("https://badexample.org/", None);
    }

    #[test]
    fn a_mistake_is_pointed_at() {
        let check = |toml: &str, expected: &str| {
            let error = SiteRules::parse(toml).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check("[\"a.b\"]\nbdy = \"p\"", "there is no key `bdy` here; did you mean `body`?");
        check("[\"a.b\"]\nbdy = \"p\"", "sites.toml:2:1");
        check("[\"a.b\"]\nbody = \"p[\"", "no CSS selector");
        check("[news.example.org]\nbody = \"p\"", "in quotation marks");
        check("[\"https://a.b\"]\nbody = \"p\"", "expected a domain");
    }

    #[test]
    fn a_rule_finds_what_it_names_and_nothing_that_it_removes() {
        let rules = SiteRules::parse(
            "[\"a.b\"]\nbody = \".story\"\nremove = [\".promo\"]\nheadline = \"h2\"\nbyline = \".who\"\npublished = \"time\"",
        )
        .unwrap();
        let (_, rule) = rules.find("https://a.b/x").unwrap();
        let ruled = rule.apply(
            "<h2>Un titre</h2><p class=who>Ana</p><time datetime=2025-10-25>x</time>\
             <div class=story><p>texte</p><p class=promo>pub</p></div>",
        );
        let ruled = ruled.unwrap();
        assert_eq!(ruled.body.as_deref(), Some("<div class=\"story\"><p>texte</p></div>"));
        assert_eq!(ruled.headline.as_deref(), Some("Un titre"));
        assert_eq!((ruled.byline, ruled.published), (vec!["Ana".to_owned()], Some("2025-10-25".to_owned())));
    }
}
