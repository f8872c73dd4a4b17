//! Articles thrown by dice.

use crate::dice::{Dice, HOSTS, SOURCES, Thrown, names, text};
use chrono::{DateTime, Duration, Utc};
use veille_model::{
    Article, ArticleId, Capture, LanguageTag, Mention, MentionKind, Moment, Origin, OriginKind, RuleRevision,
    SourceId, Span, Tag, TaggedArticle, TopicId,
};
use veille_text::name;

const LANGUAGES: &[&str] = &["fr", "en", "zh-Hans", "und"];
const TOPICS: &[&str] = &["cyber", "hanoi", "onu"];

/// An article of that number. Some have no more than a day, some no date at all.
pub fn article(dice: &mut Dice, number: usize) -> TaggedArticle {
    let url = dice.pick(HOSTS);
    // Short ones, of which much is at their end.
    let length = if dice.below(3) == 0 { 3 } else { 60 };
    let (headline, text, byline) = (text(dice, 6), text(dice, length), text(dice, 3));
    let mentions = mentions(dice, &headline, &text);
    let captured: DateTime<Utc> = "2025-10-25T08:00:00Z".parse().expect("an instant");
    let captured = captured + Duration::minutes(dice.below(20_000) as i64);
    let published_at = match dice.below(3) {
        0 => None,
        1 => Some(Moment::Day(captured.date_naive())),
        _ => Some(Moment::Instant((captured - Duration::minutes(dice.below(600) as i64)).fixed_offset())),
    };
    let topics = TOPICS.iter().filter(|_| dice.below(4) == 0);
    let tag = |topic: &&str| Tag {
        topic: TopicId::new(topic),
        rule: RuleRevision::of(topic),
        weight: 50,
        media_topics: Vec::new(),
        evidence: Vec::new(),
    };
    let tags = topics.map(tag).collect();
    let capture = Capture {
        source: SourceId::new(dice.pick(SOURCES)),
        captured_at: (dice.below(10) > 0 || published_at.is_some()).then_some(captured),
        ..Capture::page(Some(url.to_owned()), format!("{number} {headline} {text}").into_bytes())
    };
    TaggedArticle {
        language: LanguageTag::new(dice.pick(LANGUAGES)),
        language_confidence: 1.0,
        tags,
        mentions,
        origin: origin(number),
        ..TaggedArticle::unjudged(Article {
            id: ArticleId::of_url(&format!("https://example.org/{number}")),
            byline: vec![byline],
            published_at,
            ..Article::of(&capture, Some(headline), (text, Vec::new()))
        })
    }
}

/// Whose text an article says it is: two spellings of one agency, a paper, its own, nothing.
fn origin(number: usize) -> Option<Origin> {
    let (kind, outlet) = match number % 6 {
        0 => (OriginKind::Agency, "Agence Delta"),
        1 => (OriginKind::Translated, "Agencia Delta"),
        2 => (OriginKind::Republished, "Le Fleuve"),
        3 => (OriginKind::Original, "Delta News Agency"),
        _ => return None,
    };
    Some(Origin {
        kind,
        outlet: Some(outlet.to_owned()),
        url: None,
        language: None,
        country: None,
        words: None,
    })
}

/// Who and what is named in a headline and a text thrown by dice.
pub fn mentions(dice: &mut Dice, headline: &str, text: &str) -> Vec<Mention> {
    let mention = |thrown: Thrown| Mention {
        kind: MentionKind::ALL[thrown.kind],
        name: thrown.name.to_owned(),
        key: thrown.known.map_or_else(|| name::key(thrown.name), str::to_owned),
        headline: thrown.headline.into_iter().map(Span::from).collect(),
        text: thrown.text.into_iter().map(Span::from).collect(),
    };
    names(dice, headline, text).into_iter().map(mention).collect()
}
