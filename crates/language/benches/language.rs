//! How fast languages are told: sentences, headlines and articles, on one core.
//!
//! `VEILLE_SHARED=… cargo bench -p veille-language --bench language`; without the sets, on a few sentences of ours.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flate2::bufread::MultiGzDecoder;
use veille_language::Tagger;

const SENTENCES: [&str; 4] = [
    "La cérémonie de signature aura lieu samedi dans la capitale, en présence de plusieurs chefs d'État.",
    "Lễ ký sẽ diễn ra vào thứ bảy tại thủ đô với sự có mặt của nhiều nguyên thủ quốc gia.",
    "The signing ceremony takes place in the capital on Saturday, attended by several heads of state.",
    "Церемония подписания состоится в субботу в столице в присутствии нескольких глав государств.",
];

/// The lines of an annotated set: language and text.
fn set(name: &str) -> Option<Vec<(String, String)>> {
    let shared = std::env::var_os("VEILLE_SHARED")?;
    let file = File::open(Path::new(&shared).join(format!("data/language/{name}.tsv.gz"))).ok()?;
    let lines = BufReader::new(MultiGzDecoder::new(BufReader::new(file))).lines();
    let sample = |line: String| {
        let (language, rest) = line.split_once('\t')?;
        Some((language.to_owned(), rest.split_once('\t')?.1.to_owned()))
    };
    lines.map_while(Result::ok).map(sample).collect()
}

fn texts(name: &str) -> Vec<String> {
    match set(name) {
        Some(samples) => samples.into_iter().map(|(_, text)| text).step_by(17).collect(),
        None => SENTENCES.iter().map(|sentence| (*sentence).to_owned()).collect(),
    }
}

/// Sentences of one language in a row make articles of some four kilobytes.
fn articles() -> Vec<String> {
    match set("pud_sent") {
        Some(mut samples) => {
            samples.sort_by(|a, b| a.0.cmp(&b.0));
            let join = |chunk: &[(String, String)]| {
                chunk.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ")
            };
            samples.chunks(28).map(join).collect()
        }
        None => SENTENCES.iter().map(|sentence| [*sentence; 40].join(" ")).collect(),
    }
}

fn speed(criterion: &mut Criterion) {
    let tagger = Tagger::new();
    let mut group = criterion.benchmark_group("language");
    let kinds = [
        ("sentences", texts("sent_core")),
        ("headlines", texts("head_core")),
        ("latin headlines", texts("strip_head")),
        ("articles", articles()),
    ];
    for (name, texts) in kinds {
        group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for text in &texts {
                    black_box(tagger.detect(text));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, speed);
criterion_main!(benches);
