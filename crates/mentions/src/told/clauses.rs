//! Verbs that report, and the clause that they lead to: `said that …`, `sagte, …`, `…, a déclaré X`.

use std::ops::Range;

use super::{OWN_WORDS_MIN, Reader};
use crate::cues::{Attribution, Place, attribution};
use crate::lexicon::{Kind, Telling};
use crate::phrases::ends_so;
use crate::titles::is_paper;

/// Between a verb and the word that opens its clause, `said in a statement on Monday **that**`, stand at most so many words.
const FILLER_WORDS_MAX: usize = 14;
/// A subject between a comma and its verb has at most so many words.
const SUBJECT_WORDS_MAX: usize = 14;
/// `The permit, his campaign said, had been …`: so many words before are no sentence.
const HEAD_WORDS_MAX: usize = 7;
/// A subject with what it is, `Jan Wenzel, Sprecher der Werft,`, has at most so many words.
const APPOSED_WORDS_MAX: usize = 16;
/// The verb of a clause stands in its first so many words.
const FINITE_WORDS_MAX: usize = 12;
/// Where a noun without an article opens a clause its verb stands among so many words.
const BARE_FINITE_WORDS_MAX: usize = 7;
/// A clause about somebody has its verb among its first so many words: `, who later **said**`.
const RELATIVE_WORDS_MAX: usize = 4;
/// What is judged stands before the words of the judgement and has at most so many.
const JUDGED_WORDS_MAX: usize = 10;
/// What somebody criticises or calls for has so many words at least.
const STANCE_WORDS_MIN: usize = 2;
/// Before an infinitive stand at most so many pronouns and negations: `dit **ne pas s'**attendre`.
const INFINITIVE_PRONOUNS_MAX: usize = 3;
/// A clause has so many words at least.
const CLAUSE_WORDS_MIN: usize = 3;
/// Between an auxiliary and its participle stand at most so many words: `a, jeudi soir à Lyon, déclaré`.
const AUXILIARY_WORDS_MAX: usize = 5;
/// The name of a paper in marks has fewer words.
const PAPER_REACH: usize = 4;
/// `**not** to be named`, `**à ne pas** être nommé`
const ANONYMITY_WORDS_MAX: usize = 4;
/// A subject that no list has is told with at most so many syllables.
const UNLISTED_WORDS_MAX: usize = 12;

