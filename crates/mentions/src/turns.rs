//! Interviews: whose turn each paragraph is.
//!
//! A turn begins with a label, `Le ministre X :`, `X.Y. :`, `A:`, or with a dash after a question. An answer reaches to
//! the next turn or question.

use std::collections::BTreeMap;
use std::ops::Range;

use veille_text::is_question_mark;

use super::lexicon::Kind;
use super::people::People;
use super::scene::Scene;
use super::voice::Voice;

/// A label has at most so many words.
const LABEL_WORDS_MAX: usize = 12;
/// An interview has at least so many turns that are labelled alike.
const TURNS_MIN: usize = 2;

/// Someone's answer.
pub(super) struct Answer {
    /// The bytes of what is said.
    pub said: Range<usize>,
    pub source: Voice,
    /// The name in the label, where it is nobody's whom the article names elsewhere.
    pub label: Option<Range<usize>>,
}

/// Whose turn a paragraph is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Turn {
    Question,
    /// With the label's words; none after a dash.
    Answer {
        label: Range<usize>,
        person: Option<usize>,
        named: bool,
    },
    /// The turn before goes on.
    None,
    /// The interview is over.
    End,
}

struct Paragraph<'t> {
    start: usize,
    text: &'t str,
    words: Range<usize>,
    turn: Turn,
    /// The byte at which what is said begins.
    said: usize,
}

/// Whether a text has labels or dashes at the beginning of paragraphs at all.
pub(super) fn may_have_turns(text: &str) -> bool {
    let turn = |line: &&str| {
        let line = line.trim_start();
        line.starts_with(['—', '–', '-', '―']) || line.chars().take(90).any(|sign| matches!(sign, ':' | '：'))
    };
    text.lines().filter(turn).nth(1).is_some()
}

/// The answers of an interview, in order; none where the text is no interview.
pub(super) fn answers(scene: &Scene<'_>, people: &People) -> Vec<Answer> {
    let mut paragraphs = paragraphs(scene);
    for paragraph in &mut paragraphs {
        label(scene, people, paragraph);
    }
    if !keep_labels(scene, &mut paragraphs) {
        dashes(&mut paragraphs);
    }
    gather(scene, people, &paragraphs)
}

fn paragraphs<'t>(scene: &Scene<'t>) -> Vec<Paragraph<'t>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in scene.words.text().split_inclusive('\n') {
        let words = scene.words.at_byte(start)..scene.words.at_byte(start + line.len());
        let text = line.trim_end();
        if !words.is_empty() {
            found.push(Paragraph { start, text, words, turn: Turn::None, said: start });
        }
        start += line.len();
    }
    found
}

/// Reads the label of a paragraph.
fn label(scene: &Scene<'_>, people: &People, paragraph: &mut Paragraph<'_>) {
    let words = &scene.words;
    let first = paragraph.words.start;
    // `Propos recueillis par …`, a credit, a source: no part of the last answer.
    if scene.is(first, Kind::AfterAnswers) && !paragraph.text.ends_with('?') {
        paragraph.turn = Turn::End;
    }
    let reach = first..paragraph.words.end.min(first + LABEL_WORDS_MAX);
    let colon = |at: &usize| {
        // `P. V. :` has full stops before its colon.
        let initial = words.written(*at).chars().nth(1).is_none();
        let gap = if initial { words.gap(*at).trim_start_matches('.') } else { words.gap(*at) };
        gap.trim_start().starts_with([':', '：'])
    };
    let Some(last) =
        reach.clone().find(|at| colon(at) || words.gap(*at).contains(['«', '“', '„', '"', '!', '?']))
    else {
        return;
    };
    if !colon(&last) || scene.is_quoted(last + 1) && words.gap(last).contains(['«', '“', '„', '"', '「'])
    {
        return;
    }
    let label = first..last + 1;
    let gap = words.token(last).end as usize;
    let after = words.text()[gap..].find([':', '：']).map_or(gap, |at| gap + at);
    let colon = words.text()[after..].chars().next().map_or(0, char::len_utf8);
    let rest = &words.text()[after + colon..];
    paragraph.said = after + colon + (rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\t']).len());
    if paragraph.said >= paragraph.start + paragraph.text.len() {
        return;
    }
    if let Some(turn) = read(scene, people, &label) {
        paragraph.turn = turn;
    }
}

fn read(scene: &Scene<'_>, people: &People, label: &Range<usize>) -> Option<Turn> {
    let all = |kind: Kind| scene.hints.length(label.start, kind) == label.len();
    if all(Kind::Questions) {
        return Some(Turn::Question);
    }
    if all(Kind::Answers) {
        return Some(Turn::Answer { label: label.clone(), person: None, named: false });
    }
    // `Le ministre a répondu :` announces a quotation, `Le ministre :` is a turn.
    let verb = label.clone().any(|at| {
        scene.is_any(at, &[Kind::Verbs, Kind::Auxiliaries, Kind::Relatives])
            && scene.words.is_small(at)
            && !scene.is_any(at, &[Kind::Genitives])
    });
    if verb {
        return None;
    }
    let named = people
        .within(label)
        .iter()
        .rfind(|mention| mention.at.end == label.end)
        .and_then(|mention| mention.person);
    let person = named.or_else(|| initials(scene, people, label));
    let single = label.len() == 1
        && (scene.words.is_capital(label.start) || !scene.words.is_small(label.start) && label.len() < 5);
    (person.is_some() || single).then(|| Turn::Answer { label: label.clone(), person, named: true })
}

/// `P. V. :` is Paul Verdier's turn.
fn initials(scene: &Scene<'_>, people: &People, label: &Range<usize>) -> Option<usize> {
    let letters: String = label.clone().map(|at| scene.words.folded(at)).collect();
    let capitals = label.clone().all(|at| scene.words.written(at).chars().all(char::is_uppercase));
    if !capitals || !(2..=4).contains(&letters.chars().count()) {
        return None;
    }
    let of = |person: &usize| -> String {
        let name = people.persons[*person].name.clone();
        name.filter_map(|at| scene.words.folded(at).chars().next()).collect()
    };
    // Whoever is interviewed is named at the top.
    (0..people.persons.len().min(16)).find(|person| of(person) == letters)
}

/// Keeps labels that come again; one that comes once is no turn, and one that only asks is the interviewer's.
fn keep_labels(scene: &Scene<'_>, paragraphs: &mut [Paragraph<'_>]) -> bool {
    let key = |label: &Range<usize>, person: Option<usize>| match person {
        Some(person) => format!("#{person}"),
        None => label.clone().map(|at| scene.words.folded(at)).collect::<Vec<_>>().join(" "),
    };
    let mut turns: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for paragraph in paragraphs.iter() {
        if let Turn::Answer { label, person, .. } = &paragraph.turn {
            let (count, asked) = turns.entry(key(label, *person)).or_default();
            *count += 1;
            *asked += usize::from(paragraph.text.ends_with(is_question_mark));
        }
    }
    let questions = paragraphs
        .iter()
        .filter(|paragraph| paragraph.turn == Turn::Question || paragraph.text.ends_with(is_question_mark))
        .count();
    for paragraph in paragraphs.iter_mut() {
        if let Turn::Answer { label, person, .. } = &paragraph.turn {
            let (count, asked) = turns[&key(label, *person)];
            // A fact sheet has labels too, `Lieu : …`, `Heure : …`: each once, and nobody asks.
            if count < TURNS_MIN || questions == 0 {
                paragraph.turn = Turn::None;
            // Magazines label both sides by name: whose turns mostly end in a question mark is the interviewer.
            } else if asked * 2 > count {
                paragraph.turn = Turn::Question;
            }
        }
    }
    let kept = paragraphs.iter().any(|paragraph| matches!(paragraph.turn, Turn::Answer { .. }));
    if !kept {
        for paragraph in paragraphs.iter_mut() {
            paragraph.turn = Turn::None;
        }
    }
    kept
}

