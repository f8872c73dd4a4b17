//! How everything stands: stages, streams, the store and its followers, as tables for people and as JSON.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use veille_model::StageName;
use veille_pipeline::bus::{Held, Lag};

use super::grid::{Grid, Heading};
use super::words::grouped;
use super::{Line, count, size};
use crate::health::presence::{Failed, Presence};

/// What was asked of everybody.
#[derive(Debug, Default)]
pub struct Standing {
    pub at_work: Vec<Presence>,
    /// Who said so once, and says nothing any more.
    pub silent: Vec<Presence>,
    pub lags: Vec<Lag>,
    pub dead: BTreeMap<String, u64>,
    pub streams: Vec<Streamed>,
    pub followers: Vec<(String, u64)>,
    pub store: Option<Stored>,
}

/// A stream and what it holds.
#[derive(Clone, Copy, Debug)]
pub struct Streamed {
    pub name: &'static str,
    pub held: Held,
}

/// A store in numbers.
#[derive(Clone, Debug, Serialize)]
pub struct Stored {
    pub location: String,
    pub bytes: u64,
    pub articles: u64,
    pub wordings: u64,
    pub last_change: u64,
    pub ledger: Vec<Ledgered>,
}

/// What the ledger has of one stage, since the store was made.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Ledgered {
    pub stage: StageName,
    pub forwarded: u64,
    pub discarded: u64,
    pub quarantined: u64,
}

/// Of what went wrong at a stage so much is told; `veille dead` and the log have the rest.
const WRONG_LINES_MAX: usize = 3;

const STAGES: [StageName; 4] = [StageName::Fetch, StageName::Clean, StageName::Classify, StageName::Store];

/// A stage, over all its instances.
struct Row<'a> {
    stage: StageName,
    instances: usize,
    rate: f64,
    inputs: u64,
    waiting: Option<u64>,
    oldest_secs: Option<u64>,
    dead: u64,
    failed: Option<&'a Failed>,
}

