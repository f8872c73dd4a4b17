//! The people of an article: who is named where, and which spellings are one person's.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::lexicon::{Kind, Script};
use super::names::{self, Name, Sort};
use super::phrases::ends_so;
use super::scene::Scene;
use super::vietnamese::is_surname;
use super::{arabic, bodies, han, nicknames, roles, syllables};

/// So many people of one surname are told apart.
const NAMESAKES_MAX: usize = 8;
/// Words of cased names are one where their stems are, and a stem has so many letters.
const STEM_LETTERS_MIN: usize = 3;

/// A person's or a body's name in the text.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The words of the name.
    pub at: Range<usize>,
    /// The words of the role that stands beside it.
    pub role: Option<Range<usize>>,
    /// A second one after the name.
    pub also: Option<Range<usize>>,
    /// Where the words about the person begin: the role, its article, or the name.
    pub start: usize,
    /// Where they end: the name, or the role after it.
    pub end: usize,
    /// Who is meant: an index into [`People::persons`]; None for a body.
    pub person: Option<usize>,
    /// A preposition stands before it or a possessive after it: whoever speaks is someone else.
    pub object: bool,
    /// What it is of may be something else than a person: two words with capitals and nothing beside them.
    pub sure: bool,
}

/// Someone named in the article.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The fullest spelling.
    pub name: Range<usize>,
    pub feminine: Option<bool>,
}

/// All names, in order, and who they are of.
pub(super) struct People {
    pub mentions: Vec<Mention>,
    pub persons: Vec<Person>,
    by_last: FxHashMap<String, Vec<usize>>,
    by_first: FxHashMap<String, Vec<usize>>,
}

impl People {
    pub fn of(scene: &Scene<'_>) -> Self {
        let mut names = match scene.lexicon.script {
            Script::Cased => Vec::new(),
            Script::Arabic => arabic::names(scene),
            Script::Han => han::names(scene),
        };
        // Arabic and Chinese articles name people in Latin letters as well.
        names.extend(names::names(scene));
        names.retain(|name| !is_pronoun(scene, &name.at));
        names.sort_by_key(|name| (name.at.start, std::cmp::Reverse(name.at.end)));
        // The longest of those that overlap.
        names.dedup_by(|next, name| next.at.start < name.at.end);
        nicknames::join(scene, &mut names);
        let mut people = Self {
            mentions: Vec::new(),
            persons: Vec::new(),
            by_last: FxHashMap::default(),
            by_first: FxHashMap::default(),
        };
        // Everybody is met before anybody is mentioned: a lead says *Verdier*, and *Paul Verdier* follows
        // in the third paragraph.
        let persons: Vec<Option<usize>> = names
            .iter()
            .map(|name| (name.sort == Sort::Person).then(|| people.meet(scene, &name.at)))
            .collect();
        for (name, person) in names.iter().zip(persons) {
            people.mention(scene, name, person);
        }
        people.know_again();
        people
    }

    /// Whoever is named by a full name and by a surname is a person, whatever else two words with capitals may be.
    fn know_again(&mut self) {
        let mut shortest = vec![usize::MAX; self.persons.len()];
        for mention in &self.mentions {
            if let Some(person) = mention.person {
                shortest[person] = shortest[person].min(mention.at.len());
            }
        }
        for mention in &mut self.mentions {
            let again = |person: usize| shortest[person] < self.persons[person].name.len();
            mention.sure |= mention.person.is_some_and(again);
        }
    }

    /// Who has this name: someone whom another spelling of it has named already, or someone new.
    fn meet(&mut self, scene: &Scene<'_>, name: &Range<usize>) -> usize {
        if let Some(person) = self.known(scene, name) {
            let fullest = &mut self.persons[person].name;
            if fuller(scene, name, fullest) {
                *fullest = name.clone();
            }
            return person;
        }
        let person = self.persons.len();
        self.persons.push(Person { name: name.clone(), feminine: None });
        self.by_last.entry(stem(scene, name.end - 1)).or_default().push(person);
        self.by_first.entry(stem(scene, name.start)).or_default().push(person);
        person
    }

