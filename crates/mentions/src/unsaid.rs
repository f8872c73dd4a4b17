//! Words that were not said: `never said`, `denies having said`, `n'a pas déclaré`, `if he had said`. Nobody is their speaker.

use std::ops::Range;

use crate::lexicon::{Kind, Script};
use crate::scene::Scene;

/// A denial stands at most so many words before the verb of the words denied: `dément formellement avoir déclaré`.
const DENIAL_WORDS_MAX: usize = 6;
/// A negation stands at most so many words before its verb.
const NEGATION_WORDS_MAX: usize = 3;
/// The sign of a question stands at most so many letters behind the passage that it asks about.
const ASKED_LETTERS_MAX: usize = 40;
/// A condition opens at most so many words before the verb.
const CONDITION_WORDS_MAX: usize = 16;

/// Whether the sentence says that what this cue reports was not said, or only asks or supposes it.
pub(super) fn is_unsaid(scene: &Scene<'_>, cue: &Range<usize>) -> bool {
    let words = &scene.words;
    // `lo niega: «…»`, `non ha dubbi: «…»`: what a colon announces is said, by whoever denies something else.
    let sentence = || words.sentence_before(cue.end, cue.len() + CONDITION_WORDS_MAX).start;
    let announces = words.gap_before(cue.end).contains([':', '：']);
    if is_false(scene, sentence(), cue.start) {
        return true;
    }
    if announces {
        let floor = cue.start.saturating_sub(1);
        // `لم يقل قط:`: the particle right before the verb negates it whatever follows.
        let arabic = scene.lexicon.script == Script::Arabic
            && (scene.is(cue.start, Kind::Negations)
                || scene.goes_on(cue.start) && scene.is(floor, Kind::Negations));
        return arabic
            || (floor..cue.end).any(|at| scene.is(at, Kind::Nevers))
            || never_leads(scene, sentence(), cue.start)
            || (!scene.is(cue.end - 1, Kind::Denials) && denied(scene, &[Kind::Denials], sentence(), cue));
    }
    let sentence = sentence();
    denied(scene, &[Kind::Denials, Kind::Negations, Kind::Nevers], sentence, cue)
        || never_leads(scene, sentence, cue.start)
        // French and German negate behind the verb too: `ne dit pas`, `sagte nie`.
        || scene.lexicon.negates_behind
            && cue.end < words.len()
            && scene.goes_on(cue.end)
            && !scene.is_quoted(cue.end)
            && scene.is_any(cue.end, &[Kind::Negations, Kind::Nevers])
        || supposed(scene, sentence, cue.start)
}

/// `Il est faux que X ait dit`, `It is not true that X called it`: what the sentence calls false nobody said.
fn is_false(scene: &Scene<'_>, sentence: usize, cue: usize) -> bool {
    (sentence..cue).any(|at| scene.is(at, Kind::Falsities) && !scene.is_quoted(at))
}

/// `Jamais X n'a déclaré : « … »`, `Nowhere did X say`: a sentence that opens with a negation for all time denies its one verb.
fn never_leads(scene: &Scene<'_>, sentence: usize, cue: usize) -> bool {
    scene.is(sentence, Kind::Nevers)
        && sentence < cue
        && (sentence + 1..cue).all(|at| {
            !scene.pauses(at) && !scene.is(at, Kind::Ands) && !scene.is_any(at, &[Kind::Verbs, Kind::That])
        })
}

/// `Did X say “…”?`: what a question asks whether it was said. `close` is where the passage ends.
pub(super) fn is_asked(scene: &Scene<'_>, close: usize) -> bool {
    for sign in scene.words.text()[close..].chars().take(ASKED_LETTERS_MAX) {
        match sign {
            '?' | '？' | '؟' => return true,
            '.' | '!' | '。' | '，' | ',' | '،' | ';' | ':' | '\n' | '«' | '“' | '"' | '„' | '—' => {
                return false;
            }
            _ => {}
        }
    }
    false
}

/// `never said`, `denied having said`: in the clause of the verb, or right before the comma that opens it.
fn denied(scene: &Scene<'_>, kinds: &[Kind], sentence: usize, cue: &Range<usize>) -> bool {
    let floor = cue.start.saturating_sub(DENIAL_WORDS_MAX).max(sentence);
    for at in (floor..cue.end).rev() {
        if scene.is_quoted(at) {
            return false;
        }
        let near = at + NEGATION_WORDS_MAX >= cue.start;
        if scene.is_any(at, kinds) && (near || scene.is(at, Kind::Denials)) {
            return true;
        }
        if scene.pauses(at) {
            return at > floor && scene.hints.ending_at(at, &[Kind::Denials]).is_some();
        }
    }
    false
}

