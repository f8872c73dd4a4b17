//! What people are: the role beside a name, and the role that stands for a name.

use std::ops::Range;

use super::han;
use super::lexicon::{Kind, Script};
use super::scene::Scene;

/// A role stands at most so many words from its name: `le vice-ministre permanent des Affaires étrangères Nguyên Minh Vu`.
const ROLE_WORDS_MAX: usize = 10;
/// In Chinese so many characters.
const ROLE_CHARACTERS_MAX: usize = 16;
/// Between the head of a role and what it is of, so many adjectives: `vice-ministre permanent des …`.
const ADJECTIVES_MAX: usize = 2;
/// `Yann Kerbrat, patron pêcheur,`: an apposition of so many words is a role, in the lexicon or not.
const APPOSITION_WORDS_MAX: usize = 5;

/// What a bracket adds to a role, a party and a place, has at most so many words.
const BRACKET_WORDS_MAX: usize = 4;

/// Words before a role that say whether it is held, folded, in all languages.
const STANDINGS: &str = include_str!("../data/standings.txt");

/// The role after a name that has one before it too: `le général X, vice-ministre de la Sécurité publique`.
pub(super) fn second(
    scene: &Scene<'_>,
    name: &Range<usize>,
    first: Option<&Range<usize>>,
) -> Option<Range<usize>> {
    let before = first.is_some_and(|first| first.start < name.start) && scene.lexicon.script != Script::Han;
    before.then(|| after(scene, name)).flatten()
}

/// The role beside a name: `le général Pham Thê Tùng`, `Pham Thê Tùng, vice-ministre de la Sécurité publique`.
pub(super) fn beside(scene: &Scene<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    if scene.lexicon.script == Script::Han {
        return han::role_before(scene, name.start, ROLE_CHARACTERS_MAX);
    }
    before(scene, name)
        .or_else(|| right_behind(scene, name))
        .or_else(|| after(scene, name))
        .or_else(|| unlisted_before(scene, name))
}

/// `Kelemen Gábor miniszter`
fn right_behind(scene: &Scene<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let head = scene.role_at(name.end);
    let fits = scene.lexicon.surname_first && head > 0 && scene.goes_on(name.end);
    fits.then(|| name.end..name.end + head)
}

fn before(scene: &Scene<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    if scene.words.starts_sentence(name.start) {
        return None;
    }
    let sentence = scene.words.sentence_before(name.start, ROLE_WORDS_MAX);
    let mut commas = 0;
    let mut title = None;
    let mut bracket = name.start;
    for at in sentence.rev() {
        // `La députée (PSR, Loire) Lola Amiel`: what a bracket adds to the role stands not between it and the name.
        if at < bracket && scene.words.gap(at).contains(')') {
            bracket = bracket_open(scene, at);
        }
        if (bracket..name.start).contains(&at) {
            continue;
        }
        // `. ` is the full stop of an abbreviated title, `Dr. X`; a real one has ended the sentence already.
        commas += usize::from(!scene.goes_on(at + 1) && scene.words.gap(at) != ". ");
        let titled = scene.is_any(at, &[Kind::Titles, Kind::TitlesF]);
        let crossed = commas > 1 || scene.is_quoted(at) != scene.is_quoted(name.start);
        // `secrétaire exécutive de l'ONUDC`: after a genitive, no auxiliary stands.
        let genitive = scene.is(at, Kind::Genitives) || (at > 0 && scene.is(at - 1, Kind::Genitives));
        let verb = scene.is_any(at, &[Kind::Auxiliaries, Kind::He, Kind::She]);
        if crossed || (verb && !titled && !genitive) {
            return title;
        }
        let head = scene.role_at(at);
        if head == 0 || at + head > name.start {
            if scene.is_any(at, &[Kind::Verbs, Kind::Judges, Kind::Relatives])
                && !scene.is(at, Kind::Genitives)
            {
                return title;
            }
            continue;
        }
        // `Theo nhà điều tra, Sinh Vinh khai`: behind a comma a role is in Vietnamese another's, unless a title follows.
        if scene.lexicon.syllabic
            && commas > 0
            && !scene.is_any(name.start - 1, &[Kind::Titles, Kind::TitlesF])
        {
            return title;
        }
        let widest = widest(scene, at, at + head);
        let complement = widest.end..without_titles(scene, widest.end, name.start);
        // `l'avocat du fils de Paul Verdier`: the role is not Verdier's.
        let of_name = !complement.is_empty() && scene.is_object(name.start);
        if of_name || !is_complement(scene, &complement, commas) {
            return title;
        }
        let role =
            with_standing(scene, with_capitals(scene, widest.start))..trimmed(scene, widest.start, bracket);
        // `وكيل وزارة الصحة الدكتور باسل قطان`: a doctor is something else besides.
        if !titled || title.is_some() {
            return Some(role);
        }
        title = Some(role);
    }
    title
}

