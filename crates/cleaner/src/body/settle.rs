//! The last word on a page as a whole: what no single block can know.

use crate::page::Hints;

use super::phrases::Sign;
use super::survey::{Read, Survey};
use super::{apart, beside, next_article, twice};

/// Blocks that part two stretches of text.
const GAP: usize = 6;
/// A stretch with less than this share of the longest is an island.
const ISLAND_SHARE: f32 = 0.2;
/// Words that make an article by themselves, whatever else a page holds.
const SHOWN_MASS: f32 = 100.0;
/// Longer lines that stand twice are no captions.
const CAPTION_MASS: f32 = 40.0;

/// What was settled against a block's own score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// It says the same as the block beside it, as captions do that also stand as the picture's alternative text.
    Twice,
    /// It is far from the rest of the article, after what announces other articles.
    Island,
    /// Another article begins above it.
    Next,
    /// The page hides it, and shows the article above it.
    Hidden,
    /// It lies in what the page calls its comments.
    Comment,
    /// It lies in what the page names for consent.
    Consent,
    /// It lies in a row of teasers beside the article.
    Teaser,
    /// It is part of a second copy of the article.
    Copy,
    /// It lies in an `<aside>` apart from the article.
    Aside,
    /// It lies under a line that announces other articles or comments.
    Announced,
    /// It stands above the headline.
    Above,
    /// It is a menu in one line.
    Menu,
    /// It says what a picture shows.
    Caption,
}

impl Settled {
    /// The reason in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Twice => "it says the same as the line beside it, as captions do",
            Self::Island => "it lies far from the article, after what announces other articles",
            Self::Next => "another article with a headline of its own begins above it",
            Self::Hidden => "the page hides it, and shows an article that ends above it",
            Self::Comment => "the page calls it a comment",
            Self::Consent => "the page's names for it say that it asks for consent",
            Self::Teaser => "it lies beside the article, in a row of linked headlines",
            Self::Copy => "it is part of a second copy of the article",
            Self::Aside => "it lies in an aside apart from the article",
            Self::Announced => "it lies under a line that announces other articles or comments",
            Self::Above => "it is a label above the headline, or lies in a cell beside it",
            Self::Caption => "it is a line without a stop below a picture, between two paragraphs",
            Self::Menu => "it is a menu in one line",
        }
    }
}

/// Takes back what was kept, where the page as a whole speaks against it; answers what was taken back.
pub(crate) fn settle(keep: &mut [bool], reads: &[Read], markup: bool) -> Vec<(usize, Settled)> {
    let mut settled = Vec::new();
    if !markup {
        for at in 0..keep.len() {
            // Copying a page flattens a picture's alternative text to a line above its caption: the
            // same words twice in a row.
            let beside = |other: usize| reads.get(other).is_some_and(|it| it.digest == reads[at].digest);
            if keep[at] && reads[at].mass < CAPTION_MASS && (beside(at + 1) || at > 0 && beside(at - 1)) {
                settled.push((at, Settled::Twice));
            }
        }
    }
    settled.iter().for_each(|(at, _)| keep[*at] = false);
    // On a page, tags and names have told what is apart: to take islands back there loses more than it gains (F1 .965
    // instead of .967 on news, .930 instead of .937 on articles, cross-validated).
    if markup {
        return settled;
    }
    let stretches = stretches(keep, reads);
    // Flattened text has no element that holds the article: its longest stretch stands for it.
    let Some(longest) = stretches.iter().max_by(|a, b| a.mass.total_cmp(&b.mass)) else { return settled };
    // Only behind `Related news` and the like: a long box or a list of links inside an
    // article makes as wide a gap.
    let announced = |until: usize| reads[longest.last + 1..until].iter().any(|it| it.signs.is(Sign::Anchor));
    let island = |it: &&Stretch| {
        it.mass < ISLAND_SHARE * longest.mass && it.first > longest.last && announced(it.first)
    };
    for stretch in stretches.iter().filter(island) {
        for (at, keep) in keep.iter_mut().enumerate().take(stretch.last + 1).skip(stretch.first) {
            if std::mem::take(keep) {
                settled.push((at, Settled::Island));
            }
        }
    }
    settled
}

/// The same for what takes the page's words and elements to know.
pub(crate) fn settle_page(keep: &mut [bool], survey: &Survey<'_>) -> Vec<(usize, Settled)> {
    let mut settled = Vec::new();
    if let Some(next) = next_article::begins(survey, keep) {
        settled.extend((next..keep.len()).filter(|at| keep[*at]).map(|at| (at, Settled::Next)));
        keep[next..].fill(false);
    }
    // One after the other: what is a copy, or comes beside the text, is asked of what is left.
    let rules: [(Settled, Rule); 14] = [
        (Settled::Hidden, hidden_behind),
        (Settled::Comment, |survey, keep| named(survey, keep, Hints::COMMENT)),
        (Settled::Consent, |survey, keep| named(survey, keep, Hints::CONSENT)),
        (Settled::Copy, twice::copies),
        // Again, for a visible copy may have stood below.
        (Settled::Hidden, hidden_behind),
        (Settled::Teaser, teasers),
        (Settled::Teaser, beside::outside),
        (Settled::Teaser, beside::columns),
        (Settled::Comment, beside::comments),
        (Settled::Aside, apart::asides),
        (Settled::Announced, apart::announced),
        (Settled::Above, apart::above),
        (Settled::Menu, apart::menus),
        (Settled::Caption, apart::captions),
    ];
    for (why, rule) in rules {
        let places = rule(survey, keep);
        places.iter().for_each(|at| keep[*at] = false);
        settled.extend(places.into_iter().map(|at| (at, why)));
    }
    settled
}

