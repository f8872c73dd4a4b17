//! One article: its text with the evidence in it, and everything that is known of it.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use veille_model::{Article, ArticleId, BlockKind, CaptureKind, Field, Moment, TaggedArticle, Told};
use veille_sink::Revised;

use super::mending::{self, Mending};
use super::names::{Named, named};
use super::outcomes::{Step, steps, why_of};
use super::people::href_by;
use super::sharing;
use super::story::{Copy, copy_of};
use super::{Shell, html};
use crate::access::Who;
use crate::ask::Ask;
use crate::asking::stories::unfiltered;
use crate::catalogue::Bundle;
use crate::compared::{Changed, shortened};
use crate::evidence::{Passage, Piece, of_field, pieces, strongest};
use crate::format::Format;
use crate::lists::{Chip, Item, Listed, Maker};
use crate::problem::Problem;
use crate::selection::Selection;
use crate::state::State;
use crate::text::{direction, host, link, shown};
use crate::told;
use crate::verify::{Verdict, has_other_numbers, verify};
use crate::words::{Said, Words};

/// Characters of a rule where somebody points at a passage; the whole of it stands beside the text.
const RULE: usize = 160;
/// Copies that are named.
const COPIES: usize = 24;

#[derive(Template)]
#[template(path = "article.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    item: Item,
    standfirst: Option<String>,
    byline: String,
    dateline: Option<String>,
    blocks: Vec<Block>,
    reasons: Vec<Reason>,
    /// Of each passage by its number the topic and the clause that it earned.
    rules: Vec<String>,
    /// What could be changed about its topics, where somebody calls it not relevant.
    mendings: Vec<Mending>,
    quotations: Vec<Quoted>,
    named: Vec<Named>,
    dates: Vec<Date>,
    origin: Option<Origin>,
    /// Whose it could be.
    users: Vec<String>,
    /// Where it is shared, for who may share it.
    shares: Option<Vec<sharing::Row>>,
    /// Of what it is a copy.
    copies_of: Vec<Copy>,
    /// Who copied it.
    copies: Vec<(Chip, Copy)>,
    copies_more: Option<String>,
    /// The story that it tells with others.
    story: Option<(String, Vec<String>)>,
    facts: Vec<(String, String)>,
    flags: Vec<String>,
    confidence: String,
    runner_up: Option<String>,
    mixed: Option<String>,
    /// Its wordings, where it has several.
    wordings: Vec<Wording>,
    /// Since when the publisher has taken it down.
    withdrawn: Option<String>,
    /// Whether another wording is the current one.
    superseded: bool,
    address: Option<String>,
    steps: Vec<Step>,
    why: String,
    json: String,
    how: String,
    /// What changed from the wording before, in headline and text.
    changed: Vec<Vec<Changed>>,
    /// What is asked to stand in it, and what is said of each sentence.
    asked: String,
    verdicts: Vec<Verified>,
}

impl Page {
    /// The rule that a passage satisfied.
    fn rule(&self, number: &usize) -> &str {
        number.checked_sub(1).and_then(|at| self.rules.get(at)).map_or("", String::as_str)
    }
}

/// What is said of a sentence.
struct Verified {
    sentence: String,
    stands: &'static str,
    said: String,
    /// The words of the article, where they are others.
    words: Option<String>,
    /// The article's words and those asked for, where the two are one sentence but for some words.
    differs: Vec<Changed>,
}

/// A block of the text.
pub(super) struct Block {
    number: usize,
    pub(super) kind: &'static str,
    /// Set where it is another than the article's.
    pub(super) lang: Option<String>,
    pub(super) dir: &'static str,
    pub(super) pieces: Vec<Piece>,
    /// The language in words, where it is another.
    note: Option<String>,
}

/// Why an article has one topic.
struct Reason {
    topic: Chip,
    /// The clauses of the query, each with the passages that satisfied it.
    clauses: Vec<Clause>,
    count: String,
    /// Whether the article only mentions the topic.
    mention: bool,
}

struct Clause {
    written: String,
    /// The same words each once, with the numbers of all the places where they stand.
    words: Vec<Spelt>,
}

/// Words of the article and the places where they stand.
struct Spelt {
    exact: String,
    places: Vec<PlaceOf>,
    /// Where they stand, when that is not shown as text.
    elsewhere: Option<String>,
}

