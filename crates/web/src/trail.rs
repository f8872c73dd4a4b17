//! How far the trail is known to be as it was written. A line is if its digest follows from all before it, so all of them are read once, and
//! from then on those that came since.

use tokio::sync::Mutex;
use veille_sink::{Audited, Store, StoreError};

/// Lines that are read at once.
const AT_ONCE: u32 = 1_000;

/// What is known of a trail.
#[derive(Debug)]
pub(crate) struct Trail {
    known: Mutex<Known>,
}

/// Up to which line, and what its digest is; or the first that is not as it was written.
#[derive(Debug)]
enum Known {
    Whole { number: u64, digest: String },
    Broken(u64),
}

impl Default for Trail {
    fn default() -> Self {
        let beginning = Known::Whole { number: 0, digest: Audited::BEGINNING.to_owned() };
        Self { known: Mutex::new(beginning) }
    }
}

impl Trail {
    /// The first line that is not as it was written, if there is one; `store check` reads all of them anew.
    pub async fn broken(&self, store: &Store) -> Result<Option<u64>, StoreError> {
        // Held until all is read: whoever asks meanwhile waits, and finds it done.
        let mut known = self.known.lock().await;
        loop {
            let (number, digest) = match &*known {
                Known::Whole { number, digest } => (*number, digest.clone()),
                Known::Broken(line) => return Ok(Some(*line)),
            };
            let lines = store.audit(number, AT_ONCE).await?;
            let Some(last) = lines.last() else { return Ok(None) };
            *known = match first_broken(number, &digest, &lines) {
                Some(line) => Known::Broken(line),
                None => Known::Whole { number: last.number, digest: last.digest.clone() },
            };
        }
    }
}

/// The first of these lines that does not follow from those before it, the first of which follows a line of this number and digest.
pub(crate) fn first_broken(number: u64, digest: &str, lines: &[Audited]) -> Option<u64> {
    let (mut number, mut digest) = (number, digest);
    for line in lines {
        if !line.follows(number, digest) {
            return Some(line.number);
        }
        (number, digest) = (line.number, &line.digest);
    }
    None
}

#[cfg(test)]
mod tests {
    use veille_sink::{Deed, Papers};

    use super::*;

    #[tokio::test]
    async fn a_trail_is_whole_as_far_as_it_was_read_and_a_line_that_is_another_is_told() {
        let store = Store::open_in_memory().await.unwrap();
        let trail = Trail::default();
        let write = async |number: u32| {
            let deeds = (0..number).map(|it| Deed::now("ada", "export", "/today.csv", it.to_string()));
            store.write_papers(&Papers { deeds: deeds.collect(), ..Papers::default() }).await.unwrap();
        };
        assert_eq!(trail.broken(&store).await.unwrap(), None);
        for lines in [3, 1_500, 2] {
            write(lines).await;
            assert_eq!(trail.broken(&store).await.unwrap(), None);
        }
        // All were read, and none is read again.
        assert!(matches!(&*trail.known.lock().await, Known::Whole { number: 1_505, .. }));

        let lines = store.audit(0, 9).await.unwrap();
        let broken = |lines: &[Audited]| first_broken(0, Audited::BEGINNING, lines);
        assert_eq!(broken(&lines), None);
        let mut other = lines.clone();
        other[4].document = other[4].document.replace("ada", "bob");
        assert_eq!(broken(&other), Some(5));
        assert_eq!(broken(&[&lines[..2], &lines[3..]].concat()), Some(4));
        assert_eq!(broken(&lines[1..]), Some(2));
    }
}
