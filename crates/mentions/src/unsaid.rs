//! Words that were not said: `never said`, `denies having said`, `n'a pas déclaré`, `if he had said`. Nobody is their speaker.

use std::ops::Range;

use veille_text::{is_question_mark, is_stop};

use crate::lexicon::{Kind, Script};
use crate::scene::Scene;

/// A denial stands at most so many words before the verb of the words denied: `dément formellement avoir déclaré`.
const DENIAL_WORDS_MAX: usize = 6;
/// A negation stands at most so many words before its verb.
const NEGATION_WORDS_MAX: usize = 3;
/// The sign of a question stands at most so many letters behind the passage that it asks about.
const ASKED_LETTERS_MAX: usize = 40;
/// Where the subject stands between, as in Arabic, at most so many: `نفى وزير المالية سامر الحداد أن يكون قد قال`.
const DENIAL_REACH: usize = 12;
/// A condition opens at most so many words before the verb.
const CONDITION_WORDS_MAX: usize = 16;
/// A phrase that denies nothing, `keinen Hehl daraus`, begins at most so many words before the verb.
const LITOTES_WORDS_MAX: usize = 5;
/// Behind a passage its denial has at most so many words: `„…“ habe er nie gesagt`.
const DENIED_BEHIND_WORDS_MAX: usize = 8;
/// What a sentence calls a forgery stands among its first so many words.
const FORGED_WORDS_MAX: usize = 8;
/// So many words of a sentence are looked at for what calls it that.
const FORGERY_REACH: usize = 40;

/// Whether the sentence says that what this cue reports was not said, or only asks or supposes it.
pub(super) fn is_unsaid(scene: &Scene<'_>, cue: &Range<usize>) -> bool {
    let words = &scene.words;
    // `lo niega: «…»`, `non ha dubbi: «…»`: what a colon announces is said, by whoever denies something else.
    let sentence = words.sentence_before(cue.end, cue.len() + CONDITION_WORDS_MAX).start;
    let announces = words.gap_before(cue.end).contains([':', '：']);
    if is_false(scene, sentence, cue.start)
        || is_forged(scene, sentence, cue)
        || is_open(scene, Kind::Hearsays, sentence, cue)
    {
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
            || never_leads(scene, sentence, cue.start)
            || (!scene.is(cue.end - 1, Kind::Denials) && denied(scene, &[Kind::Denials], sentence, cue));
    }
    // `does not deny that`, `n'a pas hésité à dire`: two negations affirm.
    if is_understated(scene, sentence, cue) {
        return supposed(scene, sentence, cue.start);
    }
    is_negated(scene, sentence, cue)
        // `soll gesagt haben: „…“`: the words are in hand.
        || !words.gap_before(cue.end + 1).contains(':') && is_open(scene, Kind::Expectations, sentence, cue)
        || supposed(scene, sentence, cue.start)
}

/// Whether the sentence says that what this cue reports was not said, of which nobody is told to have said anything: `X never said
/// that …`, but not `X may say that …`.
pub(super) fn is_denied(scene: &Scene<'_>, cue: &Range<usize>) -> bool {
    let sentence = scene.words.sentence_before(cue.end, cue.len() + CONDITION_WORDS_MAX).start;
    !is_understated(scene, sentence, cue) && is_negated(scene, sentence, cue)
}

fn is_negated(scene: &Scene<'_>, sentence: usize, cue: &Range<usize>) -> bool {
    // `ihrer Meinung nach nicht mehr nötig`: behind a phrase that names a source the clause has its own negation.
    let reports = cue.clone().any(|at| scene.is_any(at, &[Kind::Verbs, Kind::Reports, Kind::Judges]));
    denied(scene, &[Kind::Denials, Kind::Negations, Kind::Nevers], sentence, cue)
        || never_leads(scene, sentence, cue.start)
        // French and German negate behind the verb too: `ne dit pas`, `sagte nie`.
        || scene.lexicon.negates_behind
            && reports
            && cue.end < scene.words.len()
            && scene.goes_on(cue.end)
            && !scene.is_quoted(cue.end)
            && scene.is_any(cue.end, &[Kind::Negations, Kind::Nevers])
}

