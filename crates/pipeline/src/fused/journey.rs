//! One input on its way through cleaner and classifier.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};
use veille_model::{Article, Capture, Mark, Outcome, PackedCapture, StageName, TaggedArticle};

use crate::in_hand::Share;
use crate::pack::pack;
use crate::stage::{Label, decide, made};
use crate::traces::{Context, following};
use crate::{Input, Metrics, Stage, Tally, Traces};

/// The two stages of a fused run and how they are driven.
pub(super) struct Stages<C, T> {
    pub cleaner: Arc<C>,
    pub classifier: Arc<T>,
    pub tries: u32,
    pub work_max: Duration,
    pub keep_captures: bool,
    pub leaves_at_stop: bool,
    pub metrics: Metrics,
    pub traces: Traces,
    /// One permit a core: more threads than cores only get in each other's way.
    pub cores: Arc<Semaphore>,
}

impl<C, T> Clone for Stages<C, T> {
    fn clone(&self) -> Self {
        Self {
            cleaner: Arc::clone(&self.cleaner),
            classifier: Arc::clone(&self.classifier),
            tries: self.tries,
            work_max: self.work_max,
            keep_captures: self.keep_captures,
            leaves_at_stop: self.leaves_at_stop,
            metrics: self.metrics.clone(),
            traces: self.traces.clone(),
            cores: Arc::clone(&self.cores),
        }
    }
}

/// An input with what is still to do and what has come of it.
pub(super) struct Journey {
    captures: Vec<Try<Capture>>,
    articles: Vec<Try<Article>>,
    pub tagged: Vec<(TaggedArticle, Option<Context>)>,
    pub kept: Vec<PackedCapture>,
    pub outcomes: Vec<Outcome>,
    pub marks: Vec<Mark>,
    pub confirm: Option<oneshot::Sender<()>>,
    pub tally: Tally,
    pub retry_after: Option<Duration>,
    /// Its share of what may be in hand; given back when it is dropped.
    _share: Share,
}

struct Try<M> {
    message: M,
    number: u32,
    /// The span that comes before.
    before: Option<Context>,
}

/// What a stage said of an input.
struct Answer<I, O> {
    outputs: Vec<O>,
    /// That of the stage, under which the outputs go on.
    span: Option<Context>,
    /// The input where it is to be tried again.
    again: Option<Try<I>>,
}

impl Journey {
    pub fn new(input: Input, share: Share, metrics: &Metrics, traces: &Traces) -> Self {
        let mut tally = Tally::counted(metrics);
        // What the reader has said of it is counted here: no stage is asked about it again.
        for outcome in &input.outcomes {
            tally.take(outcome.stage);
            tally.settle(outcome);
        }
        let before = first_span(&input, traces);
        Self {
            captures: input.capture.into_iter().map(|message| Try { message, number: 1, before }).collect(),
            articles: Vec::new(),
            tagged: Vec::new(),
            kept: Vec::new(),
            outcomes: input.outcomes,
            marks: input.marks,
            confirm: input.confirm,
            tally,
            retry_after: None,
            _share: share,
        }
    }

    pub fn is_over(&self) -> bool {
        self.captures.is_empty() && self.articles.is_empty()
    }

    /// What is to be worked on, apart from what has to outlive a stage that does not come back.
    pub fn part<C, T>(&mut self, stages: &Stages<C, T>) -> Self {
        // Also one that no article comes of: under tomorrow's rules it may.
        if stages.keep_captures {
            // The first try only, or a capture that is tried again would be kept twice.
            let first = self.captures.iter().filter(|capture| capture.number == 1);
            self.kept.extend(first.map(|capture| pack(&capture.message)));
        }
        Self {
            captures: std::mem::take(&mut self.captures),
            articles: std::mem::take(&mut self.articles),
            tagged: Vec::new(),
            kept: Vec::new(),
            outcomes: Vec::new(),
            marks: Vec::new(),
            confirm: None,
            tally: Tally::counted(&stages.metrics),
            retry_after: None,
            _share: Share::default(),
        }
    }

    /// Takes in what came of its part.
    pub fn join(&mut self, mut part: Self) {
        self.captures.append(&mut part.captures);
        self.articles.append(&mut part.articles);
        self.tagged.append(&mut part.tagged);
        self.join_outcomes(part.outcomes, &part.tally);
        self.retry_after = part.retry_after;
    }

    /// Takes in what became of its part so far.
    pub fn join_outcomes(&mut self, mut outcomes: Vec<Outcome>, tally: &Tally) {
        self.outcomes.append(&mut outcomes);
        // It was counted where it was made.
        self.tally.add(tally);
    }

    /// Goes as far as it can without waiting; says before each stage is asked that it is.
    pub fn advance<C, T>(&mut self, stages: &Stages<C, T>, asking: &dyn Fn(StageName, Label, &Self))
    where
        C: Stage<Input = Capture, Output = Article>,
        T: Stage<Input = Article, Output = TaggedArticle>,
    {
        self.retry_after = None;
        for capture in std::mem::take(&mut self.captures) {
            let Answer { outputs: articles, span: before, again } =
                self.attempt(stages.cleaner.as_ref(), capture, stages, asking);
            self.articles.extend(articles.into_iter().map(|message| Try { message, number: 1, before }));
            self.captures.extend(again);
        }
        for article in std::mem::take(&mut self.articles) {
            let Answer { outputs: tagged, span: before, again } =
                self.attempt(stages.classifier.as_ref(), article, stages, asking);
            self.tagged.extend(tagged.into_iter().map(|tagged| (tagged, before)));
            self.articles.extend(again);
        }
    }

    /// Asks a stage once.
    fn attempt<S: Stage, C, T>(
        &mut self,
        stage: &S,
        Try { message, number, before }: Try<S::Input>,
        stages: &Stages<C, T>,
        asking: &dyn Fn(StageName, Label, &Self),
    ) -> Answer<S::Input, S::Output> {
        // An input counts once however often it is tried.
        if number == 1 {
            self.tally.take(S::NAME);
        }
        asking(S::NAME, Label::of(&message), self);
        let last_try = !S::RETRIES || number >= stages.tries;
        // A stage takes its input away, so what may come back is copied; after the last try nothing does.
        let kept = (!last_try).then(|| message.clone());
        let span = stages.traces.open(before);
        let decision = stages.metrics.timed(S::NAME, || decide(stage, message, last_try));
        stages.traces.close(span, false, &decision.outcome);
        self.tally.settle(&decision.outcome);
        self.outcomes.push(decision.outcome);
        let again = kept.filter(|_| decision.retry_after.is_some());
        // Of several articles of one input the one that has to wait longest sets the pause.
        self.retry_after = self.retry_after.max(decision.retry_after);
        let again = again.map(|message| Try { message, number: number + 1, before });
        Answer { outputs: decision.outputs, span: following(span, before), again }
    }
}

/// The span of whoever made an input: it ends where the pipeline takes it.
fn first_span(input: &Input, traces: &Traces) -> Option<Context> {
    let (capture, (stage, began)) = input.capture.as_ref().zip(input.began)?;
    let span = traces.open_first(began)?;
    traces.close(Some(span), false, &made(capture, stage));
    following(Some(span), None)
}
