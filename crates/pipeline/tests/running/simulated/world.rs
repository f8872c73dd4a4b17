//! A press office in small: a producer, instances of two stages, a store, and a clock of hundredths of seconds. At each tick
//! everybody does one thing, in an order that the dice say.

use std::collections::{BTreeMap, BTreeSet};

use veille_tests::dice::Dice;

use super::broker::Stream;
use super::following::Following;
use super::{ACK_WAIT, Body, Broken, Id, Trouble, WINDOW};

const INPUTS: u32 = 120;
/// Nothing that is not stuck takes longer: twenty minutes.
const TICKS_MAX: u64 = 120_000;
const CHUNK: usize = 6;
/// Of a hundred inputs so many kill whoever cleans them.
const POISONED: u32 = 3;

const CAPTURES: &str = "CAPTURES";
const ARTICLES: &str = "ARTICLES";
const TAGGED: &str = "TAGGED";
const OUTCOMES: &str = "OUTCOMES";

/// Who is at the other end of a link to the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Producer,
    Instance(usize),
    Store,
}

/// Something on its way to a stream.
struct Publication {
    stream: &'static str,
    bodies: Vec<Body>,
    confirmed: bool,
}

/// Inputs that were taken together, on their way through a stage.
struct Chunk {
    ready_at: u64,
    inputs: Vec<(u64, Body, Vec<Publication>, bool)>,
    ledger: Vec<Publication>,
    begun: bool,
}

/// An instance of a stage.
struct Instance {
    stage: &'static str,
    reads: &'static str,
    writes: &'static str,
    chunks: Vec<Chunk>,
    /// Killed or standing still until then.
    away_until: u64,
    vouches_at: u64,
}

pub struct World {
    now: u64,
    dice: Dice,
    trouble: Trouble,
    broken: Broken,
    streams: BTreeMap<&'static str, Stream>,
    instances: Vec<Instance>,
    broker_away_until: u64,
    store_away_until: u64,
    /// Links that are cut, and until when.
    cut_until: BTreeMap<End, u64>,
    /// By how much the broker's clock is late or early.
    clock_off: i64,
    next_input: u32,
    rows: BTreeSet<Body>,
    following: Following,
    dead: BTreeSet<u32>,
    steps: u64,
}

