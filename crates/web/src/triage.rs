//! What an office thinks of an article: relevant or not, starred, a note, whose it is, who has read it. One paper an article.

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use veille_model::ArticleId;
use veille_sink::{Audited, Deed, Paper, Papers, Store, StoreError};

/// What the trail calls it.
const DEED: &str = "triage";
/// Characters of a note.
pub(crate) const NOTE_MAX: usize = 10_000;
/// Others may judge the same article in the same moment.
const TRIES: usize = 20;

/// What an office thinks of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Triage {
    pub relevant: Option<bool>,
    pub starred: bool,
    pub note: String,
    pub assigned: Option<String>,
    pub read_by: BTreeSet<String>,
}

/// Which articles a list shows, by what the office thinks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TriageFilter {
    Unread,
    Read,
    Starred,
    Relevant,
    Irrelevant,
    Unjudged,
    Noted,
    Assigned,
    Mine,
    /// Whatever is thought: those that are not relevant, too, which a list without a filter leaves out.
    Any,
}

/// One thing that somebody says of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Starred(bool),
    Relevant(Option<bool>),
    Read(bool),
    Note(String),
    Assigned(Option<String>),
}

impl TriageFilter {
    /// What articles can be narrowed to, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Unread,
        Self::Read,
        Self::Starred,
        Self::Relevant,
        Self::Irrelevant,
        Self::Unjudged,
        Self::Noted,
        Self::Assigned,
        Self::Mine,
    ];

    /// As it stands in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Read => "read",
            Self::Starred => "starred",
            Self::Relevant => "relevant",
            Self::Irrelevant => "irrelevant",
            Self::Unjudged => "unjudged",
            Self::Noted => "noted",
            Self::Assigned => "assigned",
            Self::Mine => "mine",
            Self::Any => "any",
        }
    }

    /// Whether an article passes of which this is thought, for whom who looks.
    pub fn admits(self, triage: Option<&Triage>, reader: &str) -> bool {
        let Some(triage) = triage else { return matches!(self, Self::Unread | Self::Unjudged | Self::Any) };
        // What is read and what is not are the list together: what it leaves out is in neither.
        let is_listed = triage.relevant != Some(false);
        match self {
            Self::Any => true,
            Self::Unread => is_listed && !triage.read_by.contains(reader),
            Self::Read => is_listed && triage.read_by.contains(reader),
            Self::Starred => triage.starred,
            Self::Relevant => triage.relevant == Some(true),
            Self::Irrelevant => triage.relevant == Some(false),
            Self::Unjudged => triage.relevant.is_none(),
            Self::Noted => !triage.note.is_empty(),
            Self::Assigned => triage.assigned.is_some(),
            Self::Mine => triage.assigned.as_deref() == Some(reader),
        }
    }
}

/// Whether a list shows an article, narrowed to this or to nothing: what an office called not relevant it does not want to meet again
/// wherever it looks, unless it asks.
pub(crate) fn admits(filter: Option<TriageFilter>, triage: Option<&Triage>, reader: &str) -> bool {
    match filter {
        Some(filter) => filter.admits(triage, reader),
        None => triage.is_none_or(|triage| triage.relevant != Some(false)),
    }
}

impl FromStr for TriageFilter {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut known = Self::ALL.into_iter().chain([Self::Any]);
        known.find(|filter| filter.as_str() == text).ok_or(())
    }
}

impl Said {
    /// Whether it is of who says it alone, and nothing that others see.
    pub fn is_own(&self) -> bool {
        matches!(self, Self::Read(_))
    }

    fn apply(&self, triage: &mut Triage, reader: &str) {
        match self {
            Self::Starred(starred) => triage.starred = *starred,
            Self::Relevant(relevant) => triage.relevant = *relevant,
            Self::Read(true) => drop(triage.read_by.insert(reader.to_owned())),
            Self::Read(false) => drop(triage.read_by.remove(reader)),
            Self::Note(note) => triage.note = note.trim().chars().take(NOTE_MAX).collect(),
            Self::Assigned(name) => triage.assigned.clone_from(name),
        }
    }

    /// For the trail: what a note says stands in the note.
    fn told(&self) -> String {
        match self {
            Self::Starred(true) => "starred".to_owned(),
            Self::Starred(false) => "star taken off".to_owned(),
            Self::Relevant(Some(true)) => "relevant".to_owned(),
            Self::Relevant(Some(false)) => "not relevant".to_owned(),
            Self::Relevant(None) => "judgement taken back".to_owned(),
            Self::Read(true) => "read".to_owned(),
            Self::Read(false) => "unread".to_owned(),
            Self::Note(note) => if note.trim().is_empty() { "note taken off" } else { "note" }.to_owned(),
            Self::Assigned(Some(name)) => format!("assigned to {name}"),
            Self::Assigned(None) => "assigned to nobody".to_owned(),
        }
    }
}

