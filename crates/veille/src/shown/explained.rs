//! What was found out about one article, for `veille explain`: dates and where each came from, whose text it is, language,
//! topics, who is quoted, who and what is named.

use veille_classifier::{Classifier, Explanation, TopicExplanation};
use veille_cleaner::MetadataExplanation;
use veille_language::Explanation as LanguageExplanation;
use veille_model::{Article, Moment, Origin, OriginKind, Quotation};

use super::{
    Line, count, distinct, folded, found_by, in_context, missed, named, safe, spoken, who, width, wrapped,
};

/// Topics that the article lacks, shown with what they lacked.
const MISSED_MAX: usize = 5;
/// Passages shown for one topic.
const PASSAGES_MAX: usize = 5;
/// Pieces of text that spoke for the language.
const WEIGHTS_MAX: usize = 8;
/// Lines of one quotation.
const QUOTATION_LINES_MAX: usize = 4;
const INDENT: &str = "  ";
const DEEP: &str = "      ";

/// Everything about an article, in lines; `metadata` is what its page said of it.
pub fn explained(
    article: Article,
    explanation: &Explanation,
    metadata: &[MetadataExplanation],
    classifier: &Classifier,
) -> Vec<Line> {
    let mut lines = facts(&article, &explanation.origin, metadata);
    lines.push(Line::default());
    lines.extend(language(explanation));
    lines.push(Line::default());
    lines.extend(topics(&explanation.topics, &article));
    lines.push(Line::default());
    // Who is quoted and named is no part of the explanation: the article is classified as it would be for the store.
    let article = classifier.classify(article);
    lines.extend(quotations(&article.quotations));
    lines.push(Line::default());
    lines.extend(named::names(&article));
    lines
}

fn heading(text: impl std::fmt::Display) -> Line {
    Line::default().bold(text)
}

fn facts(article: &Article, origin: &Origin, metadata: &[MetadataExplanation]) -> Vec<Line> {
    let mut lines = vec![Line::default(), heading("Article")];
    let mut fact = |name: &str, value: String| {
        let before = format!("{INDENT}{name:<10} ");
        let inside = width().map(|width| width.saturating_sub(before.len()));
        let values = wrapped(&safe::line(&value), inside, usize::MAX);
        let befores = std::iter::once(before.clone()).chain(std::iter::repeat(" ".repeat(before.len())));
        lines.extend(befores.zip(values).map(|(before, value)| Line::plain(before).text(value)));
    };
    if let Some(headline) = &article.headline {
        fact("headline", headline.clone());
    }
    if !article.byline.is_empty() {
        fact("signed by", article.byline.join(", "));
    }
    fact("source", article.source.to_string());
    fact("origin", whose(origin));
    let dates = [
        ("published", article.published_at, "published_at"),
        ("changed", article.modified_at, "modified_at"),
    ];
    for (name, moment, field) in dates {
        match moment {
            Some(moment) => fact(name, format!("{}{}", hour(moment), from(field, metadata))),
            // That a page gives no date is worth saying; that it was not changed is not.
            None if name == "published" => fact(name, "the page does not say when".to_owned()),
            None => {}
        }
    }
    if let Some(captured) = article.captured_at {
        fact("captured", captured.format("%Y-%m-%d %H:%M UTC").to_string());
    }
    lines
}

/// `2025-10-27 06:30 +01:00`, or the day alone where the page says no more.
fn hour(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::Instant(instant) => instant.format("%Y-%m-%d %H:%M %:z").to_string(),
    }
}

/// Lines of prose, folded to the terminal.
fn prose(lines: &[String]) -> impl Iterator<Item = Line> + use<> {
    folded(&safe::prose(&lines.join("\n")), width()).into_iter().map(Line::plain)
}

/// `, from the visible text: “11/10/2025”`
fn from(field: &str, metadata: &[MetadataExplanation]) -> String {
    let chosen = metadata.iter().find(|candidate| candidate.field == field && candidate.chosen);
    chosen.map_or_else(String::new, |candidate| format!(", from {}: “{}”", candidate.origin, candidate.value))
}

/// `translated from nhandan.example (vi): “Source : https://…”`
pub(super) fn whose(origin: &Origin) -> String {
    let from = origin.outlet.clone().or_else(|| origin.url.as_deref().and_then(veille_model::host));
    let from = from.unwrap_or_else(|| "another outlet".to_owned());
    let language = origin.language.as_ref().map(|language| format!(" ({language})")).unwrap_or_default();
    let words = origin.words.as_ref().map(|words| format!(", as it says: “{words}”")).unwrap_or_default();
    match origin.kind {
        OriginKind::Original => "its own text; the page names no other".to_owned(),
        OriginKind::Republished => format!("taken from {from}{words}"),
        OriginKind::Translated => format!("translated from {from}{language}{words}"),
        OriginKind::Agency => format!("the agency {from}{words}"),
    }
}

fn language(explanation: &Explanation) -> Vec<Line> {
    let languages = &explanation.languages;
    let mut said = format!("{INDENT}{}, sure to {}", languages.language, percent(languages.confidence));
    if let Some(next) = &languages.runner_up {
        said.push_str(&format!("; next comes {} with {}", next.language, percent(next.confidence)));
    }
    let mut said = vec![said];
    if languages.declared_disagrees {
        said.push(format!("{INDENT}the page declares another; its words speak against that"));
    }
    for run in languages.runs.iter().filter(|run| run.language != languages.language) {
        let (first, last) = (run.first_block + 1, run.last_block + 1);
        said.push(match first == last {
            true => format!("{INDENT}paragraph {first} is in {}", run.language),
            false => format!("{INDENT}paragraphs {first} to {last} are in {}", run.language),
        });
    }
    said.extend(weighed(&explanation.language));
    let mut lines = vec![heading("Language")];
    lines.extend(prose(&said));
    lines
}

