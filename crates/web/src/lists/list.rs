//! Articles as lists show them: by day, each with what says why it is here.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use veille_model::{
    ArticleId, Field, LanguageTag, MentionKind, Origin, Quotation, SourceId, TaggedArticle, TopicId,
};
use veille_sink::{Store, StoreError};
use veille_text::name::outlet;

use crate::catalogue::{Counts, Cut};
use crate::cursor::Turn;
use crate::dated::Dated;
use crate::evidence::{LEAD, Passage, Piece, Snippet, of_field, passages, pieces, snippets, strongest};
use crate::selection::Selection;
use crate::state::State;
use crate::text::{beginning, direction, host, in_attribute, link, shown};
use crate::told::{self, Kin, Original};
use crate::triage::TriageFilter;
use crate::watched::Watched;
use crate::words::{Said, Words};

/// Articles on a page.
pub(crate) const PAGE: usize = 20;
/// Stretches of text under an article.
const SNIPPETS: usize = 3;
/// People named under an article.
const QUOTED: usize = 3;

/// A page of a list.
#[derive(Debug)]
pub(crate) struct List {
    pub groups: Vec<Group>,
    pub total: String,
    pub newer: Option<String>,
    pub older: Option<String>,
}

/// The articles of a day.
#[derive(Debug)]
pub(crate) struct Group {
    pub name: String,
    /// The list of that day alone; nowhere where this is one.
    pub href: Option<String>,
    pub datetime: String,
    pub count: String,
    pub items: Vec<Item>,
}

impl Group {
    /// Articles that stand under no day.
    pub fn of_any_day(items: Vec<Item>) -> Self {
        Self { name: String::new(), href: None, datetime: String::new(), count: String::new(), items }
    }
}

/// An article.
#[derive(Debug)]
pub(crate) struct Item {
    pub href: String,
    pub headline: Vec<Piece>,
    /// Whether the beginning of the text stands for a missing headline.
    pub lead: bool,
    pub lang: String,
    pub dir: &'static str,
    pub outlet: Chip,
    pub language: Chip,
    pub hour: Option<String>,
    pub datetime: String,
    /// Whether the day is that of the capture, because the page says none.
    pub undated: bool,
    pub origin: Option<String>,
    pub snippets: Vec<Snippet>,
    pub topics: Vec<Chip>,
    pub quoted: Vec<Chip>,
    pub original: Option<Chip>,
    /// The outlet whose text it is a copy of.
    pub copy_of: Option<String>,
    /// Its day, where it stands under another.
    pub other_day: Option<String>,
    /// The story that stands behind it, where lists have stories.
    pub story: Option<StoryLine>,
    pub id: String,
    /// What the office thinks of it, where that can be said.
    pub triage: Option<Judged>,
}

/// A name that leads somewhere.
#[derive(Clone, Debug)]
pub(crate) struct Chip {
    pub name: String,
    pub href: String,
    /// Whether the list is narrowed to it already.
    pub here: bool,
}

impl Chip {
    /// Its address as it stands in an attribute.
    pub fn link(&self) -> String {
        in_attribute(&self.href)
    }
}

/// What stands behind an article that is shown for its story.
#[derive(Debug)]
pub(crate) struct StoryLine {
    pub href: String,
    /// `12 outlets ran it`, `14 articles`, `3 originals`, …
    pub said: Vec<String>,
    /// How much of it was written when; empty where that is not shown.
    pub svg: String,
    /// The days that it was told on, where these are several: each with how many articles told it then.
    pub days: Vec<(Chip, String)>,
    pub others: Vec<Other>,
}

/// Somebody else who tells it.
#[derive(Debug)]
pub(crate) struct Other {
    pub headline: String,
    pub lang: String,
    pub dir: &'static str,
    pub href: String,
    pub outlet: String,
    pub when: String,
}

/// What the office thinks of an article, as who looks sees it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judged {
    pub starred: bool,
    pub relevant: bool,
    pub irrelevant: bool,
    pub read: bool,
    pub note: String,
    pub assigned: String,
}

/// An article, and the passages that it is listed for.
#[derive(Debug)]
pub(crate) struct Listed {
    pub article: TaggedArticle,
    pub passages: Vec<Passage>,
    /// What it is to others, where that is asked and known.
    pub kin: Option<Kin>,
}

impl Listed {
    /// For the passages that it has its topics by.
    pub fn of(article: TaggedArticle) -> Self {
        Self { passages: passages(&article), article, kin: None }
    }

