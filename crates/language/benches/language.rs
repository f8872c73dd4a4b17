//! How fast languages are told: sentences, headlines and articles, on one core.
//!
//! `VEILLE_SHARED=… cargo bench -p veille-language --bench language`; without the sets, on a few sentences of ours.

#[path = "../tests/sets/mod.rs"]
mod sets;

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use veille_language::Tagger;

const SENTENCES: [&str; 4] = [
    "La cérémonie de signature aura lieu samedi dans la capitale, en présence de plusieurs chefs d'État.",
    "Lễ ký sẽ diễn ra vào thứ bảy tại thủ đô với sự có mặt của nhiều nguyên thủ quốc gia.",
    "The signing ceremony takes place in the capital on Saturday, attended by several heads of state.",
    "Церемония подписания состоится в субботу в столице в присутствии нескольких глав государств.",
];

fn texts(set: &str) -> Vec<String> {
    let shared = std::env::var_os("VEILLE_SHARED");
    let samples = shared.and_then(|shared| sets::read(Path::new(&shared), set).ok());
    match samples {
        Some(samples) => samples.into_iter().map(|sample| sample.text).step_by(17).collect(),
        None => SENTENCES.iter().map(|sentence| (*sentence).to_owned()).collect(),
    }
}

/// Sentences of one language in a row make articles of some four kilobytes.
fn articles() -> Vec<String> {
    let shared = std::env::var_os("VEILLE_SHARED");
    let samples = shared.and_then(|shared| sets::read(Path::new(&shared), "pud_sent").ok());
    match samples {
        Some(mut samples) => {
            samples.sort_by(|a, b| a.gold.cmp(&b.gold));
            samples
                .chunks(28)
                .map(|chunk| chunk.iter().map(|sample| sample.text.as_str()).collect::<Vec<_>>().join(" "))
                .collect()
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
