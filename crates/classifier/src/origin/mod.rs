//! Whose text an article is: the outlet's own, reprinted, translated, an agency's.
//!
//! The cleaner collects what the page says (its credits); here they are weighed against what we know of outlets. A
//! text is only taken for another's where the page says so.

mod outlets;

pub use outlets::{Outlet, Outlets};

use veille_model::{Article, Credit, CreditKind, LanguageTag, Origin, OriginKind, host, same_site};

/// Classifies an article in this language.
pub(crate) fn origin(article: &Article, language: &LanguageTag, outlets: &Outlets) -> Origin {
    let own = Own::of(article, outlets);
    let mut claims: Vec<Claim<'_>> =
        article.provenance.iter().map(|credit| Claim::of_credit(credit, outlets)).collect();
    claims.extend(Claim::of_dateline(article, outlets));
    // A paper that credits itself, or carries its own agency's sign, says nothing of another.
    claims.retain(|claim| !own.is(claim));
    claims.sort_by_key(Claim::rank);
    match claims.into_iter().next() {
        Some(claim) => claim.origin(language),
        None => own.original(article, outlets),
    }
}

/// The outlet that published.
struct Own<'a> {
    url: Option<&'a str>,
    outlet: Option<&'a Outlet>,
}

impl<'a> Own<'a> {
    fn of(article: &'a Article, outlets: &'a Outlets) -> Self {
        let url = article.url.as_deref();
        // The address first: editions of one name differ in their path, `news.un.org/fr`.
        let outlet = url.and_then(|url| outlets.at(url));
        let outlet = outlet.or_else(|| outlets.named(article.site_name.as_deref()?));
        Self { url, outlet }
    }

    /// Whether a claim names the publisher itself, which claims nothing.
    fn is(&self, claim: &Claim<'_>) -> bool {
        let same_site = match (self.url, claim.url) {
            (Some(own), Some(theirs)) => same_site(own, theirs),
            _ => false,
        };
        let same_outlet = match (self.outlet, claim.outlet) {
            (Some(own), Some(theirs)) => own.name == theirs.name,
            _ => false,
        };
        // A text without an address, a seed: whose sign it carries is whose it is.
        same_site || same_outlet || (self.url.is_none() && claim.of_dateline)
    }

    fn original(&self, article: &Article, outlets: &Outlets) -> Origin {
        let signed = || outlets.named(article.dateline.as_ref()?.agency.as_deref()?);
        let outlet = self.outlet.or_else(signed);
        Origin {
            kind: OriginKind::Original,
            outlet: outlet.map(|outlet| outlet.name.clone()),
            url: None,
            language: None,
            country: outlet.and_then(|outlet| outlet.country.clone()),
            words: None,
        }
    }
}

/// What the page says of where the text is from.
struct Claim<'a> {
    kind: CreditKind,
    url: Option<&'a str>,
    name: Option<&'a str>,
    words: &'a str,
    outlet: Option<&'a Outlet>,
    of_dateline: bool,
}

impl<'a> Claim<'a> {
    fn of_credit(credit: &'a Credit, outlets: &'a Outlets) -> Self {
        let (url, name) = (credit.url.as_deref(), credit.outlet.as_deref());
        let outlet = url.and_then(|url| outlets.at(url)).or_else(|| outlets.named(name?));
        Self { kind: credit.kind, url, name, words: &credit.words, outlet, of_dateline: false }
    }

    /// `(VOVWORLD) -` before the first sentence: a claim where we know the name.
    fn of_dateline(article: &'a Article, outlets: &'a Outlets) -> Option<Self> {
        let dateline = article.dateline.as_ref()?;
        let name = dateline.agency.as_deref()?;
        // What we do not know in parentheses may be a party or a place, `(PS) -`.
        let outlet = outlets.named(name)?;
        let kind = if outlet.agency { CreditKind::Agency } else { CreditKind::CreditLine };
        let words = &dateline.text;
        Some(Self { kind, url: None, name: Some(name), words, outlet: Some(outlet), of_dateline: true })
    }

    /// The order in which claims are believed: an address, then a name, then an agency's sign. A canonical link is set
    /// by machines, often wrongly.
    fn rank(&self) -> u8 {
        match (self.kind, self.url.is_some()) {
            (CreditKind::CreditLine, true) => 0,
            (CreditKind::BasedOn, true) => 1,
            (CreditKind::CreditLine | CreditKind::BasedOn, false) => 2,
            (CreditKind::Agency, _) => 3,
            (CreditKind::CanonicalLink, _) => 4,
        }
    }

    fn origin(&self, language: &LanguageTag) -> Origin {
        let theirs = self.outlet.and_then(|outlet| outlet.language.clone());
        // By the primary tag: `zh-Hant` reprinted in `zh-Hans` was converted, not translated.
        let differs = |theirs: &LanguageTag| !language.is_und() && theirs.primary() != language.primary();
        let agency = self.kind == CreditKind::Agency || self.outlet.is_some_and(|outlet| outlet.agency);
        let kind = match &theirs {
            // Before the agency: what an agency wrote in another language was translated by someone.
            Some(theirs) if differs(theirs) => OriginKind::Translated,
            _ if agency => OriginKind::Agency,
            _ => OriginKind::Republished,
        };
        let name = self.outlet.map(|outlet| outlet.name.clone()).or_else(|| self.name.map(str::to_owned));
        Origin {
            kind,
            outlet: name.or_else(|| host(self.url?)),
            url: self.url.map(str::to_owned),
            language: theirs,
            country: self.outlet.and_then(|outlet| outlet.country.clone()),
            words: Some(self.words.to_owned()),
        }
    }
}
