//! Words that were not said: `never said`, `denies having said`, `n'a pas déclaré`, `if he had said`. Nobody is their speaker.

use std::ops::Range;

use crate::lexicon::Kind;
use crate::scene::Scene;

/// A denial stands at most so many words before the verb of the words denied: `dément formellement avoir déclaré`.
const DENIAL_WORDS_MAX: usize = 6;
/// A negation stands at most so many words before its verb.
const NEGATION_WORDS_MAX: usize = 3;
/// A condition opens at most so many words before the verb.
const CONDITION_WORDS_MAX: usize = 16;

/// Whether the sentence says that what this cue reports was not said, or only asks or supposes it.
pub(super) fn is_unsaid(scene: &Scene<'_>, cue: &Range<usize>) -> bool {
    let words = &scene.words;
    // `lo niega: «…»`, `non ha dubbi: «…»`: what a colon announces is said, by whoever denies something else.
    let sentence = || words.sentence_before(cue.end, cue.len() + CONDITION_WORDS_MAX).start;
    let announces = words.gap_before(cue.end).contains([':', '：']);
    if announces {
        let floor = cue.start.saturating_sub(1);
        return (floor..cue.end).any(|at| scene.is(at, Kind::Nevers))
            || (!scene.is(cue.end - 1, Kind::Denials) && denied(scene, &[Kind::Denials], sentence(), cue));
    }
    let sentence = sentence();
    denied(scene, &[Kind::Denials, Kind::Negations, Kind::Nevers], sentence, cue)
        // French and German negate behind the verb too: `ne dit pas`, `sagte nie`.
        || scene.lexicon.negates_behind
            && cue.end < words.len()
            && scene.goes_on(cue.end)
            && !scene.is_quoted(cue.end)
            && scene.is_any(cue.end, &[Kind::Negations, Kind::Nevers])
        || supposed(scene, sentence, cue.start)
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
    fn a_negation_in_what_was_said_denies_nothing() {
        check("en", "“I never said that we would sign,” Ms Lane told reporters.", &[Some("Lane")]);
        check("en", "The text is not ready, Karl Odeon said.", &[Some("Karl Odeon")]);
        check("fr", "« Nous ne signerons jamais », a déclaré le ministre Karl Odéon.", &[Some("Karl Odéon")]);
    }
}
