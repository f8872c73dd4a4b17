//! A list of articles in its formats.

use std::collections::HashMap;

use axum::response::Response;
use chrono::SecondsFormat;
use serde_json::{Value, json};
use veille_model::{ArticleId, TaggedArticle, Told};
use veille_sink::StoreError;

use super::{DOCUMENTS_MAX, Documents, Entry, Feed, Reader, Table};
use crate::ask::Ask;
use crate::asking::stories::heads;
use crate::cursor::{Rank, Turn};
use crate::dated::Dated;
use crate::evidence::{LEAD, headline};
use crate::format::Format;
use crate::lists::{Listed, Maker, PAGE};
use crate::problem::Problem;
use crate::selection::Selection;
use crate::text::{beginning, link, shown};
use crate::told;
use crate::words::Said;

/// Rows of a table: all of a list but a very long one, whose rest a header names.
pub(crate) const ROWS_MAX: usize = 10_000;
/// Documents in memory at a time while a table is written.
pub(crate) const ROWS_AT_ONCE: usize = 200;

/// Where a list stands: its page, itself in this format, and where it goes on.
pub(crate) struct Place {
    pub page: String,
    pub address: String,
    pub next: Option<String>,
}

/// The list that `maker` selects in the format that is asked for. `places` are its page and the start of the addresses of its
/// formats; `shown_as` is the selection as those addresses have it.
pub(crate) async fn articles(
    ask: &Ask,
    maker: &Maker<'_>,
    turn: &Turn,
    shown_as: &Selection,
    [page, formats]: [&str; 2],
    title: String,
) -> Result<Response, Problem> {
    let (_, format) = Format::split(&ask.path);
    let href = |turn: &Turn| {
        format!("{}{}", ask.base, shown_as.href(&format!("{formats}{}", format.ending()), turn))
    };
    let next = |place: Option<Rank>| place.map(|place| href(&Turn::After(place)));
    // Before the tables: JSON Lines of articles are documents, while those of other lists are rows.
    if format.is_whole() {
        let cut = maker.state.catalogue.read().cut(maker.selection, turn, DOCUMENTS_MAX);
        let mut documents = Documents::new(format);
        // In pieces: ten thousand documents with their texts at once would be hundreds of MB.
        for ids in cut.ids.chunks(ROWS_AT_ONCE) {
            documents.add(&maker.state.catalogue.documents(ids).await?, maker).await?;
        }
        return Ok(documents.answer(&maker.file_name("articles"), next(cut.older)));
    }
    if format.is_table() {
        let cut = maker.state.catalogue.read().cut(maker.selection, turn, ROWS_MAX);
        let mut table = table();
        for ids in cut.ids.chunks(ROWS_AT_ONCE) {
            add_rows(&mut table, &maker.listed(ids).await?, maker).await?;
        }
        return Ok(table.goes_on(next(cut.older)).answer(
            &maker.file_name("articles"),
            format,
            Reader::of(maker),
        ));
    }
    let cut = maker.state.catalogue.read().cut(maker.selection, turn, PAGE);
    let listed = maker.listed(&cut.ids).await?;
    let place = Place {
        page: format!("{}{}", ask.base, shown_as.href(page, turn)),
        address: href(turn),
        next: next(cut.older),
    };
    Ok(feed(ask, maker, &listed, &title, place).answer(format))
}

/// Articles as a feed.
pub(crate) fn feed(ask: &Ask, maker: &Maker<'_>, listed: &[Listed], title: &str, place: Place) -> Feed {
    Feed {
        title: format!("veille · {title}"),
        page: place.page,
        address: place.address,
        next: place.next,
        language: ask.words.tag(),
        entries: listed.iter().map(|listed| entry(listed, maker, &ask.base)).collect(),
        ..Feed::default()
    }
}

