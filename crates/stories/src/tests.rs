//! Stories and copies of articles that arrive in any order, in any pieces, with memory thrown away in between.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use veille_model::{
    Article, ArticleId, BlockKind, Capture, CopyKind, Moment, Origin, OriginKind, SourceId, TaggedArticle,
    Text, Told,
};

use crate::{Rules, Shingles, Stories, Telling};

/// SplitMix64, as everywhere where tests draw.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    fn word(&mut self, capital: bool) -> String {
        let mut word = String::new();
        for _ in 0..2 + self.below(3) {
            word.push_str(["ba", "ke", "mi", "no", "ru", "sal", "ter", "vin", "dor", "gu"][self.below(10)]);
        }
        if capital { word[..1].to_uppercase() + &word[1..] } else { word }
    }

    fn sentence(&mut self, names: &[String]) -> String {
        let common = ["the", "of", "and", "in", "to", "was", "that", "for", "on", "with"];
        let mut sentence = String::from("Then");
        for _ in 0..8 + self.below(8) {
            let word = match self.below(6) {
                0 => names[self.below(names.len())].clone(),
                1..=3 => common[self.below(10)].to_owned(),
                _ => self.word(false),
            };
            sentence = format!("{sentence} {word}");
        }
        sentence + "."
    }
}

fn article(number: usize, source: &str, hours: i64, headline: &str, text: &str) -> TaggedArticle {
    let mut paragraphs = Text::default();
    text.lines().for_each(|line| paragraphs.push(BlockKind::Paragraph, line));
    let url = format!("https://{source}.example/{number}.html");
    let capture = Capture { source: SourceId::new(source), ..Capture::page(Some(url), Vec::new()) };
    let at = chrono_at(hours);
    TaggedArticle::unjudged(Article {
        published_at: Some(at),
        ..Article::of(&capture, Some(headline.to_owned()), paragraphs.finish())
    })
}

fn chrono_at(hours: i64) -> Moment {
    let day = 1 + hours / 24;
    format!("2025-10-{day:02}T{:02}:00:00Z", hours % 24).parse().unwrap()
}

/// Events over ten days, each told by some, copied by others.
fn world(seed: u64) -> Vec<TaggedArticle> {
    let mut dice = Dice(seed);
    let mut world = Vec::new();
    for _ in 0..12 {
        let names: Vec<String> = (0..4).map(|_| dice.word(true)).collect();
        let begins = dice.below(200) as i64;
        let shared: Vec<String> = (0..3).map(|_| dice.sentence(&names)).collect();
        for _ in 0..1 + dice.below(4) {
            let mut text = vec![format!("{} {}", shared[dice.below(3)], dice.sentence(&names))];
            text.extend((0..5).map(|_| dice.sentence(&names)));
            let headline = format!("{} and {} {}", names[0], names[1], dice.word(false));
            let hours = begins + dice.below(30) as i64;
            let source = format!("paper{}", dice.below(9));
            world.push(article(world.len(), &source, hours, &headline, &text.join("\n")));
            for _ in 0..dice.below(3) {
                let copied = match dice.below(3) {
                    0 => text.join("\n"),
                    1 => text[..4].join("\n"),
                    _ => format!("{}\n{}", text.join("\n"), dice.sentence(&names)),
                };
                let source = format!("copier{}", dice.below(9));
                let hours = hours + dice.below(40) as i64;
                world.push(article(world.len(), &source, hours, &headline, &copied));
            }
        }
    }
    world
}

/// A store in miniature: what arrived, and what is known of it.
#[derive(Default)]
struct Store {
    articles: BTreeMap<ArticleId, TaggedArticle>,
    told: BTreeMap<ArticleId, Told>,
    memory: Stories,
    /// Texts laid aside, where that is done.
    aside: Option<BTreeMap<ArticleId, Vec<u8>>>,
    /// How many texts were asked for.
    asked: usize,
}

impl Store {
    fn with(rules: Rules) -> Self {
        Self { memory: Stories::new(rules), ..Self::default() }
    }

    fn arrive(&mut self, articles: &[TaggedArticle]) {
        for article in articles {
            let id = article.article.id.clone();
            self.articles.insert(id.clone(), article.clone());
            if let Some(told) = self.told.get(&id) {
                self.memory.take_away(told.clone());
            }
            let (telling, shingles) = Telling::of(article);
            if let Some(aside) = &mut self.aside {
                aside.insert(id, shingles.packed());
            }
            self.memory.put(telling, shingles);
        }
        self.settle();
    }