/// The first word in the bracket that closes behind this word; behind the word where none opens near.
fn bracket_open(scene: &Scene<'_>, last: usize) -> usize {
    let floor = last.saturating_sub(BRACKET_WORDS_MAX);
    (floor..=last).rev().find(|at| scene.words.gap_before(*at).contains('(')).unwrap_or(last + 1)
}

/// The longest role that ends where this one does: `vice-ministre`, not `ministre`.
fn widest(scene: &Scene<'_>, start: usize, end: usize) -> Range<usize> {
    let floor = start.saturating_sub(4);
    let wider = (floor..start).find(|at| at + scene.role_at(*at) >= end && scene.role_at(*at) > 0);
    let start = wider.unwrap_or(start);
    start..end.max(start + scene.role_at(start))
}

/// Whether the words between a role and a name say what the role is of.
fn is_complement(scene: &Scene<'_>, between: &Range<usize>, commas: usize) -> bool {
    let Some(first) = between.clone().next() else { return true };
    // Arabic joins a role and what it is of without a word between (the construct state).
    if scene.lexicon.script == Script::Arabic {
        return commas == 0 || scene.pauses(between.end);
    }
    let reach = between.start..between.end.min(between.start + ADJECTIVES_MAX + 1);
    let title = |at: usize| scene.is_any(at, &[Kind::Titles, Kind::TitlesF]);
    let genitive = reach.clone().any(|at| scene.is(at, Kind::Genitives));
    let bare = between.len() <= scene.lexicon.bare_complement && commas == 0;
    let body = scene.words.is_capital(first) || scene.is_any(first, &[Kind::Bodies, Kind::Organisations]);
    let adjective = between.len() <= 2
        && between.clone().all(|at| scene.words.is_small(at))
        && commas == 1
        && scene.pauses(between.end);
    // `Giám đốc điều hành Trần Minh`: what a role is of is two syllables more.
    let short = between.len() <= 2 && between.clone().all(|at| scene.words.is_small(at)) && commas == 0;
    let described = commas == 0 && between.clone().all(|at| is_adjective(scene, at));
    described || genitive || bare || body || adjective || title(first) || (short && scene.lexicon.syllabic)
}

/// `comandante provinciale Nicola Spadaro`, `la escritora mexicana Valeria Montes`
pub(super) fn is_adjective(scene: &Scene<'_>, at: usize) -> bool {
    let folded = scene.words.folded(at);
    let ends = |ending: &String| folded.len() > ending.len() + 2 && folded.ends_with(ending.as_str());
    scene.words.is_small(at) && scene.lexicon.adjective_endings.iter().any(ends)
}

/// `Foreign Minister`, `Police Commissioner`: words with capitals before a role belong to it.
fn with_capitals(scene: &Scene<'_>, start: usize) -> usize {
    let mut first = start;
    while scene.words.is_capital(start)
        && first > 0
        && start - first < 3
        && scene.goes_on(first)
        && scene.words.is_capital(first - 1)
        && !scene.words.starts_sentence(first)
        && !scene
            .is_any(first - 1, &[Kind::Masculine, Kind::Feminine, Kind::Verbs, Kind::Titles, Kind::Sources])
    {
        first -= 1;
    }
    first
}

