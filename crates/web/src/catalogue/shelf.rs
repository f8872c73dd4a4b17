//! The articles in order, and what is cut and counted of them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use veille_model::{ArticleId, TaggedArticle, Told};

use super::named::{Everybody, Naming};
use super::{Cursor, Turn};
use crate::dated::Dated;
use crate::selection::Selection;
use crate::triage::{Triage, TriageFilter};
use crate::{Watched, Zone};

/// The articles, those that are newest first.
#[derive(Debug)]
pub(crate) struct Shelf {
    zone: Zone,
    watched: Arc<RwLock<Arc<Watched>>>,
    pub(super) entries: Vec<Entry>,
    pub(super) names: Names,
    /// Stories by the ids of their earliest articles; an article that nobody compared yet is one of its own.
    pub(super) stories: Names,
    pub(super) everybody: Everybody,
    /// What the office thinks, by article: it stays when an article is judged anew.
    triage: HashMap<ArticleId, Arc<Triage>>,
    /// What sources call themselves on their pages, by source.
    site_names: HashMap<String, String>,
}

/// One article.
#[derive(Debug)]
pub(super) struct Entry {
    pub place: Cursor,
    /// Whether its page gives the date.
    stated: bool,
    captured: Option<DateTime<Utc>>,
    /// How much it is about the topic that it is most about, and how many passages earned that.
    pub relevance: (u8, u32),
    pub language: u32,
    pub source: u32,
    pub topics: Box<[u32]>,
    pub naming: Naming,
    /// The story that it tells.
    pub story: u32,
    /// Whether its text is another's.
    pub copy: bool,
    /// What the office thinks of it; None where nobody said anything.
    triage: Option<Arc<Triage>>,
}

/// Names by number, so that counting is adding to a vector.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_name: HashMap<String, u32>,
    names: Vec<String>,
}

/// An article as it is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drawn<'s> {
    /// Whether it passes the filters.
    pub fits: bool,
    /// Whether its page gives the date.
    pub stated: bool,
    pub day: Option<NaiveDate>,
    pub hour: Option<u32>,
    /// Names by their numbers.
    pub language: u32,
    pub source: u32,
    pub topics: &'s [u32],
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// The articles on it.
    pub ids: Vec<ArticleId>,
    /// How many the whole list has.
    pub total: usize,
    /// Where the page after it begins, if there is one.
    pub older: Option<Cursor>,
    /// Where the page before it ends, if there is one.
    pub newer: Option<Cursor>,
}

/// How many articles have each value, the most frequent first.
pub(crate) type Counted = Vec<(String, usize)>;

/// What a list could be narrowed to: each filter counted as if it alone were not set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub topics: Counted,
    pub languages: Counted,
    pub sources: Counted,
    /// Those of the sources that have one.
    pub countries: Counted,
    /// By day, the newest first; None for those without.
    pub days: BTreeMap<Reverse<Option<NaiveDate>>, usize>,
    /// What the other filters leave that touches a topic, and that touches none.
    pub tagged: usize,
    pub untagged: usize,
    /// What the other filters leave that are copies of other articles.
    pub copies: usize,
    /// What the office thinks of them; nothing where it thinks nothing yet.
    pub triage: Vec<(TriageFilter, usize)>,
    /// Of a search: who and what its first articles name, people, organisations and places.
    pub named: [Counted; 3],
    /// How many articles were looked at for that, where these are not all.
    pub named_of: Option<usize>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.by_name.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).expect("there are fewer names than articles");
        self.by_name.insert(name.to_owned(), number);
        self.names.push(name.to_owned());
        number
    }

    pub fn name(&self, number: u32) -> &str {
        &self.names[number as usize]
    }

    /// The number of a name that is known.
    pub fn known(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    fn counted(&self, counts: &[usize]) -> Counted {
        let counts = self.names.iter().zip(counts).filter(|(_, count)| **count > 0);
        let mut counted: Counted = counts.map(|(name, count)| (name.clone(), *count)).collect();
        counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counted
    }
}