    fn leave(&mut self, id: &ArticleId) {
        self.articles.remove(id);
        self.memory.take_away(self.told[id].clone());
        self.settle();
    }

    fn settle(&mut self) {
        let decided = loop {
            let aside = &self.aside;
            let mut at_hand = |id: &ArticleId| Shingles::unpacked(aside.as_ref()?.get(id)?);
            let wanted = match self.memory.settle_with(&mut at_hand) {
                Ok(decided) => break decided,
                Err(wanted) => wanted,
            };
            for day in wanted.days {
                let is_of_day = |article: &&TaggedArticle| {
                    let at = article.article.dated_at().unwrap().timestamp();
                    at.div_euclid(86_400) == day && self.told.contains_key(&article.article.id)
                };
                let of_day = self.articles.values().filter(is_of_day);
                let brought = of_day.map(|one| (Telling::of(one).0, self.told.get(&one.article.id).cloned()));
                self.memory.bring(day, brought.collect());
            }
            for story in wanted.stories {
                let tellers = self.told.values().filter(|told| told.story == story).cloned();
                self.memory.recall(story.clone(), tellers.collect());
            }
            self.asked += wanted.texts.len();
            for id in wanted.texts {
                let text = self.articles.get(&id).map(|one| Telling::of(one).1).unwrap_or_default();
                self.memory.read(id, text);
            }
        };
        for (told, before) in decided.told {
            assert_eq!(self.told.get(&told.article), before.as_ref(), "what held before is what is known");
            self.told.insert(told.article.clone(), told);
        }
        for gone in decided.gone {
            self.told.remove(&gone.article);
        }
    }
}

fn shuffled(world: &[TaggedArticle], dice: &mut Dice) -> Vec<TaggedArticle> {
    let mut world = world.to_vec();
    for at in (1..world.len()).rev() {
        world.swap(at, dice.below(at + 1));
    }
    world
}

#[test]
fn the_order_of_arrival_the_pieces_and_lost_memory_do_not_show() {
    for seed in 0..6 {
        let world = world(seed);
        let mut expected = Store::default();
        expected.arrive(&world);
        let copies = expected.told.values().filter(|told| !told.originals.is_empty()).count();
        let joined = expected.told.values().filter(|told| told.joined.is_some()).count();
        assert!(copies > 8 && joined > copies, "{copies} copies, {joined} joined");
        for round in 0..6 {
            let mut dice = Dice(seed * 100 + round);
            let mut store = Store::default();
            let mut rest = &shuffled(&world, &mut dice)[..];
            while !rest.is_empty() {
                let (piece, others) = rest.split_at(rest.len().min(1 + dice.below(9)));
                store.arrive(piece);
                match dice.below(4) {
                    // Killed: what is known is in the store.
                    0 => store.memory = Stories::default(),
                    1 => store.memory.shrink(10),
                    _ => {}
                }
                rest = others;
            }
            assert_eq!(store.told, expected.told, "seed {seed}, round {round}");
        }
    }
}

#[test]
fn what_leaves_leaves_what_would_be_without_it() {
    let world = world(7);
    let mut dice = Dice(7);
    let mut store = Store::default();
    store.arrive(&world);
    let mut left = shuffled(&world, &mut dice);
    for _ in 0..world.len() / 3 {
        let gone = left.pop().unwrap();
        store.leave(&gone.article.id);
    }
    let mut expected = Store::default();
    expected.arrive(&left);
    assert_eq!(store.told, expected.told);
}

#[test]
fn an_earlier_article_gives_the_story_its_name_and_the_old_name_leads_on() {
    let world = world(3);
    let mut expected = Store::default();
    expected.arrive(&world);
    let (first, later) = expected
        .told
        .values()
        .find_map(|told| Some((told.story.clone(), told.joined.as_ref().map(|_| told.article.clone())?)))
        .unwrap();
    let mut store = Store::default();
    let without: Vec<TaggedArticle> = world.iter().filter(|one| one.article.id != first).cloned().collect();
    store.arrive(&without);
    let old = store.told[&later].story.clone();
    assert_ne!(old, first);
    let missing: Vec<TaggedArticle> = world.into_iter().filter(|one| one.article.id == first).collect();
    store.arrive(&missing);
    assert_eq!(store.told[&later].story, first);
    assert_eq!(store.told[&old].story, first, "the old name is an article of it");
}