/// Where a role's complement ends: before the title of the name, `l'avocate générale, Maître Odile Faure`.
fn without_titles(scene: &Scene<'_>, floor: usize, name: usize) -> usize {
    let mut end = name;
    while end > floor && scene.is_any(end - 1, &[Kind::Titles, Kind::TitlesF]) && scene.role_at(end - 1) == 0
    {
        end -= 1;
    }
    end
}

/// A role without the titles and articles between it and the name.
fn trimmed(scene: &Scene<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start + 1
        && scene.is_any(end - 1, &[Kind::Titles, Kind::TitlesF])
        && scene.role_at(end - 1) == 0
    {
        end -= 1;
    }
    end
}

/// `Pham Thê Tùng, vice-ministre de la Sécurité publique,`; `Yann Kerbrat, patron pêcheur,`.
fn after(scene: &Scene<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let start = name.end;
    let named = scene.phrase_start(name.start);
    // `Selon Marie Aubert, le texte est prêt`: behind a source the comma ends it, unless a role follows at once.
    if scene.hints.ending_at(named, &[Kind::Sources]).is_some()
        && scene.role_at(start) == 0
        && scene.role_at(start + 1) == 0
    {
        return None;
    }
    let comma = start < scene.words.len()
        && matches!(scene.words.gap(name.end - 1).trim(), "," | "،" | ", -" | "(" | "–" | "—")
        || start < scene.words.len() && scene.words.gap(name.end - 1) == " - ";
    if !comma || scene.words.starts_sentence(start) || scene.is_quoted(start) != scene.is_quoted(name.start) {
        return None;
    }
    let reach = scene.words.sentence_after(start, 5);
    let mut at = reach.start;
    while at < reach.end && scene.role_at(at) == 0 {
        let verb = scene.is_any(at, &[Kind::Verbs, Kind::Auxiliaries, Kind::Relatives, Kind::He, Kind::She]);
        // `António Guterres, accueilli par le président …`: behind a preposition stands what somebody else is.
        let other = scene.is(at, Kind::Prepositions) && !scene.is(at, Kind::Genitives);
        let article = scene.is_any(at, &[Kind::Masculine, Kind::Feminine]);
        if other || (verb && !article) || scene.pauses(at + 1) {
            break;
        }
        at += 1;
    }
    let head = if at < reach.end { scene.role_at(at) } else { 0 };
    if head > 0 && is_of_another(scene, at + head) {
        return None;
    }
    if head > 0 {
        let start = with_standing(scene, at);
        return Some(start..scene.phrase_end(at, ROLE_WORDS_MAX).max(at + head));
    }
    // `За словами міністра Петра Гайового, міст безпечний`: the comma ends the source, a role before the name or not.
    if is_of_source(scene, named) {
        return None;
    }
    apposition(scene, start)
}

/// Whether a phrase that names a source stands before a name, with a role between.
fn is_of_source(scene: &Scene<'_>, named: usize) -> bool {
    (named.saturating_sub(ROLE_WORDS_MAX)..named).rev().take_while(|at| scene.goes_on(at + 1)).any(|at| {
        let source = scene.length(at, Kind::According);
        source > 0 && scene.role_at(at + source) > 0 && !scene.pauses(at + source)
    })
}

/// `…, alongside President Emmanuel Macron`: a role with a name right behind it is that name's.
fn is_of_another(scene: &Scene<'_>, behind: usize) -> bool {
    let lexicon = scene.lexicon;
    lexicon.script == Script::Cased
        && lexicon.bare_complement == 0
        && !lexicon.capital_nouns
        && behind < scene.words.len()
        && scene.goes_on(behind)
        && scene.words.is_capital(behind)
        && scene.words.is_capital((behind + 1).min(scene.words.len() - 1))
}

