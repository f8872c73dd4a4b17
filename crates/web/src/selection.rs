//! Which articles a list shows: the filters, as they stand in its address.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use url::form_urlencoded;
use veille_model::{LanguageTag, MentionKind, SourceId, TaggedArticle, TopicId};
use veille_query::Query;
use veille_text::fold::compact;
use veille_text::name::{Wanted, outlet};

use crate::cursor::Turn;
use crate::dated::Dated;
use crate::instants;
use crate::text::{beginning, shown};
use crate::triage::TriageFilter;
use crate::{Watched, Zone};

/// Which articles a list shows. What is None does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    pub topic: Option<TopicId>,
    pub language: Option<LanguageTag>,
    pub source: Option<SourceId>,
    /// Texts that their pages say are of this outlet, in whatever spelling.
    pub origin: Option<String>,
    /// Of sources of this country, `VN`.
    pub country: Option<String>,
    /// Those that name or quote somebody or something, in any spelling: by kind in the order of [`MentionKind::ALL`].
    pub named: [Option<String>; 3],
    /// A day, or `Some(None)` for articles without a date.
    pub day: Option<Option<NaiveDate>>,
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Up to this day, which is in it.
    pub to: Option<NaiveDate>,
    /// Received at this instant or later, whatever its page says.
    pub since: Option<DateTime<Utc>>,
    /// Only what its page dates, or what it does not.
    pub stated: Option<bool>,
    /// A query in the language of topics, as written. Only a search asks it.
    pub query: Option<String>,
    /// What says most about the query, or about topics, first.
    pub relevant_first: bool,
    /// Articles too that touch no topic.
    pub untagged_too: bool,
    /// No copies of other articles.
    pub originals: bool,
    /// What the office thinks of them; where nothing is asked, those that it called not relevant are left out.
    pub triage: Option<TriageFilter>,
    /// Who looks: what is read, and whose an article is, depends on it. Stands in no address.
    pub reader: String,
    /// Of Today: each article by itself, also where several tell one story.
    pub each: bool,
}

/// The filters by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FilterName {
    Topic,
    Language,
    Source,
    Origin,
    Country,
    Named(MentionKind),
    Day,
    Period,
    Since,
    Dated,
    Originals,
    Triage,
}

/// A value that cannot be understood: of which filter, and what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misread {
    pub name: &'static str,
    pub value: String,
}

impl Misread {
    /// Characters of a value that are said again.
    const SAID: usize = 80;
    /// No parameter by itself: `from` and `to`, of which the later comes first.
    pub const REVERSED: &'static str = "from\u{2026}to";
    /// `from`, of days of which nothing can be yet.
    pub const AHEAD: &'static str = "from (ahead)";

    /// The value as it is said again: somebody may have sent a book.
    pub fn said(&self) -> String {
        shown(&beginning(&self.value, Self::SAID))
    }

    /// How a value of this name is written.
    pub fn example(&self) -> Option<&'static str> {
        Some(match self.name {
            "day" => "2025-10-26, unknown",
            "from" | "to" => "2025-10-26",
            "since" => "2025-10-26T08:00:00Z",
            "language" => "fr, vi, zh-Hans",
            "country" => "VN",
            "dated" => "yes, no",
            "sort" => "newest, relevant, largest",
            "triage" => "unread, read, starred, relevant, irrelevant, unjudged, noted, assigned, mine, any",
            "kind" => "person, organisation, place",
            "limit" => "50 (1…500)",
            "page" => "2",
            "stage" => "fetch, capture, clean, classify, store",
            "outcome" => "forwarded, discarded, quarantined, retried",
            "person" | "org" | "place" => "Guterres, UNODC, Hanoi",
            "by" | "role" => "Guterres, ministre (1…200)",
            _ => return None,
        })
    }
}

/// Characters of the name of a file.
const NAME_MAX: usize = 120;
/// A day as it stands in an address.
const UNDATED: &str = "unknown";
/// The parameters that are filters.
const NAMES: [&str; 19] = [
    "q",
    "topic",
    "language",
    "source",
    "origin",
    "country",
    "person",
    "org",
    "place",
    "day",
    "from",
    "to",
    "since",
    "dated",
    "all",
    "originals",
    "each",
    "triage",
    "sort",
];
/// The other order than the newest first.
const RELEVANT: &str = "relevant";
/// The orders that some list has beside it.
const ORDERS: [&str; 2] = ["newest", "largest"];

impl Selection {
    /// All that is stored.
    pub fn everything() -> Self {
        Self { untagged_too: true, triage: Some(TriageFilter::Any), ..Self::default() }
    }

