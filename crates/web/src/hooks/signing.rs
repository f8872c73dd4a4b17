//! Signatures as Standard Webhooks has them: HMAC with SHA-256 over the id, the instant and the body of a message.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// By this a key that leaked is known for what it is.
const PREFIX: &str = "whsec_";

/// What a message is signed with: known to us and to who receives it.
#[derive(Clone)]
pub(crate) struct Key(Vec<u8>);

impl Key {
    pub fn random() -> Self {
        // 24 to 64 bytes, says Standard Webhooks; 32 are as many as the digest has.
        let mut bytes = vec![0; 32];
        getrandom::fill(&mut bytes).expect("a system gives out random bytes");
        Self(bytes)
    }

    /// `whsec_…`, as it is shown and kept.
    pub fn shown(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    pub fn read(shown: &str) -> Option<Self> {
        STANDARD.decode(shown.strip_prefix(PREFIX)?).ok().map(Self)
    }

    /// `v1,…`
    pub fn signature(&self, id: &str, seconds: i64, body: &str) -> String {
        let mut sum = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key may have any length");
        sum.update(format!("{id}.{seconds}.{body}").as_bytes());
        // `v1` is the symmetric scheme; an endpoint may be sent several, by blanks, while its key is changed.
        format!("v1,{}", STANDARD.encode(sum.finalize().into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_signed_as_the_specification_shows() {
        // The example of standardwebhooks.com's libraries.
        let key = Key::read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = key.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let random = Key::random();
        assert_eq!(Key::read(&random.shown()).unwrap().0, random.0);
        assert!(Key::read("g0hM9SsE").is_none());
    }
}