/// A role with the word before it that says whether it is still, not yet, or only for now somebody's: without
/// `former`, `acting` or `futur` the record would state a false office.
fn with_standing(scene: &Scene<'_>, role: usize) -> usize {
    let Some(before) = role.checked_sub(1).filter(|_| scene.goes_on(role)) else { return role };
    let standing = scene.words.folded(before);
    if STANDINGS.lines().any(|known| known == standing) { before } else { role }
}

/// A few small words between two commas that are no verb and no clause.
fn apposition(scene: &Scene<'_>, start: usize) -> Option<Range<usize>> {
    let articles = [Kind::Masculine, Kind::Feminine, Kind::Indefinite, Kind::Definite];
    let first = start + usize::from(scene.is_any(start, &articles));
    let end = scene.phrase_end(first, APPOSITION_WORDS_MAX);
    let closed = end >= scene.words.len() || scene.pauses(end) || scene.words.starts_sentence(end);
    let stops =
        [Kind::Relatives, Kind::Prepositions, Kind::Adverbs, Kind::Auxiliaries, Kind::Verbs, Kind::Sources];
    let fits = scene.words.is_small(first)
        && scene.lexicon.script == Script::Cased
        // English puts an article before an apposition; without one, `X, speaking on Monday,` is a clause.
        && (first > start || !scene.lexicon.apposed_article)
        && !scene.is_any(first, &stops)
        && !scene.is_any(start, &[Kind::Relatives, Kind::Prepositions, Kind::Sources])
        && !scene.words.starts_sentence(first)
        && (first > start || end - first <= 3);
    (fits && closed && end > first).then_some(first..end)
}

/// `l'assessore Luca Perin`, `said engineer Tom Hadley`: a small word between an article or a verb and a name.
fn unlisted_before(scene: &Scene<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let at = name.start.checked_sub(1)?;
    let stops = [
        Kind::Verbs,
        Kind::Judges,
        Kind::Auxiliaries,
        Kind::Prepositions,
        Kind::Genitives,
        Kind::Adverbs,
        Kind::Relatives,
        Kind::Titles,
        Kind::TitlesF,
        Kind::Masculine,
        Kind::Feminine,
        Kind::Organisations,
        Kind::Sources,
        Kind::That,
    ];
    let noun = scene.words.is_small(at)
        && scene.lexicon.script == Script::Cased
        && scene.goes_on(name.start)
        && !scene.is_any(at, &stops)
        && scene.words.folded(at).chars().count() > 3
        && !scene.words.folded(at).bytes().all(|byte| byte.is_ascii_digit());
    let before = at.checked_sub(1)?;
    let introduced = scene.goes_on(at)
        && scene
            .is_any(before, &[Kind::Masculine, Kind::Feminine, Kind::Verbs, Kind::Definite, Kind::Elided]);
    (noun && introduced).then_some(at..at + 1)
}

/// `confie un salarié`: a noun that we do not know as a role, with an article that says that nobody has it who was
/// named before.
pub(super) fn unlisted(scene: &Scene<'_>, article: usize, end: usize) -> Option<Range<usize>> {
    let at = article + scene.hints.length(article, Kind::Indefinite);
    let stops = [Kind::Adverbs, Kind::Prepositions, Kind::Verbs, Kind::Relatives, Kind::Auxiliaries];
    let noun = at > article
        && at < end
        && scene.lexicon.script == Script::Cased
        && scene.goes_on(at)
        && (scene.words.is_small(at) || scene.lexicon.capital_nouns)
        && !scene.is_any(at, &stops);
    noun.then(|| at..scene.phrase_end(at, ROLE_WORDS_MAX).clamp(at + 1, end))
}

