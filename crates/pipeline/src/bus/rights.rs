//! Permissions, what the server lets us do: asked of it at the start, and heard from it when it refuses.

use async_nats::Client;
use serde::Deserialize;
use veille_model::StageName;

use super::{Bus, BusError};
use crate::topology::{is_given_up_on, read_by, written_by};

/// Where a server tells a connection who it is and what it may (nats-server 2.10).
pub(super) const WHO_AM_I: &str = "$SYS.REQ.USER.INFO";

/// Who we are to the server, and what we may publish; nothing is known where the server did not say.
#[derive(Clone, Debug, Default)]
pub(super) struct Rights {
    pub user: String,
    known: bool,
    publish: Rules,
}

/// Subjects that are allowed, all where the list is missing, and of them those that are not.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Rules {
    allow: Option<Vec<String>>,
    deny: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Answer {
    data: Option<User>,
}

#[derive(Deserialize)]
struct User {
    #[serde(default)]
    user: String,
    #[serde(default)]
    permissions: Option<Permissions>,
}

#[derive(Deserialize)]
struct Permissions {
    #[serde(default)]
    publish: Option<Rules>,
}

impl Rights {
    pub async fn ask(client: &Client) -> Self {
        // An older server does not know the question, and not everybody may ask it: then the first refusal tells.
        let Ok(answer) = client.request(WHO_AM_I, "".into()).await else { return Self::default() };
        Self::read(&answer.payload)
    }

    fn read(answer: &[u8]) -> Self {
        let Ok(Answer { data: Some(user) }) = serde_json::from_slice(answer) else { return Self::default() };
        let publish = user.permissions.and_then(|permissions| permissions.publish).unwrap_or_default();
        Self { user: user.user, known: true, publish }
    }

    /// Whether we may certainly publish to all of a subject.
    pub fn allow(&self, subject: &str) -> bool {
        self.known && !self.refuse(subject)
    }

    /// Whether we certainly may not publish to some of a subject.
    pub fn refuse(&self, subject: &str) -> bool {
        if !self.known {
            return false;
        }
        let covers = |rules: &[String]| rules.iter().any(|rule| covers(rule, subject));
        // A user without permissions has no list, and may do everything.
        let allowed = self.publish.allow.as_deref().is_none_or(covers);
        !allowed || self.publish.deny.as_deref().is_some_and(covers)
    }

    /// An error that names what of these rights is missing, where some is.
    pub fn check(&self, whose: &str, needs: &[String]) -> Result<(), BusError> {
        let lacks: Vec<String> = needs.iter().filter(|subject| self.refuse(subject)).cloned().collect();
        if lacks.is_empty() {
            return Ok(());
        }
        Err(BusError::Forbidden {
            user: self.shown(),
            whose: whose.to_owned(),
            lacks: format!("publish to {}", lacks.join(", ")),
        })
    }

    pub fn shown(&self) -> String {
        if self.user.is_empty() {
            "who connects without a name".to_owned()
        } else {
            format!("{:?}", self.user)
        }
    }
}

impl Bus {
    /// Refuses where the server says that we lack what a stage needs.
    ///
    /// # Errors
    /// [`BusError::Forbidden`], naming what is missing.
    pub fn check_rights(&self, stage: StageName) -> Result<(), BusError> {
        self.rights.check(stage.as_str(), &needs(stage))
    }

    /// What the server has refused us, where it has; `whose` says who needs it.
    pub fn refusal(&self, whose: &str) -> Option<BusError> {
        self.refused.borrow().clone().map(|lacks| BusError::Forbidden {
            user: self.rights.shown(),
            whose: whose.to_owned(),
            lacks,
        })
    }

    /// What is asked of the server, unless it refuses us something meanwhile: then nobody answers.
    pub(super) async fn unless_forbidden<T>(
        &self,
        whose: &str,
        asking: impl Future<Output = Result<T, BusError>>,
    ) -> Result<T, BusError> {
        tokio::select! {
            answer = asking => answer,
            error = self.forbidden(whose) => Err(error),
        }
    }

    /// Waits until the server refuses us something.
    pub(super) async fn forbidden(&self, whose: &str) -> BusError {
        let mut refused = self.refused.clone();
        if refused.wait_for(Option::is_some).await.is_err() {
            // The connection is gone for good, and with it who could refuse.
            std::future::pending::<()>().await;
        }
        self.refusal(whose).expect("it was waited for, and stays")
    }
}

