//! Any bytes, as a page and as text: `cargo +nightly fuzz run clean`. What breaks goes into `corpus/clean`, which
//! `tests/cleaning/corpus.rs` runs as an ordinary test.
#![no_main]

use libfuzzer_sys::fuzz_target;
use veille_cleaner::Cleaner;
use veille_model::Capture;

fuzz_target!(|bytes: &[u8]| {
    let cleaner = Cleaner::default();
    for media_type in ["text/html", "text/plain"] {
        let media_type = Some(media_type.to_owned());
        let capture = Capture { media_type, ..Capture::page(None, bytes.to_vec()) };
        let _ = cleaner.clean(&capture);
        let _ = cleaner.explain(&capture).to_string();
    }
});
