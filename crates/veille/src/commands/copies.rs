//! `veille copies`: of what a text is a copy and what was copied from it, paragraph beside paragraph.

use anyhow::Result;
use serde_json::{Value, json};
use veille_model::{ArticleId, Copied, CopyKind, TaggedArticle};
use veille_stories::{Beside, beside};

use super::translated::{self, INDENT, LINES_MAX};
use super::{Context, among, told};
use crate::arguments::Copies;
use crate::shown::{self, Line, Results, count};

pub async fn run(arguments: &Copies, context: &Context) -> Result<()> {
    let store = told::open(&arguments.database, "copies", context).await?;
    let article = told::article(&store, &arguments.article).await?;
    let own = told::told(&store, &article).await?;
    let copies = store.copies_of(&own.article).await?;
    let mut ids: Vec<ArticleId> = own.originals.iter().map(|copied| copied.original.clone()).collect();
    ids.extend(copies.iter().map(|told| told.article.clone()));
    let known = told::by_id(&store, &ids).await?;
    let mut results = Results::new();
    if !context.global.json {
        head(&article, &mut results)?;
    }
    for (copied, sentence) in own.originals.iter().zip(among::sentences(&own, &known)) {
        // Taken out since the two were compared.
        let Some(original) = known.get(&copied.original) else { continue };
        if context.global.json {
            results.json(&as_json(&article, original, copied))?;
            continue;
        }
        results.line(sentence)?;
        match copied.kind {
            CopyKind::Translated => translated::paragraphs(&article, original, &mut results)?,
            _ => paragraphs(&article, original, &mut results)?,
        }
    }
    if !context.global.json && own.originals.is_empty() {
        results.line("no copy of anything that is stored")?;
    }
    for told in &copies {
        let (Some(copy), Some(copied)) =
            (known.get(&told.article), told.originals.iter().find(|copied| copied.original == own.article))
        else {
            continue;
        };
        if context.global.json {
            results.json(&as_json(copy, &article, copied))?;
            continue;
        }
        let name = told::name(Some(copy), &told.article);
        let (of_copy, of_original) = (copied.of_copy, copied.of_original);
        let sentence = format!(
            "{}  copied by {name}: {of_copy} % of that stands here, {of_original} % of this there",
            copied.kind
        );
        results.line(sentence)?;
    }
    results.flush()?;
    context.say(match copies.len() {
        0 => "nobody copied it".to_owned(),
        copies => count(copies, "copy of it is stored", "copies of it are stored"),
    });
    Ok(())
}

fn head(article: &TaggedArticle, results: &mut Results) -> Result<()> {
    let row = shown::Row::of(article, None);
    for line in row.title_lines(shown::width().unwrap_or(usize::MAX), 2) {
        results.styled(&line)?;
    }
    results.styled(&row.address_line(0, shown::width()))?;
    Ok(results.line(row.provenance())?)
}

fn as_json(copy: &TaggedArticle, original: &TaggedArticle, copied: &Copied) -> Value {
    let paragraphs = beside_as_json(copy, original, copied.kind);
    let (copy, original) = (&copy.article, &original.article);
    json!({
        "copy": copy.id, "copy_url": copy.url, "copy_source": copy.source, "copy_published_at": copy.published_at,
        "original": original.id, "original_url": original.url, "original_source": original.source,
        "original_published_at": original.published_at, "kind": copied.kind, "of_copy": copied.of_copy,
        "of_original": copied.of_original, "credited": copied.credited, "paragraphs": paragraphs,
    })
}

fn beside_as_json(copy: &TaggedArticle, original: &TaggedArticle, kind: CopyKind) -> Vec<Value> {
    let one = |it: Beside<'_>| match kind {
        CopyKind::Translated => translated::as_json(&it),
        _ => json!({ "copy": it.text, "original": it.others.first(), "percent": it.percent }),
    };
    beside(copy, original, kind == CopyKind::Translated).into_iter().map(one).collect()
}

/// Each paragraph of the copy above the one of the original that it was taken from.
fn paragraphs(copy: &TaggedArticle, original: &TaggedArticle, results: &mut Results) -> Result<()> {
    let inside = shown::width().map(|width| width.saturating_sub(INDENT.len() + 7));
    let most = if inside.is_some() { LINES_MAX } else { usize::MAX };
    for paragraph in beside(copy, original, false) {
        let mut begin = Line::plain(INDENT).bold(format!("{:>3} %  ", paragraph.percent));
        for line in shown::wrapped(paragraph.text, inside, most) {
            results.styled(&begin.text(line))?;
            begin = Line::plain(INDENT).text("       ");
        }
        // Word for word it need not be read twice.
        for other in paragraph.others.iter().filter(|other| **other != paragraph.text) {
            for line in shown::wrapped(other, inside, most) {
                results.styled(&Line::plain(INDENT).text("       ").dim(line))?;
            }
        }
    }
    Ok(())
}