    /// Whom a name means, among those met: the latest of several.
    fn known(&self, scene: &Scene<'_>, name: &Range<usize>) -> Option<usize> {
        let namesakes = |map: &FxHashMap<String, Vec<usize>>, key: usize| -> Option<usize> {
            let candidates = map.get(&stem(scene, key))?;
            let alike = |person: &&usize| alike(scene, name, &self.persons[**person].name);
            candidates.iter().rev().take(NAMESAKES_MAX).find(alike).copied()
        };
        namesakes(&self.by_last, name.end - 1).or_else(|| namesakes(&self.by_first, name.start))
    }

    fn mention(&mut self, scene: &Scene<'_>, name: &Name, met: Option<usize>) {
        let person = match name.sort {
            Sort::Person => met,
            Sort::Body => None,
            Sort::Surname => match self.known(scene, &name.at) {
                // A single letter is an initial of too many.
                Some(person)
                    if name.at.len() > 1 || scene.words.folded(name.at.start).chars().count() > 1 =>
                {
                    Some(person)
                }
                _ => return self.single(scene, name),
            },
        };
        let role = person.and_then(|_| roles::beside(scene, &name.at));
        let feminine = person.and_then(|_| feminine(scene, &name.at, role.as_ref()));
        let start = role.as_ref().map_or(name.at.start, |role| role.start.min(name.at.start));
        let also = roles::second(scene, &name.at, role.as_ref());
        let end = also.iter().chain(&role).map(|role| role.end).max().unwrap_or_default().max(name.at.end);
        if let Some(person) = person {
            let known = &mut self.persons[person].feminine;
            *known = known.or(feminine);
        }
        let sure = name.sure || role.is_some() || (name.sort == Sort::Surname && person.is_some());
        let at = if person.is_none() { bodies::whole(scene, &name.at) } else { name.at.clone() };
        let part = self.mentions.last().is_some_and(|last| last.at.end > at.start);
        // `Trung tâm Khí tượng Bình Minh`: a name in that of a body is no person's, unless a surname begins it.
        let named_for = part
            && scene.lexicon.syllabic
            && !name.sure
            && role.is_none()
            && self.mentions.last().is_some_and(|last| last.person.is_none() && last.at.end >= name.at.end)
            && !is_surname(&scene.words, name.at.start);
        if named_for {
            return;
        }
        let of_role = person.is_none() && bodies::is_of_role(scene, &at);
        // `Rights groups and a coalition of firms fear that`: an ordinary word has its capital from the sentence that it begins.
        let ordinary = at.len() == 1
            && scene.words.starts_sentence(at.start)
            && !scene.words.is_acronym(at.start)
            && veille_text::frequency::is_common(scene.words.folded(at.start))
            && scene.goes_on(at.end)
            && scene.words.is_small(at.end)
            && !names::is_capital_within(scene, at.start);
        if person.is_none() && (part || of_role || ordinary || bodies::is_generic(scene, &at)) {
            return;
        }
        if person.is_none() && bodies::is_party(scene, &at) {
            return;
        }
        let start = scene.phrase_start(start.min(at.start));
        let object = scene.is_object(start) || scene.is_possessor(&at);
        self.mentions.push(Mention { start, end: end.max(at.end), at, role, also, person, object, sure });
    }