/// Questions and answers that each begin with a dash.
fn dashes(paragraphs: &mut [Paragraph<'_>]) {
    let dash = |paragraph: &Paragraph<'_>| paragraph.text.trim_start().starts_with(['—', '–', '-', '―']);
    let asks = |paragraph: &Paragraph<'_>| paragraph.text.ends_with(is_question_mark);
    let pairs = paragraphs
        .windows(2)
        .filter(|pair| dash(&pair[0]) && asks(&pair[0]) && dash(&pair[1]) && !asks(&pair[1]))
        .count();
    if pairs < TURNS_MIN {
        return;
    }
    for paragraph in paragraphs.iter_mut().filter(|paragraph| dash(paragraph)) {
        if asks(paragraph) {
            paragraph.turn = Turn::Question;
            continue;
        }
        let said = paragraph.text.trim_start_matches([' ', '\t', '—', '–', '-', '―', '\u{a0}']);
        paragraph.said = paragraph.start + (paragraph.text.len() - said.len());
        let at = paragraph.words.start;
        paragraph.turn = Turn::Answer { label: at..at, person: None, named: false };
    }
}

/// Joins each answer with the paragraphs that go on with it. The last one is its paragraph alone where nothing tells
/// where it ends.
fn gather(scene: &Scene<'_>, people: &People, paragraphs: &[Paragraph<'_>]) -> Vec<Answer> {
    let interviewee = interviewee(people, paragraphs);
    let last = paragraphs.iter().rposition(|paragraph| paragraph.turn != Turn::None);
    let mut answers: Vec<Answer> = Vec::new();
    let mut open = false;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let end = paragraph.start + paragraph.text.len();
        match &paragraph.turn {
            Turn::Answer { label, person, named } => {
                open = true;
                let known = person.or(if *named { None } else { interviewee });
                let with_role = known.and_then(|person| people.with_role(person, label.end));
                let role = with_role.and_then(|mention| mention.role.clone());
                let also = with_role.and_then(|mention| mention.also.clone());
                let unknown = (*named && person.is_none()).then(|| label.clone());
                let source = Voice { person: known, role, also, body: unknown, at: label.clone() };
                let label = (!label.is_empty()).then(|| label.clone());
                answers.push(Answer { said: paragraph.said..end, source, label });
            }
            Turn::None
                if open
                    && !paragraph.text.ends_with(is_question_mark)
                    // Behind the last answer stands the rest of the page, and nothing says where it begins.
                    && last.is_none_or(|last| index < last) =>
            {
                if let Some(answer) = answers.last_mut() {
                    answer.said.end = end;
                }
            }
            _ => open = false,
        }
    }
    answers.retain(|answer| scene.words.at_byte(answer.said.start) < scene.words.at_byte(answer.said.end));
    answers
}

/// The one person whom the article names before the first turn, or whose label all answers have.
fn interviewee(people: &People, paragraphs: &[Paragraph<'_>]) -> Option<usize> {
    let first = paragraphs.iter().find(|paragraph| paragraph.turn != Turn::None)?;
    let mut named = people.within(&(0..first.words.start)).iter().filter_map(|mention| mention.person);
    let one = named.next()?;
    named.all(|other| other == one).then_some(one)
}
