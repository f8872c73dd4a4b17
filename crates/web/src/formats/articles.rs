//! A list of articles in its formats.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use chrono::SecondsFormat;
use serde_json::{Value, json};
use veille_model::TaggedArticle;
use veille_sink::StoreError;

use super::{Entry, Feed, Table};
use crate::catalogue::{Cursor, Turn};
use crate::dated::Dated;
use crate::evidence::passages;
use crate::pages::{Ask, Format, Maker, PAGE, Problem, title};
use crate::selection::Selection;
use crate::text::{beginning, link, shown};
use crate::words::Said;

/// Rows of a table: all of a list but a very long one, whose rest a header names.
const ROWS_MAX: usize = 10_000;
/// Documents in memory at a time while a table is written.
const ROWS_AT_ONCE: usize = 200;
/// Characters of what stands for a missing headline.
const LEAD: usize = 140;

/// The list that `maker` selects in the format that is asked for. `places` are its page and the start of the addresses of its
/// formats; `shown_as` is the selection as those addresses have it.
pub(crate) async fn articles(
    ask: &Ask,
    maker: &Maker<'_>,
    turn: &Turn,
    shown_as: &Selection,
    [page, formats]: [&str; 2],
) -> Result<Response, Problem> {
    let ending =
        |format| Format::ENDINGS.iter().find(|(known, _)| *known == format).map_or("", |(_, it)| *it);
    let (_, format) = Format::split(&ask.path);
    let href =
        |turn: &Turn| format!("{}{}", ask.base, shown_as.href(&format!("{formats}{}", ending(format)), turn));
    let next = |place: Option<Cursor>| place.map(|place| href(&Turn::After(place)));
    if format == Format::Csv {
        let (table, rest) = table(maker, turn).await?;
        let mut answer = table.answer("veille");
        if let Some(value) =
            next(rest).and_then(|rest| HeaderValue::try_from(format!("<{rest}>; rel=\"next\"")).ok())
        {
            answer.headers_mut().insert(header::LINK, value);
        }
        return Ok(answer);
    }
    let cut = maker.state.catalogue.read().cut(maker.selection, turn, PAGE);
    let documents = maker.state.catalogue.documents(&cut.ids).await?;
    let feed = Feed {
        title: format!("veille · {}", title(maker)),
        page: format!("{}{}", ask.base, shown_as.href(page, turn)),
        address: href(turn),
        next: next(cut.older),
        language: ask.words.tag(),
        entries: documents.iter().map(|tagged| entry(tagged, maker, &ask.base)).collect(),
    };
    Ok(feed.answer(format))
}

fn entry(tagged: &TaggedArticle, maker: &Maker<'_>, base: &str) -> Entry {
    let article = &tagged.article;
    let found = passages(tagged);
    let item = maker.item(tagged);
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
        true => beginning(article.standfirst.as_deref().unwrap_or(&article.text), 2 * LEAD),
        false => item.snippets.iter().map(stretch).collect::<Vec<_>>().join("\n\n"),
    };
    let passage = |passage: &crate::evidence::Passage| {
        json!({
            "field": passage.field, "start": passage.start, "end": passage.end, "exact": passage.exact,
            "topics": passage.topics.iter().map(|(topic, _)| topic).collect::<Vec<_>>(),
        })
    };
    Entry {
        id: format!("urn:veille:article:{}", article.id),
        title: headline(tagged),
        page: format!("{base}{}", item.href),
        original: article.url.as_deref().and_then(link),
        text: shown(&text),
        at: Dated::of(article, &maker.state.zone).instant(),
        authors: article.byline.iter().map(|name| shown(name)).collect(),
        categories: tagged.tags.iter().map(|tag| tag.topic.to_string()).collect(),
        language: Some(tagged.language.to_string()),
        more: json!({
            "article": article.id, "revision": article.revision, "source": article.source, "outlet": item.outlet.name,
            "published_at": article.published_at, "captured_at": article.captured_at, "origin": tagged.origin,
            "passages": found.iter().map(passage).collect::<Vec<Value>>(), "quoted": item.quoted,
        }),
    }
}

fn headline(tagged: &TaggedArticle) -> String {
    let article = &tagged.article;
    article.headline.as_deref().map_or_else(|| shown(&beginning(&article.text, LEAD)), shown)
}

/// The whole list from a place on, and where it goes on if it is longer than a table may be.
async fn table(maker: &Maker<'_>, turn: &Turn) -> Result<(Table, Option<Cursor>), StoreError> {
    let columns = [
        "date",
        "published",
        "captured",
        "outlet",
        "source",
        "language",
        "origin",
        "headline",
        "topics",
        "passages",
        "quoted",
        "address",
        "article",
    ];
    let mut table = Table::new(&columns);
    let cut = maker.state.catalogue.read().cut(maker.selection, turn, ROWS_MAX);
    for ids in cut.ids.chunks(ROWS_AT_ONCE) {
        for tagged in maker.state.catalogue.documents(ids).await? {
            table.row(&row(&tagged, maker));
        }
    }
    Ok((table, cut.older))
}

fn row(tagged: &TaggedArticle, maker: &Maker<'_>) -> [String; 13] {
    let article = &tagged.article;
    let mut exact: Vec<String> = Vec::new();
    for passage in passages(tagged) {
        if !exact.contains(&passage.exact) {
            exact.push(passage.exact);
        }
    }
    let outlet = maker.outlet(article.source.as_str(), article.site_name.as_deref());
    let quoted: Vec<String> =
        tagged.quotations.iter().filter_map(|quotation| maker.words.speaker(quotation)).collect();
    let mut speakers = quoted.clone();
    speakers.dedup();
    [
        Dated::of(article, &maker.state.zone).day().map(|day| day.to_string()).unwrap_or_default(),
        article.published_at.map(|moment| moment.to_string()).unwrap_or_default(),
        article.captured_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default(),
        outlet,
        article.source.to_string(),
        tagged.language.to_string(),
        maker.words.origin(tagged.origin.as_ref()).unwrap_or_default(),
        headline(tagged),
        tagged.tags.iter().map(|tag| tag.topic.as_str()).collect::<Vec<_>>().join("; "),
        shown(&exact.join("; ")),
        speakers.join("; "),
        article.url.clone().unwrap_or_default(),
        article.id.to_string(),
    ]
}