    /// One word with a capital that is nobody's surname: a body's where an article or its kind stands before it, `a
    /// Petrosul`, `le groupe Sogéparc`.
    fn single(&mut self, scene: &Scene<'_>, name: &Name) {
        let at = name.at.start;
        // `“…”, Reuters dẫn lời bà Hoa`
        let quotes =
            scene.is(name.at.end, Kind::Quoting) && scene.goes_on(name.at.end) && !scene.is(at, Kind::Places);
        let within = at > 0 && scene.goes_on(at) && !scene.words.starts_sentence(at);
        // `the Scot said`: where somebody comes from is no body.
        let described = scene.is(at, Kind::Epithets) && name.at.len() == 1;
        if described || !(within || quotes) {
            return;
        }
        if !within {
            let at = name.at.clone();
            let (start, end) = (at.start, at.end);
            self.mentions.push(Mention {
                start,
                end,
                at,
                role: None,
                also: None,
                person: None,
                object: false,
                sure: true,
            });
            return;
        }
        // `το υπουργείο Υγείας`
        let heads = [Kind::Organisations, Kind::Bodies];
        let kind = scene.is_any(at - 1, &heads[..if scene.lexicon.syllabic { 1 } else { 2 }])
            && scene.words.is_small(at - 1);
        let article = scene.is_any(at - 1, &[Kind::Masculine, Kind::Feminine, Kind::Definite, Kind::Elided]);
        // `la Russie a déclaré`: a country speaks; a town has no article.
        if scene.is(at, Kind::Places) && !(article && names::is_country_with_article(scene, &name.at)) {
            return;
        }
        // `de Catalaanse autoriteiten`: an adjective.
        let adjective = !scene.lexicon.capital_nouns
            && ends_so(scene.words.folded(at), &scene.lexicon.attribute_endings)
            && scene.goes_on(name.at.end)
            && scene.words.is_small(name.at.end);
        if adjective {
            return;
        }
        let whole = bodies::whole(scene, &name.at);
        let headed = whole.start < at;
        // In German every noun has a capital and an article.
        if !kind && !headed && (!article || scene.lexicon.capital_nouns) {
            return;
        }
        let start = if kind { at - 1 } else { whole.start };
        let body = start..whole.end;
        let object = scene.is_object(start) || scene.is_possessor(&body);
        self.mentions.push(Mention {
            start,
            end: body.end,
            at: body,
            role: None,
            also: None,
            person: None,
            object,
            sure: kind || headed,
        });
    }

    /// The mentions that begin in a range.
    pub fn within(&self, range: &Range<usize>) -> &[Mention] {
        let first = self.mentions.partition_point(|mention| mention.at.start < range.start);
        let end = self.mentions.partition_point(|mention| mention.at.start < range.end);
        &self.mentions[first..end.max(first)]
    }

    /// Whether two words of roles are one, whatever their case.
    pub fn same_word(&self, scene: &Scene<'_>, a: usize, b: usize) -> bool {
        same_word(scene, a, b)
    }

    /// How a person is written, in full.
    pub fn name<'t>(&self, scene: &Scene<'t>, person: usize) -> &'t str {
        scene.words.passage(&self.persons[person].name)
    }

    /// The last mention of a person before here that gives a role, or else the first after.
    pub fn with_role(&self, person: usize, before: usize) -> Option<&Mention> {
        let end = self.mentions.partition_point(|mention| mention.at.start < before);
        let role = |mention: &'_ Mention| mention.person == Some(person) && mention.role.is_some();
        let found = self.mentions[..end].iter().rev().take(MENTIONS_BACK_MAX).find(|mention| role(mention));
        found.or_else(|| self.mentions[end..].iter().take(MENTIONS_BACK_MAX).find(|mention| role(mention)))
    }
}

/// `the dead man's sister. She told the court`: a pronoun is nobody's name, whatever stands before it.
fn is_pronoun(scene: &Scene<'_>, name: &Range<usize>) -> bool {
    let lexicon = scene.lexicon;
    name.len() == 1
        && lexicon.script == Script::Cased
        && !lexicon.syllabic
        && scene.words.starts_sentence(name.start)
        && scene.is_any(name.start, &[Kind::He, Kind::She])
}

/// So many mentions are looked back on.
pub(super) const MENTIONS_BACK_MAX: usize = 64;