    /// Reads an address' parameters. Those that are not ours are left alone, empty ones ask nothing.
    pub fn read(pairs: &[(String, String)]) -> Result<(Self, Turn), Misread> {
        let mut turn = Turn::First;
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            let misread = |name| Misread { name, value: value.clone() };
            match name.as_str() {
                "after" => turn = Turn::After(value.parse().map_err(|()| misread("after"))?),
                "before" => turn = Turn::Before(value.parse().map_err(|()| misread("before"))?),
                _ => {}
            }
        }
        let mut selection = Self::read_filters(pairs)?;
        // A place of another order: behind it might stand nothing, or everything once more.
        if let Some((name, rank)) =
            turn.rank().filter(|(_, rank)| rank.is_by_relevance() != selection.relevant_first)
        {
            return Err(Misread { name, value: rank.to_string() });
        }
        // Lists are cut from the catalogue: only a search asks a query.
        selection.query = None;
        Ok((selection, turn))
    }

    /// The same without a place in a list.
    pub fn read_filters(pairs: &[(String, String)]) -> Result<Self, Misread> {
        let mut selection = Self::default();
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            let misread = |name| Misread { name, value: value.clone() };
            match name.as_str() {
                "topic" => selection.topic = Some(TopicId::new(value)),
                "language" => {
                    let language = LanguageTag::new(value);
                    // A slip, `language=vn`, would find nothing and look as if nobody wrote in Vietnamese.
                    if !language.is_registered() {
                        return Err(misread("language"));
                    }
                    selection.language = Some(language);
                }
                "source" => selection.source = Some(SourceId::new(value)),
                "origin" => selection.origin = Some(value.trim().to_owned()).filter(|name| !name.is_empty()),
                "country" if value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                    selection.country = Some(value.to_ascii_uppercase());
                }
                "country" => return Err(misread("country")),
                "person" | "org" | "place" => {
                    let kind = MentionKind::ALL.into_iter().find(|kind| field(*kind) == name);
                    let value = Some(value.trim().to_owned()).filter(|name| !compact(name).is_empty());
                    // Of signs alone nobody is called.
                    if let Some(kind) = kind {
                        selection.named[kind as usize] = value;
                    }
                }
                "day" if value == UNDATED => selection.day = Some(None),
                "day" => selection.day = Some(Some(instants::day(value).ok_or_else(|| misread("day"))?)),
                "from" => selection.from = Some(instants::day(value).ok_or_else(|| misread("from"))?),
                "to" => selection.to = Some(instants::day(value).ok_or_else(|| misread("to"))?),
                "since" => selection.since = Some(instants::instant(value).ok_or_else(|| misread("since"))?),
                "dated" if value == "yes" || value == "no" => selection.stated = Some(value == "yes"),
                "dated" => return Err(misread("dated")),
                "all" => selection.untagged_too = true,
                "originals" => selection.originals = true,
                "each" => selection.each = true,
                "triage" => selection.triage = Some(value.parse().map_err(|()| misread("triage"))?),
                "q" if !value.trim().is_empty() => selection.query = Some(value.trim().to_owned()),
                "sort" if value == RELEVANT => selection.relevant_first = true,
                "sort" if !ORDERS.contains(&value.as_str()) => return Err(misread("sort")),
                _ => {}
            }
        }
        Ok(selection)
    }

    /// The first parameter of a list that is carried away which is neither a filter nor `other`: nobody would see that it was not heeded.
    pub fn unknown(pairs: &[(String, String)], other: &[&str]) -> Option<Misread> {
        let is_known = |name: &str| NAMES.contains(&name) || other.contains(&name);
        let (name, value) = pairs.iter().find(|(name, _)| !is_known(name))?;
        Some(Misread { name: "filters", value: format!("{name}={value}") })
    }

    /// The same, unless its period ends before it begins: it would find nothing for ever, or what nobody asked for.
    pub fn in_order(self) -> Result<Self, Misread> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if to < from => {
                Err(Misread { name: Misread::REVERSED, value: format!("{from}\u{2026}{to}") })
            }
            _ => Ok(self),
        }
    }

    /// The same of filters that are kept, where nobody would see that one of them was none of ours: an unknown one is refused.
    pub fn read_kept(filters: &str) -> Result<Self, Misread> {
        let filters = filters.trim().trim_start_matches('?');
        let pairs: Vec<(String, String)> = form_urlencoded::parse(filters.as_bytes()).into_owned().collect();
        Self::unknown(&pairs, &[]).map_or_else(|| Self::read_filters(&pairs)?.in_order(), Err)
    }

    /// Whether an article passes, as lists have it; whether it is a copy does not stand in it.
    pub fn admits(&self, tagged: &TaggedArticle, zone: &Zone, watched: &Watched, untagged_too: bool) -> bool {
        let dated = Dated::of(&tagged.article, zone);
        let day = dated.day();
        let is_in = |asked: &LanguageTag| asked.includes(&tagged.language);
        let is_of = |topic: &TopicId| tagged.tags.iter().any(|tag| tag.topic == *topic);
        let credited = tagged.origin.as_ref().and_then(|origin| origin.credited());
        let is_from = |asked: &String| credited.is_some_and(|credited| outlet(credited) == outlet(asked));
        self.topic.as_ref().is_none_or(is_of)
            && self.language.as_ref().is_none_or(is_in)
            && self.source.as_ref().is_none_or(|source| *source == tagged.article.source)
            && self.origin.as_ref().is_none_or(is_from)
            && self
                .country
                .as_ref()
                .is_none_or(|asked| watched.country(tagged.article.source.as_str()) == Some(asked))
            && self.names().all(|(kind, name)| {
                let wanted = Wanted::new(kind, name);
                tagged.mentions.iter().any(|it| wanted.is(it.kind, &it.name, &it.key))
            })
            && self.day.is_none_or(|asked| asked == day)
            && self.stated.is_none_or(|stated| stated == dated.is_stated())
            && self.is_in_period(day)
            && self.is_since(tagged.article.captured_at)
            // Who asks for a topic asks for what is tagged with it; the other articles are kept back unless one wants them.
            && (untagged_too || self.untagged_too || self.topic.is_some() || !tagged.tags.is_empty())
    }

    /// The names that are asked for.
    pub fn names(&self) -> impl Iterator<Item = (MentionKind, &str)> {
        MentionKind::ALL
            .into_iter()
            .zip(&self.named)
            .filter_map(|(kind, name)| Some((kind, name.as_deref()?)))
    }

    /// The same of those that name somebody as well.
    pub fn naming(&self, kind: MentionKind, name: &str) -> Self {
        let mut narrowed = self.clone();
        narrowed.named[kind as usize] = Some(name.to_owned());
        narrowed
    }

    /// The filter that nothing can be told on by as it comes: whether it is a copy, and what the office thinks of it, is known later.
    pub fn untold(&self) -> Option<&'static str> {
        match self.triage {
            _ if self.originals => Some("originals"),
            None | Some(TriageFilter::Any) => None,
            Some(_) => Some("triage"),
        }
    }

    /// The same list as it is told on: in the order of what comes, without what nothing can be told on by.
    pub fn told(&self) -> Self {
        Self { originals: false, triage: None, relevant_first: false, each: false, ..self.clone() }
    }

    /// Whoever asks for a time does not mean what has no date.
    pub fn is_in_period(&self, day: Option<NaiveDate>) -> bool {
        let Self { from, to, .. } = self;
        let is_in = |day: NaiveDate| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to);
        (from.is_none() && to.is_none()) || day.is_some_and(is_in)
    }

    /// What nobody knows when it was received was not lately.
    pub fn is_since(&self, captured: Option<DateTime<Utc>>) -> bool {
        self.since.is_none_or(|since| captured.is_some_and(|captured| since <= captured))
    }

    /// Its parameters, in one order whatever the order it was read in.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let day = |day: &Option<NaiveDate>| day.map_or_else(|| UNDATED.to_owned(), |day| day.to_string());
        let mut pairs = Vec::new();
        pairs.extend(self.query.as_ref().map(|query| ("q", query.clone())));
        pairs.extend(self.topic.as_ref().map(|topic| ("topic", topic.to_string())));
        pairs.extend(self.language.as_ref().map(|language| ("language", language.to_string())));
        pairs.extend(self.source.as_ref().map(|source| ("source", source.to_string())));
        pairs.extend(self.origin.as_ref().map(|origin| ("origin", origin.clone())));
        pairs.extend(self.country.as_ref().map(|country| ("country", country.clone())));
        pairs.extend(self.names().map(|(kind, name)| (field(kind), name.to_owned())));
        pairs.extend(self.day.as_ref().map(|value| ("day", day(value))));
        pairs.extend(self.from.map(|day| ("from", day.to_string())));
        pairs.extend(self.to.map(|day| ("to", day.to_string())));
        let instant = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        pairs.extend(self.since.map(|at| ("since", instant(at))));
        pairs.extend(self.stated.map(|stated| ("dated", if stated { "yes" } else { "no" }.to_owned())));
        pairs.extend(self.relevant_first.then(|| ("sort", RELEVANT.to_owned())));
        pairs.extend(self.untagged_too.then(|| ("all", "1".to_owned())));
        pairs.extend(self.originals.then(|| ("originals", "1".to_owned())));
        pairs.extend(self.triage.map(|triage| ("triage", triage.as_str().to_owned())));
        pairs.extend(self.each.then(|| ("each", "1".to_owned())));
        pairs
    }

    /// The address of the list at `path`.
    pub fn href(&self, path: &str, turn: &Turn) -> String {
        let place = turn.rank().map(|(name, rank)| (name, rank.to_string()));
        self.href_at(path, place.as_ref().map(|(name, rank)| (*name, rank.as_str())))
    }

    /// The same, at a place that is written so.
    pub fn href_at(&self, path: &str, place: Option<(&str, &str)>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs());
        query.extend_pairs(place);
        match query.finish() {
            // `/?` would be another address of the same list, to caches and to who compares.
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    /// What a file of its list is called: after what it is narrowed to, and the day it was made where that is none of its filters.
    pub fn file_name(&self, list: &str, today: NaiveDate) -> String {
        let day = |day: &Option<NaiveDate>| day.map_or_else(|| "undated".to_owned(), |day| day.to_string());
        let period = [self.from, self.to].into_iter().flatten().map(|day| day.to_string());
        let named = [
            Some(format!("veille-{list}")),
            self.topic.as_ref().map(|topic| topic.to_string()),
            self.source.as_ref().map(|source| source.to_string()),
            self.country.as_ref().map(|country| country.to_lowercase()),
            self.names().next().map(|(_, name)| compact(name)),
            self.language.as_ref().map(|language| language.token()),
            self.triage.map(|triage| triage.as_str().to_owned()),
            self.day.as_ref().map(day),
        ];
        let mut parts: Vec<String> = named.into_iter().flatten().chain(period).collect();
        if self.day.is_none() && self.from.is_none() && self.to.is_none() {
            // The day of the export, for it will be another list tomorrow.
            parts.push(today.to_string());
        }
        // Of a header, and of file systems.
        let plain = |c: char| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '-' };
        parts.join("-").chars().take(NAME_MAX).map(plain).collect()
    }

    /// The same without one of its filters.
    pub fn without(&self, name: FilterName) -> Self {
        let mut rest = self.clone();
        match name {
            FilterName::Topic => rest.topic = None,
            FilterName::Language => rest.language = None,
            FilterName::Source => rest.source = None,
            FilterName::Origin => rest.origin = None,
            FilterName::Country => rest.country = None,
            FilterName::Named(kind) => rest.named[kind as usize] = None,
            FilterName::Day => rest.day = None,
            FilterName::Dated => rest.stated = None,
            FilterName::Period => (rest.from, rest.to) = (None, None),
            FilterName::Since => rest.since = None,
            FilterName::Originals => rest.originals = false,
            FilterName::Triage => rest.triage = None,
        }
        rest
    }

    /// Whether it is narrowed at all.
    pub fn is_narrow(&self) -> bool {
        !self.filters().is_empty()
    }

    /// The filters that are set.
    pub fn filters(&self) -> Vec<FilterName> {
        let is_named = |kind: MentionKind| (FilterName::Named(kind), self.named[kind as usize].is_some());
        [
            (FilterName::Topic, self.topic.is_some()),
            (FilterName::Language, self.language.is_some()),
            (FilterName::Source, self.source.is_some()),
            (FilterName::Origin, self.origin.is_some()),
            (FilterName::Country, self.country.is_some()),
            is_named(MentionKind::Person),
            is_named(MentionKind::Organisation),
            is_named(MentionKind::Place),
            (FilterName::Day, self.day.is_some()),
            (FilterName::Period, self.from.is_some() || self.to.is_some()),
            (FilterName::Dated, self.stated.is_some()),
            (FilterName::Since, self.since.is_some()),
            (FilterName::Originals, self.originals),
            (FilterName::Triage, self.triage.is_some()),
        ]
        .into_iter()
        .filter(|(_, is_set)| *is_set)
        .map(|(name, _)| name)
        .collect()
    }
}

