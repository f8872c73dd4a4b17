//! The quality of the cleaner on annotated pages: the table of `data/README.md` in `$VEILLE_SHARED`, for our cleaner.
//!
//! The weights have learnt from most of these pages; what holds for publishers never seen is what
//! `train_blocks --cross` prints in the same form.
//!
//! `cargo run --release --features training --example quality`

mod score;
#[allow(dead_code)]
mod sets;

use std::error::Error;
use std::io::Write;

use veille_cleaner::Cleaner;

fn main() -> Result<(), Box<dyn Error>> {
    let Some(shared) = score::shared() else { return Ok(()) };
    let cleaner = Cleaner::default();
    let mut out = std::io::stdout().lock();
    for set in sets::SETS {
        let mut sums = score::Score::default();
        for page in score::pages(&shared, set.file) {
            let capture = sets::capture(&page, set.flat);
            sums.add(&page["gold"], cleaner.clean(&capture).ok().as_ref());
        }
        writeln!(out, "{}", sums.row(set.name))?;
    }
    Ok(())
}