#[test]
fn what_a_person_said_holds_whatever_arrives() {
    let world = world(4);
    let mut plain = Store::default();
    plain.arrive(&world);
    let joined: Vec<&Told> =
        plain.told.values().filter(|told| told.joined.is_some() && told.originals.is_empty()).collect();
    let split = joined[0].clone();
    let stories: Vec<&Told> = plain.told.values().filter(|told| told.joined.is_none()).collect();
    let (one, other) = (stories[0].clone(), stories.last().unwrap().to_owned().clone());
    let mut rules = Rules::default();
    rules.begin(split.article.clone());
    rules.join((one.article.clone(), one.at.unwrap()), (other.article.clone(), other.at.unwrap()));
    let mut expected = Store::with(rules.clone());
    expected.arrive(&world);
    assert_eq!(expected.told[&split.article].story, split.article);
    assert_eq!(expected.told[&one.article].story, expected.told[&other.article].story);
    // Filled anew in another order, and told afterwards: the same.
    let mut store = Store::with(rules.clone());
    for piece in shuffled(&world, &mut Dice(1)).chunks(5) {
        store.arrive(piece);
    }
    assert_eq!(store.told, expected.told);
    let concerned: Vec<Told> =
        [&split, &one, &other].into_iter().map(|told| plain.told[&told.article].clone()).collect();
    plain.memory.rule(rules, &concerned);
    plain.settle();
    assert_eq!(plain.told, expected.told);
}

const TEXT: &str = "Delegations of seventy-two countries put their names to the convention in the capital on Saturday.\n\
    The text obliges them to keep electronic evidence for ninety days while a foreign court makes up its mind.\n\
    Critics in three parliaments said that the safeguards were written in pencil and would be rubbed out.\n\
    The host country offered to keep the register, and to pay for the first secretariat until the spring.";

#[test]
fn a_copy_has_its_kind_and_its_percents() {
    let check = |copy: &str, kind: CopyKind, of_copy: std::ops::RangeInclusive<u8>| {
        let mut store = Store::default();
        store.arrive(&[
            article(1, "agency", 1, "Seventy-two sign", TEXT),
            article(2, "paper", 5, "Treaty signed", copy),
        ]);
        let told = store.told.values().find(|told| !told.originals.is_empty()).unwrap();
        let copied = &told.originals[0];
        assert_eq!(copied.kind, kind, "{copied:?}");
        assert!(of_copy.contains(&copied.of_copy), "{copied:?}");
        assert_eq!(told.story, copied.original, "a copy tells what its original tells");
    };
    check(TEXT, CopyKind::Identical, 100..=100);
    check(&TEXT.to_uppercase(), CopyKind::Identical, 100..=100);
    check(TEXT.split_once('\n').unwrap().0, CopyKind::Excerpt, 100..=100);
    let longer = format!(
        "{TEXT}\nThe harbour was closed to fishing boats all day, and the fish market stayed empty until \
        the evening, when the first crates were carried in by hand from the other side of the bay."
    );
    check(&longer, CopyKind::Extended, 55..=75);
    let edited = TEXT.replace("Saturday", "the weekend").replace("ninety", "90").replace("spring", "summer");
    check(&edited, CopyKind::Reprint, 70..=94);
}

#[test]
fn a_text_made_of_two_names_both_and_a_quoted_sentence_makes_no_copy() {
    let other = "Fishermen of the bay counted their losses on Sunday after a night of wind that took the roofs of the market.\n\
        The mayor promised new stalls before the holidays, and said that the insurance would not pay for the ice.\n\
        Two boats were found on the rocks near the lighthouse, with nobody on board and the lamps still burning.";
    let half = |text: &str| text.lines().take(2).collect::<Vec<_>>().join("\n");
    let merged = format!("{}\n{}", half(TEXT), half(other));
    let quoting = format!(
        "{}\nNothing else in this text was ever printed elsewhere, since the reporter stood there all \
        afternoon in the rain and wrote down what people called across the square to each other while they waited for \
        the buses that had been ordered for noon and came after dark, one by one, with the wrong numbers on them.",
        TEXT.lines().next().unwrap()
    );
    let mut store = Store::default();
    store.arrive(&[
        article(1, "agency", 1, "Signed", TEXT),
        article(2, "herald", 2, "Storm", other),
        article(3, "digest", 9, "The day", &merged),
        article(4, "walker", 9, "In the rain", &quoting),
    ]);
    let of = |number: usize, source: &str| {
        let id = article(number, source, 1, "", "").article.id;
        store.told[&id].originals.iter().map(|copied| copied.kind).collect::<Vec<_>>()
    };
    assert_eq!(of(3, "digest"), [CopyKind::Merged, CopyKind::Merged]);
    assert_eq!(of(4, "walker"), []);
}