impl Shelf {
    pub fn new(zone: Zone, watched: Arc<RwLock<Arc<Watched>>>) -> Self {
        Self {
            zone,
            watched,
            entries: Vec::new(),
            names: Names::default(),
            stories: Names::default(),
            everybody: Everybody::default(),
            triage: HashMap::new(),
            site_names: HashMap::new(),
        }
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// What a source calls itself, where it says.
    pub fn site_name(&self, source: &str) -> Option<&str> {
        self.site_names.get(source).map(String::as_str)
    }

    pub fn clear(&mut self) {
        self.entries.clear();
        self.triage.clear();
    }

    /// Adds articles at the end, with what each is to others as far as that is known; [`Shelf::sort`] puts them where they
    /// belong.
    pub fn add(&mut self, articles: &[TaggedArticle], told: &[Told]) {
        let told: HashMap<&ArticleId, &Told> = told.iter().map(|told| (&told.article, told)).collect();
        for tagged in articles {
            let article = &tagged.article;
            if let Some(name) = &article.site_name {
                self.site_names.entry(article.source.to_string()).or_insert_with(|| name.clone());
            }
            let dated = Dated::of(article, &self.zone);
            let (place, stated) = (Cursor::new(dated, article.id.clone()), dated.is_stated());
            let language = self.names.number(&tagged.language.token());
            let source = self.names.number(article.source.as_str());
            let topics = tagged.tags.iter().map(|tag| self.names.number(tag.topic.as_str())).collect();
            let told = told.get(&article.id);
            let story = self.stories.number(told.map_or(&article.id, |told| &told.story).as_str());
            let copy = told.is_some_and(|told| !told.originals.is_empty());
            let naming = self.everybody.take(tagged);
            let triage = self.triage.get(&article.id).cloned();
            let said = |tag: &veille_model::Tag| (tag.weight, tag.evidence.len());
            let (weight, passages) = tagged.tags.iter().map(said).max().unwrap_or_default();
            self.entries.push(Entry {
                place,
                stated,
                captured: article.captured_at,
                relevance: (weight, u32::try_from(passages).unwrap_or(u32::MAX)),
                language,
                source,
                topics,
                naming,
                story,
                copy,
                triage,
            });
        }
    }

    /// Takes in what the office thinks of articles from now on.
    pub fn judge(&mut self, judged: Vec<(ArticleId, Option<Triage>)>) {
        let judged: HashMap<ArticleId, Option<Arc<Triage>>> =
            judged.into_iter().map(|(article, triage)| (article, triage.map(Arc::new))).collect();
        for entry in &mut self.entries {
            if let Some(triage) = judged.get(entry.place.id()) {
                entry.triage.clone_from(triage);
            }
        }
        for (article, triage) in judged {
            match triage {
                Some(triage) => drop(self.triage.insert(article, triage)),
                None => drop(self.triage.remove(&article)),
            }
        }
    }

    /// What the office thinks of an article.
    pub fn triage(&self, article: &str) -> Option<Arc<Triage>> {
        self.triage.get(&ArticleId::from(article.to_owned())).cloned()
    }

    /// Whether the office thinks anything of any article.
    pub fn is_thought_of(&self) -> bool {
        !self.triage.is_empty()
    }

    /// The articles of which such a thing is thought.
    pub fn thought_of(&self, is_meant: impl Fn(&Triage) -> bool) -> Vec<ArticleId> {
        let meant = self.triage.iter().filter(|(_, triage)| is_meant(triage));
        meant.map(|(article, _)| article.clone()).collect()
    }

    pub fn sort(&mut self) {
        self.entries.sort_by(|a, b| a.place.cmp(&b.place));
    }

    /// Takes these articles as they are now; those without a document have gone.
    pub fn replace(&mut self, ids: &[ArticleId], current: &[TaggedArticle], told: &[Told]) {
        let ids: HashSet<&ArticleId> = ids.iter().collect();
        self.entries.retain(|entry| !ids.contains(entry.place.id()));
        self.add(current, told);
        self.sort();
    }

    /// The page of the list that is wanted, of at most so many articles.
    pub fn cut(&self, selection: &Selection, turn: &Turn, limit: usize) -> Cut {
        let asked = Asked::new(selection, self);
        let mut chosen: Vec<&Entry> = self.entries.iter().filter(|entry| asked.admits(entry)).collect();
        if selection.relevant_first {
            // Stable: of equals the newest.
            chosen.sort_by_key(|entry| Reverse(entry.relevance));
        }
        let chosen: Vec<&Cursor> = chosen.into_iter().map(|entry| &entry.place).collect();
        let (from, to) = turn.bounds(&chosen, !selection.relevant_first, limit);
        let page = &chosen[from..to];
        let place =
            |wanted: bool, place: Option<&&Cursor>| place.filter(|_| wanted).map(|place| (*place).clone());
        Cut {
            ids: page.iter().map(|place| place.id().clone()).collect(),
            total: chosen.len(),
            older: place(to < chosen.len(), page.last()),
            newer: place(from > 0, page.first()),
        }
    }

    /// How many articles the list has.
    pub fn count(&self, selection: &Selection) -> usize {
        let asked = Asked::new(selection, self);
        self.entries.iter().filter(|entry| asked.admits(entry)).count()
    }

    /// What the list could be narrowed to.
    pub fn counts(&self, selection: &Selection) -> Counts {
        let asked = Asked::new(selection, self);
        let zeros = || vec![0; self.names.names.len()];
        let (mut topics, mut languages, mut sources, mut of_country) = (zeros(), zeros(), zeros(), zeros());
        let mut counts = Counts::default();
        let mut thought: Vec<(TriageFilter, usize)> = match self.triage.is_empty() {
            true => Vec::new(),
            false => TriageFilter::ALL.iter().map(|filter| (*filter, 0)).collect(),
        };
        for entry in &self.entries {
            let fits = asked.fits(entry);
            if fits.all_but(Fits::TOPIC) {
                entry.topics.iter().for_each(|topic| topics[*topic as usize] += 1);
            }
            if fits.all_but(Fits::LANGUAGE) {
                languages[entry.language as usize] += 1;
            }
            if fits.all_but(Fits::SOURCE) {
                sources[entry.source as usize] += 1;
            }
            if fits.all_but(Fits::COUNTRY) {
                of_country[entry.source as usize] += 1;
            }
            if fits.all_but(Fits::DAY) {
                *counts.days.entry(Reverse(entry.place.day())).or_default() += 1;
            }
            if fits.all_but(Fits::TRIAGE) {
                for (filter, count) in &mut thought {
                    *count += usize::from(filter.admits(entry.triage.as_deref(), &selection.reader));
                }
            }
            if entry.copy && fits.all_but(Fits::ORIGINAL) {
                counts.copies += 1;
            }
            if fits.all_but(Fits::SCOPE) {
                let number = if entry.topics.is_empty() { &mut counts.untagged } else { &mut counts.tagged };
                *number += 1;
            }
        }
        thought.retain(|(filter, count)| *count > 0 || selection.triage == Some(*filter));
        counts.triage = thought;
        counts.topics = self.names.counted(&topics);
        counts.languages = self.names.counted(&languages);
        counts.sources = self.names.counted(&sources);
        counts.countries = by_country(&self.names.counted(&of_country), &self.countries());
        counts
    }

    /// Every article with what it is counted under, whether it passes the filters or not; those of time are left to who asks.
    pub fn timeline<'s>(&'s self, selection: &Selection) -> impl Iterator<Item = Drawn<'s>> {
        let asked = Asked::new(selection, self);
        let rest = Fits::DAY | Fits::PERIOD | Fits::STATED;
        let fits: Vec<bool> = self.entries.iter().map(|entry| asked.fits(entry).all_but(rest)).collect();
        self.entries.iter().zip(fits).map(|(entry, fits)| Drawn {
            fits,
            stated: entry.stated,
            day: entry.place.day(),
            hour: entry.place.instant().map(|at| self.zone.local(at).hour()),
            language: entry.language,
            source: entry.source,
            topics: &entry.topics,
        })
    }

    /// Which country a source is of, as it is configured now.
    fn countries(&self) -> Arc<Watched> {
        // Nobody can panic while it is held: it is replaced whole.
        Arc::clone(&self.watched.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// A name by its number.
    pub fn name(&self, number: u32) -> &str {
        self.names.name(number)
    }

    /// How many articles touch each topic, and the day of the latest.
    pub fn by_topic(&self) -> HashMap<&str, (usize, Option<NaiveDate>)> {
        let mut found: HashMap<&str, (usize, Option<NaiveDate>)> = HashMap::new();
        for entry in &self.entries {
            for topic in &entry.topics {
                // In order: the first one met is the latest.
                let known = found.entry(self.names.name(*topic)).or_insert((0, entry.place.day()));
                known.0 += 1;
            }
        }
        found
    }
}

/// How many articles each country has, of how many each source has; the most frequent first.
pub(crate) fn by_country(sources: &[(String, usize)], watched: &Watched) -> Counted {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (source, count) in sources {
        if let Some(country) = watched.country(source) {
            *counts.entry(country).or_default() += count;
        }
    }
    let mut counted: Counted = counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counted
}

/// A selection in the numbers of the shelf.
pub(super) struct Asked<'a> {
    /// None where nothing is asked; a number that nobody has where the name is unknown.
    topic: Option<u32>,
    languages: Option<HashSet<u32>>,
    source: Option<u32>,
    /// The sources of the country.
    country: Option<HashSet<u32>>,
    day: Option<Option<NaiveDate>>,
    /// For its period.
    selection: &'a Selection,
    untagged_too: bool,
}

