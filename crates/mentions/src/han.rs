//! Names in Chinese: a surname and one or two characters between a role or the beginning of a clause and a verb, or a
//! foreign name in the characters that such names are written with.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use super::lexicon::{Kind, lines};
use super::names::{Name, Sort};
use super::scene::Scene;

const SURNAMES: &str = include_str!("../data/surnames-han.txt");
const TRANSLITERATION: &str = include_str!("../data/transliteration-han.txt");

/// A foreign name has at most so many characters, and so many in each of its parts.
const FOREIGN_MAX: usize = 16;
const FOREIGN_PART_MAX: usize = 7;

/// So many names are looked for in all of a text, so that one made of names takes its time in proportion.
const AGAIN_MAX: usize = 100;

/// What a name ends before.
const STOPS: [Kind; 7] = [
    Kind::SourcesAfter,
    Kind::Verbs,
    Kind::Judges,
    Kind::Auxiliaries,
    Kind::Prepositions,
    Kind::Adverbs,
    Kind::Naming,
];

struct Characters {
    surnames: HashSet<&'static str>,
    foreign: HashSet<char>,
}

fn characters() -> &'static Characters {
    static CHARACTERS: OnceLock<Characters> = OnceLock::new();
    CHARACTERS.get_or_init(|| {
        let mut surnames = HashSet::new();
        for line in lines(SURNAMES) {
            // Surnames of two characters (欧阳) are kept apart by blanks, single ones stand side by side.
            if line.contains(' ') {
                surnames.extend(line.split(' '));
            } else {
                surnames.extend(line.char_indices().map(|(at, letter)| &line[at..at + letter.len_utf8()]));
            }
        }
        Characters { surnames, foreign: lines(TRANSLITERATION).flat_map(str::chars).collect() }
    })
}

/// The names of a text, in order.
pub(super) fn names(scene: &Scene<'_>) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for at in 0..scene.words.len() {
        let inside = names.last().is_some_and(|last| last.at.end > at);
        // Latin letters in a Chinese text are read by `names`.
        if inside || scene.words.is_capital(at) {
            continue;
        }
        // Without capitals and spaces any surname is a common character as well (高 is *high*): it counts behind a
        // role, at the beginning of a clause, or where a preposition leads to a source.
        let role = ends_role(scene, at);
        let begins = at == 0
            || !scene.words.gap_before(at).is_empty()
            || scene.hints.ending_at(at, &[Kind::Sources, Kind::Relatives]).is_some();
        let seen = !begins && scene.hints.ending_at(at, &[Kind::Prepositions]).is_some();
        // `十九岁的林雨桐说`
        let described =
            !begins && !role && scene.is(at - 1, Kind::Attributive) && scene.words.gap_before(at).is_empty();
        if !role && !begins && !seen && !described {
            continue;
        }
        // `在韩志强看来`
        let source = |end: &usize| {
            role || begins || scene.is(*end, Kind::SourcesAfter) || described && scene.is(*end, Kind::Verbs)
        };
        // `曾执教`: such a surname is an adverb first.
        let adverb = !role && scene.is(at, Kind::Auxiliaries);
        if let Some(end) = name_end(scene, at, role).filter(source).filter(|_| !adverb) {
            names.push(Name { at: at..end, sort: Sort::Person, sure: role });
        }
    }
    again(scene, &mut names);
    names
}

/// Adds the other places of names that are long enough to be nothing else, or stand behind a role.
fn again(scene: &Scene<'_>, names: &mut Vec<Name>) {
    let text = scene.words.text();
    let clear = names.iter().filter(|name| name.at.len() > 2 || name.sure && name.at.len() > 1);
    let mut known: Vec<&str> = clear.map(|name| scene.words.passage(&name.at)).collect();
    // `黑田` behind `黑田晴人`
    let family = |name: &Name| {
        let length = scene.hints.length(name.at.start, Kind::SurnamesJa);
        (length > 1 && name.at.len() > length)
            .then(|| scene.words.passage(&(name.at.start..name.at.start + length)))
    };
    known.extend(names.iter().filter_map(family));
    known.sort_unstable_by_key(|name| (std::cmp::Reverse(name.len()), *name));
    known.dedup();
    known.truncate(AGAIN_MAX);
    let mut found = Vec::new();
    for name in known {
        for (start, name) in text.match_indices(name) {
            let at = scene.words.at_byte(start)..scene.words.at_byte(start + name.len());
            let next = names.partition_point(|known| known.at.end <= at.start);
            let taken = names.get(next).is_some_and(|known| known.at.start < at.end);
            if !taken && !at.is_empty() {
                found.push(Name { at, sort: Sort::Person, sure: false });
            }
        }
    }
    names.extend(found);
    names.sort_by_key(|name| (name.at.start, std::cmp::Reverse(name.at.end)));
    names.dedup_by(|next, name| next.at.start < name.at.end);
}

/// Whether the longest role in which the character before lies ends here: `副部长|陈建国`, not `部|长`.
fn ends_role(scene: &Scene<'_>, at: usize) -> bool {
    at > 0
        && scene.words.gap_before(at).is_empty()
        && scene.hints.ending_at(at, &[Kind::Roles, Kind::RolesF]).is_some()
}