#[test]
fn a_credit_outweighs_time() {
    let credit = |outlet: &str| {
        Some(Origin {
            kind: OriginKind::Republished,
            outlet: Some(outlet.to_owned()),
            url: None,
            language: None,
            country: None,
            words: None,
        })
    };
    // The paper's page says seven in the morning, the agency's own is dated of noon.
    let mut paper = article(1, "morning-paper", 7, "Signed", TEXT);
    paper.origin = credit("Agence Delta");
    let agency = article(2, "agence-delta", 12, "Signed", TEXT);
    let rewritten = article(3, "third-paper", 9, "Signed", &TEXT.replace("Saturday", "the day"));
    let ids: Vec<ArticleId> = [&paper, &agency, &rewritten].map(|one| one.article.id.clone()).into();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let all = [paper.clone(), agency.clone(), rewritten.clone()];
        let mut store = Store::default();
        order.iter().for_each(|at| store.arrive(&all[*at..=*at]));
        let copied = &store.told[&ids[0]].originals[0];
        assert_eq!((&copied.original, copied.credited), (&ids[1], true));
        assert!(store.told[&ids[1]].originals.is_empty(), "an agency's own text");
        assert_eq!(store.told[&ids[2]].original(), Some(&ids[1]));
    }
}

#[test]
fn of_those_who_print_the_text_of_an_agency_the_first_is_the_original() {
    // `Agencia Delta` on the 25th, and two days later a paper that names nobody.
    let check = |credited: &str, kind: OriginKind, is_first: bool| {
        let mut signed = article(1, "signed-paper", 7, "Signed", TEXT);
        let origin = Origin {
            kind,
            outlet: Some(credited.to_owned()),
            url: None,
            language: None,
            country: None,
            words: None,
        };
        signed.origin = Some(origin);
        let silent = article(2, "silent-paper", 55, "Signed", TEXT);
        for order in [[0, 1], [1, 0]] {
            let all = [signed.clone(), silent.clone()];
            let mut store = Store::default();
            order.iter().for_each(|at| store.arrive(&all[*at..=*at]));
            let original = if is_first { &signed } else { &silent };
            let copies = store.told.values().filter_map(Told::original).collect::<Vec<_>>();
            assert_eq!(copies, [&original.article.id], "{credited}");
        }
    };
    check("Agencia Delta", OriginKind::Translated, true);
    check("Reuters", OriginKind::Agency, true);
    // Of another paper's text that paper is the origin, also where its page has another date.
    check("Third Paper", OriginKind::Republished, false);
}

#[test]
fn pages_of_one_article_are_twins() {
    let check = |first: &str, second: &str, is_twin: bool| {
        // Under ids of their own, as in a store from before one article had one id by whatever route.
        let at = |number, url: &str| {
            let mut one = article(number, "paper", 3, "Signed", TEXT);
            one.article.url = Some(url.to_owned());
            one
        };
        // The mobile page leaves a paragraph out.
        let mut short = at(2, second);
        short.article.text = TEXT.lines().take(3).collect::<Vec<_>>().join("\n");
        let mut store = Store::default();
        store.arrive(&[at(1, first), short]);
        let kinds = store.told.values().flat_map(|told| &told.originals).map(|copied| copied.kind);
        assert_eq!(kinds.collect::<Vec<_>>() == [CopyKind::Twin], is_twin, "{first} {second}");
    };
    check("https://www.paper.example/a/1.html", "https://m.paper.example/a/1.html", true);
    check("https://paper.example/a/1", "https://paper.example/amp/a/1", true);
    check("https://paper.example/a/1.html", "https://paper.example/a/1.html?output=print", true);
    check("https://paper.example/a/1.html", "https://paper.example/a/2.html", false);
}