/// `aurait dit`, `soll gesagt haben`, `is expected to say`: in the clause of the verb, with nothing that opens another between.
fn is_open(scene: &Scene<'_>, kind: Kind, sentence: usize, cue: &Range<usize>) -> bool {
    let verb_first = scene.lexicon.script == Script::Arabic;
    // German puts the verb last: `soll Jan Wenzel vor Zeugen gesagt haben`.
    let far = verb_first || scene.lexicon.capital_nouns;
    let reach = if far { DENIAL_REACH } else { NEGATION_WORDS_MAX };
    let floor = cue.start.saturating_sub(reach).max(sentence);
    // `May said`, but `Angeblich sagte X`
    let reports = cue.clone().any(|at| scene.is_any(at, &[Kind::Verbs, Kind::Reports, Kind::Judges]));
    // `soll laut X gesagt haben`: X says so.
    if !reports {
        return false;
    }
    let plain = |at: usize| !scene.words.is_capital(at) || kind == Kind::Hearsays && at == sentence;
    for at in (floor..cue.end).rev() {
        if scene.is_quoted(at) || at < cue.start && scene.is_any(at, &[Kind::Ands, Kind::Resumes, Kind::That])
        {
            return false;
        }
        if scene.is(at, kind) && plain(at) {
            return true;
        }
        if scene.pauses(at) {
            return false;
        }
    }
    false
}

/// `did not hesitate to say`, `bestritt nicht`: such a phrase ends right before the cue, or in it, or with it.
fn is_understated(scene: &Scene<'_>, sentence: usize, cue: &Range<usize>) -> bool {
    let floor = cue.start.saturating_sub(LITOTES_WORDS_MAX).max(sentence);
    (floor..cue.end).any(|at| {
        let length = scene.length(at, Kind::Litotes);
        length > 0 && at + length >= cue.start && !scene.is_quoted(at)
    })
}

/// `Il est faux que X ait dit`, `It is not true that X called it`: what the sentence calls false nobody said.
fn is_false(scene: &Scene<'_>, sentence: usize, cue: usize) -> bool {
    (sentence..cue).any(|at| scene.is(at, Kind::Falsities) && !scene.is_quoted(at))
}

/// `A fake video shows X saying “…”`, `The quote “…” that X is credited with is made up`: the sentence is about a recording or a
/// phrase, and calls it forged.
fn is_forged(scene: &Scene<'_>, sentence: usize, cue: &Range<usize>) -> bool {
    let words = &scene.words;
    let own = |kind: Kind, range: Range<usize>| {
        range.into_iter().any(|at| scene.is(at, kind) && !scene.is_quoted(at))
    };
    // Chinese puts what it is behind the words: `网传X称“…”的截图系伪造`.
    let han = scene.lexicon.script == Script::Han;
    let head = if han { FORGERY_REACH } else { FORGED_WORDS_MAX };
    // `In a video, X called the ballots fake`: what stands behind a preposition the sentence is not about.
    if !own(Kind::Recordings, sentence..words.len().min(sentence + head))
        || scene.is(sentence, Kind::Prepositions)
    {
        return false;
    }
    let mut reach = words.sentence_after(sentence, FORGERY_REACH);
    // `The video is a fake, said X: “…”`: what a colon announces is X's.
    if words.gap_before(cue.end).contains([':', '：']) {
        reach.end = cue.start.max(sentence);
        if reach.clone().skip(1).any(|at| scene.pauses(at)) {
            return false;
        }
    }
    own(Kind::Forgeries, reach)
}

/// `Jamais X n'a déclaré : « … »`, `Nowhere did X say`: a sentence that opens with a negation for all time denies its one verb.
fn never_leads(scene: &Scene<'_>, sentence: usize, cue: usize) -> bool {
    scene.is(sentence, Kind::Nevers)
        && !scene.is_quoted(sentence)
        && sentence < cue
        && (sentence + 1..cue).all(|at| {
            !scene.pauses(at) && !scene.is(at, Kind::Ands) && !scene.is_any(at, &[Kind::Verbs, Kind::That])
        })
}