fn name_end(scene: &Scene<'_>, start: usize, after_role: bool) -> Option<usize> {
    let dotted = dotted_end(scene, start);
    if dotted.is_some() {
        return dotted;
    }
    let surname = surname(scene, start);
    if surname > 0 {
        // Most given names have two characters, and so are tried first.
        for given in if after_role { &[2, 1, 3][..] } else { &[2, 1][..] } {
            let end = start + surname + given;
            let whole =
                (start + 1..end).all(|at| at < scene.words.len() && scene.words.gap_before(at).is_empty());
            if whole && is_boundary(scene, end, after_role) && is_given(scene, start + surname..end) {
                return Some(end);
            }
        }
        let titled = scene.is(start + surname, Kind::TitlesAfter) && scene.words.gap(start).is_empty();
        if titled {
            return Some(start + surname);
        }
    }
    let japanese = scene.hints.length(start, Kind::SurnamesJa);
    for given in [start + japanese + 2, start + japanese + 1] {
        if japanese > 0 && after_role && given <= scene.words.len() && is_boundary(scene, given, true) {
            return Some(given);
        }
    }
    let foreign = foreign_end(scene, start, FOREIGN_PART_MAX);
    let length = foreign - start;
    ((2..=FOREIGN_PART_MAX).contains(&length)
        && (after_role || length > 2)
        && is_boundary(scene, foreign, after_role))
    .then_some(foreign)
}

/// Whether these characters can be a given name: no verb begins in them, but for one of a single character before a
/// longer verb, `李向东表示`.
fn is_given(scene: &Scene<'_>, given: Range<usize>) -> bool {
    let verb = scene.hints.length(given.end, Kind::Verbs) > 1;
    let last = given.end - 1;
    let single = |at: usize| verb && at < last && scene.hints.longest(at, &STOPS) == 1;
    given.into_iter().all(|at| (!is_stop(scene, at) || single(at)) && !scene.is(at, Kind::Bodies))
}

/// `安东尼奥·古特雷斯`
fn dotted_end(scene: &Scene<'_>, start: usize) -> Option<usize> {
    let mut end = start;
    let mut dots = 0;
    while end < scene.words.len().min(start + FOREIGN_MAX) {
        let part = end;
        end = foreign_end(scene, part, FOREIGN_PART_MAX);
        if end == part {
            return None;
        }
        if end < scene.words.len() && matches!(scene.words.gap_before(end), "·" | "•" | "・" | "‧") {
            dots += 1;
            continue;
        }
        break;
    }
    (dots > 0).then_some(end)
}

/// Where characters of foreign names end, stopping at a verb.
fn foreign_end(scene: &Scene<'_>, start: usize, most: usize) -> usize {
    let foreign =
        |at: usize| scene.words.written(at).chars().all(|letter| characters().foreign.contains(&letter));
    let mut end = start;
    while end < scene.words.len()
        && end - start < most
        && foreign(end)
        && (end == start || (scene.words.gap_before(end).is_empty() && !is_stop(scene, end)))
    {
        end += 1;
    }
    end
}

fn surname(scene: &Scene<'_>, at: usize) -> usize {
    let of = |length: usize| {
        let range: Range<usize> = at..(at + length).min(scene.words.len());
        characters().surnames.contains(scene.words.passage(&range))
    };
    // 欧阳 before 欧, which is a surname too.
    if of(2) { 2 } else { usize::from(of(1)) }
}

/// A name ends before a verb, a preposition, an adverb or a sign.
fn is_boundary(scene: &Scene<'_>, at: usize, after_role: bool) -> bool {
    // Cut off at the end of the text, only a role says that it was a name.
    if at >= scene.words.len() {
        return after_role;
    }
    let gap = scene.words.gap_before(at);
    if !gap.is_empty() {
        // `王伟：` is a label, `王伟（35岁）` a name with an age; before a comma it may be any word.
        return after_role || gap.starts_with(['：', ':', '（', '(']);
    }
    let title = scene.hints.length(at, Kind::TitlesAfter);
    let end = at + title;
    let titled = title > 0
        && (end >= scene.words.len() || !scene.words.gap_before(end).is_empty() || is_stop(scene, end));
    let digit = scene.words.written(at).starts_with(|letter: char| letter.is_ascii_digit());
    is_stop(scene, at) || titled || digit
}

fn is_stop(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_any(at, &STOPS)
}

/// The role before a name, with the body that it is in: `外交部发言人`.
pub(super) fn role_before(scene: &Scene<'_>, end: usize, most: usize) -> Option<Range<usize>> {
    let head = scene.hints.ending_at(end, &[Kind::Roles, Kind::RolesF])?;
    let mut start = head;
    while start > 0
        && end - start < most
        && scene.words.gap_before(start).is_empty()
        && !scene.words.starts_sentence(start)
    {
        let stops = [Kind::Verbs, Kind::Prepositions, Kind::Sources, Kind::Auxiliaries, Kind::He, Kind::She];
        // `教育部`: a verb or a preposition of one character may be a part of a longer word.
        let stop = scene.hints.ending_at(start, &stops).is_some_and(|at| at < start);
        if stop || scene.is(start - 1, Kind::Attributive) {
            break;
        }
        start -= 1;
    }
    Some(start..end)
}