/// Papers that print one text in nearly the same words, others that report of one match in words of their own, and the same
/// lines under every page of one paper.
fn flood(count: usize) -> Vec<TaggedArticle> {
    let mut dice = Dice(11);
    let names: Vec<String> = (0..6).map(|_| dice.word(true)).collect();
    let printed: Vec<String> = (0..8).map(|_| dice.sentence(&names)).collect();
    let foot: Vec<String> = (0..3).map(|_| dice.sentence(&names)).collect();
    let facts: Vec<String> = (0..12).map(|_| dice.sentence(&names)).collect();
    let mut flood = Vec::new();
    for number in 0..count {
        let hours = dice.below(160) as i64;
        let mut text = match dice.below(3) {
            0 => vec![facts[dice.below(12)].clone(), facts[dice.below(12)].clone()],
            _ => printed.clone(),
        };
        let fresh = if text.len() == 2 { 6 } else { 1 };
        text.extend((0..fresh).map(|_| dice.sentence(&names)));
        if number % 4 == 0 {
            text.extend(foot.iter().cloned());
        }
        let source = format!("paper{}", dice.below(200));
        let mut one =
            article(number, &source, hours, &format!("{} {}", names[0], names[1]), &text.join("\n"));
        if number % 9 == 0 {
            one.origin = Some(Origin {
                kind: OriginKind::Republished,
                outlet: Some(format!("paper{}", dice.below(200))),
                url: None,
                language: None,
                country: None,
                words: None,
            });
        }
        flood.push(one);
    }
    flood
}

#[test]
fn a_flood_is_told_alike_in_whatever_order_it_comes() {
    let world = flood(500);
    let mut expected = Store::default();
    expected.arrive(&world);
    let copies = expected.told.values().filter(|told| !told.originals.is_empty()).count();
    assert!((200..450).contains(&copies), "{copies}");
    for round in 0..3 {
        let mut dice = Dice(round);
        let mut store = Store::default();
        for piece in shuffled(&world, &mut dice).chunks(40) {
            store.arrive(piece);
            if dice.below(3) == 0 {
                store.memory = Stories::default();
            }
        }
        let differ = expected.told.iter().filter(|(id, told)| store.told[*id] != **told).count();
        assert_eq!(differ, 0, "round {round}");
    }
    let mut left = shuffled(&world, &mut Dice(9));
    let mut store = Store::default();
    store.arrive(&world);
    for _ in 0..60 {
        let gone = left.pop().unwrap();
        store.leave(&gone.article.id);
    }
    let mut expected = Store::default();
    expected.arrive(&left);
    let differ = expected.told.iter().filter(|(id, told)| store.told[*id] != **told).count();
    assert_eq!(differ, 0);
}

#[test]
fn a_translation_is_of_the_earliest_in_any_order() {
    let english = "Delegates from 72 countries met in Port Vesta on Saturday.\nAdaeze Sample opened the talks at 9.\n\
        The treaty of 2019 was too weak, said Bruno Muster.\nRatification takes 40 states and 90 days.\nKenya paid 4,500 dollars.";
    let french = "Des délégués de 72 pays se sont réunis samedi à Port Vesta.\nAdaeze Sample a ouvert les débats à 9 heures.\n\
        Le traité de 2019 était trop faible, a dit Bruno Muster.\nIl faut 40 États et 90 jours.\nLe Kenya a payé 4 500 dollars.";
    let mut set = [
        (article(0, "agency", 9, "", english), "en"),
        (article(1, "paper", 11, "", english), "en"),
        (article(2, "fleuve", 14, "", french), "fr"),
    ];
    let [agency, paper, fleuve] = set.each_ref().map(|(tagged, _)| tagged.article.id.clone());
    for (tagged, language) in &mut set {
        tagged.language = veille_model::LanguageTag::new(language);
    }
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut stories = Stories::of_a_set();
        let mut held: BTreeMap<ArticleId, Told> = BTreeMap::new();
        for at in order {
            let (telling, shingles) = Telling::of(&set[at].0);
            stories.put(telling, shingles);
            let told = stories.settle().unwrap().told;
            held.extend(told.into_iter().map(|(told, _)| (told.article.clone(), told)));
        }
        let of = |article: &ArticleId| {
            held[article].originals.first().map(|copied| (copied.original.clone(), copied.kind))
        };
        assert_eq!(of(&fleuve), Some((agency.clone(), CopyKind::Translated)), "{order:?}");
        assert_eq!(of(&paper).unwrap().0, agency, "{order:?}");
        assert_eq!(of(&agency), None, "{order:?}");
    }
}

