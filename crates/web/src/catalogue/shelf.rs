//! The articles in order, and what is cut and counted of them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use rustc_hash::{FxBuildHasher, FxHashSet};
use veille_model::{ArticleId, LanguageTag, Tag, TaggedArticle, Told};

use super::asked::{Asked, Fits};
use super::named::{Everybody, Naming, Tallied};
use super::names::{Names, Renumbered};
use super::outlets::Outlets;
use crate::cursor::{Cursor, Rank, Relevance, Turn};
use crate::dated::Dated;
use crate::selection::Selection;
use crate::triage::{Triage, TriageFilter};
use crate::watched::Watching;
use crate::{Watched, Zone};

/// The articles, those that are newest first.
#[derive(Debug)]
pub(crate) struct Shelf {
    zone: Zone,
    watching: Watching,
    pub(super) entries: Vec<Entry>,
    pub(super) names: Names,
    /// Words that earned topics, in small letters.
    words: Names,
    /// Stories by the ids of their earliest articles; an article that nobody compared yet is one of its own.
    pub(super) stories: Names,
    pub(super) everybody: Everybody,
    /// What the office thinks, by article: it stays when an article is judged anew.
    triage: HashMap<ArticleId, Arc<Triage>>,
    /// Outlets that pages say their texts are of, as names are compared.
    pub(super) origins: Names,
    /// What publishers are called.
    outlets: Outlets,
    /// Who is named in what was last asked for: a page is looked at more often than an article comes.
    tallied: Mutex<Vec<(Selection, Arc<Tallied>)>>,
    /// Articles that went, or came to be others, since names were last looked through for those that nobody has any more.
    left: usize,
}

/// So many articles may go before names are looked through, or as many as there are.
const LEFT: usize = 10_000;

/// So many selections, the last of which is the latest.
// A page, its second page and what somebody else looks at: each is some MB of a hundred thousand names.
const TALLIED: usize = 3;

/// One article.
#[derive(Debug)]
pub(super) struct Entry {
    pub place: Cursor,
    /// By what [`Ids`] finds it: names lie elsewhere in memory.
    key: u64,
    /// Whether its page gives the date.
    pub stated: bool,
    pub captured: Option<DateTime<Utc>>,
    pub language: u32,
    pub source: u32,
    /// The outlet that its page says the text is of.
    pub origin: Option<u32>,
    pub topics: Box<[u32]>,
    /// How much it is about each of these.
    pub relevance: Box<[Relevance]>,
    /// The words that earned each of these: which of them, and the number of the word; each once.
    pub terms: Box<[(u32, u32)]>,
    pub naming: Naming,
    /// The story that it tells.
    pub story: u32,
    /// Whether its text is another's.
    pub copy: bool,
    /// What the office thinks of it; None where nobody said anything.
    pub triage: Option<Arc<Triage>>,
    /// What its page calls its publisher.
    called: Option<u32>,
}

/// Articles by their ids, looked for in a walk over all.
pub(super) struct Ids<'a> {
    ids: HashSet<&'a ArticleId>,
    keys: FxHashSet<u64>,
}

impl<'a> Ids<'a> {
    pub fn of(ids: impl Iterator<Item = &'a ArticleId>) -> Self {
        let ids: HashSet<&ArticleId> = ids.collect();
        let keys = ids.iter().map(|id| key(id)).collect();
        Self { ids, keys }
    }

    pub fn has(&self, entry: &Entry) -> bool {
        // First by a number that lies in the entry; ids lie elsewhere in memory, and two may share a number.
        self.keys.contains(&entry.key) && self.ids.contains(entry.place.id())
    }
}

fn key(id: &ArticleId) -> u64 {
    FxBuildHasher.hash_one(id.as_str())
}

impl Entry {
    /// Whether the office called it not relevant.
    pub fn is_unwanted(&self) -> bool {
        self.triage.as_ref().is_some_and(|triage| triage.relevant == Some(false))
    }
}

/// An article as one of a topic.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub id: ArticleId,
    /// What the office thinks of it.
    pub relevant: Option<bool>,
    /// How much it is about the topic.
    pub weight: u8,
}

