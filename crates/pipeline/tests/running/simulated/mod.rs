//! The protocol of delivery on a simulated broker and clock (deterministic simulation): what is published when, what is settled
//! when, and what a crash at any moment leaves, thrown by dice and the same for each seed.
//!
//! It holds the protocol, not the code that speaks it: that is tried against a real server. What it is good for is moments that
//! no test can hit: a confirmation lost between a store and its answer, an instance that stands still for longer than its
//! messages are kept for it, a page that kills whoever reads it while others are in hand. And each rule of the protocol is
//! broken once on purpose: then a seed must be found that loses, doubles or kills what it should not.

mod broker;
mod following;
mod world;

use self::world::World;

/// In hundredths of a second.
pub const ACK_WAIT: u64 = 200;
pub const WINDOW: u64 = 360_000;
pub const DELIVERIES_MAX: u32 = 5;

/// What a message carries, an input by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Body {
    Capture(u32),
    Article(u32),
    Tagged(u32),
    /// The stage, the input, and whether it was passed on.
    Outcome(&'static str, u32, bool),
}

impl Body {
    pub fn input(self) -> u32 {
        match self {
            Self::Capture(input)
            | Self::Article(input)
            | Self::Tagged(input)
            | Self::Outcome(_, input, _) => input,
        }
    }
}

/// By what a message is known when it comes twice: what it carries, and for a broken protocol the moment.
pub type Id = (Vec<Body>, u64);

/// A rule of the protocol that is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    Nothing,
    /// Settled before what came of it is confirmed.
    SettlesFirst,
    /// Settled though the ledger's entry is not confirmed.
    LedgerUnconfirmed,
    /// Ids of the moment, and not of the content.
    IdsOfTheMoment,
    /// What comes again is taken with others in hand.
    Careless,
    /// Room is made of what nobody has settled.
    TrimsUnsettled,
    /// The store settles before it commits.
    StoresLater,
    /// A follower's mark moves on before what it stands for is made.
    MarksFirst,
    /// Changes are let go that a follower has not seen.
    PrunesAhead,
}

/// What goes wrong in a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Instances are killed, and stand still; answers are lost, the broker crashes.
    Crashes,
    /// Some pages kill whoever reads them.
    Poison,
    /// Streams are small, and the store stands still for long.
    FullStreams,
    /// Links are cut between the broker and one of those who work, who goes on with what it has.
    Parted,
    /// The broker's clock jumps, and with it what it takes for a double.
    Clocks,
    /// Followers are killed and away for long, while articles and changes are let go.
    Followers,
}

const TROUBLES: [Trouble; 6] = [
    Trouble::Crashes,
    Trouble::Poison,
    Trouble::FullStreams,
    Trouble::Parted,
    Trouble::Clocks,
    Trouble::Followers,
];

fn check(trouble: Trouble, broken: Broken, seed: u64) -> Result<u64, String> {
    World::new(trouble, broken, seed).run()
}

#[test]
fn whatever_happens_nothing_is_lost_doubled_or_killed() {
    let mut steps = 0;
    for trouble in TROUBLES {
        for seed in 0..30 {
            match check(trouble, Broken::Nothing, seed) {
                Ok(taken) => steps += taken,
                Err(what) => panic!("{trouble:?}, seed {seed}: {what}"),
            }
        }
    }
    assert!(steps > 1_000_000, "{steps} steps show little");
}

#[test]
fn the_same_seed_gives_the_same_steps() {
    for trouble in TROUBLES {
        assert_eq!(check(trouble, Broken::Nothing, 7), check(trouble, Broken::Nothing, 7));
    }
}

/// Each rule is there for something: without it there is a seed that shows what.
#[test]
fn a_protocol_with_a_rule_less_is_found_out() {
    let check = |trouble: Trouble, broken: Broken, expected: &str| {
        let mut found = (0..200).filter_map(|seed| check(trouble, broken, seed).err());
        assert!(
            found.any(|what| what.contains(expected)),
            "{broken:?} under {trouble:?}: nothing is {expected}"
        );
    };
    check(Trouble::Crashes, Broken::SettlesFirst, "lost");
    check(Trouble::Crashes, Broken::LedgerUnconfirmed, "ledger");
    check(Trouble::Crashes, Broken::IdsOfTheMoment, "twice");
    check(Trouble::Poison, Broken::Careless, "killed");
    check(Trouble::FullStreams, Broken::TrimsUnsettled, "lost");
    check(Trouble::Crashes, Broken::StoresLater, "lost");
    check(Trouble::Parted, Broken::SettlesFirst, "lost");
    check(Trouble::Parted, Broken::IdsOfTheMoment, "twice");
    check(Trouble::Followers, Broken::MarksFirst, "lost");
    check(Trouble::Followers, Broken::PrunesAhead, "kept");
}
