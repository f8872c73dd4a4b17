//! The codec: messages as bytes and headers (JSON, zstd, `Nats-Msg-Id`), and back.

use std::collections::BTreeMap;
use std::io::Read;

use async_nats::HeaderMap;
use async_nats::header::NATS_MESSAGE_ID;
use bytes::Bytes;
use serde::de::DeserializeOwned;
use veille_model::{Outcome, OutcomeKind, Reason, StageName};

use super::publish::Publication;
use crate::Message;
use crate::digest::digest;
use crate::topology::OUTCOMES;
use crate::traces::{Context, TRACEPARENT};

const CONTENT_ENCODING: &str = "Content-Encoding";
/// Names one replay: the same page replayed under new rules is not the duplicate that its bytes make it look like.
const RUN: &str = "Veille-Run";

/// Level 3 halves a page in some 40 µs; what higher ones save costs more than the disk that holds it.
const ZSTD_LEVEL: i32 = 3;
/// Outcomes in one message.
const OUTCOME_BYTES_MAX: usize = 256 << 10;
/// Of an entry that takes more than half of that, each text is shown by its beginning: an address may have 9 MB, which no server
/// takes beside anything, and its entry would never be written.
const ENTRY_BYTES_MAX: usize = OUTCOME_BYTES_MAX / 2;
const TEXT_BYTES_MAX: usize = 2 << 10;
/// Largest message after decompression: eight times what the server lets through.
const DECODED_BYTES_MAX: u64 = 64 << 20;

/// A message for each of its subjects, made once: of a replay, and of a trace, where it belongs to one.
pub(super) fn encode<T: Message>(message: &T, run: Option<&str>, trace: Option<Context>) -> Vec<Publication> {
    let json = serde_json::to_vec(message).expect("a message has no map with other keys than text");
    // Of the JSON, not of what travels: with another zstd the same
    // page would be packed otherwise, and no duplicate known.
    let digest = digest(&json);
    let payload = if T::COMPRESSED { compress(&json) } else { json };
    let payload = Bytes::from(payload);
    let publication = |subject: String| {
        let mut headers = headers(&subject, &digest, run);
        if T::COMPRESSED {
            headers.insert(CONTENT_ENCODING, "zstd");
        }
        if let Some(trace) = trace {
            headers.insert(TRACEPARENT, trace.to_string());
        }
        Publication { subject, headers, payload: payload.clone() }
    };
    message.subjects().into_iter().map(publication).collect()
}

/// An entry of the ledger.
pub(super) fn encode_outcome(outcome: &Outcome, run: Option<&str>) -> Publication {
    encode_entries((outcome.stage, outcome.outcome), bounded(outcome), run)
}

/// Entries of the ledger that were made together, in as few messages as they have subjects: of one alone the outcome, of
/// several their list. Each comes with the replay that its input belongs to.
pub(super) fn encode_outcomes<'o>(
    outcomes: impl IntoIterator<Item = (&'o Outcome, Option<&'o str>)>,
) -> Vec<Publication> {
    let mut together: BTreeMap<_, Vec<Vec<u8>>> = BTreeMap::new();
    for (outcome, run) in outcomes {
        // By replay too: its name goes into the id, which tells a second replay of one input from a duplicate.
        together.entry((outcome.stage, outcome.outcome, run)).or_default().push(bounded(outcome));
    }
    let mut publications = Vec::with_capacity(together.len());
    for ((stage, outcome, run), entries) in together {
        // Short of what the smallest server takes by default: a message that is refused would take all of them along.
        let mut entries = entries.as_slice();
        while !entries.is_empty() {
            let mut bytes = 0;
            let fitting = entries.iter().take_while(|entry| {
                bytes += entry.len() + 1;
                bytes < OUTCOME_BYTES_MAX
            });
            // One at least: an entry is bounded, and an empty message would never end this.
            let (now, later) = entries.split_at(fitting.count().max(1));
            let json = match now {
                [one] => one.clone(),
                several => [b"[", several.join(&b',').as_slice(), b"]"].concat(),
            };
            publications.push(encode_entries((stage, outcome), json, run));
            entries = later;
        }
    }
    publications
}