/// Which of the filters an article passes.
#[derive(Clone, Copy)]
struct Fits(u16);

impl Fits {
    const TOPIC: u16 = 1;
    const LANGUAGE: u16 = 2;
    const SOURCE: u16 = 4;
    const DAY: u16 = 8;
    const SCOPE: u16 = 16;
    const PERIOD: u16 = 32;
    const STATED: u16 = 64;
    const ORIGINAL: u16 = 128;
    const TRIAGE: u16 = 256;
    const COUNTRY: u16 = 512;
    const ALL: u16 = 1023;

    fn all_but(self, filter: u16) -> bool {
        self.0 | filter == Self::ALL
    }
}

impl<'a> Asked<'a> {
    pub fn new(selection: &'a Selection, shelf: &Shelf) -> Self {
        let (names, countries) = (&shelf.names, shelf.countries());
        let number = |name: &str| names.by_name.get(name).copied().unwrap_or(u32::MAX);
        Self {
            topic: selection.topic.as_ref().map(|topic| number(topic.as_str())),
            // `pt` takes `pt-BR` too (RFC 4647).
            languages: selection.language.as_ref().map(|language| {
                let (token, prefix) = (language.token(), format!("{}-", language.token()));
                let meant =
                    names.by_name.iter().filter(|(name, _)| **name == token || name.starts_with(&prefix));
                meant.map(|(_, number)| *number).collect()
            }),
            source: selection.source.as_ref().map(|source| number(source.as_str())),
            country: selection.country.as_ref().map(|country| {
                let of_it = countries.countries.iter().filter(|(_, known)| *known == country);
                of_it.filter_map(|(source, _)| names.known(source.as_str())).collect()
            }),
            day: selection.day,
            selection,
            untagged_too: selection.untagged_too || selection.topic.is_some(),
        }
    }