    /// The same, each with what it is to others.
    pub async fn with_kin(listed: Vec<Self>, store: &Store) -> Result<Vec<Self>, StoreError> {
        let ids: Vec<ArticleId> = listed.iter().map(|listed| listed.article.article.id.clone()).collect();
        let mut kin = told::kin(store, &ids).await?;
        let with_kin = |listed: Self| Self { kin: kin.remove(&listed.article.article.id), ..listed };
        Ok(listed.into_iter().map(with_kin).collect())
    }
}

/// What makes items of articles.
pub(crate) struct Maker<'a> {
    /// The page that filters lead to.
    pub root: &'static str,
    pub state: &'a State,
    pub watched: &'a Watched,
    pub words: Words,
    pub selection: &'a Selection,
}

impl Maker<'_> {
    /// What a publisher is called, everywhere: as configured, as most of its pages call it, as others credit it, or by its token.
    /// Of an unknown one `own`, what the page at hand calls itself.
    pub fn outlet(&self, source: &str, own: Option<&str>) -> String {
        // What was handed in without a publisher: its page's own word is all that there is.
        if source == SourceId::unknown().as_str() {
            return own.map_or_else(|| self.words.get("outlet-unknown"), shown);
        }
        if let Some((_, name)) = self.watched.sources.iter().find(|(id, _)| id.as_str() == source) {
            return shown(name);
        }
        self.state.catalogue.read().source_name(source).map_or_else(|| source.to_owned(), shown)
    }

    /// The same of a publisher as a page credits it, by a name in any spelling or by a host.
    pub fn credited(&self, written: &str) -> String {
        let compared = outlet(written);
        let source = self.state.catalogue.read().source_called(&compared).map(str::to_owned);
        match source {
            Some(source) => self.outlet(&source, None),
            None => {
                // Not held while the other is asked for: two guards of one lock at a time may wait for a writer between them.
                let shelf = self.state.catalogue.read();
                let name = shelf.origin_name(&compared);
                shown(name.strip_prefix("www.").unwrap_or(name))
            }
        }
    }

    /// Whose text it is that others printed again.
    pub fn copied(&self, original: &Original) -> String {
        self.outlet(original.source.as_str(), original.site_name.as_deref())
    }

    /// Whose text an article is, where its page says that it is not its publisher's own.
    pub fn origin(&self, origin: Option<&Origin>) -> Option<String> {
        let outlet = origin?.outlet.as_deref().map(|written| self.credited(written));
        self.words.origin(&Origin { outlet, ..origin?.clone() })
    }

    /// What a file of the list is called.
    pub fn file_name(&self, list: &str) -> String {
        self.selection.file_name(list, self.state.zone.local(Utc::now()).date_naive())
    }

    /// The page of a list; `href` has the address of its other pages.
    pub async fn list(
        &self,
        cut: Cut,
        counts: &Counts,
        href: impl Fn(&Turn) -> String,
    ) -> Result<List, StoreError> {
        let listed = self.listed(&cut.ids).await?;
        Ok(List {
            groups: self.by_day(&listed, counts),
            total: self.words.count("articles", cut.total),
            newer: cut.newer.map(|place| href(&Turn::Before(place))),
            older: cut.older.map(|place| href(&Turn::After(place))),
        })
    }

    /// Articles with the passages that they have their topics by.
    pub async fn listed(&self, ids: &[ArticleId]) -> Result<Vec<Listed>, StoreError> {
        let articles = self.state.catalogue.documents(ids).await?;
        Listed::with_kin(articles.into_iter().map(Listed::of).collect(), &self.state.store).await
    }

    /// Articles under their days.
    pub fn by_day(&self, listed: &[Listed], counts: &Counts) -> Vec<Group> {
        let mut groups: Vec<(Option<NaiveDate>, Vec<Item>)> = Vec::new();
        for listed in listed {
            let day = Dated::of(&listed.article.article, &self.state.zone).day();
            // They come in the order of their days: one that is not the last begins a new one.
            match groups.last_mut() {
                Some((known, items)) if *known == day => items.push(self.item(listed)),
                _ => groups.push((day, vec![self.item(listed)])),
            }
        }
        groups.into_iter().map(|(day, items)| self.group(day, items, counts)).collect()
    }

    pub fn group(&self, day: Option<NaiveDate>, items: Vec<Item>, counts: &Counts) -> Group {
        // Of the whole list, where that was counted: a page may show only the end of a day.
        let count = counts.days.get(&std::cmp::Reverse(day)).copied().unwrap_or(items.len());
        let articles = self.words.count("articles", count);
        let arrived = day.and_then(|day| counts.arrived.get(&day)).copied();
        Group {
            name: day.map_or_else(|| self.words.get("day-unknown"), |day| self.day(day)),
            href: self.selection.day.is_none().then(|| self.day_chip(day).href),
            datetime: day.map(|day| day.to_string()).unwrap_or_default(),
            // They are drawn nowhere: who compares a day with its bar is told.
            count: match arrived {
                Some(arrived) => format!("{articles} · {}", self.words.count("day-arrived", arrived)),
                None => articles,
            },
            items,
        }
    }

    /// A day as the heading of what is of it: of today and yesterday that they are.
    fn day(&self, day: NaiveDate) -> String {
        let today = self.state.zone.local(Utc::now()).date_naive();
        let name = self.words.day(day);
        match (today - day).num_days() {
            0 => self.words.with("day-today", &[("day", &name)]),
            1 => self.words.with("day-yesterday", &[("day", &name)]),
            _ => name,
        }
    }

    /// One article that stands under no day: it says its own.
    pub fn item_with_day(&self, listed: &Listed) -> Item {
        let day = Dated::of(&listed.article.article, &self.state.zone).day();
        Item { other_day: day.map(|day| self.words.short_day(day)), ..self.item(listed) }
    }

    /// One article.
    pub fn item(&self, Listed { article: tagged, passages, kin }: &Listed) -> Item {
        let (article, words) = (&tagged.article, self.words);
        let dated = Dated::of(article, &self.state.zone);
        let headline = match &article.headline {
            Some(headline) => pieces(headline, 0, &of_field(passages, Field::Headline)),
            // Its marks are of a headline that it has not.
            None => pieces(&beginning(&article.text, LEAD), 0, &[]),
        };
        let lang = tagged.language.to_string();
        Item {
            href: format!("/article/{}", article.id),
            headline,
            lead: article.headline.is_none(),
            dir: direction(&lang),
            outlet: self.source_chip(article.source.as_str(), article.site_name.as_deref()),
            language: self.language_chip(&tagged.language),
            hour: words.hour(dated),
            datetime: dated
                .instant()
                .map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
                .unwrap_or_default(),
            undated: matches!(dated, Dated::Captured(_)),
            origin: self.origin(tagged.origin.as_ref()),
            snippets: snippets(tagged, passages, SNIPPETS),
            topics: strongest(tagged).into_iter().map(|tag| self.topic_chip(&tag.topic)).collect(),
            quoted: self.quoted(tagged),
            original: original(tagged),
            copy_of: kin.as_ref().and_then(|kin| kin.original.as_ref()).map(|it| self.copied(it)),
            other_day: None,
            story: None,
            id: article.id.to_string(),
            triage: None,
            lang,
        }
    }

    /// Whom an article quotes, each leading to what they said.
    fn quoted(&self, tagged: &TaggedArticle) -> Vec<Chip> {
        // Whom a text gives two offices speaks as one person.
        let mut quoted: Vec<&Quotation> = Vec::new();
        for quotation in tagged.quotations.iter().filter(|quotation| quotation.speaker.is_some()) {
            match quoted.iter_mut().find(|known| known.speaker == quotation.speaker) {
                // With an office, where any of their quotations has one.
                Some(known) if known.role.is_none() => *known = quotation,
                Some(_) => {}
                None => quoted.push(quotation),
            }
        }
        let speaker = |quotation: &&Quotation| {
            let by = quotation.speaker.as_deref().map(|speaker| ("by", speaker));
            let href = Selection::default().href_at("/people", by);
            Some(Chip { name: self.words.speaker(quotation)?, href, here: false })
        };
        quoted.iter().filter_map(speaker).take(QUOTED).collect()
    }

    /// A topic, leading to the list narrowed to it.
    pub fn topic_chip(&self, topic: &TopicId) -> Chip {
        let narrowed = Selection { topic: Some(topic.clone()), ..self.selection.clone() };
        Chip {
            name: shown(self.watched.label(topic.as_str(), self.words.tag())),
            href: narrowed.href(self.root, &Turn::First),
            here: self.selection.topic.as_ref() == Some(topic),
        }
    }

    /// A language.
    pub fn language_chip(&self, language: &LanguageTag) -> Chip {
        let narrowed = Selection { language: Some(language.clone()), ..self.selection.clone() };
        Chip {
            name: self.words.language(language.as_str()),
            href: narrowed.href(self.root, &Turn::First),
            here: self.selection.language.as_ref() == Some(language),
        }
    }

    /// An outlet.
    pub fn source_chip(&self, source: &str, own: Option<&str>) -> Chip {
        let id = SourceId::new(source);
        let here = self.selection.source.as_ref() == Some(&id);
        let narrowed = Selection { source: Some(id), ..self.selection.clone() };
        Chip { name: self.outlet(source, own), href: narrowed.href(self.root, &Turn::First), here }
    }

    /// An outlet whose texts others printed, by its name as it is compared or as somebody wrote it.
    pub fn origin_chip(&self, origin: &str) -> Chip {
        let compared = outlet(origin);
        let asked = self.state.catalogue.read().origin_name(&compared).to_owned();
        let is_asked = |asked: &str| outlet(asked) == compared;
        // As pages write it, for the address is shown to people, and is the same for every spelling.
        let here = self.selection.origin.as_deref().is_some_and(is_asked);
        let narrowed = Selection { origin: Some(asked), ..self.selection.clone() };
        Chip { name: self.credited(origin), href: narrowed.href(self.root, &Turn::First), here }
    }

    /// Somebody or something that articles name.
    pub fn named_chip(&self, kind: MentionKind, name: &str) -> Chip {
        let here = self.selection.named[kind as usize].as_deref() == Some(name);
        let narrowed = self.selection.naming(kind, name);
        Chip { name: shown(name), href: narrowed.href(self.root, &Turn::First), here }
    }

    /// A country.
    pub fn country_chip(&self, country: &str) -> Chip {
        let narrowed = Selection { country: Some(country.to_owned()), ..self.selection.clone() };
        Chip {
            name: self.words.country(country),
            href: narrowed.href(self.root, &Turn::First),
            here: self.selection.country.as_deref() == Some(country),
        }
    }

    /// What its page dates, or what it does not.
    pub fn dated_chip(&self, stated: bool) -> Chip {
        let selection = Selection { stated: Some(stated), ..self.selection.clone() };
        Chip {
            name: if stated { self.words.get("dated-yes") } else { self.words.get("dated-no") },
            href: selection.href(self.root, &Turn::First),
            here: self.selection.stated == Some(stated),
        }
    }

    /// Originals alone; leads to the list with their copies where it is set.
    pub fn originals_chip(&self) -> Chip {
        let here = self.selection.originals;
        let selection = Selection { originals: !here, ..self.selection.clone() };
        Chip { name: self.words.get("originals-only"), href: selection.href_at(self.root, None), here }
    }

    /// An instant as a clock here shows it.
    pub fn instant(&self, at: DateTime<Utc>) -> String {
        let here = self.state.zone.local(at);
        self.words.clock(here)
    }

    /// What was received since an instant.
    pub fn since_chip(&self, since: DateTime<Utc>) -> Chip {
        let narrowed = Selection { since: Some(since), ..self.selection.clone() };
        Chip {
            name: self.words.with("received-since", &[("when", &self.instant(since))]),
            href: narrowed.href(self.root, &Turn::First),
            here: self.selection.since == Some(since),
        }
    }

    /// What the office thinks of articles.
    pub fn triage_chip(&self, triage: TriageFilter) -> Chip {
        let narrowed = Selection { triage: Some(triage), ..self.selection.clone() };
        Chip {
            name: self.words.get(&format!("triage-{}", triage.as_str())),
            href: narrowed.href(self.root, &Turn::First),
            here: self.selection.triage == Some(triage),
        }
    }

    /// The period that is set.
    pub fn period_chip(&self) -> Chip {
        let day = |day: Option<NaiveDate>| day.map(|day| self.words.short_day(day)).unwrap_or_default();
        let (from, to) = (day(self.selection.from), day(self.selection.to));
        let key = match (from.is_empty(), to.is_empty()) {
            (false, false) => "period",
            (false, true) => "period-from",
            _ => "period-to",
        };
        Chip {
            name: self.words.with(key, &[("from", &from), ("to", &to)]),
            href: self.selection.href(self.root, &Turn::First),
            here: true,
        }
    }

    /// A day, or articles without one.
    pub fn day_chip(&self, day: Option<NaiveDate>) -> Chip {
        let narrowed = Selection { day: Some(day), ..self.selection.clone() };
        Chip {
            name: day.map_or_else(|| self.words.get("day-unknown"), |day| self.words.short_day(day)),
            href: narrowed.href(self.root, &Turn::First),
            here: self.selection.day == Some(day),
        }
    }
}

/// The page it was captured from, and where that is.
pub(crate) fn original(tagged: &TaggedArticle) -> Option<Chip> {
    let url = tagged.article.url.as_deref()?;
    Some(Chip { name: host(url)?, href: link(url)?, here: false })
}