/// What asks for a name of this kind, in addresses and in queries.
fn field(kind: MentionKind) -> &'static str {
    match kind {
        MentionKind::Person => "person",
        MentionKind::Organisation => "org",
        MentionKind::Place => "place",
    }
}

/// The query that asks for a name in any spelling; None for a name that the language cannot write: one without a letter.
pub(crate) fn query_of(kind: MentionKind, name: &str) -> Option<String> {
    let field = field(kind);
    // In a phrase these end it, escape what follows or are wildcards; in a name they are only signs.
    let name: String = name.chars().map(|c| if "\"“”„«»\\*?".contains(c) { ' ' } else { c }).collect();
    let query = format!("{field}:\"{}\"", name.split_whitespace().collect::<Vec<_>>().join(" "));
    // Asked of the language itself: what else it cannot read is known nowhere but there.
    Query::parse(&query).is_ok().then_some(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read(query: &str) -> Result<(Selection, Turn), Misread> {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Selection::read(&pairs)
    }

    #[test]
    fn an_address_is_read_as_it_is_written() {
        for query in [
            "",
            "topic=hanoi-convention&language=fr&source=fleuve&origin=Agence+Delta&day=2025-10-26&all=1",
            "since=2025-10-26T08%3A00%3A00Z&sort=relevant",
            "person=Mira+Solberg&org=UNODC&place=Hanoi&day=2025-10-26",
            "sort=relevant&after=87.3_2025-10-26_5_an-id",
            "from=2025-10-20&to=2025-10-27&dated=no&originals=1&triage=starred&each=1",
            "day=unknown&before=2025-10-26_5_an-id",
            "source=fleuve&country=VN&day=2025-10-26",
            "language=zh-Hans&after=undated__an-id",
        ] {
            let (selection, turn) = read(query).unwrap();
            let href = selection.href("/", &turn);
            assert_eq!(href, if query.is_empty() { "/".to_owned() } else { format!("/?{query}") });
        }
    }

    #[test]
    fn filters_that_are_kept_are_all_ours() {
        for query in ["", "?topic=hanoi-convention&language=fr", "q=a&all=1&sort=relevant"] {
            let kept = Selection::read_kept(query).unwrap();
            let written = kept.pairs();
            assert!(written.iter().all(|(name, _)| NAMES.contains(name)), "{query}");
            assert_eq!(written.len(), form_urlencoded::parse(query.as_bytes()).count());
        }
        let misread = Selection::read_kept("topic=a&lang=fr").unwrap_err();
        assert_eq!((misread.name, &*misread.value), ("filters", "lang=fr"));
        assert_eq!(Selection::read_kept("language=french").unwrap_err().name, "language");
    }

    #[test]
    fn a_file_is_called_after_what_its_list_is_narrowed_to() {
        let check = |query: &str, expected: &str| {
            let (selection, _) = read(query).unwrap();
            assert_eq!(selection.file_name("articles", "2025-10-27".parse().unwrap()), expected);
        };
        check("", "veille-articles-2025-10-27");
        check("topic=hanoi-convention&language=fr", "veille-articles-hanoi-convention-fr-2025-10-27");
        check("source=fleuve&day=2025-10-26", "veille-articles-fleuve-2025-10-26");
        check("from=2025-10-20&to=2025-10-27&country=VN", "veille-articles-vn-2025-10-20-2025-10-27");
        check("day=unknown&language=zh-Hans", "veille-articles-zh-hans-undated");
    }

    #[test]
    fn a_query_stands_in_the_address_of_a_search() {
        let query = "q=%22convention+de+hano%C3%AF%22+AND+NOT+a%26b&language=fr&sort=relevant";
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let selection = Selection::read_filters(&pairs).unwrap();
        assert_eq!(selection.query.as_deref(), Some("\"convention de hanoï\" AND NOT a&b"));
        assert_eq!(selection.href("/search", &Turn::First), format!("/search?{query}"));
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        for (query, name) in [
            ("day=yesterday", "day"),
            ("language=french", "language"),
            ("after=3", "after"),
            ("triage=loved", "triage"),
            ("since=monday", "since"),
            ("since=%2B262142-12-31T23:59:59Z", "since"),
            ("since=-0001-01-01T00:00:00Z", "since"),
            ("day=%2B262142-12-31", "day"),
            ("from=0000-01-01", "from"),
            ("to=%2B10000-01-01", "to"),
            ("after=%2B262142-12-31__an-id", "after"),
            ("before=2025-10-26_9223372036854775807_an-id", "before"),
            ("country=France", "country"),
            ("sort=relevant&after=2025-10-26_5_an-id", "after"),
            ("before=87.3_2025-10-26_5_an-id", "before"),
        ] {
            assert_eq!(read(query).unwrap_err().name, name, "{query}");
        }
        assert_eq!(read("day=&foo=bar").unwrap(), (Selection::default(), Turn::First));
    }
}