/// An article as it is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drawn<'s> {
    /// Whether it passes the filters.
    pub fits: bool,
    /// Whether it would, if it touched a topic.
    pub is_left_out: bool,
    /// Whether its page gives the date.
    pub stated: bool,
    pub day: Option<NaiveDate>,
    pub hour: Option<u32>,
    /// Names by their numbers.
    pub language: u32,
    pub source: u32,
    pub origin: Option<u32>,
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
    pub older: Option<Rank>,
    /// Where the page before it ends, if there is one.
    pub newer: Option<Rank>,
}

/// How many articles have each value, the most frequent first.
pub(crate) type Counted = Vec<(String, usize)>;

/// What a list could be narrowed to: each filter counted as if it alone were not set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub topics: Counted,
    pub languages: Counted,
    pub sources: Counted,
    /// By the outlets that pages say their texts are of, as names are compared.
    pub origins: Counted,
    /// Those of the sources that have one.
    pub countries: Counted,
    /// By day, the newest first; None for those without.
    pub days: BTreeMap<Reverse<Option<NaiveDate>>, usize>,
    /// Those of them that stand under the day they came, for their pages give none.
    pub arrived: HashMap<NaiveDate, usize>,
    /// What passes all filters.
    pub total: usize,
    /// What the other filters leave that touches a topic, and that touches none.
    pub tagged: usize,
    pub untagged: usize,
    /// What the other filters leave that are copies of other articles.
    pub copies: usize,
    /// What the office thinks of them; nothing where it thinks nothing yet.
    pub triage: Vec<(TriageFilter, usize)>,
    /// What the other filters leave that the office called not relevant: a list that asks for nothing else leaves it out.
    pub not_relevant: usize,
    /// Of a search: who and what its first articles name, people, organisations and places.
    pub named: [Counted; 3],
    /// How many articles were looked at for that, where these are not all.
    pub named_of: Option<usize>,
}

impl Shelf {
    pub fn new(zone: Zone, watching: Watching) -> Self {
        Self {
            zone,
            watching,
            entries: Vec::new(),
            names: Names::default(),
            words: Names::default(),
            stories: Names::default(),
            everybody: Everybody::default(),
            triage: HashMap::new(),
            origins: Names::default(),
            outlets: Outlets::default(),
            tallied: Mutex::default(),
            left: 0,
        }
    }