impl Reader<'_> {
    /// Keeps the clauses that verbs of the sentence report.
    pub(super) fn clause(&mut self, sentence: &Range<usize>) -> bool {
        let scene = self.voices.scene;
        let mut kept = false;
        let mut at = sentence.start;
        while at < sentence.end {
            // Most words are none of these.
            if !scene.is_any(at, &[Kind::Reports, Kind::Demands, Kind::Stances, Kind::Labels]) {
                at += 1;
                continue;
            }
            let length = scene.length(at, Kind::Reports).max(scene.length(at, Kind::Demands));
            if length == 0
                && let Some(end) = self.stance(sentence, at)
            {
                kept = true;
                at = end;
                continue;
            }
            let other =
                length == 0 || scene.is_quoted(at) || self.voices.is_noun(at) || at + length > sentence.end;
            if other || (at > 0 && scene.goes_on(at) && scene.is(at - 1, Kind::NotVerbs)) {
                at += 1;
                continue;
            }
            let verb = self.voices.cue_at(at, sentence.start);
            let cue = verb.start..verb.end.max(at + length).min(sentence.end);
            // `peut demander … que l'on …`: an infinitive alone reports nothing; but `volvió a decir que`.
            let infinitive = !scene.lexicon.infinitive_endings.is_empty()
                && !scene.lexicon.drops_pronouns
                && cue.len() == 1
                && self.is_infinitive(at);
            // `n'a pas manqué de rappeler que …`
            let infinitive = infinitive && scene.hints.ending_at(cue.start, &[Kind::Litotes]).is_none();
            // `avant d'ajouter que …`
            let before = cue.start > 1
                && scene.is(cue.start - 1, Kind::Infinitives)
                && scene.is(cue.start - 2, Kind::Relatives);
            let infinitive = infinitive && !before;
            // `nous avons confirmé que`: the writer's own.
            let first = (cue.start.saturating_sub(1)..at).any(|at| scene.is(at, Kind::First));
            if infinitive || first || self.is_attribute(&cue, sentence.start) {
                at = cue.end;
                continue;
            }
            let end = self.reported(sentence, at, &cue);
            kept |= end.is_some();
            at = end.unwrap_or_default().max(cue.end);
        }
        kept
    }

    /// Whether a word lies in the name of a paper, with a small word behind the comma that follows.
    fn is_paper(&self, at: usize) -> bool {
        let scene = self.voices.scene;
        let quoted = |at: &usize| scene.is_quoted(*at);
        let start = (at.saturating_sub(PAPER_REACH)..=at).rev().take_while(quoted).last().unwrap_or(at);
        let end = (at..at + PAPER_REACH).take_while(quoted).last().unwrap_or(at) + 1;
        let named = is_paper(scene, &(start..end)) || start > 0 && scene.is(start - 1, Kind::Works);
        scene.lexicon.capital_nouns && named && scene.words.is_small(end) && scene.pauses(end)
    }

    /// `dans un rapport **publié** jeudi`: a participle without an auxiliary belongs to the noun before it.
    fn is_attribute(&self, cue: &Range<usize>, floor: usize) -> bool {
        let scene = self.voices.scene;
        let words = &scene.words;
        let before = cue.start.saturating_sub(AUXILIARY_WORDS_MAX).max(floor)..cue.start;
        scene.lexicon.elides
            && cue.len() == 1
            && !before.is_empty()
            && words.written(cue.start).ends_with(['é', 'É'])
            && words.is_small(cue.start - 1)
            && scene.goes_on(cue.start)
            && !before.into_iter().any(|at| scene.is(at, Kind::Auxiliaries))
    }

    /// `X called for a vote on the plan`, `X criticised the minister`: keeps what a verb of this kind has for its object, where it says
    /// whose it is, and tells where that ends.
    fn stance(&mut self, sentence: &Range<usize>, verb: usize) -> Option<usize> {
        let scene = self.voices.scene;
        let stance = scene.length(verb, Kind::Stances);
        // `called **the plan “a disaster”**`: what a judgement is of, where words of it stand between marks.
        let judged = stance == 0;
        let length = if judged { scene.length(verb, Kind::Labels) } else { stance };
        let start = verb + length;
        if length == 0
            || start >= sentence.end
            || scene.is_quoted(verb)
            || self.voices.is_noun(verb)
            || !scene.goes_on(start)
        {
            return None;
        }
        let cue = self.voices.cue_at(verb, sentence.start);
        let cue = cue.start..start;
        // `was dismissed as`: what is done to somebody nobody says.
        let passive = (cue.start..verb).any(|at| scene.is(at, Kind::Passives))
            && ends_so(scene.words.folded(verb), &scene.lexicon.passive_endings);
        if passive || scene.is(start, Kind::Prepositions) {
            return None;
        }
        let turns = [
            Kind::Participles,
            Kind::Relatives,
            Kind::Resumes,
            Kind::AsSaid,
            Kind::According,
            Kind::ClauseOpeners,
            Kind::Prepositions,
        ];
        let end = self.content_end(start, sentence.end);
        let end = (start + 1..end)
            .find(|at| scene.pauses(*at) && !scene.is_quoted(*at) && scene.is_any(*at, &turns))
            .unwrap_or(end);
        if judged && !(start..end.min(start + JUDGED_WORDS_MAX)).any(|at| scene.is_quoted(at)) {
            return None;
        }
        // A passage between marks right behind the verb is a quotation of its own.
        if end < start + STANCE_WORDS_MIN || scene.is_quoted(start) {
            return None;
        }
        // `criticised Peter Lowe`, `defended the plan`: whom or what it is about is nothing that was said.
        let named = self.voices.people.within(&(start..end)).iter().any(|mention| {
            mention.person.is_some() && scene.phrase_start(mention.start) <= start && mention.end >= end
        });
        if named || end == start + STANCE_WORDS_MIN && scene.is(start, Kind::Articles) {
            return None;
        }
        let who = self.voices.who_reports(sentence, &cue, &(start..start))?;
        let known = who.person.is_some() || who.body.is_some() || who.role.is_some();
        let own_words_min = if judged { 1 } else { OWN_WORDS_MIN };
        (known && self.keep_of(start..end, &governed(Some(who), &cue), own_words_min)).then_some(end)
    }

    /// Keeps what this verb reports, and tells where that ends.
    fn reported(&mut self, sentence: &Range<usize>, verb: usize, cue: &Range<usize>) -> Option<usize> {
        let scene = self.voices.scene;
        if let Some((content, rest)) = self.as_said(sentence, cue) {
            let slot = rest.start..cue.start;
            // *wie* is a preposition elsewhere, and so would keep the name behind it from speaking.
            let named = || {
                let mut named =
                    self.voices.people.within(&slot).iter().filter(|mention| mention.person.is_some());
                named.next_back().map(|mention| self.voices.named(mention))
            };
            let who = self.voices.subject(&slot).or_else(named).or_else(|| self.behind(sentence, cue));
            self.keep(content, &attribution(who, cue.clone(), Place::After));
            return Some(sentence.end);
        }
        // German *so* reports behind what was said: `…, so X.`
        let behind = scene.is(verb, Kind::VerbsAfter);
        if !behind && let Some(content) = self.following(sentence, verb, cue) {
            // `asked not to be named`
            if content.clone().take(ANONYMITY_WORDS_MAX).any(|at| scene.is(at, Kind::Anonymities)) {
                return None;
            }
            let slot = if self.voices.is_telling(cue) { cue.end..cue.end } else { cue.end..content.start };
            let who = match self.voices.is_told(cue) {
                true => self.voices.teller(cue),
                false => self.voices.who_reports(sentence, cue, &slot),
            };
            let end = content.end;
            return self.keep(content, &governed(who, cue)).then_some(end);
        }
        let (content, subject) = self.trailing(sentence, verb, cue)?;
        let inverted = subject.is_empty();
        let who = if inverted {
            self.behind(sentence, cue)
        } else {
            self.voices.subject(&(subject.start..cue.start))
        };
        let found = attribution(who, cue.clone(), Place::After);
        let head = content.len() <= HEAD_WORDS_MAX;
        let subject_end = found.source.as_ref().map_or(cue.end, |who| who.at.end);
        let floor = if inverted { subject_end.max(cue.end + 1) } else { cue.end };
        let rest = if head { self.behind_the_subject(sentence, floor, cue) } else { None };
        // `Over the years, she said, …`: the reporter's own words open the sentence.
        let opener = scene.is_any(content.start, &[Kind::Openers, Kind::Prepositions, Kind::Adverbs])
            && !scene.is_quoted(content.start);
        let first = !(opener && rest.is_some()) && self.keep(content, &found);
        let second = rest.is_some_and(|rest| (first || opener) && self.keep(rest, &found));
        if !first && !second {
            return None;
        }
        Some(sentence.end)
    }

    fn behind(&self, sentence: &Range<usize>, cue: &Range<usize>) -> Option<crate::voice::Voice> {
        let mut start = cue.end;
        let scene = self.voices.scene;
        while start < sentence.end && scene.is_any(start, &[Kind::Euphonic, Kind::Reflexive]) {
            start += 1;
        }
        self.voices.first_in(&(start..sentence.end.min(start + SUBJECT_WORDS_MAX)), false)
    }

    /// `Wie X mitteilte, …`; `…, wie X sagte`; `comme l'a dit X`. With where the words about the speaker begin.
    fn as_said(&self, sentence: &Range<usize>, cue: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        let scene = self.voices.scene;
        // `comme l'exige la Convention` says what is wanted, and of nobody that he said it.
        if cue.clone().any(|at| scene.is(at, Kind::Wants)) {
            return None;
        }
        let floor = cue.start.saturating_sub(SUBJECT_WORDS_MAX + 4).max(sentence.start);
        let opens = |at: &usize| {
            scene.is(*at, Kind::AsSaid)
                && !scene.is_quoted(*at)
                && (*at == sentence.start || scene.pauses(*at))
        };
        let at = (floor..cue.start + 1).rev().find(opens)?;
        let ends = (cue.end..sentence.end).find(|at| scene.pauses(*at));
        let closes = |end: usize| end <= cue.end + SUBJECT_WORDS_MAX;
        if at == sentence.start {
            let content = ends.filter(|end| closes(*end))?;
            return Some((content..self.content_end(content, sentence.end), at + 1..cue.start));
        }
        // In German the verb closes the clause; behind it nothing of it is left.
        let whole = ends.unwrap_or(sentence.end);
        (closes(whole) && at > sentence.start + 1).then(|| (sentence.start..at, at + 1..cue.start))
    }

    /// The clause behind a verb.
    fn following(&self, sentence: &Range<usize>, verb: usize, cue: &Range<usize>) -> Option<Range<usize>> {
        let scene = self.voices.scene;
        let last = sentence.end.min(cue.end + FILLER_WORDS_MAX);
        let comma = scene.lexicon.told == Some(Telling::Comma);
        let bare = scene.lexicon.told == Some(Telling::Bare) && scene.is(verb, Kind::Reports);
        let bare = bare.then(|| self.bare_start(sentence, verb, cue)).flatten();
        let bare = bare
            .map(|start| {
                let end = self.content_end(start, sentence.end);
                start..self.relative_end(sentence, cue, start + 1).unwrap_or(end).min(end)
            })
            .filter(|said| said.len() >= CLAUSE_WORDS_MIN)
            // `announced the plan`: what a verb may have for its object is a clause where a verb stands in it.
            .filter(|said| {
                let near = said.start..said.end.min(said.start + FINITE_WORDS_MAX);
                scene.is(verb, Kind::BareReports)
                    || (scene.lexicon.syllabic && scene.words.gap_before(said.start).contains(','))
                    || near
                        .clone()
                        .take_while(|at| *at == said.start || !scene.is(*at, Kind::Complements))
                        .any(|at| scene.is(at, Kind::Finites))
            });
        let told = scene.is(verb, Kind::Tells);
        if bare.is_some() && !told {
            return bare;
        }
        let article =
            [Kind::Masculine, Kind::Feminine, Kind::Plural, Kind::Elided, Kind::Indefinite, Kind::Definite];
        // `soutiennent le retour … que`: an object stands behind the verb, and the word opens a clause about it.
        let object = !comma
            && !told
            && cue.start > sentence.start
            && !scene.pauses(cue.start)
            && scene.is_any(cue.end, &article)
            && !scene.is(cue.end, Kind::Prepositions);
        // `a appelé dimanche le gouvernement à …`
        let when = |at: &usize| !scene.is(*at, Kind::Adverbs) || scene.is(*at, Kind::Prepositions);
        let that = scene.lexicon.told == Some(Telling::That);
        let object_start = if that { (cue.end..last).find(when).unwrap_or(cue.end) } else { cue.end };
        for at in cue.end..last {
            if scene.words.gap_before(at).contains([':', ';', '：']) {
                break;
            }
            // `berichten im Fachblatt „Natur“, dass …`
            if scene.is_quoted(at) {
                if at > cue.end && self.is_paper(at) {
                    continue;
                }
                break;
            }
            if at > cue.end && scene.is_any(at, &[Kind::Reports, Kind::Demands]) && !self.voices.is_noun(at) {
                break;
            }
            let opens = scene.is(at, Kind::Complements)
                && !scene.is(at.saturating_sub(1), Kind::Antecedents)
                && (comma == scene.pauses(at) || scene.lexicon.loose_commas)
                && (!object || scene.is(verb, Kind::Demands));
            let infinitive = !comma
                && scene.is(verb, Kind::Demands)
                && scene.is(at, Kind::Infinitives)
                && self.is_infinitive(at + 1 + self.fillers(at + 1))
                && !scene.pauses(at);
            if opens || infinitive || at == object_start && self.is_bare_infinitive(verb, at) {
                // `urged **the voters** to`: whom a wish is put to belongs to it, but for a pronoun and for what a preposition
                // stands before, `demandé **au président** d'intervenir`.
                let put_to = that && scene.is(object_start, Kind::Prepositions);
                let object =
                    infinitive && at > object_start && !scene.is(cue.end, Kind::Addressees) && !put_to;
                let start = if object { object_start } else { at + usize::from(scene.lexicon.syllabic) };
                let end = self.content_end(at, sentence.end);
                let content = start..self.relative_end(sentence, cue, at + 1).unwrap_or(end).min(end);
                return (content.len() >= 2).then_some(content);
            }
            if scene.pauses(at) && at > cue.start {
                return if comma {
                    self.behind_comma(sentence, verb, cue, at)
                } else {
                    bare.or_else(|| self.behind_aside(sentence, at, last))
                };
            }
        }
        bare
    }

    /// `X, who said he votes, went home`: what is said in a clause about somebody ends with the clause, at its comma.
    fn relative_end(&self, sentence: &Range<usize>, cue: &Range<usize>, from: usize) -> Option<usize> {
        let scene = self.voices.scene;
        let comma = (sentence.start + 1..cue.start).rev().find(|at| scene.pauses(*at))?;
        let about = scene.is(comma, Kind::Digressions) && cue.start <= comma + RELATIVE_WORDS_MAX;
        let end = (from..sentence.end).find(|at| scene.pauses(*at) && !scene.is_quoted(*at));
        end.filter(|_| about)
    }

    /// `a affirmé mardi, lors d'une visite, que …`: a clause behind a few words between two commas.
    fn behind_aside(&self, sentence: &Range<usize>, comma: usize, last: usize) -> Option<Range<usize>> {
        let scene = self.voices.scene;
        let opens = [Kind::Prepositions, Kind::Adverbs, Kind::He, Kind::She, Kind::They, Kind::Addressees];
        // `disse na quarta-feira (2) que`, `a lancé, agacée, qu'`
        let bracket = |at: usize| scene.words.gap_before(at).contains('(');
        let single = |at: usize| scene.pauses(at + 1) && scene.words.is_small(at);
        let fits = scene.is_any(comma, &opens) || bracket(comma) || single(comma);
        if scene.lexicon.told != Some(Telling::That) || !fits {
            return None;
        }
        let mut pauses = (comma + 1..last).filter(|at| scene.pauses(*at) && !bracket(*at));
        let at = pauses.next()?;
        let plain = (comma..at)
            .all(|at| !scene.is_quoted(at) && !scene.is_any(at, &[Kind::Relatives, Kind::Reports]));
        (plain && scene.is(at, Kind::Complements)).then(|| at..self.content_end(at, sentence.end))
    }

    /// Whether a word can be the infinitive behind *to* or *de*; where no ending tells, a small word.
    fn is_infinitive(&self, at: usize) -> bool {
        let scene = self.voices.scene;
        let endings = &scene.lexicon.infinitive_endings;
        let ends = || ends_so(scene.words.folded(at), endings);
        scene.words.is_small(at) && !scene.pauses(at) && (endings.is_empty() || ends())
    }

    /// How many small words stand before an infinitive: `de **toujours** demander`, `de **ne pas** répondre`.
    fn fillers(&self, start: usize) -> usize {
        let scene = self.voices.scene;
        let fills = |at: &usize| {
            scene.goes_on(*at)
                && scene.is_any(*at, &[Kind::Auxiliaries, Kind::Adverbs, Kind::Negations])
                && !self.is_infinitive(*at)
        };
        let that = scene.lexicon.told == Some(Telling::That);
        if that { (start..start + INFINITIVE_PRONOUNS_MAX).take_while(fills).count() } else { 0 }
    }

    /// `dit vouloir rencontrer le club`, `affirme ne pas avoir signé`: an infinitive that nothing opens right behind the verb, with the
    /// pronouns and negations before it.
    fn is_bare_infinitive(&self, verb: usize, at: usize) -> bool {
        let scene = self.voices.scene;
        let fits = scene.lexicon.told == Some(Telling::That)
            && !scene.lexicon.infinitive_endings.is_empty()
            && scene.is(verb, Kind::Demands);
        let end = at + INFINITIVE_PRONOUNS_MAX;
        let between = [Kind::Auxiliaries, Kind::Adverbs, Kind::Negations, Kind::Nevers];
        let infinitive = |at: &usize| !scene.is_any(*at, &between) || self.is_infinitive(*at);
        fits && (at..=end).find(infinitive).is_some_and(|at| {
            scene.goes_on(at)
                && self.is_infinitive(at)
                && !scene.is_any(at, &[Kind::Adverbs, Kind::Prepositions])
        })
    }

    /// `sagte, die Union benötige …`: what stands behind a comma, where it is in the mood of reported speech or right
    /// behind the verb.
    fn behind_comma(
        &self,
        sentence: &Range<usize>,
        verb: usize,
        cue: &Range<usize>,
        at: usize,
    ) -> Option<Range<usize>> {
        let scene = self.voices.scene;
        let content = at..self.content_end(at, sentence.end);
        let moods = [Kind::Subjunctives, Kind::SubjunctivesWeak];
        let mood = content.clone().any(|at| scene.is_any(at, &moods));
        let infinitive =
            scene.is(verb, Kind::Demands) && content.clone().any(|at| scene.is(at, Kind::Infinitives));
        let apart = scene.pauses(cue.start) && !self.is_apposed(sentence, cue.start);
        let direct = at == cue.end && scene.is(verb, Kind::Reports) && at > cue.start + usize::from(cue.start == sentence.start)
            // `„…“, sagte X, der …`: the sentence has been said already.
            && !scene.is(at, Kind::AsSaid)
            && cue.start > sentence.start && !apart;
        (content.len() >= CLAUSE_WORDS_MIN && (mood || infinitive || direct) && !apart).then_some(content)
    }

    /// `Der Sprecher, Jan Wenzel, sagte, …`, `Jan Wenzel, Sprecher der Werft, warf ihr vor, …`: nothing but a subject and what it is
    /// stands before the verb and its comma.
    fn is_apposed(&self, sentence: &Range<usize>, verb: usize) -> bool {
        let scene = self.voices.scene;
        let before = sentence.start..verb;
        let verbs = [Kind::Finites, Kind::Verbs, Kind::Subjunctives, Kind::SubjunctivesWeak];
        let plain =
            |at: usize| !(scene.is_quoted(at) || scene.words.is_small(at) && scene.is_any(at, &verbs));
        scene.lexicon.capital_nouns
            && scene.pauses(verb)
            // `X, ein General, wird vorgeworfen, …`: others say so.
            && !scene.is(verb, Kind::Passives)
            && before.len() <= APPOSED_WORDS_MAX
            && before.clone().skip(1).any(|at| scene.pauses(at))
            && before.clone().all(plain)
            && self.voices.subject(&before).is_some_and(|who| who.person.is_some())
    }

    /// Where a clause begins that nothing opens: behind the verb, whom it is told to, and when.
    fn bare_start(&self, sentence: &Range<usize>, verb: usize, cue: &Range<usize>) -> Option<usize> {
        let scene = self.voices.scene;
        let words = &scene.words;
        let mut at = cue.end;
        if at < sentence.end && scene.is_quoted(at) {
            // `said “the fear is as high as ever” in the establishment`: the clause begins between marks and goes on.
            let behind = (at..sentence.end).find(|at| !scene.is_quoted(*at))?;
            let goes_on = words.is_small(behind)
                && !scene.pauses(behind)
                && !scene.is_any(behind, &[Kind::Resumes, Kind::AsSaid, Kind::According, Kind::Relatives]);
            let direct = scene.is(verb, Kind::BareReports) && !words.gap_before(at).contains([',', ':']);
            return (direct && goes_on && cue.start > sentence.start && !scene.lexicon.syllabic)
                .then_some(at);
        }
        if at >= sentence.end {
            return None;
        }
        if scene.lexicon.syllabic {
            let joined = scene.goes_on(at) || words.gap_before(at).trim() == ",";
            let subject = self
                .voices
                .subject(&(sentence.start..cue.start))
                .is_some_and(|who| who.at.end + 8 > cue.start);
            // `nói rằng`: the word that opens the clause stays with the verb.
            let opener = usize::from(scene.is(at, Kind::Complements));
            let opened = opener > 0 || scene.is(at - 1, Kind::That);
            let begins = opened
                // `từ chối trả lời, nói rằng …`: the second verb reports.
                || (scene.pauses(at) && !scene.is(at, Kind::Reports))
                || (scene.goes_on(at) && !scene.is_any(at, &[Kind::Prepositions, Kind::NotSources]));
            // `nói và cho rằng …`
            let resumes =
                scene.is(at, Kind::Resumes) && scene.is_any(at + 1, &[Kind::Reports, Kind::Auxiliaries]);
            let begins = begins && !resumes;
            let subject = subject || self.unlisted_subject(sentence, verb, cue, opened);
            return (joined && subject && begins && at + opener < sentence.end).then_some(at + opener);
        }
        let commas = (sentence.start + 1..cue.start + 1).filter(|at| scene.pauses(*at)).take(2).count();
        // `Jane Doe, a lobbyist, says the …`, but `“…,” said the minister`.
        let apposed = || {
            commas > 1
                && !scene.is_quoted(cue.start - 1)
                && self.voices.subject(&(sentence.start..cue.start)).is_some()
        };
        // `hit back, saying her rival had …`
        let adds = cue.start > sentence.start
            && scene.is(verb, Kind::Participles)
            && cue.len() == 1
            && !scene.is_quoted(cue.start - 1);
        if cue.start == sentence.start || (scene.pauses(cue.start) && !adds && !apposed()) {
            return None;
        }
        // `told reporters`, `told CNN`, `told her`
        if scene.is(verb, Kind::Tells) {
            let mention =
                self.voices.people.within(&(at..at + 3)).first().filter(|mention| mention.start <= at);
            // `told a news conference they …`
            let article =
                scene.is_any(at, &[Kind::Definite, Kind::Indefinite, Kind::Masculine, Kind::Feminine]);
            let clause = (at + 2..sentence.end.min(at + 6)).find(|at| scene.is(*at, Kind::ClauseOpeners));
            let unnamed = if article { clause.unwrap_or(at + 1) } else { at + 1 };
            at = mention.map_or(unnamed, |mention| mention.end.max(at + 1));
            if at < sentence.end && scene.is(at, Kind::Addressees) {
                at += 1;
            }
        }
        while at < sentence.end && scene.goes_on(at) && scene.is(at, Kind::Times) {
            at += 1;
        }
        if at >= sentence.end || !scene.goes_on(at) || scene.is_quoted(at) {
            return None;
        }
        // `“…,” she says when we meet`: behind a quotation it is when she said it.
        if scene.is_quoted(sentence.start) && scene.is(at, Kind::Whens) {
            return None;
        }
        // `asked about the plan`, but `said about 40 came`
        let about = scene.is(at, Kind::Prepositions)
            && !words.written((at + 1).min(sentence.end - 1)).starts_with(|sign: char| sign.is_ascii_digit());
        let opens = scene.is(at, Kind::ClauseOpeners) && !about
            || words.is_capital(at)
            || words.written(at).as_bytes()[0].is_ascii_digit()
            || self.opens_bare(verb, at, sentence.end);
        opens.then_some(at)
    }

    /// `said **voters** have been …`: a noun without an article opens a clause where its verb follows.
    fn opens_bare(&self, verb: usize, at: usize, end: usize) -> bool {
        let scene = self.voices.scene;
        let other = [
            Kind::Prepositions,
            Kind::Adverbs,
            Kind::Times,
            Kind::Relatives,
            Kind::Resumes,
            Kind::AsSaid,
            Kind::Complements,
            Kind::Auxiliaries,
            Kind::Infinitives,
            Kind::Participles,
            Kind::Reports,
            Kind::Finites,
        ];
        let own =
            |at: &usize| !scene.pauses(*at) && !scene.is_quoted(*at) && !scene.is(*at, Kind::Complements);
        scene.is(verb, Kind::BareReports)
            && scene.words.is_small(at)
            && !scene.is_any(at, &other)
            && (at + 1..end.min(at + BARE_FINITE_WORDS_MAX))
                .take_while(own)
                .any(|at| scene.is(at, Kind::Finites))
    }

    /// `Các công tố viên tiết lộ nghi phạm …`, `…, và khẳng định rằng …`: whoever it is, a verb of several syllables behind a few words, or
    /// one that opens a clause, reports.
    fn unlisted_subject(
        &self,
        sentence: &Range<usize>,
        verb: usize,
        cue: &Range<usize>,
        opened: bool,
    ) -> bool {
        let scene = self.voices.scene;
        let apart = |at: &usize| scene.pauses(*at) || (*at > 0 && scene.is_quoted(*at - 1));
        let end = self.voices.before_brackets(&(sentence.start..cue.start));
        let last = if end < cue.start { end.saturating_sub(1) } else { end };
        let start = (sentence.start + 1..=last).rev().find(apart).unwrap_or(sentence.start);
        let words = end - start;
        let several = scene.is(verb, Kind::BareReports) && scene.length(verb, Kind::Reports) > 1;
        several && words <= UNLISTED_WORDS_MAX && (opened || words > 1)
    }

    /// `…, a déclaré X.`, `…, he said.`: the clause before a comma, and the words of the subject between it and the verb.
    fn trailing(
        &self,
        sentence: &Range<usize>,
        verb: usize,
        cue: &Range<usize>,
    ) -> Option<(Range<usize>, Range<usize>)> {
        let scene = self.voices.scene;
        let other = scene.is(verb, Kind::Participles) || self.is_apposed(sentence, cue.start);
        if !scene.is(verb, Kind::Reports) || other {
            return None;
        }
        let floor = cue.start.saturating_sub(SUBJECT_WORDS_MAX).max(sentence.start + 1);
        let comma = (floor..cue.start + 1).rev().find(|at| scene.pauses(*at) && *at <= cue.start)?;
        let gap = scene.words.gap_before(comma);
        if gap.contains([';', ':', '：', '(', ')']) || scene.is_quoted(comma) {
            return None;
        }
        // `X, alongside Y, said: “…”` announces what follows.
        if cue.end < scene.words.len() && scene.words.gap_before(cue.end).contains([':', '：']) {
            return None;
        }
        let mut subject = comma..cue.start;
        let (mut comma, mut apposed) = (comma, false);
        // `…, Ruth Carver, 54, told the Guardian.`: no subject stands behind such a verb.
        if subject.is_empty()
            && scene.lexicon.told == Some(Telling::Bare)
            && let Some(mention) = self.voices.apposed_subject(sentence, cue.start)
        {
            comma = scene.phrase_start(mention.start);
            subject = comma..cue.start;
            apposed = true;
        }
        if subject.is_empty() && (self.voices.is_telling(cue) || self.is_name_with_office(sentence, comma)) {
            return None;
        }
        let content = self.without_opener(&(self.sentence_start(sentence, comma)..comma));
        // `In a memo on Tuesday, X, an executive, said …`
        let openers = [Kind::Openers, Kind::Prepositions, Kind::Adverbs, Kind::Resumes];
        let opener = scene.is_any(content.start, &openers)
            && !scene.is_quoted(content.start)
            && content.len() <= HEAD_WORDS_MAX;
        if apposed && (content.len() < CLAUSE_WORDS_MIN || opener) {
            return None;
        }
        if subject.is_empty() {
            let end = (cue.end + 1..sentence.end).find(|at| scene.pauses(*at)).unwrap_or(sentence.end);
            let clause = (cue.end..end).any(|at| scene.is(at, Kind::Finites))
                || scene.is_any(cue.end, &[Kind::Complements]);
            if scene.is(verb, Kind::VerbsAfter) && (clause || cue.end >= end) {
                return None;
            }
            let behind = cue.end..sentence.end.min(cue.end + 2);
            let body = behind.clone().any(|at| {
                scene.is_any(
                    at,
                    &[Kind::Organisations, Kind::Bodies, Kind::Euphonic, Kind::Roles, Kind::RolesF],
                )
            });
            let near = |who: crate::voice::Voice| who.at.start <= cue.end + 3;
            let someone = scene.lexicon.told != Some(Telling::That)
                || body
                || self.behind(sentence, cue).is_some_and(near);
            // `Critics, among them companies, say the …`: the first words are who says it.
            let apposed = scene.lexicon.told == Some(Telling::Bare)
                && (content.start + 1..content.end.min(content.start + 4)).any(|at| scene.pauses(at));
            let someone = someone && !apposed;
            return (scene.lexicon.inverts && someone && content.len() > 1).then_some((content, subject));
        }
        if self.voices.is_clause_about(&subject) {
            return None;
        }
        // `…, a-t-il annoncé`: auxiliary and pronoun before the verb.
        let pronouns = [Kind::He, Kind::She, Kind::They];
        let fillers = [Kind::Auxiliaries, Kind::Euphonic, Kind::He, Kind::She, Kind::They];
        let asks_like = scene.lexicon.inverts
            && scene.lexicon.told == Some(Telling::That)
            && scene.is(comma, Kind::Auxiliaries)
            && subject.clone().all(|at| scene.is_any(at, &fillers))
            && subject.clone().any(|at| scene.is_any(at, &pronouns));
        if asks_like {
            return (content.len() > 1).then_some((content, subject));
        }
        // `“…”, X, a researcher, said`: what stands between marks has been said already.
        let quoted = scene.is_quoted(content.start)
            && content.clone().find(|at| !scene.is_quoted(*at)).is_some_and(|at| scene.pauses(at));
        // `…, ist Jan Wenzel überzeugt`, `…, hatte Jan Wenzel damals gesagt`, `…, gibt er zu bedenken`
        let bracketed = scene.lexicon.capital_nouns
            && (scene.is(comma, Kind::Auxiliaries) || cue.len() > 1 && scene.is(comma, Kind::Finites))
            && (cue.end >= sentence.end || scene.pauses(cue.end))
            && self.voices.subject(&(comma + 1..cue.start)).is_some();
        if bracketed {
            return (content.len() > 1).then_some((content, comma + 1..cue.start));
        }
        if scene.lexicon.told != Some(Telling::Bare) || (quoted && scene.lexicon.syllabic) {
            return None;
        }
        let closed = cue.end >= sentence.end
            || scene.pauses(cue.end)
            || scene.is_any(cue.end, &[Kind::Times, Kind::Adverbs, Kind::Addressees])
            || scene.is(verb, Kind::Tells);
        let named = self.voices.subject(&subject).is_some_and(|who| who.at.start <= comma + 3)
            || scene.is_any(
                comma,
                &[
                    Kind::Definite,
                    Kind::Indefinite,
                    Kind::Masculine,
                    Kind::Feminine,
                    Kind::Plural,
                    Kind::ClauseOpeners,
                ],
            );
        let relative =
            scene.is(comma, Kind::Relatives) && !scene.is_any(comma, &[Kind::He, Kind::She, Kind::They]);
        (closed && named && !relative).then_some((content, subject))
    }

    /// `Jan Dębowski, szef klubu, powiedział`: the words before the comma are who says it and what they are.
    fn is_name_with_office(&self, sentence: &Range<usize>, comma: usize) -> bool {
        let scene = self.voices.scene;
        let first = self.voices.people.within(&(sentence.start..comma)).first();
        let verb = |at: usize| scene.is_any(at, &[Kind::Finites, Kind::Auxiliaries, Kind::Reports]);
        scene.lexicon.told != Some(Telling::Bare)
            && first.is_some_and(|first| {
                let end = first.at.end;
                first.start <= sentence.start + 1
                    && end < comma
                    && scene.pauses(end)
                    && !(end..comma).any(verb)
                    && (end + 1..comma).all(|at| !scene.pauses(at))
            })
    }

    /// What goes on behind `, X said,`.
    fn behind_the_subject(
        &self,
        sentence: &Range<usize>,
        floor: usize,
        cue: &Range<usize>,
    ) -> Option<Range<usize>> {
        let scene = self.voices.scene;
        let start = (floor..sentence.end.min(cue.end + SUBJECT_WORDS_MAX)).find(|at| scene.pauses(*at))?;
        let other = scene.is_any(start, &[Kind::Participles, Kind::Reports]);
        let content = start..self.content_end(start, sentence.end);
        (!other && (content.len() >= 2)).then_some(content)
    }

    /// Where the clause before a comma begins: behind a passage in marks, or with its sentence.
    fn sentence_start(&self, sentence: &Range<usize>, before: usize) -> usize {
        let scene = self.voices.scene;
        let apart = |at: &usize| scene.words.gap_before(*at).contains([';', '；']);
        (sentence.start + 1..before).rev().find(apart).unwrap_or(sentence.start)
    }
}

fn governed(source: Option<crate::voice::Voice>, cue: &Range<usize>) -> Attribution {
    Attribution { governed: true, ..attribution(source, cue.clone(), Place::Before) }
}