/// What spoke most for the language; by how much means nothing to a reader.
fn weighed(language: &LanguageExplanation) -> Option<String> {
    let heaviest: Vec<String> =
        language.weights.iter().take(WEIGHTS_MAX).map(|weight| spelt(&weight.text)).collect();
    let said = format!("{INDENT}what spoke most for it: {}", heaviest.join(", "));
    (!heaviest.is_empty()).then_some(said)
}

/// `“-tion”` for the end of a word, `“de”` for a whole one: the edge of a word comes as `_`.
fn spelt(piece: &str) -> String {
    // The tagger writes the edge of a word as `_`; a person reads a hyphen where the word goes on.
    if !piece.contains('_') {
        return format!("“{piece}”");
    }
    let hyphen = |is_edge: bool| if is_edge { "" } else { "-" };
    let (before, after) = (hyphen(piece.starts_with('_')), hyphen(piece.ends_with('_')));
    format!("“{before}{}{after}”", piece.trim_matches('_').replace('_', " "))
}

/// `99.2 %`; nothing is sure to 100.
fn percent(share: f64) -> String {
    match share {
        // A rounded 100.0 % would claim what no statistic knows.
        share if share > 0.9995 => "more than 99.9 %".to_owned(),
        share if share < 0.0005 => "less than 0.1 %".to_owned(),
        share => format!("{:.1} %", share * 100.0),
    }
}

fn cut(line: Line) -> Line {
    width().map_or_else(|| line.clone(), |width| line.cut(width))
}

fn topics(topics: &[TopicExplanation], article: &Article) -> Vec<Line> {
    let mut lines = vec![heading("Topics")];
    let inside = width().map(|width| width.saturating_sub(DEEP.len()));
    for found in topics.iter().filter(|topic| topic.matched) {
        let passages = distinct(&found.evidence);
        let many = count(passages.len() as u64, "passage", "passages");
        let how = if found.about { "about it" } else { "mentioned" };
        let said = format!(" {} ({}): {how}, {} of 100; {many}", found.topic, found.label, found.weight);
        lines.push(cut(Line::plain(INDENT).green("yes").text(said)));
        for passage in passages.iter().take(PASSAGES_MAX) {
            lines.push(Line::plain(DEEP).line(&in_context(passage, article, inside)));
        }
        let more = passages.len().saturating_sub(PASSAGES_MAX) as u64;
        if more > 0 {
            lines.push(
                Line::plain(DEEP).dim(format!("… and {}", count(more, "more passage", "more passages"))),
            );
        }
        lines.extend(found_by(&passages, inside).iter().map(|line| Line::plain(DEEP).line(line)));
    }
    for near in topics.iter().filter(|topic| !topic.matched).take(MISSED_MAX) {
        let said = format!("  {} ({})", near.topic, near.label);
        lines.push(cut(Line::plain(INDENT).yellow("no").text(said)));
        let missed = wrapped(&safe::line(&missed(near)), inside, 3);
        lines.extend(missed.into_iter().map(|line| Line::plain(DEEP).text(line)));
    }
    lines
}

fn quotations(quotations: &[Quotation]) -> Vec<Line> {
    let mut lines = vec![heading("Quotations")];
    if quotations.is_empty() {
        lines.push(Line::plain(format!("{INDENT}nobody is quoted")));
    }
    let inside = width().map(|width| width.saturating_sub(DEEP.len()));
    for quotation in quotations {
        let speaker = who(quotation).unwrap_or_else(|| "the text does not say who".to_owned());
        let cue = quotation.cue.as_ref().map(|cue| format!(" ({cue})")).unwrap_or_default();
        lines.push(cut(Line::plain(INDENT).bold(speaker).dim(cue)));
        let words = wrapped(&spoken(quotation), inside, QUOTATION_LINES_MAX);
        lines.extend(words.into_iter().map(|line| Line::plain(DEEP).text(line)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spoke_for_a_language_reads_like_words() {
        let check = |piece: &str, expected: &str| assert_eq!(spelt(piece), expected, "{piece}");
        check("_de_", "“de”");
        check("tion_", "“-tion”");
        check("_conv", "“conv-”");
        check("e_la", "“-e la-”");
        check("公", "“公”");
    }

    #[test]
    fn nothing_is_sure_to_a_hundred() {
        let check = |share: f64, expected: &str| assert_eq!(percent(share), expected);
        check(1.0, "more than 99.9 %");
        check(0.912, "91.2 %");
        check(0.0, "less than 0.1 %");
    }

    #[test]
    fn whose_text_it_is_is_said_in_words() {
        let origin = |kind| Origin {
            kind,
            outlet: None,
            url: Some("https://www.nhandan.example/a".to_owned()),
            language: None,
            country: None,
            words: Some("Source : https://www.nhandan.example/a".to_owned()),
        };
        assert!(whose(&origin(OriginKind::Original)).starts_with("its own text"));
        let taken = "taken from www.nhandan.example, as it says: “Source : https://www.nhandan.example/a”";
        assert_eq!(whose(&origin(OriginKind::Republished)), taken);
    }
}