/// Whether all subjects that the second names are among those of the first.
fn covers(rule: &str, subject: &str) -> bool {
    let (mut rule, mut subject) = (rule.split('.'), subject.split('.'));
    loop {
        match (rule.next(), subject.next()) {
            (Some(">"), Some(_)) | (None, None) => return true,
            // `*` stands for one token, `>` for any number of them.
            (Some("*"), Some(token)) if token != ">" => {}
            (Some(expected), Some(token)) if expected == token => {}
            _ => return false,
        }
    }
}

/// What the server refused us of what we cannot do without, from its words: `Permissions Violation for Publish to
/// "veille.article.x"`.
pub(super) fn refused(error: &str) -> Option<String> {
    // The server has a capital there, what the client makes of it has none.
    let refusal = error.split_once("ermissions Violation for ")?.1;
    let (what, subject) = refusal.split_once(" to ")?;
    let subject = subject.trim_matches(|c: char| c == '"' || c == '\'' || c.is_whitespace());
    match what {
        // These two are asked on the chance.
        "Publish" if subject == WHO_AM_I || subject == "$JS.API.INFO" => None,
        // An answer to whoever asked who is at work.
        "Publish" if subject.starts_with("_INBOX.") => None,
        "Publish" => Some(format!("publish to {subject}")),
        // Answers come to our inboxes. Everything else is listened to on the chance.
        "Subscription" if subject.starts_with("_INBOX.") => Some("subscribe to _INBOX.>".to_owned()),
        _ => None,
    }
}

