//! Every decision about one file: `cargo run --example explain -- FILE [URL]`; `.txt` is read as flattened text.

use std::error::Error;
use std::fs;
use std::io::Write;

use veille_cleaner::Cleaner;
use veille_model::Capture;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("expected a file")?;
    let media_type = if path.ends_with(".txt") { "text/plain" } else { "text/html" };
    let capture = Capture {
        media_type: Some(media_type.to_owned()),
        ..Capture::page(arguments.next(), fs::read(&path)?)
    };
    write!(std::io::stdout(), "{}", Cleaner::default().explain(&capture))?;
    Ok(())
}
