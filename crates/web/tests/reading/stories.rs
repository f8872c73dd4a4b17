//! Stories: several articles that tell one event are one line of Today, and their page says who copied whom and why.

use veille_model::{Copied, CopyKind, Joined, SourceId, Told};
use veille_sink::{ChangeKind, Store, Telling};

use super::asking::{ask, ask_with, send};
use super::samples::{Sample, searchable, server, store, watched};

/// Five articles: one text of an agency that two other papers printed, another paper's own, and one about something else.
fn samples() -> Vec<Sample> {
    let mut samples: Vec<Sample> = (1..=5).map(Sample::new).collect();
    for (sample, (source, published)) in samples.iter_mut().zip([
        ("agence", "2025-10-25T08:00:00Z"),
        ("fleuve", "2025-10-25T10:00:00Z"),
        ("ben-song", "2025-10-26T09:00:00Z"),
        ("quotidien", "2025-10-26T11:00:00Z"),
        ("fleuve", "2025-10-26T12:00:00Z"),
    ]) {
        sample.source = source.to_owned();
        sample.published = Some(published);
        sample.captured = "2025-10-27T08:00:00Z";
    }
    samples[0].paragraphs[0] =
        "Le traité a été signé samedi à Hanoï par soixante pays, a dit Amina Modelo.".to_owned();
    samples[3].paragraphs[0] =
        "Vu du quotidien : Amina Modelo a salué soixante signatures à Hanoï.".to_owned();
    samples.iter_mut().for_each(|sample| sample.named = vec!["Amina Modelo"]);
    samples[2].language = "vi";
    samples[4].headline = Some("Tout autre chose".to_owned());
    samples
}

/// What whoever joins stories would have found.
async fn tell(store: &Store, samples: &[Sample]) {
    let told = |at: usize, original: Option<(usize, CopyKind, u8, u8)>, joined: Option<(usize, u16)>| {
        let article = samples[at].tagged().article;
        Told {
            article: article.id.clone(),
            revision: article.revision.clone(),
            at: article.dated_at().map(|at| at.timestamp()),
            originals: original
                .map(|(of, kind, of_copy, of_original)| Copied {
                    original: samples[of].id(),
                    kind,
                    of_copy,
                    of_original,
                    credited: kind == CopyKind::Identical,
                })
                .into_iter()
                .collect(),
            story: if at == 4 { article.id.clone() } else { samples[0].id() },
            joined: joined.map(|(to, score)| Joined { to: samples[to].id(), score }),
        }
    };
    let told = vec![
        told(0, None, None),
        told(1, Some((0, CopyKind::Identical, 100, 98)), Some((0, 1000))),
        told(2, Some((0, CopyKind::Excerpt, 97, 41)), Some((0, 1000))),
        told(3, None, Some((0, 431))),
        told(4, None, None),
    ];
    let changes =
        told[1..4].iter().map(|it| (ChangeKind::Told, it.article.clone(), it.revision.clone())).collect();
    store.tell(&Telling { told, changes, ..Telling::default() }).await.unwrap();
}