impl Standing {
    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        STAGES.into_iter().map(|stage| {
            let instances: Vec<&Presence> =
                self.at_work.iter().filter(|it| it.stages.contains(&stage)).collect();
            let counts = instances.iter().filter_map(|it| it.counts.get(&stage));
            let (rate, inputs) = counts
                .fold((0.0, 0), |(rate, inputs), counted| (rate + counted.rate, inputs + counted.inputs));
            let lags: Vec<&Lag> = self.lags.iter().filter(|lag| lag.stage == stage).collect();
            let failed = instances.iter().filter_map(|it| it.failure.as_ref()).filter(|it| it.stage == stage);
            Row {
                stage,
                instances: instances.len(),
                rate,
                inputs,
                // Without a NATS server nobody counts what waits: a dash, where 0 would say that nothing does.
                waiting: (!lags.is_empty()).then(|| lags.iter().map(|lag| lag.messages).sum()),
                oldest_secs: lags.iter().filter_map(|lag| lag.oldest).max().map(|oldest| oldest.as_secs()),
                dead: self.dead.get(stage.as_str()).copied().unwrap_or_default(),
                // Of several instances the one that failed last: an old fault of another may be mended by now.
                failed: failed.max_by_key(|it| it.at),
            }
        })
    }

    /// For people, no wider than this.
    pub fn lines(&self, width: Option<usize>, now: DateTime<Utc>) -> Vec<Line> {
        let sections =
            [self.stages(width, now), self.processes(width, now), self.streams(width), self.store(width)];
        let mut lines = Vec::new();
        for section in sections.into_iter().filter(|section| !section.is_empty()) {
            if !lines.is_empty() {
                lines.push(Line::default());
            }
            lines.extend(section);
        }
        lines
    }

    fn stages(&self, width: Option<usize>, now: DateTime<Utc>) -> Vec<Line> {
        let mut grid = Grid::new(&[
            Heading::left("STAGE"),
            Heading::right("AT WORK"),
            Heading::right("RATE/S"),
            Heading::right("INPUTS").dispensable(3),
            Heading::right("WAITING"),
            Heading::right("OLDEST").dispensable(2),
            Heading::right("DEAD").dispensable(4),
        ]);
        let mut wrong = Vec::new();
        for row in self.rows() {
            let or_dash = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
            if let Some(it) = row.failed {
                let sentence = format!("{} went wrong {} ago: {}", row.stage, lasted(now - it.at), it.said);
                wrong.extend(super::wrapped(&sentence, width, WRONG_LINES_MAX).into_iter().map(Line::plain));
            }
            grid.row([
                row.stage.to_string(),
                row.instances.to_string(),
                format!("{:.1}", row.rate),
                grouped(row.inputs),
                or_dash(row.waiting.map(grouped)),
                or_dash(row.oldest_secs.filter(|_| row.waiting != Some(0)).map(|secs| lasted(seconds(secs)))),
                row.dead.to_string(),
            ]);
        }
        let mut lines = grid.lines(width);
        lines.extend(wrong);
        lines
    }

    fn processes(&self, width: Option<usize>, now: DateTime<Utc>) -> Vec<Line> {
        if self.at_work.is_empty() && self.silent.is_empty() {
            return vec![Line::plain("nobody is at work").cut(width.unwrap_or(usize::MAX))];
        }
        let mut grid = Grid::new(&[
            Heading::left("PROCESS"),
            Heading::left("DOES"),
            Heading::right("FOR").dispensable(1),
            Heading::right("MEMORY").dispensable(2),
            Heading::left("TOPICS").dispensable(2),
            Heading::words("IS"),
        ]);
        // So much of a revision tells two apart.
        let topics =
            |it: &Presence| it.topics.as_deref().map_or("-", |it| it.get(..8).unwrap_or(it)).to_owned();
        for it in &self.at_work {
            let state = it.unready.clone().unwrap_or_else(|| "ready".to_owned());
            grid.row([
                it.instance.clone(),
                it.command.clone(),
                lasted(now - it.since),
                it.memory_bytes.map_or_else(|| "-".to_owned(), size),
                topics(it),
                state,
            ]);
        }
        for it in &self.silent {
            let state = format!("silent for {}: killed, or hangs", lasted(now - it.at));
            grid.row([
                it.instance.clone(),
                it.command.clone(),
                "-".to_owned(),
                "-".to_owned(),
                topics(it),
                state,
            ]);
        }
        grid.lines(width)
    }

    fn streams(&self, width: Option<usize>) -> Vec<Line> {
        if self.streams.is_empty() {
            return Vec::new();
        }
        let headings = [
            Heading::left("STREAM"),
            Heading::right("MESSAGES"),
            Heading::right("HOLDS").dispensable(1),
            Heading::right("OF").dispensable(2),
            Heading::right("FULL"),
        ];
        let mut grid = Grid::new(&headings);
        for Streamed { name, held } in &self.streams {
            let full =
                // A limit of 0 bytes would give `NaN %`.
                held.bytes_max.map(|max| format!("{:.0} %", held.bytes as f64 * 100.0 / max.max(1) as f64));
            let cells = [
                (*name).to_owned(),
                grouped(held.messages),
                size(held.bytes),
                held.bytes_max.map_or_else(|| "-".to_owned(), size),
                full.unwrap_or_else(|| "-".to_owned()),
            ];
            grid.row(cells);
        }
        grid.lines(width)
    }

    fn store(&self, width: Option<usize>) -> Vec<Line> {
        let Some(store) = &self.store else { return Vec::new() };
        let articles = count(store.articles, "article", "articles");
        let wordings = count(store.wordings, "wording", "wordings");
        let sentence = format!("{}: {articles} in {wordings}, {}", store.location, size(store.bytes));
        let mut lines: Vec<Line> =
            super::wrapped(&sentence, width, usize::MAX).into_iter().map(Line::plain).collect();
        if !store.ledger.is_empty() {
            let headings = [
                Heading::left("LEDGER"),
                Heading::right("FORWARDED"),
                Heading::right("DISCARDED"),
                Heading::right("QUARANTINED").dispensable(1),
            ];
            let mut grid = Grid::new(&headings);
            for it in &store.ledger {
                grid.row([
                    it.stage.to_string(),
                    grouped(it.forwarded),
                    grouped(it.discarded),
                    grouped(it.quarantined),
                ]);
            }
            lines.extend(grid.lines(width));
        }
        if !self.followers.is_empty() {
            let mut grid = Grid::new(&[Heading::left("FOLLOWER"), Heading::right("CHANGES BEHIND")]);
            for (name, distance) in &self.followers {
                grid.row([name.clone(), grouped(*distance)]);
            }
            lines.extend(grid.lines(width));
        }
        lines
    }
}