/// What a stage publishes to, answers and requests included.
pub(super) fn needs(stage: StageName) -> Vec<String> {
    let mut needs: Vec<String> = written_by(stage).map(|flow| flow.subjects_of(stage)).collect();
    for flow in read_by(stage) {
        // Of the advisories a stage reads its own: such a consumer is made with its filter in the subject.
        let (stream, filtered) = (flow.stream, if flow.is_the_servers() { ".>" } else { "" });
        needs.extend([
            format!("$JS.API.CONSUMER.CREATE.{stream}.{stage}{filtered}"),
            format!("$JS.API.CONSUMER.INFO.{stream}.{stage}"),
            format!("$JS.API.CONSUMER.MSG.NEXT.{stream}.{stage}"),
            // Acknowledgements are publications: without this right every message would come again until it is dead.
            format!("$JS.ACK.{stream}.{stage}.>"),
        ]);
        // A message that the server has given up on is looked up, to become a dead letter.
        if is_given_up_on(stage) && !flow.is_the_servers() {
            needs.push(format!("$JS.API.DIRECT.GET.{stream}"));
        }
    }
    needs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::FLOWS;

    #[test]
    fn a_rule_covers_what_it_says() {
        let check = |rule: &str, subject: &str, expected: bool| {
            assert_eq!(covers(rule, subject), expected, "{rule} and {subject}");
        };
        check("veille.article.*", "veille.article.*", true);
        check("veille.>", "veille.article.*", true);
        check("veille.article.*", "veille.article.>", false);
        check("veille.article.*", "veille.article.a.b", false);
        check("veille.article.x", "veille.article.*", false);
        check(">", "$JS.API.INFO", true);
        check("veille.>", "veille", false);
    }

    #[test]
    fn the_server_says_who_we_are_and_what_we_may() {
        let answer = br#"{"server":{},"data":{"user":"clean","account":"A",
            "permissions":{"publish":{"allow":["veille.article.*"]},"subscribe":{"allow":["_INBOX.>"]}}}}"#;
        let clean = Rights::read(answer);
        assert!(clean.allow("veille.article.*") && clean.refuse("veille.dead.clean"));
        let error = clean.check("clean", &needs(StageName::Clean)).unwrap_err().to_string();
        assert!(error.contains("\"clean\"") && error.contains("veille.dead.clean"), "{error}");
        let everything = Rights::read(br#"{"data":{"user":"","account":"$G"}}"#);
        assert!(everything.allow("$JS.API.STREAM.PURGE.CAPTURES"));
        everything.check("clean", &needs(StageName::Clean)).unwrap();
        let unknown = Rights::default();
        assert!(!unknown.allow("x") && !unknown.refuse("x"));
        let denied = br#"{"data":{"user":"a","permissions":{"publish":{"deny":["$JS.API.STREAM.>"]}}}}"#;
        assert!(Rights::read(denied).refuse("$JS.API.STREAM.PURGE.X"));
    }

    #[test]
    fn whoever_makes_dead_letters_needs_to_look_up_what_died() {
        let check = |stage: StageName, expected: &[&str]| {
            let needs = needs(stage);
            let lookups: Vec<_> =
                needs.iter().filter_map(|need| need.strip_prefix("$JS.API.DIRECT.GET.")).collect();
            assert_eq!(lookups, expected, "{stage}");
        };
        check(StageName::Clean, &["CAPTURES"]);
        check(StageName::Classify, &["ARTICLES"]);
        check(StageName::Store, &[]);
    }

    #[test]
    fn a_refusal_names_its_subject() {
        let check = |error: &str, expected: Option<&str>| assert_eq!(refused(error).as_deref(), expected);
        check(
            "Permissions Violation for Publish to \"veille.article.x\"",
            Some("publish to veille.article.x"),
        );
        check("Permissions Violation for Subscription to \"_INBOX.a.*\"", Some("subscribe to _INBOX.>"));
        check("Permissions Violation for Subscription to \"veille.topic.>\"", None);
        check("nats: permissions Violation for Publish to '$JS.API.INFO'", None);
        check("stale connection", None);
    }

    /// The subject that makes a consumer with the other form of it: with a filter behind it, or without.
    fn filtered(rule: &str) -> String {
        rule.strip_suffix(".>").map_or_else(|| format!("{rule}.>"), str::to_owned)
    }

    /// What `deploy/nats.conf` lets each service publish covers what its stage needs, and nothing
    /// else of ours: none of what other stages write, and no consumer that it has not.
    #[test]
    fn the_servers_configuration_gives_each_stage_its_rights_and_no_others() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/nats.conf");
        let text = std::fs::read_to_string(path).unwrap();
        for stage in [StageName::Fetch, StageName::Clean, StageName::Classify, StageName::Store] {
            let (_, user) = text.split_once(&format!("user: {stage}\n")).unwrap();
            let (_, publish) = user.split_once("publish: [").unwrap();
            let (publish, _) = publish.split_once(']').unwrap();
            let allow: Vec<String> = publish.split('"').skip(1).step_by(2).map(str::to_owned).collect();
            let rules = Rules { allow: Some(allow), deny: None };
            let rights = Rights { user: stage.to_string(), known: true, publish: rules };
            rights.check(stage.as_str(), &needs(stage)).unwrap();
            let others = FLOWS.into_iter().filter(|flow| !flow.written_by.contains(&stage));
            for flow in others.filter(|flow| !flow.by_stage) {
                assert!(rights.refuse(flow.subjects), "{stage} may publish to {}", flow.subjects);
            }
            // Rights of a name that the topology does not know: nobody would notice what they are used for.
            let rules = rights.publish.allow.as_deref().unwrap_or_default();
            let mut needs = needs(stage);
            // How long what waits has waited is said by who may look at it.
            needs.extend(read_by(stage).map(|flow| format!("$JS.API.DIRECT.GET.{}", flow.stream)));
            needs.extend((stage == StageName::Fetch).then(|| "veille.beat.*".to_owned()));
            let is_needed = |rule: &String| needs.iter().any(|need| covers(rule, need) || covers(need, rule));
            let of_ours = |rule: &&String| {
                let api = ["$JS.API.CONSUMER.", "$JS.API.DIRECT.GET.", "$JS.ACK.", "veille."];
                api.iter().any(|start| rule.starts_with(start)) && !rule.contains("KV_")
            };
            let spare: Vec<_> = rules.iter().filter(of_ours).filter(|rule| !is_needed(rule)).collect();
            // Older and newer servers want a consumer's filter in the subject or not.
            let spare: Vec<_> = spare.into_iter().filter(|rule| !is_needed(&filtered(rule))).collect();
            assert!(spare.is_empty(), "{stage} has no use for {spare:?}");
        }
    }
}
