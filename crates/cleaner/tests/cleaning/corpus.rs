//! What once broke a fuzz target, or could: each file is read as a page and as text.

use std::fs;
use std::path::Path;

use veille_cleaner::Cleaner;
use veille_model::Capture;

#[test]
fn the_corpus_is_read_without_a_panic_and_twice_alike() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/clean");
    let mut files = 0;
    for entry in fs::read_dir(corpus).unwrap() {
        let body = fs::read(entry.unwrap().path()).unwrap();
        files += 1;
        for media_type in [Some("text/html"), Some("text/plain"), None] {
            let media_type = media_type.map(str::to_owned);
            let capture = Capture { media_type, ..Capture::page(None, body.clone()) };
            let cleaner = Cleaner::default();
            assert_eq!(cleaner.clean(&capture), cleaner.clean(&capture));
            assert!(!cleaner.explain(&capture).to_string().is_empty());
        }
    }
    assert!(files >= 60, "{files}");
}
