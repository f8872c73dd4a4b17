//! Who and what an article names, for `veille explain`: with each spelling, and why it is taken for the same.

use veille_model::{Mention, TaggedArticle};
use veille_text::name::Why;

use super::{Line, count, width};

const INDENT: &str = "  ";
const DEEP: &str = "      ";

/// The names of an article, in lines.
pub(super) fn names(tagged: &TaggedArticle) -> Vec<Line> {
    let mut lines = vec![Line::default().bold("Names")];
    if tagged.mentions.is_empty() {
        lines.push(Line::plain(format!("{INDENT}nobody and nothing is named")));
    }
    for (mention, spellings) in tagged.mentions.iter().zip(tagged.spellings()) {
        let places = (mention.headline.len() + mention.text.len()) as u64;
        let said = format!(" ({}, {})", mention.kind.as_str(), count(places, "place", "places"));
        lines.push(cut(Line::plain(INDENT).bold(&mention.name).dim(said)));
        let others = spellings.into_iter().filter(|(spelling, _)| *spelling != mention.name);
        for (spelling, times) in others {
            let why = why(mention, &spelling);
            let times = count(times as u64, "time", "times");
            lines.push(cut(Line::plain(DEEP).text(format!("“{spelling}”, {times}: {why}"))));
        }
    }
    lines
}

/// Why a spelling is taken for the same.
fn why(mention: &Mention, spelling: &str) -> &'static str {
    match Why::of(&mention.name, &mention.key, spelling) {
        Why::Known => "a name of what the world knows",
        Why::Letters => "the same in other letters",
        Why::Initial => "a letter stands for the given name",
        Why::Part => "a part of the name, which nobody else in the article has",
        Why::Case => "the same words in another case",
    }
}

fn cut(line: Line) -> Line {
    width().map_or_else(|| line.clone(), |width| line.cut(width))
}