/// What is thought of an article.
pub(crate) async fn read(store: &Store, article: &ArticleId) -> Result<Option<Triage>, StoreError> {
    let document = store.paper(Paper::Triage, article.as_str()).await?;
    Ok(document.as_deref().and_then(understood))
}

/// What is thought of all articles.
pub(crate) async fn all(store: &Store) -> Result<Vec<(ArticleId, Option<Triage>)>, StoreError> {
    let papers = store.papers(Paper::Triage).await?.into_iter();
    Ok(papers.map(|(article, document)| (ArticleId::from(article), understood(&document))).collect())
}

/// The articles that the office called not relevant: lists, files and counts leave them out.
pub(crate) async fn not_relevant(store: &Store) -> Result<BTreeSet<ArticleId>, StoreError> {
    let is_unwanted = |triage: &Option<Triage>| triage.as_ref().is_some_and(|it| it.relevant == Some(false));
    let judged = all(store).await?.into_iter();
    Ok(judged.filter(|(_, triage)| is_unwanted(triage)).map(|(article, _)| article).collect())
}

/// The articles that lines of the trail are about.
pub(crate) fn articles(lines: &[Audited]) -> BTreeSet<ArticleId> {
    let deeds = lines.iter().filter_map(Audited::deed).filter(|deed| deed.what == DEED);
    deeds.map(|deed| ArticleId::from(deed.on)).collect()
}

fn understood(document: &str) -> Option<Triage> {
    serde_json::from_str(document).ok()
}

/// Writes down what somebody says of an article; what is thought of it then. None where others always came before.
pub(crate) async fn say(
    store: &Store,
    article: &ArticleId,
    said: &[Said],
    reader: &str,
    who: &str,
) -> Result<Option<Triage>, StoreError> {
    for _ in 0..TRIES {
        let before = store.paper(Paper::Triage, article.as_str()).await?;
        let known = before.as_deref().and_then(understood).unwrap_or_default();
        let mut triage = known.clone();
        said.iter().for_each(|said| said.apply(&mut triage, reader));
        // Said again, as by a page that is read twice, it would be one more line of a trail that nothing shortens.
        if triage == known {
            return Ok(Some(triage));
        }
        let key = article.to_string();
        let document = serde_json::to_string(&triage).expect("texts are plain JSON");
        // Of what nothing is thought any more there is no paper: pruning spares the articles that have one.
        let is_blank = triage == Triage::default();
        let detail = said.iter().map(Said::told).collect::<Vec<_>>().join(", ");
        let deed = Deed::now(who, DEED, &key, detail);
        let papers = Papers {
            // Where somebody judged it in between nothing is written, and said again of what they left.
            seen: vec![(Paper::Triage, key.clone(), before)],
            put: if is_blank { Vec::new() } else { vec![(Paper::Triage, key.clone(), document)] },
            gone: if is_blank { vec![(Paper::Triage, key)] } else { Vec::new() },
            deeds: vec![deed],
        };
        if store.write_papers(&papers).await? {
            return Ok(Some(triage));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_admits_what_its_name_says_to_who_looks() {
        let mut triage = Triage::default();
        let admitted = |triage: Option<&Triage>, reader: &str| -> Vec<&str> {
            let all = TriageFilter::ALL.into_iter().filter(|filter| filter.admits(triage, reader));
            all.map(TriageFilter::as_str).collect()
        };
        assert_eq!(admitted(None, "hoa"), ["unread", "unjudged"]);
        assert_eq!(admitted(Some(&triage), "hoa"), ["unread", "unjudged"]);
        for said in [
            Said::Read(true),
            Said::Starred(true),
            Said::Relevant(Some(false)),
            Said::Note(" x ".to_owned()),
            Said::Assigned(Some("hoa".to_owned())),
        ] {
            said.apply(&mut triage, "hoa");
        }
        let said = ["starred", "irrelevant", "noted", "assigned", "mine"];
        assert_eq!(admitted(Some(&triage), "hoa"), said);
        assert_eq!(admitted(Some(&triage), "an"), said[..4]);
        let listed = Triage { relevant: None, ..triage.clone() };
        assert!(admitted(Some(&listed), "hoa").contains(&"read"));
        assert!(admitted(Some(&listed), "an").contains(&"unread"));
        assert_eq!(triage.note, "x");
        assert!(TriageFilter::ALL.into_iter().all(|filter| filter.as_str().parse() == Ok(filter)));
        // It is irrelevant by now.
        let shown = |filter| admits(filter, Some(&triage), "an");
        assert!(!shown(None) && shown(Some(TriageFilter::Any)) && shown(Some(TriageFilter::Irrelevant)));
        assert!(admits(None, None, "an") && admits(None, Some(&Triage::default()), "an"));
    }
}
