//! What was found, where, and what became of it: nothing that a page says of itself is dropped without a trace.

/// What a candidate is a candidate for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Field {
    /// The headline.
    Headline,
    /// The paragraph under the headline.
    Standfirst,
    /// Who signed.
    Byline,
    /// The site's name.
    SiteName,
    /// The page's own address.
    CanonicalUrl,
    /// When it was published.
    Published,
    /// When it was last changed.
    Modified,
    /// The declared language.
    Language,
    /// The lead image.
    LeadImage,
    /// Whether it can be read without paying.
    AccessibleForFree,
    /// The section it was filed under.
    Section,
    /// Its keywords.
    Keywords,
}

impl Field {
    /// The field's name, as in an article's JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Byline => "byline",
            Self::SiteName => "site_name",
            Self::CanonicalUrl => "canonical_url",
            Self::Published => "published_at",
            Self::Modified => "modified_at",
            Self::Language => "declared_language",
            Self::LeadImage => "lead_image",
            Self::AccessibleForFree => "accessible_for_free",
            Self::Section => "section",
            Self::Keywords => "keywords",
        }
    }
}

/// Where a candidate stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Spot {
    /// JSON-LD, the article's node.
    JsonLd,
    /// JSON-LD, the page's node.
    JsonLdPage,
    /// `<meta property="og:…">` and its relatives (`article:…`).
    OpenGraph,
    /// Another `<meta>`.
    Meta,
    /// `itemprop` on an element.
    Microdata,
    /// A `<time>` element.
    TimeElement,
    /// An element whose class says that it holds a byline.
    BylineElement,
    /// An element whose class says that it holds a date.
    DateElement,
    /// `<h1>`.
    Heading,
    /// `<title>`.
    TitleElement,
    /// `<link rel="…">`.
    LinkElement,
    /// An attribute of `<html>`.
    HtmlElement,
    /// A key in a script that carries the page's data.
    Script,
    /// A line that a reader sees.
    VisibleText,
    /// The page's address.
    Address,
    /// The feed that announced the page.
    Feed,
    /// The rule for the site.
    SiteRule,
}

impl Spot {
    /// Where that is, in words for people.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::JsonLd => "JSON-LD",
            Self::JsonLdPage => "JSON-LD of the page",
            Self::OpenGraph => "OpenGraph",
            Self::Meta => "meta element",
            Self::Microdata => "microdata",
            Self::TimeElement => "time element",
            Self::BylineElement => "byline element",
            Self::DateElement => "date element",
            Self::Heading => "h1",
            Self::TitleElement => "title element",
            Self::LinkElement => "link element",
            Self::HtmlElement => "html element",
            Self::Script => "script",
            Self::VisibleText => "visible text",
            Self::Address => "address",
            Self::Feed => "feed",
            Self::SiteRule => "site rule",
        }
    }
}

/// Something found that could be a field's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The field it could fill.
    pub field: Field,
    /// Where it stood.
    pub spot: Spot,
    /// As written, white space collapsed.
    pub value: String,
    /// Whether it was chosen.
    pub chosen: bool,
    /// Why not, where there is more to say than that another came first.
    pub flag: Option<&'static str>,
}

impl Candidate {
    pub(super) fn new(field: Field, spot: Spot, value: impl Into<String>) -> Self {
        Self { field, spot, value: value.into(), chosen: false, flag: None }
    }

    /// The same, taken at once.
    pub(super) fn chosen(self) -> Self {
        Self { chosen: true, ..self }
    }
}