/// `Did X say “…”?`: what a question asks whether it was said. `close` is where the passage ends.
pub(super) fn is_asked(scene: &Scene<'_>, close: usize) -> bool {
    for sign in scene.words.text()[close..].chars().take(ASKED_LETTERS_MAX) {
        match sign {
            _ if is_question_mark(sign) => return true,
            // Dots may stand in the midst of a question.
            _ if is_stop(sign) && sign != '…' => return false,
            '，' | ',' | '،' | ';' | ':' | '\n' | '«' | '“' | '"' | '„' | '—' => {
                return false;
            }
            _ => {}
        }
    }
    false
}

/// `Hat X wirklich behauptet, …?`: a sentence that begins with its verb and ends with a question mark asks whether it was said.
pub(super) fn is_question(scene: &Scene<'_>, cue: &Range<usize>) -> bool {
    let words = &scene.words;
    let start = words.sentence_before(cue.start + 1, CONDITION_WORDS_MAX).start;
    // `¿Dijo X que …?`, but `¿Por qué dijo X que …?`
    let asks = words.gap_before(start).contains('¿') && !scene.is(start, Kind::Relatives);
    let leads = scene.is_any(start, &[Kind::Auxiliaries, Kind::Finites]) || asks;
    if !words.starts_sentence(start) || !(leads || is_inverted(scene, start, cue.start)) {
        return false;
    }
    let end = words.sentence_after(cue.start, FORGERY_REACH).end;
    end > 0 && words.gap(end - 1).contains(is_question_mark)
}

/// `X a-t-il dit que …`: the subject is taken up behind the auxiliary. Not so in `Pourquoi X a-t-il dit que …`.
fn is_inverted(scene: &Scene<'_>, start: usize, cue: usize) -> bool {
    let pronoun = cue.checked_sub(1).filter(|at| *at > start);
    let taken_up =
        |at: usize| scene.is_any(at, &[Kind::He, Kind::She, Kind::They]) && scene.words.gap_before(at) == "-";
    pronoun.is_some_and(taken_up) && !scene.is_any(start, &[Kind::Relatives, Kind::Complements])
}

/// `Den Satz „…“ habe er nie gesagt, beteuerte X`: behind the passage its own clause denies it.
pub(super) fn is_denied_behind(scene: &Scene<'_>, close: usize) -> bool {
    let first = scene.words.at_byte(close);
    if !scene.goes_on_behind(close) {
        return false;
    }
    let end = first + DENIED_BEHIND_WORDS_MAX;
    let end = (first + 1..end).find(|at| !scene.goes_on(*at)).unwrap_or(end);
    let negation = (first..end).find(|at| scene.is_any(*at, &[Kind::Negations, Kind::Nevers]));
    let Some(at) = negation else { return false };
    // `“a tough night” because he did not win any states`: the verb of the denial closes its clause.
    let own = !(first..at).any(|at| scene.is_any(at, &[Kind::Ands, Kind::Resumes, Kind::Verbs]));
    let verb = scene.length(at + 1, Kind::Verbs);
    own && verb > 0 && at + 1 + verb >= end
}