fn entry(listed: &Listed, maker: &Maker<'_>, base: &str) -> Entry {
    let (tagged, found) = (&listed.article, &listed.passages);
    let article = &tagged.article;
    let item = maker.item(listed);
    let stretch = |snippet: &crate::evidence::Snippet| {
        let text: String = snippet.pieces.iter().map(|piece| piece.text.as_str()).collect();
        format!(
            "{}{}{}",
            if snippet.cut_before { "…" } else { "" },
            text,
            if snippet.cut_after { "…" } else { "" }
        )
    };
    let text = match item.snippets.is_empty() {
        // Two lines of it: a feed is for seeing what there is, and the text is its publisher's.
        true => beginning(article.standfirst.as_deref().unwrap_or(&article.text), 2 * LEAD),
        false => item.snippets.iter().map(stretch).collect::<Vec<_>>().join("\n\n"),
    };
    let passage = |passage: &crate::evidence::Passage| {
        json!({
            "field": passage.field, "start": passage.start, "end": passage.end, "exact": passage.exact,
            "topics": passage.topics.iter().map(|(topic, _)| topic).collect::<Vec<_>>(),
        })
    };
    let kin = listed.kin.as_ref();
    let copied = kin.and_then(|kin| kin.original.as_ref()).and_then(|original| original.url.as_deref());
    Entry {
        id: format!("urn:veille:article:{}", article.id),
        title: headline(tagged),
        page: format!("{base}{}", item.href),
        original: article.url.as_deref().and_then(link),
        copied: copied.and_then(link),
        text: shown(&text),
        at: Dated::of(article, &maker.state.zone).instant(),
        authors: article.byline.iter().map(|name| shown(name)).collect(),
        categories: tagged.tags.iter().map(|tag| tag.topic.to_string()).collect(),
        language: Some(tagged.language.to_string()),
        more: json!({
            "article": article.id, "revision": article.revision, "source": article.source, "outlet": item.outlet.name,
            "published_at": article.published_at, "captured_at": article.captured_at, "origin": tagged.origin,
            "copy_of": item.copy_of, "original": copied, "story": kin.map_or(&article.id, |kin| &kin.story),
            "passages": found.iter().map(passage).collect::<Vec<Value>>(), "quoted": item.quoted.iter().map(|speaker| &speaker.name).collect::<Vec<_>>(),
        }),
    }
}

/// A table of articles without any yet.
pub(crate) fn table() -> Table {
    Table::new(
        "table-articles",
        &[
            "date",
            "outlet",
            "headline",
            "language",
            "topics",
            "address",
            "story_headline",
            "copy_of",
            "original",
            "origin",
            "quoted",
            "passages",
            "published",
            "captured",
            "source",
            "story",
            "article",
        ],
    )
}

/// Adds a row for each article.
pub(crate) async fn add_rows(
    table: &mut Table,
    listed: &[Listed],
    maker: &Maker<'_>,
) -> Result<(), StoreError> {
    let ids: Vec<ArticleId> = listed.iter().map(|listed| listed.article.article.id.clone()).collect();
    let store = &maker.state.store;
    let told: HashMap<ArticleId, Told> =
        store.told(&ids).await?.into_iter().map(|told| (told.article.clone(), told)).collect();
    // Who tells a story alone tells none.
    let heads = heads(maker.state, told.values().map(|told| &told.story), maker.selection.triage).await?;
    let mut others: Vec<ArticleId> = heads.values().cloned().collect();
    others.extend(told.values().filter_map(|told| told.original().cloned()));
    others.sort_unstable();
    others.dedup();
    let others = told::by_id(store, &others).await?;
    for listed in listed {
        let told = told.get(&listed.article.article.id);
        let story = told.and_then(|told| heads.get_key_value(&told.story));
        table.row(&row(listed, told, story, &others, maker));
    }
    Ok(())
}

fn row(
    Listed { article: tagged, passages, .. }: &Listed,
    told: Option<&Told>,
    story: Option<(&ArticleId, &ArticleId)>,
    others: &HashMap<ArticleId, TaggedArticle>,
    maker: &Maker<'_>,
) -> [String; 17] {
    let original = told.and_then(Told::original).and_then(|original| others.get(original));
    let article = &tagged.article;
    let mut exact: Vec<&str> = Vec::new();
    for passage in passages {
        // One passage may satisfy several topics, and one word stand in each paragraph.
        if !exact.contains(&passage.exact.as_str()) {
            exact.push(&passage.exact);
        }
    }
    let outlet = maker.outlet(article.source.as_str(), article.site_name.as_deref());
    let quoted: Vec<String> =
        tagged.quotations.iter().filter_map(|quotation| maker.words.speaker(quotation)).collect();
    let dated = Dated::of(article, &maker.state.zone);
    let mut speakers = quoted.clone();
    speakers.dedup();
    [
        // The day of the capture, which is another column, is no day that anything was published on.
        Some(dated)
            .filter(|dated| dated.is_stated())
            .and_then(Dated::day)
            .map(|day| day.to_string())
            .unwrap_or_default(),
        outlet,
        headline(tagged),
        tagged.language.to_string(),
        tagged.tags.iter().map(|tag| tag.topic.as_str()).collect::<Vec<_>>().join("; "),
        article.url.clone().unwrap_or_default(),
        story.and_then(|(_, head)| others.get(head)).map(headline).unwrap_or_default(),
        original
            .map(|it| maker.outlet(it.article.source.as_str(), it.article.site_name.as_deref()))
            .unwrap_or_default(),
        original.and_then(|it| it.article.url.clone()).unwrap_or_default(),
        maker.origin(tagged.origin.as_ref()).unwrap_or_default(),
        speakers.join("; "),
        shown(&exact.join("; ")),
        article.published_at.map(|moment| moment.to_string()).unwrap_or_default(),
        article.captured_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default(),
        article.source.to_string(),
        story.map(|(story, _)| story.to_string()).unwrap_or_default(),
        article.id.to_string(),
    ]
}