fn encode_entries(
    (stage, outcome): (StageName, OutcomeKind),
    json: Vec<u8>,
    run: Option<&str>,
) -> Publication {
    let subject = OUTCOMES.subject(&[&stage, &outcome]);
    Publication { headers: headers(&subject, &digest(&json), run), subject, payload: json.into() }
}

/// An entry that a server takes, as JSON: what is counted is what is sent, for a letter may take six (`\u0007`). The same text is cut in
/// the same way wherever it stands, so that what a stage passed on is found as the input of the next.
fn bounded(outcome: &Outcome) -> Vec<u8> {
    let written = |outcome: &Outcome| {
        serde_json::to_vec(outcome).expect("an outcome has no map with other keys than text")
    };
    let json = written(outcome);
    if json.len() <= ENTRY_BYTES_MAX {
        return json;
    }
    let mut outcome = outcome.clone();
    outcome.input = cut(outcome.input);
    outcome.url = outcome.url.map(cut);
    if let Some(reason) = &mut outcome.reason {
        reason.code = cut(std::mem::take(&mut reason.code));
        reason.detail = cut(std::mem::take(&mut reason.detail));
    }
    outcome.outputs = outcome.outputs.into_iter().map(cut).collect();
    loop {
        let json = written(&outcome);
        if json.len() <= ENTRY_BYTES_MAX || outcome.outputs.is_empty() {
            return json;
        }
        // What is left are outputs by the thousand: the first ones tell what became of it.
        outcome.outputs.truncate(outcome.outputs.len() / 2);
    }
}

/// A text by its beginning and, where that is not all, its digest.
fn cut(text: String) -> String {
    if text.len() <= TEXT_BYTES_MAX {
        return text;
    }
    format!("{}… {}", &text[..text.floor_char_boundary(TEXT_BYTES_MAX)], digest(text.as_bytes()))
}

/// The entries of a message on `veille.outcome.>`: one, or a list.
pub(super) fn decode_outcomes(headers: Option<&HeaderMap>, payload: &[u8]) -> Result<Vec<Outcome>, Reason> {
    match payload.first() {
        // Of outcomes that were made together a list comes, and one alone is none.
        Some(b'[') => decode(headers, payload),
        _ => decode(headers, payload).map(|outcome| vec![outcome]),
    }
}

/// The message of these headers and bytes; what cannot be read is a reason for quarantine.
pub(super) fn decode<T: DeserializeOwned>(headers: Option<&HeaderMap>, payload: &[u8]) -> Result<T, Reason> {
    let unreadable = |detail: String| Reason::new("unreadable", detail);
    let json = decompress(headers, payload).map_err(unreadable)?;
    serde_json::from_slice(json.as_deref().unwrap_or(payload))
        .map_err(|error| unreadable(veille_model::plain::json(&error)))
}

/// The payload as its sender wrote it; None where it travelled plain.
pub(super) fn decompress(headers: Option<&HeaderMap>, payload: &[u8]) -> Result<Option<Vec<u8>>, String> {
    match headers.and_then(|headers| headers.get(CONTENT_ENCODING)).map(|value| value.as_str()) {
        // Producers of other languages may send plain JSON, which `nats pub` does.
        None | Some("" | "identity") => Ok(None),
        Some("zstd") => {
            let said = zstd::zstd_safe::get_frame_content_size(payload).ok().flatten();
            // What a frame says of its length is a stranger's word, and reserves no more than is allowed.
            let expected = said.unwrap_or_default().min(DECODED_BYTES_MAX);
            let mut json = Vec::with_capacity(usize::try_from(expected).unwrap_or_default() + 1);
            let decoder =
                zstd::stream::read::Decoder::new(payload).map_err(|error| format!("zstd: {error}"))?;
            decoder
                // One byte more tells "just fits" from "goes on".
                .take(DECODED_BYTES_MAX + 1)
                .read_to_end(&mut json)
                .map_err(|error| format!("zstd: {error}"))?;
            if json.len() as u64 > DECODED_BYTES_MAX {
                return Err(format!("zstd: more than {DECODED_BYTES_MAX} bytes when decompressed"));
            }
            Ok(Some(json))
        }
        Some(other) => Err(format!("content encoding {other}: expected zstd or none")),
    }
}

