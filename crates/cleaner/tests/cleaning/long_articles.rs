//! A treaty, a hearing, a day's live blog: long is no reason to lose a paragraph.

use veille_cleaner::Cleaner;
use veille_model::Capture;

const WHO: [&str; 11] = [
    "The rapporteur of the second committee",
    "A delegate from the coastal states",
    "Each party to the convention",
    "The secretariat in Vienna",
    "An observer for the bar associations",
    "The competent authority of the requested state",
    "Counsel for the network operators",
    "The working group on electronic evidence",
    "A court that hears such a request",
    "The review mechanism",
    "The fund for technical assistance",
];
const WHAT: [&str; 13] = [
    "shall keep the data for ninety days, unless a longer time is asked for and granted",
    "warned that small administrations have neither the staff nor the servers for it",
    "may refuse assistance where the offence is political, but has to say so in writing",
    "recalled that the wording had been agreed in the spring, after three sleepless nights",
    "proposed to move the safeguards from the preamble into the body of the text",
    "reports once a year, in public, on what was asked, what was given and what was refused",
    "answers within a week where lives are at risk and within a month in all other cases",
    "asked for the paragraph to be read out again, slowly, in all six languages",
    "found that the definitions of the older treaty could be taken over without a change",
    "designates a contact who can be reached by day and night, on every day of the year",
    "insisted that intent must be proven, and that research in good faith is no offence",
    "noted the reservations of nine states and put them on record",
    "bears the costs, except where both sides have agreed otherwise beforehand",
];
const HOW: [&str; 7] = [
    "Nobody asked for the floor after that",
    "The point was taken up again on the last morning, when most seats were already empty",
    "What this means for providers in third countries was left to a later meeting",
    "The interpreters asked for a pause",
    "Two amendments were withdrawn, a third was adopted by consensus",
    "According to the minutes, the chair thanked everybody for their patience",
    "That sentence, short as it is, had taken a whole week",
];

/// Paragraphs of which no two are the same.
fn paragraphs(count: usize) -> Vec<String> {
    let paragraph = |n: usize| {
        let sentence = |n: usize| format!("{} {}.", WHO[n % WHO.len()], WHAT[n % WHAT.len()]);
        format!("{} {} {}.", sentence(n * 5 + n / 11), sentence(n * 7 + 3), HOW[(n * 3 + n / 7) % HOW.len()])
    };
    (0..count).map(paragraph).collect()
}

fn kept(body: String, media_type: &str, paragraphs: &[String]) -> usize {
    let url = "https://gazette.example/news/the-treaty-line-by-line".to_owned();
    let page = Capture::page(Some(url), body.into_bytes());
    let capture = Capture { media_type: Some(media_type.to_owned()), ..page };
    let article = Cleaner::default().clean(&capture).unwrap();
    paragraphs.iter().filter(|paragraph| article.text.contains(paragraph.as_str())).count()
}

#[test]
fn an_article_of_any_length_is_kept_whole() {
    for count in [40, 100, 300, 900] {
        let paragraphs = paragraphs(count);
        let body: String = paragraphs.iter().map(|paragraph| format!("<p>{paragraph}</p>\n")).collect();
        let page = format!(
            "<html lang=en><head><title>The treaty, line by line</title></head><body><nav><a href=/>Home</a> \
             <a href=/world>World</a></nav><article><h1>The treaty, line by line</h1>\n{body}</article>\
             <footer><p>Imprint, privacy, contact</p></footer></body></html>"
        );
        assert!(kept(page, "text/html", &paragraphs) * 100 >= count * 99, "of {count} paragraphs of a page");
        let text = format!("The treaty, line by line\n{}\n", paragraphs.join("\n"));
        assert!(kept(text, "text/plain", &paragraphs) * 100 >= count * 97, "of {count} paragraphs of a text");
    }
}
