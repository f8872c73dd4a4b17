//! Where things lie: the annotated sets, and the folders of the crates whose data is made here.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::Context;
use flate2::bufread::MultiGzDecoder;

/// The data of the cleaner, in the checkout.
pub const CLEANER_DATA: &str = "cleaner/data";
/// The data of the language tagger, in the checkout.
pub const LANGUAGE_DATA: &str = "language/data";
/// The data that translations are known by, in the checkout.
pub const STORIES_DATA: &str = "stories/data";
/// The data of the text crate, in the checkout.
pub const TEXT_DATA: &str = "text/data";

/// The folder of the annotated sets, which are not ours to ship.
pub fn shared() -> anyhow::Result<PathBuf> {
    let folder = std::env::var_os("VEILLE_SHARED").map(PathBuf::from);
    let folder = folder.context("VEILLE_SHARED is not set: it says where the annotated sets lie")?;
    // Tests run in their package's folder; a relative path is meant from the top of the checkout.
    Ok(if folder.is_relative() { crates().join("..").join(folder) } else { folder })
}

/// The same for tests, which are left out without it, and say so.
#[cfg(test)]
pub fn shared_if_any() -> Option<PathBuf> {
    shared().map_err(|why| eprintln!("left out: {why}")).ok()
}

/// A folder of the checkout by its path under `crates/`.
pub fn data(folder: &str) -> PathBuf {
    crates().join(folder)
}

fn crates() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in crates/")
}

/// The lines of a gzipped file.
pub fn lines(path: &Path) -> anyhow::Result<impl Iterator<Item = anyhow::Result<String>> + use<>> {
    let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let lines = BufReader::new(MultiGzDecoder::new(BufReader::new(file))).lines();
    let path = path.to_owned();
    Ok(lines.map(move |line| line.with_context(|| format!("reading {}", path.display()))))
}

/// Writes what was made to a file; or, to `check`, compares it with what the file holds. Says what it did.
pub fn put(made: &[u8], path: &Path, check: bool) -> anyhow::Result<()> {
    let shown = path.display();
    if !check {
        fs::write(path, made).with_context(|| format!("writing {shown}"))?;
        println!("{shown}: {} bytes written", made.len());
        return Ok(());
    }
    let known = fs::read(path).with_context(|| format!("reading {shown}"))?;
    anyhow::ensure!(known == made, "{shown}: other bytes than training gives now");
    println!("{shown}: the same bytes");
    Ok(())
}