/// How many bytes a payload has when it is decompressed; where it does not say, as many as it may.
pub(super) fn decoded_bytes(headers: Option<&HeaderMap>, payload: &[u8]) -> u64 {
    match headers.and_then(|headers| headers.get(CONTENT_ENCODING)).map(|value| value.as_str()) {
        Some("zstd") => {
            let said = zstd::zstd_safe::get_frame_content_size(payload).ok().flatten();
            said.unwrap_or(DECODED_BYTES_MAX).min(DECODED_BYTES_MAX)
        }
        _ => payload.len() as u64,
    }
}

/// The replay that a message belongs to; what comes of the message belongs to it too.
pub(super) fn run(headers: Option<&HeaderMap>) -> Option<&str> {
    headers?.get(RUN).map(|value| value.as_str())
}

/// The trace that a message belongs to.
pub(super) fn trace(headers: Option<&HeaderMap>) -> Option<Context> {
    Context::read(headers?.get(TRACEPARENT)?.as_str())
}

fn headers(subject: &str, digest: &str, run: Option<&str>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    // With the subject: TOPICS gets an article once for each of
    // its topics, and would drop all but the first as duplicates.
    match run {
        Some(run) => {
            headers.insert(NATS_MESSAGE_ID, format!("{digest}/{subject}/{run}"));
            headers.insert(RUN, run);
        }
        None => headers.insert(NATS_MESSAGE_ID, format!("{digest}/{subject}")),
    }
    headers
}

/// What an id says of its message's content and replay, without the subject: the same for each topic of an article.
pub(super) fn content(id: &str, subject: &str) -> String {
    match id.split_once('/').map(|(digest, rest)| (digest, rest.strip_prefix(subject))) {
        Some((digest, Some(run))) => format!("{digest}{run}"),
        _ => id.to_owned(),
    }
}

fn compress(json: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(json, ZSTD_LEVEL).expect("compressing from memory to memory cannot fail")
}

#[cfg(test)]
mod tests {
    use veille_model::Capture;

    use super::*;

    fn capture(body: &str) -> Capture {
        Capture::page(Some("https://a.example/1".to_owned()), body.as_bytes().to_vec())
    }

    fn id(publication: &Publication) -> String {
        publication.headers.get(NATS_MESSAGE_ID).unwrap().as_str().to_owned()
    }

    #[test]
    fn a_capture_comes_out_as_it_went_in() {
        let capture = capture(&"Hà Nội ".repeat(500));
        let publications = encode(&capture, None, None);
        assert_eq!((publications.len(), publications[0].subject.as_str()), (1, "veille.capture.a-example"));
        assert!(publications[0].payload.len() < 500);
        assert_eq!(
            decode::<Capture>(Some(&publications[0].headers), &publications[0].payload).unwrap(),
            capture
        );
    }

    #[test]
    fn the_same_content_has_the_same_id_in_one_replay_and_another_in_the_next() {
        let of = |body: &str, run| id(&encode(&capture(body), run, None)[0]);
        assert_eq!(of("a", None), of("a", None));
        assert_ne!(of("a", None), of("b", None));
        assert_ne!(of("a", Some("1")), of("a", Some("2")));
    }