impl Serialize for Standing {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stages: Vec<_> = self
            .rows()
            .map(|row| {
                json!({
                    "stage": row.stage, "instances": row.instances, "rate": row.rate, "inputs": row.inputs,
                    "waiting": row.waiting, "oldest_secs": row.oldest_secs, "dead": row.dead, "failure": row.failed,
                })
            })
            .collect();
        let streams: Vec<_> = self
            .streams
            .iter()
            .map(|Streamed { name, held }| {
                json!({ "stream": name, "messages": held.messages, "bytes": held.bytes, "bytes_max": held.bytes_max })
            })
            .collect();
        let followers: Vec<_> = self
            .followers
            .iter()
            .map(|(name, behind)| json!({ "follower": name, "behind": behind }))
            .collect();
        json!({
            "at": Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "stages": stages, "processes": self.at_work, "silent": self.silent, "streams": streams,
            "store": self.store, "followers": followers,
        })
        .serialize(serializer)
    }
}

fn seconds(secs: u64) -> chrono::TimeDelta {
    chrono::TimeDelta::seconds(i64::try_from(secs).unwrap_or(i64::MAX / 1_000))
}

/// `12 s`, `7 min`, `3 h`, `12 days`.
fn lasted(time: chrono::TimeDelta) -> String {
    match time.num_seconds().max(0) {
        secs @ ..100 => format!("{secs} s"),
        secs @ ..6_000 => format!("{} min", secs / 60),
        secs @ ..172_800 => format!("{} h", secs / 3_600),
        secs => format!("{} days", secs / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::health::presence::Counted;

    fn presence(command: &str, stage: StageName, at: DateTime<Utc>) -> Presence {
        let counted = Counted { inputs: 1234, forwarded: 1200, discarded: 34, quarantined: 0, rate: 12.5 };
        Presence {
            instance: "press-1:17".to_owned(),
            command: command.to_owned(),
            version: "0".to_owned(),
            stages: vec![stage],
            since: at - chrono::TimeDelta::hours(3),
            at,
            unready: None,
            memory_bytes: Some(60_100_000),
            counts: [(stage, counted)].into(),
            failure: Some(Failed {
                stage,
                at,
                said: "https://a.example/1: the clean stage panicked: byte 120 is wrong".to_owned(),
            }),
            topics: Some("0123456789abcdef".to_owned()),
        }
    }

    fn standing(now: DateTime<Utc>) -> Standing {
        Standing {
            at_work: vec![presence("clean", StageName::Clean, now), presence("clean", StageName::Clean, now)],
            silent: vec![presence("store", StageName::Store, now - chrono::TimeDelta::minutes(9))],
            lags: vec![Lag {
                stage: StageName::Clean,
                stream: "CAPTURES",
                messages: 41_112,
                oldest: Some(Duration::from_secs(240)),
            }],
            dead: [("clean".to_owned(), 3)].into(),
            streams: vec![Streamed {
                name: "CAPTURES",
                held: Held { messages: 50_000, bytes: 300_000_000, bytes_max: Some(1_000_000_000) },
            }],
            followers: vec![("search".to_owned(), 12)],
            store: Some(Stored {
                location: "veille.db".to_owned(),
                bytes: 1_000_000,
                articles: 2,
                wordings: 3,
                last_change: 9,
                ledger: vec![Ledgered {
                    stage: StageName::Clean,
                    forwarded: 2,
                    discarded: 1,
                    quarantined: 0,
                }],
            }),
        }
    }

    #[test]
    fn each_stage_is_told_over_all_its_instances() {
        let now = DateTime::<Utc>::UNIX_EPOCH + chrono::TimeDelta::days(20_000);
        let lines: Vec<String> = standing(now).lines(Some(120), now).iter().map(Line::plain_text).collect();
        let clean = lines.iter().find(|line| line.starts_with("clean")).unwrap();
        let words: Vec<&str> = clean.split_whitespace().collect();
        assert_eq!(words[..8], ["clean", "2", "25.0", "2,468", "41,112", "4", "min", "3"], "{clean}");
        let text = lines.join("\n");
        assert!(
            text.contains("clean went wrong 0 s ago: https://a.example/1: the clean stage panicked"),
            "{text}"
        );
        assert!(text.contains("silent for 9 min"), "{text}");
        assert!(text.contains("CAPTURES    50,000  300.0 MB  1.0 GB  30 %"), "{text}");
        assert!(text.contains("search                12"), "{text}");
        let json = serde_json::to_value(standing(now)).unwrap();
        assert_eq!(
            (json["stages"][1]["instances"].as_u64(), json["stages"][1]["rate"].as_f64()),
            (Some(2), Some(25.0))
        );
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let now = DateTime::<Utc>::UNIX_EPOCH + chrono::TimeDelta::days(20_000);
        for width in 20..200 {
            for line in standing(now).lines(Some(width), now) {
                assert!(line.width() <= width, "{width}: {}", line.plain_text());
            }
        }
    }
}