/// Answers which kept blocks to take back.
type Rule = fn(&Survey<'_>, &[bool]) -> Vec<usize>;

/// Hidden blocks behind the last paragraph that is shown: other articles held ready, dialogues, what a script shows when it
/// fails. Hidden blocks between paragraphs are answers and chapters that unfold; a page that shows no article hides its own.
fn hidden_behind(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let page = survey.page;
    let hidden = |at: usize| page.is_hidden(&page.blocks[at]);
    let shown = |at: &usize| keep[*at] && survey.reads[*at].long && !hidden(*at);
    let Some(last) = (0..keep.len()).rfind(shown) else { return Vec::new() };
    let behind: Vec<usize> = (last + 1..keep.len()).filter(|at| keep[*at] && hidden(*at)).collect();
    if behind.is_empty() || mass(survey, (0..=last).filter(shown)) < SHOWN_MASS { Vec::new() } else { behind }
}

/// Blocks in elements that the page names for its readers' comments or for consent, if the article stands elsewhere.
fn named(survey: &Survey<'_>, keep: &[bool], names: Hints) -> Vec<usize> {
    let element = |at: usize| survey.page.blocks[at].element;
    apart(survey, keep, |at| survey.inherited[element(at)].has(names))
}

/// Blocks in rows of teasers outside the element that holds most of the text. Without such an element the row may be the article,
/// as of the ten best kettles.
fn teasers(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let page = survey.page;
    let Some(text) = apart::text_element(survey, keep) else { return Vec::new() };
    let records = survey.records();
    let is_outside = |at: usize| !page.elements[text].blocks.contains(&at);
    apart(survey, keep, |at| is_outside(at) && records.is_teaser(survey, at))
}

/// The kept blocks of a kind, if what else is kept is an article by itself.
fn apart(survey: &Survey<'_>, keep: &[bool], is_of_kind: impl Fn(usize) -> bool) -> Vec<usize> {
    let (of_kind, others): (Vec<usize>, Vec<usize>) =
        (0..keep.len()).filter(|at| keep[*at]).partition(|at| is_of_kind(*at));
    if of_kind.is_empty() || mass(survey, others.into_iter()) < SHOWN_MASS { Vec::new() } else { of_kind }
}

fn mass(survey: &Survey<'_>, blocks: impl Iterator<Item = usize>) -> f32 {
    blocks.map(|at| survey.reads[at].mass).sum()
}

/// Kept blocks with no wide gap between them.
struct Stretch {
    first: usize,
    last: usize,
    mass: f32,
}

fn stretches(keep: &[bool], reads: &[Read]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for at in (0..keep.len()).filter(|at| keep[*at]) {
        let mass = reads[at].mass;
        match stretches.last_mut().filter(|it| at - it.last <= GAP) {
            Some(stretch) => {
                stretch.last = at;
                stretch.mass += mass;
            }
            None => stretches.push(Stretch { first: at, last: at, mass }),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::super::phrases::Signs;
    use super::*;

    fn settled(blocks: &[(bool, f32, u64)], markup: bool) -> String {
        let reads: Vec<Read> =
            blocks.iter().map(|&(_, mass, digest)| Read { mass, digest, ..Read::default() }).collect();
        let mut keep: Vec<bool> = blocks.iter().map(|block| block.0).collect();
        settle(&mut keep, &reads, markup);
        keep.iter().map(|keep| if *keep { '+' } else { '-' }).collect()
    }

    #[test]
    fn a_line_that_stands_twice_is_a_caption() {
        let blocks = [
            (true, 60.0, 1),
            (true, 9.0, 2),
            (true, 9.0, 2),
            (true, 70.0, 3),
            (true, 60.0, 4),
            (true, 60.0, 4),
        ];
        assert_eq!(settled(&blocks, false), "+--+++");
        assert_eq!(settled(&blocks, true), "++++++");
    }

    #[test]
    fn what_lies_far_behind_an_announcement_is_no_part_of_the_article() {
        let check = |between: &str, mass: f32, expected: &str| {
            let long = |mass: f32, digest: u64| Read { mass, digest, ..Read::default() };
            let mut reads =
                vec![long(100.0, 1), long(100.0, 2), Read { signs: Signs::of(between), ..long(2.0, 3) }];
            reads.extend((0..6).map(|at| long(5.0, 10 + at)));
            reads.push(long(mass, 4));
            let mut keep: Vec<bool> = reads.iter().map(|it| it.mass > 20.0).collect();
            settle(&mut keep, &reads, false);
            let kept: String = keep.iter().map(|keep| if *keep { '+' } else { '-' }).collect();
            assert_eq!(kept, expected, "{between}");
        };
        check("Nouvelles connexes", 30.0, "++--------");
        check("Nouvelles connexes", 60.0, "++-------+");
        check("Deux ans plus tard", 30.0, "++-------+");
    }
}