/// `If Mr Odeon had said “…”`: the clause that the cue stands in supposes.
fn supposed(scene: &Scene<'_>, sentence: usize, cue: usize) -> bool {
    if scene.pauses(cue) {
        return false;
    }
    for at in (sentence..cue).rev() {
        if scene.is_quoted(at) {
            return false;
        }
        if scene.is(at, Kind::Conditions) {
            return true;
        }
        if scene.pauses(at) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use veille_model::LanguageTag;
    use veille_text::{Document, Parts};

    fn check(language: &str, text: &str, speakers: &[Option<&str>]) {
        let document = Document::of(&Parts { text, ..Parts::default() });
        let found = crate::quotations(&document, &LanguageTag::new(language));
        let given: Vec<Option<&str>> = found.iter().map(|said| said.speaker.as_deref()).collect();
        assert_eq!(given, speakers, "{text}: {found:#?}");
    }

    #[test]
    fn nobody_is_the_speaker_of_words_that_were_not_said() {
        check("en", "Mr Otis denied having said “we will never sign”.", &[None]);
        check("en", "Karl Odeon never said “the treaty is dead”, according to a transcript.", &[None, None]);
        check("en", "If Mr Odeon had said “we refuse to sign”, the talks would have ended.", &[None]);
        check("fr", "Le ministre Karl Odéon dément avoir déclaré : « Nous ne signerons jamais ».", &[None]);
        check(
            "fr",
            "Le ministre Karl Odéon n’a jamais dit « nous ne signerons pas », précise son cabinet.",
            &[None],
        );
        check(
            "de",
            "Minister Karl Oden bestreitet, gesagt zu haben: „Wir unterschreiben nie.“",
            &[None, None],
        );
        check("de", "Minister Karl Oden hat nie gesagt: „Wir unterschreiben nie.“", &[None]);
        check("es", "El ministro Carlos Odén niega haber dicho “no firmaremos nunca”.", &[]);
        check("es", "El ministro Carlos Odén nunca dijo: “No firmaremos nunca”.", &[None]);
        check("it", "Il ministro Carlo Odeni nega di aver detto: «Non firmeremo mai».", &[None]);
        check("pt", "O ministro Carlos Odão nunca disse: “Não vamos assinar nunca”.", &[None]);
        check("ru", "Министр Карл Оден отрицает, что говорил: «Мы никогда не подпишем».", &[None]);
        check("vi", "Bộ trưởng Nguyễn Văn Hòa phủ nhận đã nói “chúng tôi sẽ không ký”.", &[None]);
        check("zh", "外交部发言人林秋否认曾说：“我们不会签署这项公约。”", &[None]);
    }

    #[test]
    fn what_is_called_false_asked_or_denied_from_afar_was_not_said() {
        check("en", "It is not true that Peter Holm called the agreement “a dead letter”.", &[None]);
        check("en", "Did Peter Holm really say “we are bankrupt”?", &[None]);
        check("en", "Nowhere in her speech did Edith Varga say “the border will close”.", &[None]);
        check("fr", "Jamais Paul Tessier n'a déclaré : « Nous quitterons la convention ».", &[None]);
        check("fr", "Paul Tessier se défend d'avoir promis « un vote acheté par nous ».", &[None]);
        check("de", "Hat Jürgen Wiegand wirklich gesagt: „Wir sind pleite“?", &[None]);
        check("es", "¿Dijo realmente Jorge Cifuentes “estamos en quiebra”?", &[None]);
        check("ru", "Неправда, что Пётр Громов назвал соглашение «пустой бумажкой».", &[None]);
        check("zh", "王建国不承认自己说过“我们要退出公约”。", &[None]);
        check("ar", "الوزير سامي النجار لم يقل قط: «المعاهدة ماتت».", &[None]);
    }

    #[test]
    fn a_negation_in_what_was_said_denies_nothing() {
        check("en", "“I never said that we would sign,” Ms Lane told reporters.", &[Some("Lane")]);
        check("en", "The text is not ready, Karl Odeon said.", &[Some("Karl Odeon")]);
        check("fr", "« Nous ne signerons jamais », a déclaré le ministre Karl Odéon.", &[Some("Karl Odéon")]);
    }
}