impl World {
    pub fn new(trouble: Trouble, broken: Broken, seed: u64) -> Self {
        let room = if trouble == Trouble::FullStreams { 24 } else { 100_000 };
        let stream = |readers: &[&'static str]| Stream::new(room, readers);
        let instance = |stage, reads, writes| Instance {
            stage,
            reads,
            writes,
            chunks: Vec::new(),
            away_until: 0,
            vouches_at: 0,
        };
        Self {
            now: 1,
            dice: Dice::new(seed.wrapping_mul(31).wrapping_add(trouble as u64)),
            trouble,
            broken,
            streams: [
                (CAPTURES, stream(&["clean"])),
                (ARTICLES, stream(&["classify"])),
                (TAGGED, stream(&["store"])),
                (OUTCOMES, stream(&["store"])),
            ]
            .into(),
            instances: vec![
                instance("clean", CAPTURES, ARTICLES),
                instance("clean", CAPTURES, ARTICLES),
                instance("classify", ARTICLES, TAGGED),
                instance("classify", ARTICLES, TAGGED),
            ],
            broker_away_until: 0,
            store_away_until: 0,
            cut_until: BTreeMap::new(),
            clock_off: 0,
            next_input: 0,
            rows: BTreeSet::new(),
            following: Following::default(),
            dead: BTreeSet::new(),
            steps: 0,
        }
    }

    /// Runs until all is settled; what was promised and not kept, if anything.
    pub fn run(mut self) -> Result<u64, String> {
        while self.next_input < INPUTS
            || !self.streams.values().all(Stream::is_settled)
            || !self.following.is_level()
        {
            self.now += 1;
            if self.now > TICKS_MAX {
                return Err("lost: it stands still".to_owned());
            }
            self.fate();
            let first = self.dice.below(self.instances.len());
            for turn in 0..self.instances.len() {
                self.work((first + turn) % self.instances.len());
            }
            self.produce();
            self.store();
            self.follow();
            if self.now.is_multiple_of(25) {
                let settled_alone = self.broken != Broken::TrimsUnsettled;
                self.streams.values_mut().for_each(|stream| stream.trim(settled_alone));
            }
            self.steps += self.instances.len() as u64 + 4;
        }
        self.judge()?;
        Ok(self.steps)
    }

    fn is_poisoned(&self, input: u32) -> bool {
        self.trouble == Trouble::Poison && input % 100 < POISONED
    }

    /// What happens to those who work.
    fn fate(&mut self) {
        let crashes = self.trouble == Trouble::Crashes;
        if crashes && self.dice.below(2_000) == 0 {
            self.broker_away_until = self.now + 50 + self.dice.below(200) as u64;
            for stream in self.streams.values_mut() {
                stream.forget_settlements(&mut self.dice);
            }
        }
        if crashes && self.dice.below(400) == 0 {
            let which = self.dice.below(self.instances.len());
            let for_long = self.dice.below(500) as u64;
            let instance = &mut self.instances[which];
            instance.away_until = self.now + 20 + for_long;
            // Killed, or standing still: then it goes on with what it had in hand.
            if self.dice.below(2) == 0 {
                instance.chunks.clear();
            }
        }
        if self.trouble == Trouble::Parted && self.dice.below(400) == 0 {
            let ends = self.instances.len() + 2;
            let end = match self.dice.below(ends) {
                0 => End::Producer,
                1 => End::Store,
                instance => End::Instance(instance - 2),
            };
            self.cut_until.insert(end, self.now + self.dice.below(600) as u64);
        }
        if self.trouble == Trouble::Clocks && self.dice.below(500) == 0 {
            let window = i64::try_from(WINDOW).expect("an hour is short");
            self.clock_off = [-2 * window, -window / 2, 0, window / 2, 2 * window][self.dice.below(5)];
        }
        let pause = if self.trouble == Trouble::FullStreams { 900 } else { 3_000 };
        if self.dice.below(pause) == 0 {
            let longest = if self.trouble == Trouble::FullStreams { 4_000 } else { 200 };
            self.store_away_until = self.now + self.dice.below(longest) as u64;
        }
    }

    /// Whether nothing travels between the broker and somebody.
    fn is_parted(&self, end: End) -> bool {
        self.now < self.broker_away_until || self.cut_until.get(&end).is_some_and(|until| self.now < *until)
    }

    /// Whether something that was sent arrives, and whether its answer does.
    fn travels(&mut self, end: End) -> (bool, bool) {
        if self.is_parted(end) {
            return (false, false);
        }
        match self.dice.below(100) {
            0 => (false, false),
            1 | 2 => (true, false),
            _ => (true, true),
        }
    }

    /// Sends it once; whether it is confirmed.
    fn publish(&mut self, end: End, stream: &'static str, bodies: &[Body]) -> bool {
        let (arrives, answered) = self.travels(end);
        let moment = if self.broken == Broken::IdsOfTheMoment { self.now } else { 0 };
        let id: Id = (bodies.to_vec(), moment);
        let now = WINDOW.saturating_add(self.now).saturating_add_signed(self.clock_off);
        let stream = self.streams.get_mut(stream).expect("it is one of ours");
        arrives && stream.publish(now, id, bodies).is_some() && answered
    }

    fn produce(&mut self) {
        if self.next_input < INPUTS && self.dice.below(4) == 0 {
            let capture = Body::Capture(self.next_input);
            // A producer sends it again until it is confirmed.
            self.next_input += u32::from(self.publish(End::Producer, CAPTURES, &[capture]));
        }
    }

    fn work(&mut self, which: usize) {
        if self.now < self.instances[which].away_until {
            return;
        }
        self.vouch(which);
        self.bury(which);
        self.take(which);
        let mut chunks = std::mem::take(&mut self.instances[which].chunks);
        for chunk in &mut chunks {
            if self.now < chunk.ready_at {
                continue;
            }
            if !chunk.begun && chunk.inputs.iter().any(|(_, body, ..)| self.is_poisoned(body.input())) {
                // It takes along all that its instance has in hand.
                self.instances[which].away_until = self.now + 30;
                return;
            }
            chunk.begun = true;
            self.carry_out(which, chunk);
        }
        chunks.retain(|chunk| chunk.inputs.iter().any(|(.., settled)| !settled));
        self.instances[which].chunks = chunks;
    }

    fn vouch(&mut self, which: usize) {
        let is_parted = self.is_parted(End::Instance(which));
        let instance = &mut self.instances[which];
        if self.now < instance.vouches_at || is_parted {
            return;
        }
        instance.vouches_at = self.now + ACK_WAIT / 4;
        let stream = self.streams.get_mut(instance.reads).expect("it is one of ours");
        for (sequence, ..) in
            instance.chunks.iter().flat_map(|chunk| &chunk.inputs).filter(|(.., settled)| !settled)
        {
            stream.vouch(instance.stage, *sequence, self.now);
        }
    }

    /// Makes dead letters of what the server has given up on.
    fn bury(&mut self, which: usize) {
        let (stage, reads) = (self.instances[which].stage, self.instances[which].reads);
        let stream = &self.streams[reads];
        let Some(sequence) = stream.consumers[stage].given_up.first().copied() else { return };
        let body = stream.messages.get(&sequence).map(|bodies| bodies[0]);
        if let Some(body) = body {
            if !self.publish(End::Instance(which), OUTCOMES, &[Body::Outcome(stage, body.input(), false)]) {
                return;
            }
            self.dead.insert(body.input());
        }
        let stream = self.streams.get_mut(reads).expect("it is one of ours");
        stream.consumers.get_mut(stage).expect("it reads there").given_up.remove(&sequence);
    }

    fn take(&mut self, which: usize) {
        let is_parted = self.is_parted(End::Instance(which));
        let instance = &self.instances[which];
        let in_hand: usize = instance.chunks.iter().map(|chunk| chunk.inputs.len()).sum();
        let stream = self.streams.get_mut(instance.reads).expect("it is one of ours");
        let one_by_one = self.broken != Broken::Careless && stream.comes_again(instance.stage, self.now);
        let many = if one_by_one {
            usize::from(in_hand == 0)
        } else {
            (2 * CHUNK).saturating_sub(in_hand).min(CHUNK)
        };
        if many == 0 || is_parted || self.dice.below(3) > 0 {
            return;
        }
        let taken = stream.take(instance.stage, self.now, many);
        if taken.is_empty() {
            return;
        }
        let (stage, writes) = (instance.stage, instance.writes);
        let output = |body: Body| match body {
            Body::Capture(input) => Body::Article(input),
            body => Body::Tagged(body.input()),
        };
        let publication = |stream, bodies| Publication { stream, bodies, confirmed: false };
        let inputs: Vec<_> = taken
            .into_iter()
            .map(|(sequence, bodies)| {
                (sequence, bodies[0], vec![publication(writes, vec![output(bodies[0])])], false)
            })
            .collect();
        let entries = inputs.iter().map(|(_, body, ..)| Body::Outcome(stage, body.input(), true)).collect();
        let ready_at = self.now + 1 + self.dice.below(20) as u64;
        let ledger = vec![publication(OUTCOMES, entries)];
        self.instances[which].chunks.push(Chunk { ready_at, inputs, ledger, begun: false });
    }

    /// Publishes what came of a chunk, and settles what is confirmed with its entry in the ledger.
    fn carry_out(&mut self, which: usize, chunk: &mut Chunk) {
        for entry in chunk.ledger.iter_mut().filter(|entry| !entry.confirmed) {
            entry.confirmed = self.publish(End::Instance(which), entry.stream, &entry.bodies);
        }
        let is_entered =
            self.broken == Broken::LedgerUnconfirmed || chunk.ledger.iter().all(|entry| entry.confirmed);
        let (stage, reads) = (self.instances[which].stage, self.instances[which].reads);
        for (sequence, _, publications, settled) in chunk.inputs.iter_mut().filter(|(.., settled)| !settled) {
            for output in publications.iter_mut().filter(|output| !output.confirmed) {
                output.confirmed = self.publish(End::Instance(which), output.stream, &output.bodies);
            }
            let is_confirmed = publications.iter().all(|output| output.confirmed);
            if (is_confirmed && is_entered) || self.broken == Broken::SettlesFirst {
                *settled = true;
                // Answers to deliveries are answered by nobody: one that is lost costs a second delivery.
                if self.travels(End::Instance(which)).0 {
                    self.streams.get_mut(reads).expect("it is one of ours").settle(stage, *sequence);
                }
            }
        }
    }

    fn store(&mut self) {
        if self.now < self.store_away_until || self.is_parted(End::Store) || self.dice.below(8) > 0 {
            return;
        }
        let mut batch = Vec::new();
        for name in [TAGGED, OUTCOMES] {
            let stream = self.streams.get_mut(name).expect("it is one of ours");
            batch.extend(stream.take("store", self.now, 20).into_iter().map(|taken| (name, taken)));
        }
        // Killed before the commit, after it, or not at all.
        let fate = if self.trouble == Trouble::Crashes { self.dice.below(40) } else { 40 };
        let commits = fate != 0;
        let settles = fate > 1 || self.broken == Broken::StoresLater;
        for (name, (sequence, bodies)) in batch {
            if commits {
                self.commit(bodies);
            }
            if settles && self.travels(End::Store).0 {
                self.streams.get_mut(name).expect("it is one of ours").settle("store", sequence);
            }
        }
        if fate <= 1 {
            self.store_away_until = self.now + 100;
        }
    }

    fn commit(&mut self, bodies: Vec<Body>) {
        for body in bodies {
            // One that comes again is in the store, or was taken out of it since.
            if self.rows.insert(body)
                && let Body::Tagged(input) = body
            {
                self.following.store(input);
            }
        }
    }

    /// What happens behind the store, in its own process and without the broker.
    fn follow(&mut self) {
        let is_trouble = self.trouble == Trouble::Followers;
        if is_trouble && self.next_input < INPUTS && self.dice.below(60) == 0 {
            self.following.take_out(&mut self.dice);
        }
        if is_trouble && self.dice.below(50) == 0 {
            self.following.prune(self.broken);
        }
        self.following.work(self.now, &mut self.dice, self.broken);
    }

    fn judge(&self) -> Result<(), String> {
        self.following.judge()?;
        for input in 0..INPUTS {
            let poisoned = self.is_poisoned(input);
            if !poisoned && self.dead.contains(&input) {
                return Err(format!("killed: {input} is dead and did nothing wrong"));
            }
            if !poisoned && !self.rows.contains(&Body::Tagged(input)) {
                return Err(format!("lost: {input} is not stored"));
            }
            let has = |stage, passed| self.rows.contains(&Body::Outcome(stage, input, passed));
            let expected = if poisoned { (false, true, false) } else { (true, false, true) };
            if (has("clean", true), has("clean", false), has("classify", true)) != expected {
                return Err(format!("the ledger does not say of {input} what became of it"));
            }
        }
        // A clock that jumps over the window has the broker forget what it knew: what stands in a stream twice then is one row.
        for name in [ARTICLES, TAGGED].into_iter().filter(|_| self.trouble != Trouble::Clocks) {
            if let Some((bodies, _)) = self.streams[name].history.iter().find(|(_, times)| **times > 1) {
                return Err(format!("{bodies:?} stands in {name} twice"));
            }
        }
        Ok(())
    }
}