#[test]
fn with_texts_at_hand_none_is_asked_for_and_the_same_is_found() {
    let world = world(5);
    let [mut expected, mut store] =
        [Store::default(), Store { aside: Some(BTreeMap::new()), ..Store::default() }];
    for piece in shuffled(&world, &mut Dice(5)).chunks(7) {
        for store in [&mut expected, &mut store] {
            store.arrive(piece);
            store.memory = Stories::default();
        }
    }
    assert_eq!(store.told, expected.told);
    assert!(expected.asked > 30, "{}", expected.asked);
    assert_eq!(store.asked, 0);
}

/// What papers in nine languages print: names and numbers are the same in all of them, and many names are in all the news.
fn press_of_the_world(seed: u64) -> Vec<TaggedArticle> {
    const LANGUAGES: [&str; 9] = ["en", "fr", "es", "de", "it", "pt", "nl", "pl", "id"];
    let mut dice = Dice(seed);
    let known: Vec<String> = (0..12).map(|_| dice.word(true)).collect();
    let small: Vec<Vec<String>> =
        LANGUAGES.iter().map(|_| (0..60).map(|_| dice.word(false)).collect()).collect();
    let mut world = Vec::new();
    for event in 0..24 {
        let own: Vec<String> = (0..4).map(|_| dice.word(true)).collect();
        let told: Vec<[String; 3]> = (0..7)
            .map(|_| {
                [
                    own[dice.below(4)].clone(),
                    known[dice.below(12)].clone(),
                    (40 + dice.below(9_000)).to_string(),
                ]
            })
            .collect();
        for _ in 0..2 + dice.below(7) {
            let language = dice.below(LANGUAGES.len());
            let word = |dice: &mut Dice| small[language][dice.below(60)].clone();
            // One paper in three writes a text of its own, and names who is named everywhere.
            let is_own = dice.below(3) == 0;
            let sentences: Vec<String> = told
                .iter()
                .map(|[name, other, number]| {
                    let other = if is_own { &known[dice.below(12)] } else { other };
                    let number = if is_own { (40 + dice.below(90)).to_string() } else { number.clone() };
                    let filler: Vec<String> = (0..6).map(|_| word(&mut dice)).collect();
                    format!(
                        "The {} {name} {} {other} {number} {}.",
                        filler[0],
                        filler[1],
                        filler[2..].join(" ")
                    )
                })
                .collect();
            let hours = event + dice.below(60) as i64;
            let source = format!("paper{}", dice.below(40));
            let article = article(world.len(), &source, hours, "", &sentences.join("\n"));
            let language = veille_model::LanguageTag::new(LANGUAGES[language]);
            world.push(TaggedArticle { language, ..article });
        }
    }
    world
}

#[test]
fn translations_are_the_same_in_whatever_order_they_come_and_go() {
    for seed in 0..2 {
        let world = press_of_the_world(seed);
        let mut left = shuffled(&world, &mut Dice(seed));
        let gone: Vec<TaggedArticle> = left.split_off(world.len() * 3 / 4);
        let mut expected = Store::default();
        expected.arrive(&left);
        let is_translated =
            |told: &&Told| told.originals.iter().any(|copied| copied.kind == CopyKind::Translated);
        let translated = expected.told.values().filter(is_translated).count();
        assert!(translated > 20, "{translated} of {}", left.len());
        for round in 0..3 {
            let mut dice = Dice(seed * 100 + round);
            let mut store = Store::default();
            let mut rest = &shuffled(&world, &mut dice)[..];
            while !rest.is_empty() {
                let (piece, others) = rest.split_at(rest.len().min(1 + dice.below(4)));
                store.arrive(piece);
                if dice.below(12) == 0 {
                    store.memory = Stories::default();
                }
                rest = others;
            }
            gone.iter().for_each(|one| store.leave(&one.article.id));
            assert_eq!(store.told, expected.told, "seed {seed}, round {round}");
        }
    }
}