    #[test]
    fn a_trace_travels_in_a_header_and_changes_no_id() {
        let context = Context::read("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        let (plain, traced) = (encode(&capture("a"), None, None), encode(&capture("a"), None, context));
        assert_eq!(id(&plain[0]), id(&traced[0]));
        assert_eq!((trace(Some(&plain[0].headers)), trace(Some(&traced[0].headers))), (None, context));
    }

    #[test]
    fn outcomes_that_were_made_together_travel_together_and_are_read_one_by_one() {
        use veille_model::OutcomeKind::{Discarded, Forwarded};
        let outcome = |number: usize, kind| {
            let label = crate::stage::Label::unreadable(format!("input {number}"));
            let reason = (kind == Discarded).then(|| Reason::new("no_body", "é".repeat(number % 400 * 50)));
            label.outcome(veille_model::StageName::Clean, kind, reason)
        };
        let all: Vec<Outcome> = (0..5_000)
            .map(|number| outcome(number, if number % 3 == 0 { Discarded } else { Forwarded }))
            .collect();
        let run = |number: usize| number.is_multiple_of(2).then_some("r1");
        let publications =
            encode_outcomes(all.iter().enumerate().map(|(number, outcome)| (outcome, run(number))));
        assert!(publications.len() < 1_000, "{}", publications.len());
        let mut read = Vec::new();
        for publication in &publications {
            assert!(publication.payload.len() < 1 << 20);
            let entries = decode_outcomes(Some(&publication.headers), &publication.payload).unwrap();
            for entry in entries {
                assert_eq!(publication.subject, format!("veille.outcome.clean.{}", entry.outcome));
                read.push(entry);
            }
        }
        let sorted = |mut outcomes: Vec<Outcome>| {
            outcomes.sort_by(|a, b| a.input.cmp(&b.input));
            outcomes
        };
        assert_eq!(sorted(read), sorted(all.clone()));
        // One alone is what it always was.
        let alone = encode_outcomes([(&all[1], None)]);
        assert_eq!((alone.len(), alone[0].payload.first()), (1, Some(&b'{')));
    }

    #[test]
    fn an_entry_that_no_server_would_take_is_cut_and_named_alike_at_each_stage() {
        let label = crate::stage::Label::unreadable("é".repeat(5_000_000));
        let kind = veille_model::OutcomeKind::Forwarded;
        let mut outcome = label.clone().outcome(veille_model::StageName::Fetch, kind, None);
        outcome.outputs = vec![label.input.clone(), "small".to_owned()];
        outcome.url = Some(label.input.clone());
        let small = crate::stage::Label::unreadable("small".to_owned());
        let small = small.outcome(veille_model::StageName::Fetch, kind, None);
        let publications = encode_outcomes([(&small, None), (&outcome, None), (&small, None)]);
        assert!(publications.iter().all(|it| it.payload.len() < 64 << 10), "{}", publications.len());
        let read = |it: &Publication| decode_outcomes(Some(&it.headers), &it.payload).unwrap();
        let read: Vec<Outcome> = publications.iter().flat_map(read).collect();
        assert_eq!((read.len(), &read[0]), (3, &small));
        let large = read.iter().find(|it| it.input != "small").unwrap();
        assert_eq!(large.outputs, [large.input.as_str(), "small"]);
        assert_eq!(large.url.as_deref(), Some(large.input.as_str()));
        assert_ne!(cut("é".repeat(5_000_000)), cut("é".repeat(5_000_001)));
    }

    #[test]
    fn no_message_of_outcomes_is_longer_than_it_may_be_whatever_stands_in_it() {
        let discarded = veille_model::OutcomeKind::Discarded;
        // JSON writes six bytes for each of the first, two for each of the second.
        for letter in ["\u{7}", "\"", "é"] {
            let outcome = |number: usize| {
                let label = crate::stage::Label::unreadable(format!("input {number}"));
                let reason = Reason::new("no_body", letter.repeat(number * 1_000));
                label.outcome(veille_model::StageName::Clean, discarded, Some(reason))
            };
            let all: Vec<Outcome> = (0..140).map(outcome).collect();
            let publications = encode_outcomes(all.iter().map(|outcome| (outcome, None)));
            let longest = publications.iter().map(|it| it.payload.len()).max();
            assert!(longest.unwrap() <= OUTCOME_BYTES_MAX, "{letter:?}: {longest:?}");
            let entries =
                publications.iter().map(|it| decode_outcomes(Some(&it.headers), &it.payload).unwrap().len());
            assert_eq!(entries.sum::<usize>(), all.len());
        }
    }

    #[test]
    fn what_a_payload_unfolds_to_is_known_before() {
        let mut headers = HeaderMap::new();
        assert_eq!(decoded_bytes(Some(&headers), b"12345"), 5);
        headers.insert(CONTENT_ENCODING, "zstd");
        assert_eq!(decoded_bytes(Some(&headers), &compress(&vec![b' '; 30 << 20])), 30 << 20);
        assert_eq!(decoded_bytes(Some(&headers), b"not zstd"), DECODED_BYTES_MAX);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let check = |encoding: &str, payload: &[u8], expected: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_ENCODING, encoding);
            let reason = decode::<Capture>(Some(&headers), payload).unwrap_err();
            assert!(reason.code == "unreadable" && reason.detail.contains(expected), "{reason}");
        };
        check("zstd", b"not zstd", "zstd: ");
        check("gzip", b"{}", "expected zstd");
        check("identity", b"{}", "expected one of body");
        check("zstd", &compress(&vec![b' '; (DECODED_BYTES_MAX + 1) as usize]), "more than");
    }
}