/// Whether one spelling says more than another: more words, or, where cases add endings, fewer letters.
fn fuller(scene: &Scene<'_>, name: &Range<usize>, than: &Range<usize>) -> bool {
    let letters = |name: &Range<usize>| scene.words.passage(name).chars().count();
    let nominative = !scene.lexicon.endings.is_empty() && letters(name) < letters(than);
    name.len() > than.len() || (name.len() == than.len() && nominative)
}

/// Whether all words of the shorter name stand in the longer in the same order: *Hoang Giang* in *Dang Hoang Giang*,
/// *J. Holloway* in *Jane Holloway*.
fn alike(scene: &Scene<'_>, a: &Range<usize>, b: &Range<usize>) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    // A foreign name comes back by its first part: `安东尼奥` for `安东尼奥·古特雷斯`.
    if scene.lexicon.script == Script::Han
        && scene.words.passage(long).starts_with(scene.words.passage(short))
    {
        return true;
    }
    // `ông Nam` is Vũ Hồng Nam: of several syllables the last is the one that people are called by.
    if scene.lexicon.syllabic
        && short.len() == 1
        && !same_word(scene, short.start, long.end - 1)
        && long.clone().all(|at| syllables::is_syllable(scene.words.folded(at)))
    {
        return false;
    }
    // *Anna Maria* may be another than *Anna Maria Rossi*: several words have to agree in the last.
    if short.len() > 1 && stem(scene, short.end - 1) != stem(scene, long.end - 1) {
        return false;
    }
    let mut at = long.start;
    short.clone().all(|word| {
        let found = (at..long.end).find(|other| same_word(scene, word, *other));
        at = found.map_or(long.end, |found| found + 1);
        found.is_some()
    })
}

fn same_word(scene: &Scene<'_>, a: usize, b: usize) -> bool {
    let (one, other) = (scene.words.folded(a), scene.words.folded(b));
    let initial = |short: &str, long: &str| {
        short.chars().nth(1).is_none() && long.starts_with(short) && scene.words.is_capital(a)
    };
    one == other
        || initial(one, other)
        || initial(other, one)
        || stem(scene, a) == stem(scene, b)
        || same_stem(scene, one, other)
}

/// *Павел* and *Павла*: cases may take a vowel out.
fn same_stem(scene: &Scene<'_>, a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let longest = a.chars().count().max(b.chars().count());
    scene.lexicon.endings.len() > 1 && common >= STEM_LETTERS_MIN && longest <= common + 2
}

/// A word of a name without what a case adds.
fn stem(scene: &Scene<'_>, at: usize) -> String {
    let folded = scene.words.folded(at);
    let mut articles = scene.lexicon.article_prefixes.iter();
    let folded = articles.find_map(|article| folded.strip_prefix(article.as_str())).unwrap_or(folded);
    let long = |stem: &&str| stem.chars().count() >= STEM_LETTERS_MIN;
    let stem =
        scene.lexicon.endings.iter().find_map(|ending| folded.strip_suffix(ending.as_str()).filter(long));
    stem.unwrap_or(folded).to_owned()
}

/// What the words beside a name say of its bearer's sex.
fn feminine(scene: &Scene<'_>, name: &Range<usize>, role: Option<&Range<usize>>) -> Option<bool> {
    let title = |kind: Kind| scene.hints.ending_at(name.start, &[kind]).is_some();
    if title(Kind::TitlesF) || title(Kind::Titles) {
        return Some(title(Kind::TitlesF));
    }
    if role.is_some_and(|role| role.clone().any(|at| scene.is(at, Kind::RolesF))) {
        return Some(true);
    }
    role.and_then(|role| roles::article_before(scene, role.start)).or_else(|| given_sex(scene, name))
}

/// What the given name of a full name says of it.
fn given_sex(scene: &Scene<'_>, name: &Range<usize>) -> Option<bool> {
    if name.len() < 2 || scene.lexicon.script != Script::Cased || scene.lexicon.syllabic {
        return None;
    }
    let (feminine, masculine) =
        (scene.is(name.start, Kind::GivenNamesF), scene.is(name.start, Kind::GivenNamesM));
    (feminine != masculine).then_some(feminine)
}