/// `Le maire jubile`: a small word right after the head of a role is a verb that we do not know, unless something that
/// the role is of follows it.
fn without_verb(scene: &Scene<'_>, head: usize, end: usize) -> usize {
    let open =
        scene.lexicon.script != Script::Cased || scene.lexicon.bare_complement > 0 || scene.lexicon.syllabic;
    let loose = head < end
        && scene.words.is_small(head)
        && !scene.is_any(head, &[Kind::Genitives, Kind::Prepositions]);
    let adjective = head + 1 < end && scene.is(head + 1, Kind::Genitives);
    if loose && !open && !adjective { head } else { end }
}

/// How many words may stand behind a role that stands alone, where nothing tells what it is of from a verb that no list has.
fn complement_max(scene: &Scene<'_>) -> usize {
    let lexicon = scene.lexicon;
    let uncased = lexicon.script == Script::Arabic && lexicon.bodies_before;
    match lexicon.bare_complement {
        _ if uncased => ADJECTIVES_MAX,
        words if words > 0 && lexicon.bare_sources => words,
        _ => ROLE_WORDS_MAX,
    }
}

/// What the article before a role says of who has it.
pub(super) fn article_before(scene: &Scene<'_>, role: usize) -> Option<bool> {
    let article = role.checked_sub(1)?;
    let (masculine, feminine) = (scene.is(article, Kind::Masculine), scene.is(article, Kind::Feminine));
    (scene.goes_on(role) && masculine != feminine).then_some(feminine)
}

/// A role that stands for a name, with what it is of: `le porte-parole de l'opposition`.
pub(super) fn alone(scene: &Scene<'_>, at: usize, end: usize) -> Option<Range<usize>> {
    let head = scene.role_at(at);
    if head == 0 || scene.is_quoted(at) {
        return None;
    }
    if scene.lexicon.script == Script::Han {
        return han::role_before(scene, at + head, ROLE_CHARACTERS_MAX);
    }
    let end = end.max(at + head);
    let last = scene.phrase_end(at, ROLE_WORDS_MAX).clamp(at + head, end);
    let last = last.min(at + head + complement_max(scene));
    Some(at..without_verb(scene, at + head, last))
}

#[cfg(test)]
mod tests {
    use veille_model::LanguageTag;

    use veille_text::{Document, Parts};

    #[test]
    fn a_role_is_its_holders_and_says_whether_it_is_held() {
        let check = |language: &str, text: &str, speaker: &str, role: &str| {
            let document = Document::of(&Parts { text, ..Parts::default() });
            let mut found = crate::quotations(&document, &LanguageTag::new(language));
            found.retain(|said| said.kind != veille_model::QuotationKind::Indirect);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            let said = (found[0].speaker.as_deref(), found[0].role.as_deref());
            assert_eq!(said, (Some(speaker), Some(role)), "{text}");
        };
        check(
            "en",
            "Former President Daniel Orme said: “We signed too early, and we knew it at the time.”",
            "Daniel Orme",
            "Former President",
        );
        check(
            "en",
            "Prime Minister Alan Shore, alongside President Yves Lambert, said: “This text will protect us all.”",
            "Alan Shore",
            "Prime Minister",
        );
        // An initial is no *t* of *a-t-il*.
        check(
            "en",
            "“The bridge will open on Friday at noon, and not before,” said T Anand Kumar, director of the port.",
            "T Anand Kumar",
            "director of the port",
        );
        check(
            "fr",
            "« Nous avons signé trop tôt, et nous le savions », a déclaré l'ancien ministre Paul Verdier.",
            "Paul Verdier",
            "ancien ministre",
        );
        check(
            "vi",
            "Bà Phạm Thu Hằng, Người phát ngôn Bộ Ngoại giao khẳng định: \"Việt Nam sẽ thực hiện đầy đủ các cam kết.\"",
            "Phạm Thu Hằng",
            "Người phát ngôn Bộ Ngoại giao",
        );
        check(
            "fr",
            "Le secrétaire général Jean Morel, accueilli par le président Yves Lambert, a déclaré : « Ce texte nous \
             protégera tous. »",
            "Jean Morel",
            "secrétaire général",
        );
    }
}
