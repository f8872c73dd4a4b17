//! What the catalogue knows once articles went.

use veille_model::{Article, Capture, Mention, MentionKind, Quotation, QuotationKind, Text};

use super::super::named::Whom;
use super::*;

fn called(number: usize) -> String {
    let first = ["Nora", "Basil", "Cora", "Dimitri", "Edith", "Felix", "Gerda", "Hugo"][number % 8];
    let last = ["Pell", "Ashcombe", "Quimby", "Thorne", "Marsden"][number / 8];
    format!("{first} {last}")
}

/// The article of this number: of its own source, with its own topic, about and by somebody of its own.
fn article(number: usize) -> TaggedArticle {
    let source = veille_model::SourceId::new(&format!("paper-{number}"));
    let url = Some(format!("https://paper-{number}.example/1"));
    let capture = Capture { source, ..Capture::page(url, Vec::new()) };
    let name = called(number);
    let mention = Mention {
        kind: MentionKind::Person,
        key: name.to_lowercase(),
        name: name.clone(),
        headline: Vec::new(),
        text: Vec::new(),
    };
    let quotation = Quotation {
        kind: QuotationKind::Direct,
        start: 0,
        end: 9,
        exact: format!("We win {number}."),
        speaker: Some(name),
        role: Some(format!("harbour master of port {number}")),
        cue: None,
    };
    TaggedArticle {
        mentions: vec![mention],
        quotations: vec![quotation],
        ..TaggedArticle::unjudged(Article::of(&capture, None, Text::default().finish()))
    }
}

fn shelf(articles: &[TaggedArticle]) -> Shelf {
    let mut shelf = Shelf::new(Zone::default(), Watching::default());
    shelf.add(articles, &[]);
    shelf.sort();
    shelf
}

/// How many names of each kind it holds.
fn held(shelf: &Shelf) -> [usize; 5] {
    let [spellings, texts] = shelf.everybody.known();
    [shelf.names.len(), shelf.stories.len(), shelf.origins.len(), spellings, texts]
}

#[test]
fn what_no_article_has_any_more_is_forgotten_and_the_rest_is_as_if_it_had_never_been() {
    let articles: Vec<TaggedArticle> = (0..40).map(article).collect();
    let mut shelved = shelf(&articles);
    let stay = [articles[39].clone(), articles[7].clone()];
    let ids: Vec<ArticleId> = articles.iter().map(|it| it.article.id.clone()).collect();
    // Few go often: names are looked through once it is worth it.
    shelved.replace(&ids[..5], &[], &[]);
    assert_eq!(held(&shelved)[3], 40);
    shelved.left = LEFT - 1;
    let gone: Vec<ArticleId> =
        ids.iter().filter(|id| !stay.iter().any(|it| it.article.id == **id)).cloned().collect();
    shelved.replace(&gone, &[], &[]);
    let fresh = shelf(&stay);
    assert_eq!(held(&shelved), held(&fresh));
    let all = Selection { untagged_too: true, ..Selection::default() };
    assert_eq!(shelved.counts(&all), fresh.counts(&all));
    let (there, gone) = (called(7), called(3));
    for by in [
        None,
        Some(there.as_str()),
        Some(gone.as_str()),
        Some("harbour master of port 7"),
        Some("harbour master"),
    ] {
        let named = |shelf: &Shelf| {
            let people = shelf.people(&all, Whom { kind: None, by }, None, 9).people;
            let said = shelf.sayings(&all, by, None, 9);
            (people.into_iter().map(|it| (it.name, it.articles, it.quotations)).collect::<Vec<_>>(), said)
        };
        assert_eq!(named(&shelved), named(&fresh), "{by:?}");
    }
}