    fn fits(&self, entry: &Entry) -> Fits {
        let mut fits = 0;
        let mut note = |passes: bool, filter: u16| fits |= if passes { filter } else { 0 };
        note(self.topic.is_none_or(|topic| entry.topics.contains(&topic)), Fits::TOPIC);
        note(self.languages.as_ref().is_none_or(|meant| meant.contains(&entry.language)), Fits::LANGUAGE);
        note(self.source.is_none_or(|source| source == entry.source), Fits::SOURCE);
        let is_of = |sources: &HashSet<u32>| sources.contains(&entry.source);
        note(self.country.as_ref().is_none_or(is_of), Fits::COUNTRY);
        note(self.day.is_none_or(|day| day == entry.place.day()), Fits::DAY);
        let is_in_time =
            self.selection.is_in_period(entry.place.day()) && self.selection.is_since(entry.captured);
        note(is_in_time, Fits::PERIOD);
        note(self.selection.stated.is_none_or(|stated| stated == entry.stated), Fits::STATED);
        note(self.untagged_too || !entry.topics.is_empty(), Fits::SCOPE);
        note(!self.selection.originals || !entry.copy, Fits::ORIGINAL);
        let reader = self.selection.reader.as_str();
        let thought = |filter: TriageFilter| filter.admits(entry.triage.as_deref(), reader);
        note(self.selection.triage.is_none_or(thought), Fits::TRIAGE);
        Fits(fits)
    }

    pub fn admits(&self, entry: &Entry) -> bool {
        self.fits(entry).0 == Fits::ALL
    }
}
