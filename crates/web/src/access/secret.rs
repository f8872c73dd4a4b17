//! Secrets that nobody can guess, and their digests, which alone are stored.

use std::fmt;

use sha2::{Digest, Sha256};
use veille_model::hexadecimal;

/// 256 random bits, in hexadecimal.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never itself: what is debugged ends in a log.
        f.write_str("Secret")
    }
}

impl Secret {
    pub fn random() -> Self {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("a system gives out random bytes");
        Self(hexadecimal(&bytes))
    }

    /// As somebody shows it; None where it is none of ours.
    pub fn shown(text: &str) -> Option<Self> {
        let is_ours = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_ours.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By this it is found. It is as long as nobody tries all of, so that a plain digest will do.
    pub fn digest(&self) -> String {
        hexadecimal(&Sha256::digest(&self.0))
    }

    /// Another secret that follows from it, for one purpose; 128 bits, for a list has it in every line.
    pub fn derived(&self, purpose: &str) -> String {
        hexadecimal(&Sha256::digest(format!("{purpose}/{}", self.0))[..16])
    }
}

/// Whether two texts are equal, in a time that does not tell where they begin to differ.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let differ = one.bytes().zip(other.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
    one.len() == other.len() && differ == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_by_its_digest_and_seen_nowhere() {
        let secret = Secret::random();
        assert_ne!(secret, Secret::random());
        assert_eq!(Secret::shown(secret.as_str()).unwrap().digest(), secret.digest());
        assert!(!secret.digest().contains(&secret.as_str()[..8]) && format!("{secret:?}") == "Secret");
        assert_eq!((Secret::shown("x"), Secret::shown(&"g".repeat(64))), (None, None));
        assert!(is_same("ab", "ab") && !is_same("ab", "ac") && !is_same("ab", "abc") && is_same("", ""));
    }
}
