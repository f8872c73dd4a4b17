//! Deduplication: which messages a reader has been shown: what a broker delivers again, or carries once for each of an article's topics,
//! is told from what is new.

use std::collections::{HashSet, VecDeque};

use super::{Tailed, codec};
use crate::digest::digest;

/// Remembered: 5 MB, and an hour at thirty articles a second.
const REMEMBERED_MAX: usize = 100_000;

/// The last hundred thousand contents that have passed.
#[derive(Debug, Default)]
pub struct Seen {
    known: HashSet<u128>,
    order: VecDeque<u128>,
}

impl Seen {
    /// Whether this content has not passed yet; notes that it has. Messages without an id are always new: nobody vouches
    /// that they are the same.
    pub fn is_new(&mut self, message: &Tailed) -> bool {
        let Some(id) = message.id() else { return true };
        let key = key(codec::content(id, &message.subject).as_bytes());
        if !self.known.insert(key) {
            return false;
        }
        self.order.push_back(key);
        if self.order.len() > REMEMBERED_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

fn key(content: &[u8]) -> u128 {
    u128::from_str_radix(&digest(content), 16).expect("a digest is 32 hexadecimal digits")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(subject: &str, id: Option<&str>) -> Tailed {
        let headers = id.map(|id| ("Nats-Msg-Id".to_owned(), id.to_owned())).into_iter().collect();
        Tailed { subject: subject.to_owned(), headers, payload: Vec::new(), receipt: None }
    }

    #[test]
    fn an_article_is_new_once_whatever_its_topics_and_however_often_it_comes() {
        let mut seen = Seen::default();
        let mut check = |subject: &str, id: Option<&str>, expected| {
            assert_eq!(seen.is_new(&message(subject, id)), expected, "{subject} {id:?}");
        };
        check("veille.topic.a.fr.x", Some("77/veille.topic.a.fr.x"), true);
        check("veille.topic.a.fr.x", Some("77/veille.topic.a.fr.x"), false);
        check("veille.topic.b.fr.x", Some("77/veille.topic.b.fr.x"), false);
        check("veille.topic.a.fr.x", Some("78/veille.topic.a.fr.x"), true);
        // Another replay says it again, and so do people.
        check("veille.topic.a.fr.x", Some("77/veille.topic.a.fr.x/2-9"), true);
        check("veille.topic.b.fr.x", Some("77/veille.topic.b.fr.x/2-9"), false);
        check("veille.topic.a.fr.x", None, true);
        check("veille.topic.a.fr.x", None, true);
    }

    #[test]
    fn what_is_remembered_has_an_end() {
        let mut seen = Seen::default();
        for number in 0..=REMEMBERED_MAX {
            assert!(
                seen.is_new(&message("veille.topic.a.fr.x", Some(&format!("{number}/veille.topic.a.fr.x"))))
            );
        }
        assert_eq!((seen.known.len(), seen.order.len()), (REMEMBERED_MAX, REMEMBERED_MAX));
        assert!(seen.is_new(&message("veille.topic.a.fr.x", Some("0/veille.topic.a.fr.x"))));
        assert!(!seen.is_new(&message("veille.topic.a.fr.x", Some("9/veille.topic.a.fr.x"))));
    }
}