/// `never said`, `denied having said`: in the clause of the verb, or right before the comma that opens it.
fn denied(scene: &Scene<'_>, kinds: &[Kind], sentence: usize, cue: &Range<usize>) -> bool {
    let verb_first = scene.lexicon.script == Script::Arabic;
    let reach = if verb_first { DENIAL_REACH } else { DENIAL_WORDS_MAX };
    let floor = cue.start.saturating_sub(reach).max(sentence);
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

    #[track_caller]
    fn nobody(language: &str, text: &str) {
        let document = Document::of(&Parts { text, ..Parts::default() });
        let found = crate::quotations(&document, &LanguageTag::new(language));
        assert!(!found.is_empty() && found.iter().all(|said| said.speaker.is_none()), "{text}: {found:#?}");
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
        check("de", "Minister Karl Oden bestreitet, gesagt zu haben: „Wir unterschreiben nie.“", &[None]);
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
        check("en", "It is not true that Peter Holm called the agreement “a dead letter”.", &[None; 2]);
        check("en", "Did Peter Holm really say “we are bankrupt”?", &[None]);
        check("en", "Nowhere in her speech did Edith Varga say “the border will close”.", &[None]);
        check("fr", "Jamais Paul Tessier n'a déclaré : « Nous quitterons la convention ».", &[None]);
        check("fr", "Paul Tessier se défend d'avoir promis « un vote acheté par nous ».", &[None]);
        check("de", "Hat Jürgen Wiegand wirklich gesagt: „Wir sind pleite“?", &[None]);
        check("de", "Hat Karla Urban wirklich behauptet, der Deich sei „völlig sicher“?", &[None, None]);
        check(
            "de",
            "Sollte Karla Urban erklären, die Wahl sei „ganz und gar ungültig“, droht ein Verfahren.",
            &[None, None],
        );
        check("ar", "ينكر الوزير سامي النجار أنه قال: «المعاهدة ماتت».", &[None]);
        check("es", "¿Dijo realmente Jorge Cifuentes “estamos en quiebra”?", &[None]);
        check("ru", "Неправда, что Пётр Громов назвал соглашение «пустой бумажкой».", &[None]);
        check("zh", "王建国不承认自己说过“我们要退出公约”。", &[None]);
        check("ar", "الوزير سامي النجار لم يقل قط: «المعاهدة ماتت».", &[None]);
    }

    #[test]
    fn what_a_forged_recording_or_phrase_says_nobody_said() {
        nobody("en", "A doctored clip shows Mayor Tess Corrigan saying “let them all walk”.");
        nobody("fr", "Une vidéo truquée montre la juge Mireille Faure qui dit « la loi ne compte plus ».");
        nobody("it", "Un video falso mostra il giudice Enzo Salvi mentre dice «la legge sono io».");
        nobody("pt", "Não há registro de que o juiz Otávio Leme tenha dito “a lei sou eu”.");
        nobody("ru", "Фраза «народ должен платить», приписываемая мэру Анне Кротовой, выдумана.");
        nobody("vi", "Thông tin cho rằng bà Phạm Thu Hà tuyên bố “dân phải trả tiền” là bịa đặt.");
        nobody("zh", "网传市长赵丽华称“让他们走路去”的截图系伪造。");
        nobody("ar", "الفيديو الذي يظهر فيه العمدة نادر الشامي وهو يقول «فليذهبوا سيرا» مفبرك.");
        // Who calls it forged says so.
        check(
            "en",
            "The video is fake, Tess Corrigan said: “I was at home all day.”",
            &[Some("Tess Corrigan")],
        );
        check(
            "en",
            "In a video, Tess Corrigan called the forged ballots “a national disgrace”.",
            &[Some("Tess Corrigan"); 2],
        );
    }

    #[test]
    fn a_verb_before_the_words_denies_them_whoever_tells_of_it_behind() {
        nobody("ru", "Судья Лев Астахов не говорил, что «закон — это я», сообщили в суде.");
        nobody("ar", "نفى وزير المالية سامر الحداد أن يكون قد قال «الخزينة فارغة تماما».");
        check("en", "The judge cannot say “from his perspective,” Lee Holm added.", &[Some("Lee Holm"); 2]);
    }

    #[test]
    fn a_negation_that_opens_what_was_said_is_the_speakers() {
        check(
            "es",
            "«Nunca llamé traidor a nadie», respondió Nuria Vidal, abogada del sindicato.",
            &[Some("Nuria Vidal")],
        );
        check(
            "pt",
            "“Nunca chamei ninguém de traidor”, respondeu Bruna Sales, advogada do sindicato.",
            &[Some("Bruna Sales")],
        );
        check("ar", "«لم أصف أحدا بالخائن»، قالت ريم العلي، محامية النقابة.", &[Some("ريم العلي")]);
    }

    #[test]
    fn a_negation_in_what_was_said_denies_nothing() {
        check("en", "“I never said that we would sign,” Ms Lane told reporters.", &[Some("Lane")]);
        check("en", "The text is not ready, Karl Odeon said.", &[Some("Karl Odeon")]);
        check("fr", "« Nous ne signerons jamais », a déclaré le ministre Karl Odéon.", &[Some("Karl Odéon")]);
    }
}
