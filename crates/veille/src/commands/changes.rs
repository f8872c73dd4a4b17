//! `veille changes`: what the store was told of articles, in the order of its commits, and what follows as it comes.
//!
//! With a name it is a follower: another program reads its lines, and after a kill it goes on with the first change that
//! was not written out whole. A line may then come twice; its number says so.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::json;
use veille_model::{ArticleId, Batch, Mark, TaggedArticle};
use veille_pipeline::{FollowOptions, Follower, RowsError, Stop, follow};
use veille_sink::{Change, Store};

use super::Context;
use crate::arguments::{Changes, Column};
use crate::machine::holder;
use crate::shown::{Heading, Listing, Row, unread};
use crate::signals::Signals;
use crate::wiring::StoreFeed;

/// Changes read at once.
const PAGE: u32 = 500;

pub async fn run(arguments: Changes, context: &Context) -> Result<()> {
    match &arguments.follow {
        Some(name) => follow_as(name, &arguments, context).await,
        None => list(&arguments, context).await,
    }
}

/// What is there, and then the end.
async fn list(arguments: &Changes, context: &Context) -> Result<()> {
    let store = context.open_existing_store(&arguments.database).await?;
    let mut lines = listing(context.global.json);
    // What is asked for may be pruned by now: then it is refused here, and nobody takes the rest for all.
    store.go_on_after(arguments.after).await?;
    let (mut after, mut left) = (arguments.after, arguments.limit.unwrap_or(u32::MAX));
    while left > 0 && !lines.is_closed() {
        let changes = store.changes(after, PAGE.min(left)).await?;
        let Some(last) = changes.last() else { break };
        (after, left) = (last.number, left - changes.len() as u32);
        write(&store, &changes, &mut lines).await?;
    }
    if after == arguments.after {
        context.say(format!("no change after number {after}"));
    }
    Ok(lines.flush()?)
}

/// What is there and what comes, from where this follower stopped.
async fn follow_as(name: &str, arguments: &Changes, context: &Context) -> Result<()> {
    let signals = Signals::listen()?;
    let store = context.open_store(&arguments.database).await?;
    if let Some(number) = store.mark(&mark_of(name)).await?.and_then(|number| number.parse().ok()) {
        // Said at once, and not tried again and again.
        store.go_on_after(number).await?;
    }
    let feed = StoreFeed { store: store.clone(), holder: holder("changes --follow") };
    // Nobody reads any more: that ends this follower, and is no failure.
    let unread = unread(&signals.stop);
    let mut writer = Writer {
        name: name.to_owned(),
        begin_after: arguments.after,
        store: store.clone(),
        // Its lines join those that it has written before.
        lines: listing(context.global.json).continued(),
        unread: unread.clone(),
    };
    let options = FollowOptions { changes: PAGE, until_level: arguments.once, ..FollowOptions::default() };
    let followed = follow(&feed, &mut writer, &options, |_| {}, &unread).await;
    store.close().await;
    tracing::debug!(follower = name, changes = followed, "followed");
    if arguments.once && followed > 0 { Ok(()) } else { signals.conclude() }
}

/// Writes changes out, and remembers in the store which were.
struct Writer {
    name: String,
    /// Where it begins that has never been here.
    begin_after: u64,
    store: Store,
    lines: Listing,
    unread: Stop,
}

/// Where a follower has its place.
fn mark_of(name: &str) -> String {
    format!("follow/{name}")
}

impl Writer {
    fn mark(&self) -> String {
        mark_of(&self.name)
    }
}

impl Follower for Writer {
    type Change = Change;

    fn name(&self) -> &str {
        &self.name
    }

    async fn position(&mut self) -> Result<u64, RowsError> {
        let mark = self.store.mark(&self.mark()).await?;
        Ok(mark.and_then(|number| number.parse().ok()).unwrap_or(self.begin_after))
    }

    async fn work(&mut self, changes: &[Change], up_to: u64) -> Result<(), RowsError> {
        write(&self.store, changes, &mut self.lines).await?;
        self.lines.flush()?;
        if self.lines.is_closed() {
            // No mark is written: what was in the pipe and never read comes again to the
            // next follower of this name.
            self.unread.cancel();
            return Err("nobody reads what is written".into());
        }
        // After the lines were flushed, never before: at least once, as the numbers of the
        // changes let a reader tell.
        let marks = vec![Mark { key: self.mark(), value: Some(up_to.to_string()) }];
        self.store.commit(&Batch { marks, ..Batch::default() }).await?;
        Ok(())
    }
}

fn listing(json: bool) -> Listing {
    let headings = [
        Heading::right("NUMBER"),
        Heading::left("CHANGE"),
        // Half of an address leads nowhere.
        Heading::words("ADDRESS").least(50).dispensable(1),
        Heading::words("HEADLINE"),
    ];
    Listing::new(&headings, json)
}

/// A line for each change, with the article as it stands now.
async fn write(store: &Store, changes: &[Change], lines: &mut Listing) -> Result<()> {
    let ids: Vec<ArticleId> = changes.iter().map(|change| change.article.clone()).collect();
    let current: BTreeMap<ArticleId, TaggedArticle> =
        store.current(&ids).await?.into_iter().map(|found| (found.article.id.clone(), found)).collect();
    for change in changes {
        let now = current.get(&change.article);
        let article = now.map(|now| &now.article);
        let address = article.and_then(|article| article.url.as_deref()).unwrap_or(change.article.as_str());
        let headline = match (now, article.and_then(|article| article.headline.as_deref())) {
            (_, Some(headline)) => headline.to_owned(),
            // Somebody who looks sees of which article it is told, also where there is no room for its address.
            (Some(now), None) if lines.is_shown() => Row::of(now, None).value(Column::Headline),
            (None, None) if lines.is_shown() => address.to_owned(),
            (_, None) => String::new(),
        };
        let Change { number, kind, article, revision } = change;
        let value = json!({
            "number": number, "kind": kind, "article": article, "revision": revision, "now": now,
        });
        lines.row(&value, [number.to_string(), kind.to_string(), address.to_owned(), headline])?;
    }
    Ok(())
}