struct PlaceOf {
    number: usize,
    /// Whether the number in the text leads back here: it leads to one of the topics that a passage has.
    is_first: bool,
}

/// Someone's words.
struct Quoted {
    exact: String,
    /// In the article's words, not the speaker's.
    told: bool,
    lang: String,
    dir: &'static str,
    speaker: Option<String>,
    /// What else they said.
    href: Option<String>,
    cue: Option<String>,
    block: Option<usize>,
}

/// A date, and where it is from.
pub(super) struct Date {
    name: String,
    pub(super) shown: String,
    pub(super) datetime: String,
    from: String,
}

/// Whose text it is, and the words of the page that say so.
struct Origin {
    said: String,
    words: Option<String>,
    href: Option<String>,
    host: String,
}

/// One wording of an article.
struct Wording {
    href: String,
    name: String,
    captured: String,
    /// Whether it is the one that is shown.
    here: bool,
    current: bool,
}

/// One article: as a page, or as it is stored.
pub(crate) async fn article(
    Shared(state): Shared<Arc<State>>,
    Path(name): Path<String>,
    ask: Ask,
) -> Response {
    one(&state, &name, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn one(state: &State, name: &str, ask: &Ask) -> Result<Response, Problem> {
    let (id, format) = Format::split(name);
    let wordings = state.store.wordings_of(id).await?;
    // By its id alone: an address of the press is no name of ours.
    let wordings: Vec<Revised> =
        wordings.into_iter().filter(|wording| wording.article.article.id.as_str() == id).collect();
    let chosen = match ask.value("wording") {
        Some(revision) => wordings.iter().find(|it| it.article.article.revision.as_str() == revision),
        None => wordings.iter().find(|it| it.current),
    };
    let Some(chosen) = chosen else { return Err(Problem::NotThere(name.to_owned())) };
    let tagged = &chosen.article;
    match format {
        Format::Html => page(chosen, &wordings, state, ask).await,
        Format::Json => {
            let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
            Ok((kind, serde_json::to_string(tagged).unwrap_or_default()).into_response())
        }
        Format::Ninjs => {
            let (watched, selection) = (state.watched(), Selection::default());
            let maker =
                Maker { root: "/", state, watched: &watched, words: ask.words, selection: &selection };
            let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
            let kin = told::kin(&state.store, std::slice::from_ref(&tagged.article.id)).await?;
            let kin = kin.get(&tagged.article.id);
            Ok((kind, crate::formats::ninjs(tagged, kin, &maker).to_string()).into_response())
        }
        _ => Err(Problem::NotThere(name.to_owned())),
    }
}

async fn page(chosen: &Revised, all: &[Revised], state: &State, ask: &Ask) -> Result<Response, Problem> {
    state.catalogue.catch_up().await?;
    let (tagged, words) = (&chosen.article, ask.words);
    let article = &tagged.article;
    let outcomes = state.store.why(article.id.as_str()).await?;
    let others = Others::read(state, article).await?;
    let watched = state.watched();
    let maker = Maker { root: "/", state, watched: &watched, words, selection: &Selection::default() };
    let listed = Listed::of(tagged.clone());
    let (item, passages) = (maker.item(&listed), listed.passages);
    let title: String = item.headline.iter().map(|piece| piece.text.as_str()).collect();
    let address = article.url.as_deref().map(shown);
    let mut item = item;
    item.triage = super::judging::judged(&item.id, ask, state);
    let users = match item.triage.is_some() {
        // Whom it can be given to is asked of the store only where it can be given.
        true => state.access.accounts.users().await?.into_iter().map(|user| user.name).collect(),
        false => Vec::new(),
    };
    let may_mend = state.keep_topic.is_some() && ask.who.as_ref().is_some_and(Who::may_keep);
    // Each proposal asks the index what it would take away: only who wants them waits for it.
    let wants_mending = ask.value("mend").is_some();
    let mendings = match wants_mending && item.triage.as_ref().is_some_and(|it| it.irrelevant) && may_mend {
        true => mending::mendings(tagged, &maker).await?,
        false => Vec::new(),
    };
    let (copies_of, copies) = (others.copies_of(&maker), others.copies(&maker));
    let verdicts = verified(tagged, state, ask).await;
    let page = Page {
        users,
        shares: sharing::rows(state, ask, &article.id).await?,
        copies_of,
        copies,
        copies_more: others.more(words),
        story: others
            .story
            .as_ref()
            .map(|it| (super::telling::href(&it.story), super::telling::said(it, 0, words))),
        standfirst: article.standfirst.as_deref().map(shown),
        byline: article.byline.iter().map(|name| shown(name)).collect::<Vec<_>>().join(", "),
        dateline: article.dateline.as_ref().map(|dateline| shown(&dateline.text)),
        blocks: blocks(tagged, &passages, words),
        reasons: reasons(tagged, &passages, &maker),
        rules: rules(&passages, &maker),
        mendings,
        quotations: quotations(tagged, words),
        named: named(tagged, words),
        dates: dates(chosen, state, words),
        origin: origin(tagged, &maker),
        facts: facts(tagged, words),
        flags: article.flags.iter().map(|flag| flag_words(flag, words)).collect(),
        confidence: words.with("confidence", &[("share", &percent(tagged.language_confidence))]),
        runner_up: runner_up(tagged, words),
        mixed: mixed(tagged, words),
        wordings: wordings(chosen, all, state, words),
        withdrawn: chosen.withdrawn_at.map(|at| moment(&state.zone.local(at), words)),
        superseded: !chosen.current,
        steps: steps(&outcomes, state, words),
        why: why_of(article.url.as_deref().unwrap_or(article.id.as_str())),
        json: format!("/article/{}.json", article.id),
        how: format!("/article/{}/how", article.id),
        changed: changed(chosen, all, state),
        asked: shown(ask.value("verify").unwrap_or_default()),
        verdicts,
        shell: Shell::new(ask, state, title),
        address,
        item,
    };
    Ok(html(&page))
}

/// What is said of each sentence that is asked to stand in the article.
async fn verified(tagged: &TaggedArticle, state: &State, ask: &Ask) -> Vec<Verified> {
    let verified = |(verdict, differs): (Verdict, Vec<Changed>)| {
        let differs: Vec<Changed> = differs
            .into_iter()
            .map(|it| Changed {
                kept: shown(&it.kept),
                deleted: shown(&it.deleted),
                inserted: shown(&it.inserted),
            })
            .collect();
        let said = match verdict.stands.as_str() {
            // First of all: one number that is another's makes a sentence false, however alike the rest is.
            _ if has_other_numbers(&differs) => "numbers",
            _ if !differs.is_empty() => "almost",
            _ if verdict.is_foreign => "foreign",
            stands => stands,
        };
        Verified {
            stands: verdict.stands.as_str(),
            said: ask.words.get(&format!("stands-{said}")),
            words: verdict.passage.map(|passage| shown(&passage.exact)),
            sentence: shown(&verdict.sentence),
            differs,
        }
    };
    let Some(text) = ask.value("verify") else { return Vec::new() };
    verify(tagged, text, state.compare).await.into_iter().map(verified).collect()
}

/// What the article is to others.
struct Others {
    told: Told,
    copied_by: Vec<Told>,
    known: HashMap<ArticleId, TaggedArticle>,
    /// Where several tell it.
    story: Option<Bundle>,
}

impl Others {
    async fn read(state: &State, article: &veille_model::Article) -> Result<Self, Problem> {
        let told = told::of_article(&state.store, article).await?;
        let copied_by = state.store.copies_of(&article.id).await?;
        let mut ids: Vec<ArticleId> = told.originals.iter().map(|copied| copied.original.clone()).collect();
        // Counted are all of them, read are those that are named.
        ids.extend(copied_by.iter().take(COPIES).map(|copy| copy.article.clone()));
        ids.push(article.id.clone());
        let known = told::by_id(&state.store, &ids).await?;
        // As the story's own page counts it: what is not relevant is left out of both.
        let story = state.catalogue.read().story(article.id.as_str(), &unfiltered(state, None));
        let story = story.filter(|it| it.tellers.len() > 1);
        Ok(Self { told, copied_by, known, story })
    }

    fn copies_of(&self, maker: &Maker<'_>) -> Vec<Copy> {
        let of = |copied: &veille_model::Copied| copy_of(maker, &self.told, &copied.original, &self.known);
        self.told.originals.iter().filter_map(of).collect()
    }

    /// Each by its outlet.
    fn copies(&self, maker: &Maker<'_>) -> Vec<(Chip, Copy)> {
        let row = |copy: &Told| {
            let article = &self.known.get(&copy.article)?.article;
            let name = maker.outlet(article.source.as_str(), article.site_name.as_deref());
            let chip = Chip { name, href: format!("/article/{}", copy.article), here: false };
            Some((chip, copy_of(maker, copy, &self.told.article, &self.known)?))
        };
        self.copied_by.iter().take(COPIES).filter_map(row).collect()
    }

    fn more(&self, words: Words) -> Option<String> {
        let more = self.copied_by.len().saturating_sub(COPIES);
        (more > 0).then(|| words.count("copies-more", more))
    }
}

pub(super) fn blocks(tagged: &TaggedArticle, passages: &[Passage], words: Words) -> Vec<Block> {
    let in_text = of_field(passages, Field::Text);
    let article = &tagged.article;
    let places = article.blocks.iter().zip(article.paragraphs());
    places
        .enumerate()
        .map(|(index, (block, (kind, text)))| {
            let language = tagged.block_languages.get(index).unwrap_or(&tagged.language);
            // A block too short to tell is taken for one in the article's language.
            let other = !language.is_und() && language.primary() != tagged.language.primary();
            let lang = if other { language.as_str() } else { tagged.language.as_str() };
            Block {
                number: index + 1,
                kind: match kind {
                    BlockKind::Paragraph => "p",
                    BlockKind::Heading => "h",
                    BlockKind::Quote => "q",
                    BlockKind::ListItem => "li",
                },
                dir: direction(lang),
                note: other.then(|| words.language(lang)),
                lang: other.then(|| lang.to_owned()),
                pieces: pieces(text, block.start, &in_text),
            }
        })
        .collect()
}

fn reasons(tagged: &TaggedArticle, passages: &[Passage], maker: &Maker<'_>) -> Vec<Reason> {
    let mut met = std::collections::HashSet::new();
    let mut reasons = Vec::new();
    for tag in strongest(tagged) {
        let mut clauses: Vec<Clause> = Vec::new();
        let mut count = 0;
        for passage in passages {
            let Some((_, written)) = passage.topics.iter().find(|(topic, _)| *topic == tag.topic.as_str())
            else {
                continue;
            };
            count += 1;
            // A passage that two clauses found stands under the first of them.
            let Some(written) = written.first() else { continue };
            let at = clauses.iter().position(|clause| clause.written == *written).unwrap_or_else(|| {
                clauses.push(Clause { written: written.clone(), words: Vec::new() });
                clauses.len() - 1
            });
            let elsewhere = match passage.field {
                Field::Headline | Field::Text => None,
                field => Some(maker.words.field(field)),
            };
            let exact = shown(&passage.exact);
            let place = PlaceOf { number: passage.number, is_first: met.insert(passage.number) };
            let words = &mut clauses[at].words;
            match words.iter_mut().find(|words| words.exact == exact && words.elsewhere == elsewhere) {
                Some(words) => words.places.push(place),
                None => words.push(Spelt { exact, places: vec![place], elsewhere }),
            }
        }
        clauses.iter_mut().for_each(|clause| clause.written = shown(&clause.written));
        let count = maker.words.count("passages", count);
        // What was judged before there were weights says nothing of it.
        let mention = tag.weight > 0 && !tag.is_about();
        reasons.push(Reason { topic: maker.topic_chip(&tag.topic), clauses, count, mention });
    }
    reasons
}

/// What each passage is there for, in a line: shown where somebody points at it.
fn rules(passages: &[Passage], maker: &Maker<'_>) -> Vec<String> {
    let count = passages.iter().map(|passage| passage.number).max().unwrap_or_default();
    let mut rules = vec![String::new(); count];
    for passage in passages {
        let topic = |(topic, clauses): &(String, Vec<String>)| {
            let label = shown(maker.watched.label(topic, maker.words.tag()));
            let clauses: String = clauses.join(", ").chars().take(RULE).collect();
            format!("{label}{} {}", maker.words.get("colon"), shown(&clauses))
        };
        let said: Vec<String> = passage.topics.iter().map(topic).collect();
        if let Some(rule) = passage.number.checked_sub(1).and_then(|at| rules.get_mut(at)) {
            *rule = said.join("\n");
        }
    }
    rules
}

fn quotations(tagged: &TaggedArticle, words: Words) -> Vec<Quoted> {
    let article = &tagged.article;
    let quoted = |quotation: &veille_model::Quotation| {
        // The first block that ends behind its beginning holds it.
        let block = article.blocks.iter().position(|block| quotation.start < block.end);
        let language = block.and_then(|block| tagged.block_languages.get(block)).filter(|it| !it.is_und());
        let lang = language.unwrap_or(&tagged.language).to_string();
        Quoted {
            exact: shown(&quotation.exact),
            told: quotation.kind == veille_model::QuotationKind::Indirect,
            dir: direction(&lang),
            lang,
            speaker: words.speaker(quotation),
            href: quotation.speaker.as_deref().map(href_by),
            // A turn of an interview is reported by the name before it.
            cue: quotation.cue.as_deref().filter(|cue| quotation.speaker.as_deref() != Some(*cue)).map(shown),
            block: block.map(|block| block + 1),
        }
    };
    tagged.quotations.iter().map(quoted).collect()
}

fn moment(at: &chrono::DateTime<chrono::FixedOffset>, words: Words) -> String {
    words.clock(*at)
}

pub(super) fn dates(chosen: &Revised, state: &State, words: Words) -> Vec<Date> {
    let article = &chosen.article.article;
    let is_flagged = |flag: &str| article.flags.iter().any(|known| known == flag);
    let stated = |name: String, stated: Option<Moment>, is_fed: bool| {
        let stated = stated?;
        let shown = match stated {
            Moment::Day(day) => words.short_day(day),
            Moment::Instant(at) => moment(&state.zone.local(at.to_utc()), words),
        };
        let from = words.get(if is_fed { "date-from-feed" } else { "date-from-page" });
        Some(Date { name, shown, datetime: stated.to_string(), from })
    };
    let is_fed = is_fed(article);
    let captured = |name: String, at: chrono::DateTime<chrono::Utc>| Date {
        name,
        shown: moment(&state.zone.local(at), words),
        datetime: at.to_rfc3339(),
        from: words.get("date-from-capture"),
    };
    // Seen once, it has no last time.
    let last = chosen.last_captured_at.filter(|last| article.captured_at.is_none_or(|first| *last > first));
    let mut dates: Vec<Date> = Vec::new();
    let published =
        stated(words.get("published"), article.published_at, is_fed || is_flagged("date_from_feed"));
    dates.extend(published);
    dates.extend(stated(words.get("modified"), article.modified_at, is_fed));
    dates.extend(article.captured_at.map(|at| captured(words.get("captured"), at)));
    dates.extend(last.map(|at| captured(words.get("captured-last"), at)));
    dates
}

/// Whether all that an article says is its feed's: it had no page, or one that was none of it. A page that only begins with what its feed has
/// whole takes the text alone from there.
fn is_fed(article: &Article) -> bool {
    let flagged = |is_meant: fn(&str) -> bool| article.flags.iter().any(|flag| is_meant(flag));
    article.kind == CaptureKind::Entry
        && (!flagged(|flag| flag == "text_from_feed") || flagged(|flag| flag.starts_with(OF_PAGE)))
}

fn wordings(chosen: &Revised, all: &[Revised], state: &State, words: Words) -> Vec<Wording> {
    let one = |(number, wording): (usize, &Revised)| {
        let article = &wording.article.article;
        let (number, count) = (words.number(number), words.number(all.len()));
        Wording {
            href: match wording.current {
                true => format!("/article/{}", article.id),
                false => format!("/article/{}?wording={}", article.id, article.revision),
            },
            name: words.with("wording", &[("number", &number), ("all", &count)]),
            captured: wording
                .first_captured_at
                .map(|at| moment(&state.zone.local(at), words))
                .unwrap_or_default(),
            here: article.revision == chosen.article.article.revision,
            current: wording.current,
        }
    };
    // One alone is no news.
    if all.len() < 2 { Vec::new() } else { (1..).zip(all).map(one).collect() }
}

/// What changed from the wording before, if there is one.
fn changed(chosen: &Revised, all: &[Revised], state: &State) -> Vec<Vec<Changed>> {
    let at = all.iter().position(|it| it.article.article.revision == chosen.article.article.revision);
    let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| all.get(at));
    let (Some(before), Some(compare)) = (before, state.compare) else { return Vec::new() };
    let (old, new) = (&before.article.article, &chosen.article.article);
    let headline = |article: &veille_model::Article| article.headline.clone().unwrap_or_default();
    let parts = [compare(&headline(old), &headline(new)), compare(&old.text, &new.text)];
    parts.into_iter().map(shortened).filter(|part| !part.is_empty()).collect()
}

fn origin(tagged: &TaggedArticle, maker: &Maker<'_>) -> Option<Origin> {
    let origin = tagged.origin.as_ref()?;
    Some(Origin {
        said: maker.origin(Some(origin)).unwrap_or_else(|| maker.words.get("origin-original")),
        words: origin.words.as_deref().map(shown),
        href: origin.url.as_deref().and_then(link),
        host: origin.url.as_deref().and_then(host).unwrap_or_default(),
    })
}

fn facts(tagged: &TaggedArticle, words: Words) -> Vec<(String, String)> {
    let article = &tagged.article;
    let mut facts = Vec::new();
    let mut fact = |name: String, value: &str| {
        if !value.is_empty() {
            facts.push((name, shown(value)));
        }
    };
    fact(words.get("section"), article.section.as_deref().unwrap_or_default());
    fact(words.get("keywords"), &article.keywords.join(", "));
    fact(words.get("fact-article"), article.id.as_str());
    fact(words.get("fact-revision"), article.revision.as_str());
    fact(words.get("fact-capture"), article.capture.as_str());
    facts
}

/// What flags begin with that say why a page gave no article, so that its feed does.
const OF_PAGE: &str = "page_";

/// What is doubtful, in words where we have some.
pub(super) fn flag_words(flag: &str, words: Words) -> String {
    let key = format!("flag-{}", flag.replace('_', "-"));
    let why = || words.failure(flag.strip_prefix(OF_PAGE)?);
    match words.get(&key) {
        said if said != key => said,
        _ => match why() {
            Some(why) => words.with("flag-page", &[("why", &why)]),
            None => shown(&flag.replace('_', " ")),
        },
    }
}

fn percent(share: f64) -> String {
    // Downwards: 99.6 % is not 100.
    format!("{:.0} %", (share.clamp(0.0, 1.0) * 100.0).floor())
}

fn runner_up(tagged: &TaggedArticle, words: Words) -> Option<String> {
    // Below a tenth it is noise.
    let guess = tagged.language_runner_up.as_ref().filter(|guess| guess.confidence >= 0.1)?;
    let (language, share) = (words.language(guess.language.as_str()), percent(guess.confidence));
    Some(words.with("runner-up", &[("language", &language), ("share", &share)]))
}

/// The languages of blocks beside the article's own.
fn mixed(tagged: &TaggedArticle, words: Words) -> Option<String> {
    let mut others: Vec<String> = Vec::new();
    for language in &tagged.block_languages {
        let name = words.language(language.as_str());
        if !language.is_und() && language.primary() != tagged.language.primary() && !others.contains(&name) {
            others.push(name);
        }
    }
    (!others.is_empty()).then(|| words.with("mixed", &[("languages", &others.join(", "))]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_doubtful_is_said_in_every_language() {
        let english = Words::choose(Some("en"), "");
        for flag in [
            "date_after_capture",
            "date_before_web",
            "published_is_last_change",
            "live_blog",
            "paywall_stub",
            "signed_by_organisation",
            "text_from_feed",
            "date_from_feed",
            "byline_from_feed",
            "headline_from_feed",
            "page_elsewhere",
            "page_no_body",
            "page_too_short",
            "page_consent_wall",
            "page_soft_404",
            "page_blocked",
        ] {
            assert_ne!(flag_words(flag, english), flag.replace('_', " "));
            for (tag, _) in Words::all().filter(|(tag, _)| *tag != "en") {
                let said = flag_words(flag, Words::choose(Some(tag), ""));
                assert_ne!(said, flag_words(flag, english), "{tag} {flag}");
            }
        }
    }
}