    /// What was [counted](Self::counted) of these articles; counted where nothing is known, or more since.
    pub(super) fn tallied(&self, selection: &Selection) -> Arc<Tallied> {
        // Which country a source is of is written elsewhere, and may change without us.
        if selection.country.is_some() {
            return Arc::new(self.counted(selection));
        }
        let kept = || self.tallied.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, tallied)) = kept().iter().find(|(of, _)| of == selection) {
            return Arc::clone(tallied);
        }
        let tallied = Arc::new(self.counted(selection));
        // Not held while counting, which takes long: others look at pages meanwhile.
        let mut kept = kept();
        kept.truncate(TALLIED - 1);
        kept.insert(0, (selection.clone(), Arc::clone(&tallied)));
        tallied
    }

    /// Has all counted anew: an article came, or is another now.
    pub fn forget_tallied(&mut self) {
        self.tallied.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// What a source is called where no configuration says it.
    pub fn source_name(&self, source: &str) -> Option<&str> {
        self.outlets.name(source)
    }

    /// The source that an outlet's name or host is of, by how it is compared.
    pub fn source_called(&self, compared: &str) -> Option<&str> {
        self.outlets.source(compared)
    }

    /// How pages write an outlet's name that is compared so.
    pub fn origin_name<'s>(&'s self, compared: &'s str) -> &'s str {
        self.outlets.credited(compared)
    }

    /// The outlet that an article's page says its text is of.
    fn origin(&mut self, tagged: &TaggedArticle) -> Option<u32> {
        let compared = self.outlets.credit(tagged.origin.as_ref()?.credited()?);
        Some(self.origins.number(&compared))
    }

    /// Empties it: what was known of articles that have gone is known no more.
    pub fn clear(&mut self) {
        *self = Self::new(self.zone.clone(), self.watching.clone());
    }

    /// Adds articles at the end, with what each is to others as far as that is known; [`Shelf::sort`] puts them where they
    /// belong.
    pub fn add(&mut self, articles: &[TaggedArticle], told: &[Told]) {
        let told: HashMap<&ArticleId, &Told> = told.iter().map(|told| (&told.article, told)).collect();
        for tagged in articles {
            let article = &tagged.article;
            let called = self.outlets.take(article);
            let dated = Dated::of(article, &self.zone);
            let (place, stated) = (Cursor::new(dated, article.id.clone()), dated.is_stated());
            let language = self.names.number(&tagged.language.token());
            let source = self.names.number(article.source.as_str());
            let origin = self.origin(tagged);
            let topics = tagged.tags.iter().map(|tag| self.names.number(tag.topic.as_str())).collect();
            let told = told.get(&article.id);
            let story = self.stories.number(told.map_or(&article.id, |told| &told.story).as_str());
            let copy = told.is_some_and(|told| !told.originals.is_empty());
            let naming = self.everybody.take(tagged);
            let triage = self.triage.get(&article.id).cloned();
            let said = |tag: &Tag| (tag.weight, u32::try_from(tag.evidence.len()).unwrap_or(u32::MAX));
            let terms = self.terms(&tagged.tags);
            self.entries.push(Entry {
                place,
                key: key(&article.id),
                stated,
                captured: article.captured_at,
                language,
                source,
                origin,
                topics,
                relevance: tagged.tags.iter().map(said).collect(),
                terms,
                naming,
                story,
                copy,
                triage,
                called,
            });
        }
    }

    /// The words that earned each tag: its place among them, and the number of the word.
    fn terms(&mut self, tags: &[Tag]) -> Box<[(u32, u32)]> {
        let mut terms = Vec::new();
        for (at, tag) in (0..).zip(tags) {
            let words = tag.evidence.iter().map(|it| self.words.number(&it.exact.to_lowercase()));
            terms.extend(words.map(|word| (at, word)));
        }
        // Sorted so that equal ones stand together: a word that earned a topic ten times is one.
        terms.sort_unstable();
        terms.dedup();
        terms.into()
    }

    /// Takes in what the office thinks of articles from now on.
    pub fn judge(&mut self, judged: Vec<(ArticleId, Option<Triage>)>) {
        let judged: HashMap<ArticleId, Option<Arc<Triage>>> =
            judged.into_iter().map(|(article, triage)| (article, triage.map(Arc::new))).collect();
        let ids = Ids::of(judged.keys());
        for entry in self.entries.iter_mut().filter(|entry| ids.has(entry)) {
            entry.triage.clone_from(&judged[entry.place.id()]);
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
        self.everybody.settle();
    }

    /// Takes these articles as they are now; those without a document have gone.
    pub fn replace(&mut self, ids: &[ArticleId], current: &[TaggedArticle], told: &[Told]) {
        let ids = Ids::of(ids.iter());
        let (gone, stay) = std::mem::take(&mut self.entries).into_iter().partition(|it| ids.has(it));
        let gone: Vec<Entry> = gone;
        self.entries = stay;
        self.left += gone.len();
        for entry in gone {
            self.everybody.leave(&entry.naming);
            if let Some(called) = entry.called {
                self.outlets.leave(self.names.name(entry.source), called);
            }
        }
        if self.left >= LEFT.max(self.entries.len()) {
            self.forget_unused();
        }
        // What was thought of it went with it, and no line of the trail says so.
        let there: HashSet<&ArticleId> = current.iter().map(|tagged| &tagged.article.id).collect();
        for id in ids.ids.difference(&there) {
            self.triage.remove(*id);
        }
        self.add(current, told);
        self.sort();
    }

    /// Forgets the names, words and roles that no article has any more: of what is pruned for years nothing is kept by what it was called.
    /// What publishers call themselves stays, for they are few.
    fn forget_unused(&mut self) {
        self.left = 0;
        let renumbered = |names: &mut Names| Renumbered::new(std::mem::take(names));
        let (mut names, mut words) = (renumbered(&mut self.names), renumbered(&mut self.words));
        let (mut stories, mut origins) = (renumbered(&mut self.stories), renumbered(&mut self.origins));
        for entry in &mut self.entries {
            entry.language = names.number(entry.language);
            entry.source = names.number(entry.source);
            entry.origin = entry.origin.map(|origin| origins.number(origin));
            entry.topics.iter_mut().for_each(|topic| *topic = names.number(*topic));
            entry.terms.iter_mut().for_each(|(_, word)| *word = words.number(*word));
            // By their numbers they stood in order, each once.
            entry.terms.sort_unstable();
            entry.story = stories.number(entry.story);
        }
        (self.names, self.words) = (names.finish(), words.finish());
        (self.stories, self.origins) = (stories.finish(), origins.finish());
        self.everybody = self.everybody.still_met(self.entries.iter_mut().map(|entry| &mut entry.naming));
    }

    /// The page of the list that is wanted, of at most so many articles.
    pub fn cut(&self, selection: &Selection, turn: &Turn, limit: usize) -> Cut {
        let asked = Asked::new(selection, self);
        let rank = |entry| {
            let relevance = selection.relevant_first.then(|| asked.relevance(entry));
            Rank::new(relevance, &entry.place)
        };
        let mut chosen: Vec<Rank<&Cursor>> =
            self.entries.iter().filter(|entry| asked.admits(entry)).map(rank).collect();
        if selection.relevant_first {
            // Otherwise they are in order already, as the shelf is.
            chosen.sort_unstable();
        }
        let (from, to) = turn.bounds(&chosen, limit);
        let page = &chosen[from..to];
        let at = |wanted: bool, rank: Option<&Rank<&Cursor>>| rank.filter(|_| wanted).map(Rank::owned);
        Cut {
            ids: page.iter().map(|rank| rank.id().clone()).collect(),
            total: chosen.len(),
            older: at(to < chosen.len(), page.last()),
            newer: at(from > 0, page.first()),
        }
    }

    /// How many articles pass the other filters that the office called not relevant.
    pub fn not_relevant(&self, selection: &Selection) -> usize {
        let asked = Asked::new(selection, self);
        let passes = |entry: &&Entry| entry.is_unwanted() && asked.fits(entry).all_but(Fits::TRIAGE);
        self.entries.iter().filter(passes).count()
    }

    /// How many articles the list has.
    pub fn count(&self, selection: &Selection) -> usize {
        let asked = Asked::new(selection, self);
        self.entries.iter().filter(|entry| asked.admits(entry)).count()
    }

    /// What the list could be narrowed to.
    pub fn counts(&self, selection: &Selection) -> Counts {
        self.counts_where(selection, |_, _, _| true)
    }

    /// The same, of each value of each filter those articles alone for which it is `counted`.
    pub(super) fn counts_where(
        &self,
        selection: &Selection,
        mut counted: impl FnMut(u16, u32, &Entry) -> bool,
    ) -> Counts {
        let asked = Asked::new(selection, self);
        let zeros = || vec![0; self.names.len()];
        let (mut topics, mut languages, mut sources) = (zeros(), zeros(), zeros());
        let mut origins = vec![0; self.origins.len()];
        let (countries, of_source) = self.lands();
        let mut lands = vec![0; countries.len()];
        let mut counts = Counts::default();
        let mut thought: Vec<(TriageFilter, usize)> = match self.triage.is_empty() {
            true => Vec::new(),
            false => TriageFilter::ALL.iter().map(|filter| (*filter, 0)).collect(),
        };
        for entry in &self.entries {
            let fits = asked.fits(entry);
            let mut counted = |filter: u16, value: u32| fits.all_but(filter) && counted(filter, value, entry);
            counts.total += usize::from(fits.all() && counted(Fits::ALL, 0));
            for topic in &entry.topics {
                topics[*topic as usize] += usize::from(counted(Fits::TOPIC, *topic));
            }
            languages[entry.language as usize] += usize::from(counted(Fits::LANGUAGE, entry.language));
            sources[entry.source as usize] += usize::from(counted(Fits::SOURCE, entry.source));
            if let Some(origin) = entry.origin {
                origins[origin as usize] += usize::from(counted(Fits::ORIGIN, origin));
            }
            if let Some(land) = of_source[entry.source as usize] {
                lands[land as usize] += usize::from(counted(Fits::COUNTRY, land));
            }
            let day = entry.place.day();
            if counted(Fits::DAY, number_of(day)) {
                *counts.days.entry(Reverse(day)).or_default() += 1;
                if let Some(day) = day.filter(|_| !entry.stated) {
                    *counts.arrived.entry(day).or_default() += 1;
                }
            }
            counts.not_relevant += usize::from(entry.is_unwanted() && fits.all_but(Fits::TRIAGE));
            for (at, (filter, count)) in (0..).zip(&mut thought) {
                let is_so = filter.admits(entry.triage.as_deref(), &selection.reader);
                *count += usize::from(is_so && counted(Fits::TRIAGE, at));
            }
            counts.copies += usize::from(entry.copy && counted(Fits::ORIGINAL, 0));
            let is_tagged = !entry.topics.is_empty();
            if counted(Fits::SCOPE, u32::from(is_tagged)) {
                let number = if is_tagged { &mut counts.tagged } else { &mut counts.untagged };
                *number += 1;
            }
        }
        // One that is chosen stays to be taken back, though nothing is left by it.
        thought.retain(|(filter, count)| *count > 0 || selection.triage == Some(*filter));
        counts.triage = thought;
        counts.topics = self.names.counted(&topics);
        counts.languages = self.names.counted(&languages);
        counts.sources = self.names.counted(&sources);
        counts.origins = self.origins.counted(&origins);
        counts.countries = countries.counted(&lands);
        counts
    }

    /// The countries, and which of them each source is of, by its number.
    fn lands(&self) -> (Names, Vec<Option<u32>>) {
        let (mut countries, mut of_source) = (Names::default(), vec![None; self.names.len()]);
        for (source, country) in &self.countries().countries {
            if let Some(source) = self.names.known(source.as_str()) {
                of_source[source as usize] = Some(countries.number(country));
            }
        }
        (countries, of_source)
    }

    /// Every article with what it is counted under, whether it passes the filters or not; those of time are left to who asks.
    pub fn timeline<'s>(&'s self, selection: &Selection) -> impl Iterator<Item = Drawn<'s>> {
        let asked = Asked::new(selection, self);
        // Time is the axis that they are drawn along.
        let rest = Fits::DAY | Fits::PERIOD | Fits::STATED;
        let fits: Vec<[bool; 2]> = self
            .entries
            .iter()
            .map(|entry| asked.fits(entry))
            .map(|fits| [fits.all_but(rest), fits.all_but(rest | Fits::SCOPE)])
            .collect();
        self.entries.iter().zip(fits).map(|(entry, [fits, fits_untagged])| Drawn {
            fits,
            is_left_out: fits_untagged && !fits,
            stated: entry.stated,
            day: entry.place.day(),
            hour: entry.place.instant().map(|at| self.zone.local(at).hour()),
            language: entry.language,
            source: entry.source,
            origin: entry.origin,
            topics: &entry.topics,
        })
    }

    /// Which country a source is of, as it is configured now.
    pub(super) fn countries(&self) -> Arc<Watched> {
        self.watching.now()
    }

    /// Whether any article has this topic; is of this source.
    pub fn has_topic(&self, topic: &str) -> bool {
        let number = self.names.known(topic);
        number.is_some_and(|number| self.entries.iter().any(|entry| entry.topics.contains(&number)))
    }

    pub fn has_source(&self, source: &str) -> bool {
        let number = self.names.known(source);
        number.is_some_and(|number| self.entries.iter().any(|entry| entry.source == number))
    }

    /// Whether any article is in a variety of this language: `pt-BR` of `pt`.
    pub fn has_variety(&self, language: &LanguageTag) -> bool {
        let varieties = self.names.all(|name| {
            name.strip_prefix(language.token().as_str()).is_some_and(|rest| rest.starts_with('-'))
        });
        let varieties: HashSet<u32> = varieties.collect();
        self.entries.iter().any(|entry| varieties.contains(&entry.language))
    }

    /// An outlet that texts are of, by its number.
    pub fn origin_of(&self, number: u32) -> &str {
        self.origins.name(number)
    }

    /// A name by its number.
    pub fn name(&self, number: u32) -> &str {
        self.names.name(number)
    }

    /// The words that earned a topic in the newest articles that pass, each with a language that writes it so, and in how many
    /// of them it stands; the most frequent first.
    pub fn terms_of(&self, topic: &str, selection: &Selection, newest: usize) -> Vec<(&str, &str, usize)> {
        // A number that no topic has: it finds nothing.
        let (asked, topic) = (Asked::new(selection, self), self.names.known(topic).unwrap_or(u32::MAX));
        let mut counts: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| asked.admits(entry)).take(newest) {
            let at = entry.topics.iter().position(|known| *known == topic);
            let terms = entry.terms.iter().filter(|(tag, _)| at == Some(*tag as usize));
            terms.for_each(|(_, word)| *counts.entry((*word, entry.language)).or_default() += 1);
        }
        let named = |((word, language), count): ((u32, u32), usize)| {
            (self.words.name(word), self.names.name(language), count)
        };
        let mut terms: Vec<_> = counts.into_iter().map(named).collect();
        terms.sort_by_key(|(word, language, count)| (Reverse(*count), *word, *language));
        terms
    }

    /// All articles that pass, or all that do not.
    pub fn that(&self, passes: bool, selection: &Selection) -> Vec<ArticleId> {
        let asked = Asked::new(selection, self);
        let meant = self.entries.iter().filter(|entry| asked.admits(entry) == passes);
        meant.map(|entry| entry.place.id().clone()).collect()
    }

    /// The newest articles that have not this topic.
    pub fn without_topic(&self, topic: &str, newest: usize) -> Vec<ArticleId> {
        let topic = self.names.known(topic).unwrap_or(u32::MAX);
        let others = self.entries.iter().filter(|entry| !entry.topics.contains(&topic));
        others.take(newest).map(|entry| entry.place.id().clone()).collect()
    }

    /// Those of these articles that pass.
    pub fn passing(&self, ids: &HashSet<&ArticleId>, selection: &Selection) -> HashSet<ArticleId> {
        let asked = Asked::new(selection, self);
        let meant = self.entries.iter().filter(|entry| ids.contains(entry.place.id()) && asked.admits(entry));
        meant.map(|entry| entry.place.id().clone()).collect()
    }

    /// The articles that have a topic, the newest first, each with what is known of it.
    pub fn of_topic(&self, topic: &str) -> Vec<Standing> {
        let topic = self.names.known(topic).unwrap_or(u32::MAX);
        let standing = |entry: &Entry| {
            let at = entry.topics.iter().position(|known| *known == topic)?;
            let relevant = entry.triage.as_ref().and_then(|triage| triage.relevant);
            Some(Standing { id: entry.place.id().clone(), relevant, weight: entry.relevance[at].0 })
        };
        self.entries.iter().filter_map(standing).collect()
    }

    /// How many articles touch each topic, and the day of the latest, with whether its page says so; those that are not relevant are
    /// not counted.
    pub fn by_topic(&self) -> HashMap<&str, (usize, Option<NaiveDate>, bool)> {
        let mut found: HashMap<&str, (usize, Option<NaiveDate>, bool)> = HashMap::new();
        for entry in self.entries.iter().filter(|entry| !entry.is_unwanted()) {
            for topic in &entry.topics {
                // In order: the first one met is the latest.
                let known =
                    found.entry(self.names.name(*topic)).or_insert((0, entry.place.day(), entry.stated));
                known.0 += 1;
            }
        }
        found
    }
}

/// A day as a number, no day as one that no day has.
fn number_of(day: Option<NaiveDate>) -> u32 {
    day.map_or(u32::MAX, |day| day.num_days_from_ce().cast_unsigned())
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

#[cfg(test)]
mod tests;