#[tokio::test]
async fn today_tells_a_story_once_with_the_original_that_most_have_printed() {
    let samples = samples();
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    assert_eq!(ask(&server, "/").await.ok().texts("article.item h3").len(), 5, "nobody has compared them");
    // Found while the pages are served.
    tell(&store, &samples).await;
    let page = ask(&server, "/").await.ok();
    assert_eq!(page.texts("article.item h3"), ["Tout autre chose", "La signature, jour 1"]);
    assert_eq!(page.texts(".total"), ["5 articles telling 2 events"]);
    assert_eq!(
        page.texts(".of-story"),
        ["2 outlets printed it again · 4 articles · 2 originals · 4 outlets · 2 languages"]
    );
    // The other original is named, the copies are not; the original is of the day before, and says so.
    assert_eq!(
        page.texts(".story > ul:last-child li"),
        ["La signature, jour 4 quotidien · 26 Oct 2025, 18:00"]
    );
    // What a day has is not hidden behind the latest: each leads to as many as it says, and to none of another story.
    assert_eq!(page.texts(".story-days li"), ["26 Oct 2025 2", "25 Oct 2025 2"]);
    for (at, told, copies) in
        [(0, &["La signature, jour 3", "La signature, jour 4"][..], 0), (1, &["La signature, jour 1"], 1)]
    {
        let day = ask(&server, &page.attributes(".story-days a", "href")[at]).await.ok();
        assert_eq!(day.texts(".texts h3"), told);
        assert_eq!(day.texts(".texts .ran li").len(), copies);
        let whole = day.attributes(".chips.set a", "href");
        assert_eq!(whole, [format!("/stories/{}", samples[0].id())]);
    }
    // Under the head of another day it says so.
    let meta = page.texts(".item .meta").remove(1);
    assert!(meta.contains("25 Oct 2025, told on until 26 Oct 2025"), "{meta}");
    let each = ask(&server, "/?each=1").await.ok();
    assert_eq!(each.texts("article.item h3").len(), 5);
    // A filter that only copies pass shows a copy.
    let narrow = ask(&server, "/?language=vi").await.ok();
    assert_eq!(narrow.texts("article.item h3"), ["La signature, jour 3"]);
    // The list in other formats has the articles one by one.
    assert_eq!(ask(&server, "/today.json").await.ok().json()["items"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn what_is_not_relevant_is_no_part_of_a_story_anywhere_unless_it_is_asked_for() {
    let samples = samples();
    let store = store(&samples).await;
    tell(&store, &samples).await;
    let server = server(&store, watched()).await;
    let form = ask(&server, "/").await.ok().attributes("input[name=form]", "value").remove(0);
    // The agency's text, which two have printed: the story is the other original's then.
    let id = samples[0].id().to_string();
    let fields = [("form", &*form), ("article", &*id), ("back", "/"), ("do", "irrelevant")];
    assert_eq!(send(&server, "/triage", &[], &fields).await.status, 303);
    let path = format!("/stories/{id}");
    let column = |table: &super::asking::Answer, name: &str| -> Vec<String> {
        let mut reader = csv::Reader::from_reader(table.body.trim_start_matches('\u{feff}').as_bytes());
        let at = reader.headers().unwrap().iter().position(|head| head == name).unwrap();
        reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
    };
    for (asked, size, headlines) in [("", 3, 3), ("?triage=any", 4, 4)] {
        let said = format!("{size} articles");
        let page = ask(&server, &format!("{path}{asked}")).await.ok();
        assert!(page.texts(".story-head .total")[0].contains(&said), "{:?}", page.texts(".total"));
        let told = page.texts(".texts h3").len() + page.texts(".texts .ran li").len();
        assert_eq!(told, headlines, "{:?}", page.texts(".texts"));
        assert!(page.texts(".set-aside")[0].contains("1 article"), "{:?}", page.texts(".set-aside"));
        let list = ask(&server, &format!("/stories{asked}")).await.ok();
        assert!(list.texts(".of-story")[0].contains(&said), "{:?}", list.texts(".of-story"));
        let days: usize = list
            .texts(".story-days .n, .story-days .count")
            .iter()
            .map(|n| n.parse::<usize>().unwrap())
            .sum();
        assert_eq!(days, size, "{:?}", list.texts(".story-days li"));
        let table = ask(&server, &format!("/stories.csv{asked}")).await.ok();
        assert_eq!(column(&table, "articles"), [size.to_string()]);
        let story = ask(&server, &format!("/api/v1/stories/{id}{asked}")).await.ok().json();
        assert_eq!((&story["story"]["articles"], &story["story"]["not_relevant"]), (&size.into(), &1.into()));
        assert_eq!(story["members"].as_array().unwrap().len(), size);
        // One name, on its page and wherever an article says which story it tells.
        let today = ask(&server, &format!("/today.csv{asked}")).await.ok();
        let mut named = column(&today, "story_headline");
        named.retain(|name| !name.is_empty());
        named.dedup();
        assert_eq!(named, page.texts("h1"));
    }
    // Where as many are left out as are left, that is said all the same.
    let judge = async |sample: &Sample| {
        let id = sample.id().to_string();
        let fields = [("form", &*form), ("article", &*id), ("back", "/"), ("do", "irrelevant")];
        assert_eq!(send(&server, "/triage", &[], &fields).await.status, 303);
        ask(&server, &path).await.ok()
    };
    let page = judge(&samples[1]).await;
    assert!(page.texts(".story-head .total")[0].contains("2 articles"), "{:?}", page.texts(".total"));
    assert!(page.texts(".set-aside")[0].contains("2 articles"), "{:?}", page.texts(".set-aside"));
    // And of the last that is left nothing tells what the others are like.
    let page = judge(&samples[2]).await;
    assert_eq!(page.texts(".because"), Vec::<String>::new());
    assert!(page.texts(".set-aside")[0].contains("3 articles"), "{:?}", page.texts(".set-aside"));
    // Where nothing else is left, it is shown.
    judge(&samples[3]).await;
    assert_eq!(ask(&server, "/stories").await.ok().texts(".of-story").len(), 0);
    assert_eq!(ask(&server, &path).await.ok().texts(".set-aside").len(), 0);
}

#[tokio::test]
async fn what_stories_can_be_narrowed_to_leads_to_as_many_stories_as_it_says() {
    let samples = samples();
    let store = store(&samples).await;
    tell(&store, &samples).await;
    let mut watched = watched();
    watched.countries = [("agence", "VN"), ("fleuve", "VN"), ("ben-song", "FR")]
        .map(|(source, country)| (SourceId::new(source), country.to_owned()))
        .into();
    let server = server(&store, watched).await;
    let form = ask(&server, "/").await.ok().attributes("input[name=form]", "value").remove(0);
    // One of two is not relevant: that one tells no story, unless somebody asks for such.
    let id = samples[2].id().to_string();
    let fields = [("form", &*form), ("article", &*id), ("back", "/"), ("do", "irrelevant")];
    assert_eq!(send(&server, "/triage", &[], &fields).await.status, 303);
    for address in ["/stories", "/stories?language=fr", "/stories?source=agence", "/stories?triage=any"] {
        let page = ask(&server, address).await.ok();
        let facets = page.attributes(".facets li a", "href");
        assert!(facets.len() > 6, "{facets:?}");
        for (href, said) in facets.iter().zip(page.texts(".facets li .n")) {
            let list = ask(&server, href).await.ok();
            assert_eq!(list.texts(".total")[0], format!("{said} story"), "{address} {href}");
        }
    }
}

#[tokio::test]
async fn what_its_page_does_not_date_is_said_to_be_captured_wherever_it_is_named() {
    let mut samples = samples();
    for sample in &mut samples[1..4] {
        sample.published = None;
    }
    let store = store(&samples).await;
    tell(&store, &samples).await;
    let server = server(&store, watched()).await;
    let list = ask(&server, "/stories").await.ok();
    let others = list.texts(".story > ul:last-child li");
    assert_eq!(others, ["La signature, jour 4 quotidien · captured 27 Oct 2025"]);
    let story = ask(&server, &format!("/stories/{}", samples[0].id())).await.ok();
    let times = story.texts(".texts time");
    assert!(times.contains(&"captured 27 Oct 2025, 15:00".to_owned()), "{times:?}");
    assert_eq!(times.iter().filter(|time| time.starts_with("captured")).count(), 3, "{times:?}");
    let people = ask(&server, "/people").await.ok();
    assert_eq!(people.texts(".people time"), ["captured 27 Oct 2025"]);
    let topics = ask(&server, "/topics").await.ok();
    assert!(topics.texts("td time").contains(&"captured 27 Oct 2025".to_owned()), "{:?}", topics.texts("td"));
    let sources = ask(&server, "/sources").await.ok();
    assert_eq!(sources.texts("td time").iter().filter(|it| it.starts_with("captured")).count(), 3);
    // An hour stands behind a day as the language writes lists.
    let arabic = ask(&server, &format!("/stories/{}?ui=ar", samples[0].id())).await.ok();
    assert!(arabic.texts(".texts time")[0].contains("2025، "), "{:?}", arabic.texts(".texts time"));
}

#[tokio::test]
async fn pages_of_stories_miss_and_repeat_none() {
    let samples: Vec<Sample> = (0..55).map(Sample::new).collect();
    let store = store(&samples).await;
    // Every fifth begins a story that the four after it tell.
    let told = samples.iter().enumerate().map(|(at, sample)| {
        let (article, first) = (sample.tagged().article, samples[at - at % 5].id());
        let joined = (first != article.id).then(|| Joined { to: first.clone(), score: 500 });
        let at = article.dated_at().map(|at| at.timestamp());
        Told { story: first, joined, ..Told::alone(article.id.clone(), article.revision, at) }
    });
    store.tell(&Telling { told: told.collect(), ..Telling::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    for (address, expected) in [("/", 11), ("/stories", 11), ("/?each=1", 55), ("/stories?sort=largest", 11)]
    {
        let (mut next, mut met) = (Some(address.to_owned()), Vec::new());
        while let Some(address) = next {
            let page = ask(&server, &address).await.ok();
            met.extend(page.attributes("article.item h3 a", "href"));
            next = page.attributes("a[rel=next]", "href").pop();
        }
        let number = met.len();
        met.sort();
        met.dedup();
        assert_eq!((met.len(), number), (expected, expected), "{address}");
    }
}

#[tokio::test]
async fn a_story_says_who_tells_it_whose_text_each_is_and_why_it_belongs() {
    let samples = samples();
    let store = store(&samples).await;
    tell(&store, &samples).await;
    let server = server(&store, watched()).await;
    let list = ask(&server, "/stories").await.ok();
    assert_eq!(list.texts(".total"), ["1 story"]);
    let href = list.attributes(".of-story a", "href").remove(0);
    assert_eq!(href, format!("/stories/{}", samples[0].id()));
    let page = ask(&server, &href).await.ok();
    assert_eq!(page.texts("h1"), ["La signature, jour 1"]);
    assert_eq!(page.texts(".texts h3"), ["La signature, jour 1", "La signature, jour 4"]);
    assert_eq!(page.texts(".ran summary"), ["2 outlets printed it again"]);
    assert_eq!(
        page.texts(".ran .copied"),
        [
            "word for word the text of agence (as it says itself): 100 % of it stands there, 98 % of that here. Paragraph \
             beside paragraph",
            "an excerpt from agence: 97 % of it stands there, 41 % of that here. Paragraph beside paragraph",
        ]
    );
    let because = page.texts(".because");
    assert_eq!(because[0], "In the middle of it: what the others are like");
    assert!(
        because[1].starts_with("Like agence, “La signature, jour 1”: names Amina Modelo · words"),
        "{because:?}"
    );
    assert_eq!(page.attributes(".because a", "href"), [format!("/article/{}", samples[0].id())]);
    assert_eq!(page.texts(".texts .label"), ["The earliest"]);
    // By the name of any article of it; of none, there is nothing.
    assert_eq!(
        ask(&server, &format!("/stories/{}", samples[3].id())).await.ok().texts("h1"),
        page.texts("h1")
    );
    assert_eq!(ask(&server, "/stories/none").await.status, 404);
    // In Arabic, from right to left.
    let host = ("host", "localhost");
    let arabic = ask_with(&server, &href, &[host, ("accept-language", "ar")]).await.ok();
    assert_eq!(arabic.texts(".ran summary"), ["أعادت نشره وسيلتان"]);
    // Beside each other, paragraph by paragraph.
    let beside = ask(&server, &page.attributes(".ran .copied a:last-child", "href")[0]).await.ok();
    assert_eq!(beside.texts(".beside tbody td.n"), ["0 %", "100 %"]);
    assert!(beside.texts(".beside tbody tr:nth-child(2)")[0].contains("word for word"));
    assert_eq!(ask(&server, &format!("/article/{}/beside/none", samples[1].id())).await.status, 404);
    // And on the pages of the articles themselves.
    let article = ask(&server, &format!("/article/{}", samples[0].id())).await.ok();
    assert!(article.texts(".told")[0].contains("Printed again by Le Fleuve 100 % of it stands there"));
    assert_eq!(article.attributes(".told > p a", "href"), [href.as_str()]);
    let alone = ask(&server, &format!("/article/{}", samples[4].id())).await.ok();
    assert_eq!(alone.texts(".told").len(), 0);
}

#[tokio::test]
async fn a_translation_stands_beside_its_original_with_what_proves_it() {
    let (mut english, mut french) = (Sample::new(1), Sample::new(2));
    (english.language, french.language) = ("en", "fr");
    (english.headline, french.headline) = (None, None);
    english.paragraphs = [
        "Delegates from 72 countries met in Port Vesta on Saturday.",
        "Adaeze Sample opened the talks at 9.",
        "The treaty of 2019 was too weak, said Bruno Muster.",
        "Ratification takes 40 states and 90 days.",
        "Kenya paid 4,500 dollars.",
    ]
    .map(str::to_owned)
    .into();
    french.paragraphs = [
        "Des délégués de 72 pays se sont réunis samedi à Port Vesta.",
        "Adaeze Sample a ouvert les débats à 9 heures.",
        "Le traité de 2019 était trop faible, a dit Bruno Muster.",
        "Il faut 40 États et 90 jours.",
        "Le Kenya a payé 4 500 dollars.",
        "Notre journal a suivi les travaux toute la semaine.",
    ]
    .map(str::to_owned)
    .into();
    let samples = [english, french];
    let store = store(&samples).await;
    let told = |at: usize, originals: Vec<Copied>| {
        let article = samples[at].tagged().article;
        Told { originals, ..Told::alone(article.id, article.revision, None) }
    };
    let copied = Copied {
        original: samples[0].id(),
        kind: CopyKind::Translated,
        of_copy: 80,
        of_original: 90,
        credited: false,
    };
    let told = vec![told(0, Vec::new()), told(1, vec![copied])];
    store.tell(&Telling { told, ..Telling::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    let [original, copy] = [samples[0].id(), samples[1].id()];
    for address in
        [format!("/article/{copy}/beside/{original}"), format!("/article/{original}/beside/{copy}")]
    {
        let page = ask(&server, &address).await.ok();
        let shares = page.texts(".beside tbody td.n");
        assert_eq!(&shares[..3], ["100 %", "100 %", "100 %"], "{address}");
        let rows = page.texts(".beside tbody tr");
        assert!(rows[0].contains("Port Vesta on Saturday") && rows[0].contains("à Port Vesta"), "{rows:?}");
        assert!(rows[0].contains("the same in both:") && rows[0].contains("samedi"), "{rows:?}");
    }
    let page = ask(&server, &format!("/article/{copy}/beside/{original}")).await.ok();
    assert!(page.texts(".beside tbody tr")[5].contains("not there"), "{:?}", page.texts(".beside tbody tr"));
    let api = ask(&server, &format!("/api/v1/articles/{copy}/copies")).await.ok().json();
    let first = &api["originals"][0]["paragraphs"][0];
    assert_eq!(
        (&first["percent"], &first["original"]),
        (&100.into(), &samples[0].paragraphs[0].as_str().into())
    );
    assert!(!first["same"].as_array().unwrap().is_empty(), "{first}");
}

#[tokio::test]
async fn originals_alone_are_listed_counted_searched_and_drawn() {
    let samples = samples();
    let store = store(&samples).await;
    tell(&store, &samples).await;
    let folder = tempfile::tempdir().unwrap();
    let server = searchable(&store, watched(), folder.path()).await;
    let page = ask(&server, "/?each=1&originals=1").await.ok();
    assert_eq!(
        (page.texts("article.item h3").len(), page.texts(".total")),
        (3, vec!["3 articles".to_owned()])
    );
    assert_eq!(page.texts(".chips.set li"), ["Originals only × (remove this filter)"]);
    let found = ask(&server, "/search?q=hanoi&originals=1").await.ok();
    assert_eq!(found.texts(".total"), ["3 articles"]);
    let found = ask(&server, "/search?q=hanoi").await.ok();
    assert_eq!(found.texts(".total"), ["5 articles · 3 originals · 2 republications"]);
    assert_eq!(
        found.texts("article.item .meta .label"),
        ["Same text as in agence", "Same text as in agence"]
    );
    let api = ask(&server, "/api/v1/search?q=hanoi").await.ok().json();
    assert_eq!((&api["total"]["articles"], &api["total"]["originals"]), (&5.into(), &3.into()));
    let story = samples[0].id().to_string();
    let copies = |articles: &serde_json::Value| -> Vec<bool> {
        let articles = articles.as_array().unwrap().iter();
        let copies = articles.filter(|it| it["copy_of"] == "agence" && it["original"] == samples[0].url);
        copies.map(|it| it["story"] == story).collect()
    };
    assert_eq!(copies(&api["articles"]), [true, true]);
    let list = ask(&server, "/api/v1/articles").await.ok().json();
    assert_eq!((copies(&list["articles"]), &list["originals"]), (vec![true, true], &3.into()));
    // Files say so too, each in its own place.
    let feed = ask(&server, "/today.json").await.ok().json();
    let items: Vec<serde_json::Value> =
        feed["items"].as_array().unwrap().iter().map(|item| item["_veille"].clone()).collect();
    assert_eq!(copies(&items.into()), [true, true]);
    let lines = ask(&server, "/today.jsonl").await.ok().body;
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(copies(&lines.into()), [true, true]);
    let ninjs = ask(&server, "/today.ninjs").await.ok().body;
    assert_eq!(
        ninjs.matches(&format!("\"role\":\"veille-original\",\"value\":\"{}\"", samples[0].url)).count(),
        2
    );
    let atom = ask(&server, "/today.atom").await.ok().body;
    assert_eq!(atom.matches("rel=\"related\"").count(), 2);
    let mut reader = super::live::Reader::of(&server, "/api/v1/stream?after=0", None).await;
    let told = reader.past().await;
    let told: Vec<serde_json::Value> = told.into_iter().map(|it| it.data["article"].clone()).collect();
    assert!(copies(&told.into()).len() >= 2);
    assert_eq!(
        ask(&server, "/coverage?originals=1").await.ok().texts(".total")[0].split(' ').next(),
        Some("3")
    );
    let api = ask(&server, "/api/v1/articles?originals=1").await.ok().json();
    assert_eq!(api["total"], 3);
    assert_eq!(ask(&server, "/today.csv?originals=1").await.ok().body.lines().count(), 4);
}

#[tokio::test]
async fn programs_are_told_stories_and_copies_with_their_proof() {
    let samples = samples();
    let store = store(&samples).await;
    tell(&store, &samples).await;
    let server = server(&store, watched()).await;
    let list = ask(&server, "/api/v1/stories?limit=1").await.ok().json();
    assert_eq!((&list["total"], &list["next"]), (&1.into(), &serde_json::Value::Null));
    let story = &list["stories"][0];
    assert_eq!((&story["articles"], &story["originals"], &story["ran"]), (&4.into(), &2.into(), &2.into()));
    assert_eq!(story["lead"]["id"], samples[0].id().to_string());
    let one = ask(&server, &format!("/api/v1/stories/{}", samples[2].id())).await.ok().json();
    assert_eq!(one["story"], *story);
    let why: Vec<&str> =
        one["members"].as_array().unwrap().iter().map(|it| it["why"]["by"].as_str().unwrap()).collect();
    assert_eq!(why, ["middle", "copy", "copy", "likeness"]);
    assert_eq!(one["members"][2]["copy_of"][0]["of_copy"], 97);
    // Page by page, each member once.
    let (mut members, mut after) = (Vec::new(), String::new());
    loop {
        let address = format!("/api/v1/stories/{}?limit=3{after}", samples[2].id());
        let page = ask(&server, &address).await.ok().json();
        members.extend(page["members"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(serde_json::Value::from(members), one["members"]);
    assert!(one["next"].is_null());
    assert_eq!(ask(&server, &format!("/api/v1/stories/{}?after=x", samples[2].id())).await.status, 400);
    let copies = ask(&server, &format!("/api/v1/articles/{}/copies", samples[1].id())).await.ok().json();
    assert_eq!(copies["originals"][0]["paragraphs"][1]["percent"], 100);
    let copied = ask(&server, &format!("/api/v1/articles/{}/copies", samples[0].id())).await.ok().json();
    assert_eq!(copied["copies"].as_array().unwrap().len(), 2);
    for nothing in ["/api/v1/stories/none", "/api/v1/articles/none/copies"] {
        assert_eq!(ask(&server, nothing).await.status, 404);
    }
    assert_eq!(ask(&server, "/api/v1/stories?sort=loudest").await.status, 400);
    let table = ask(&server, "/stories.csv").await.ok().body;
    assert!(
        table.lines().nth(1).unwrap().starts_with("2025-10-25,2025-10-26,\"La signature, jour 1\",4,2,"),
        "{table}"
    );
    let feed = ask(&server, "/stories.json").await.ok().json();
    assert_eq!(feed["items"][0]["id"], format!("urn:veille:story:{}", samples[0].id()));
}
