//! From the bytes of a capture to its text, block by block, with a verdict on each.
//!
//! A capture is [prepared](Prepared): told from what is no text, decoded, cut down by the rule for its site. Then it is read on
//! one of three ways, by who says what its text is: a text that a feed or a site rule chose is [trusted]; one that the page
//! itself shows is [judged](Prepared::judged) block by block; and where a page shows less than its structured data
//! [states](stated()), that is taken instead.

mod binary;
mod cleaned;
mod form;
mod hydration;
mod repeats;
mod sites;
mod stated;

use veille_model::Capture;

use crate::body::{self, Aside, Context, Judges, Phrases, Sign, Signs, Survey, Trees, Verdict};
use crate::metadata::{self, Input, Metadata};
use crate::page::Page;
use crate::{Config, Unclean};
use form::{Form, entry_text};
use repeats::repeats_headline;
use sites::Ruled;
use veille_text::charset::Charset;

pub(crate) use cleaned::Cleaned;
pub use sites::SiteRules;

/// A capture made ready to be read: decoded, and cut down by the rule for its site where there is one.
pub(crate) struct Prepared<'c> {
    input: Input<'c>,
    form: Form<'c>,
    charset: Charset,
    ruled: Option<(String, Ruled)>,
}

/// Who judges a page's blocks, and whether reasons are asked for.
#[derive(Clone, Copy, Default)]
pub(crate) struct Judging<'j> {
    /// Others than those in `data/`: for pages that those have learnt from.
    pub judges: Option<&'j Judges>,
    pub explained: bool,
}

/// Which text of a capture is the article's, and who said so.
struct Told<'p> {
    page: Page<'p>,
    verdicts: Vec<Verdict>,
    document: &'static str,
}

const RULED: &str = "it was chosen by the rule for this site, or by the feed";
const STATED: &str =
    "the page's structured data gives it as the article's text, which the page itself does not show";
const SPENT: &str = "it says who wrote the article, when, or where it was taken from";

impl<'c> Prepared<'c> {
    /// Decodes a capture and tells what its body is.
    pub(crate) fn of(capture: &'c Capture, config: &Config, sites: &SiteRules) -> Result<Self, Unclean> {
        let (bytes, limit) = (capture.body.len(), config.page_bytes_max);
        if bytes > limit {
            return Err(Unclean::TooLarge { bytes, limit });
        }
        let (form, charset) = Form::of(capture)?;
        let ruled = match (&form, capture.url.as_deref().and_then(|url| sites.find(url))) {
            // Flattened text has no elements that a selector could find.
            (Form::Html(html), Some((domain, rule))) => {
                rule.apply(html).map(|ruled| (domain.to_owned(), ruled))
            }
            _ => None,
        };
        let input = Input { url: capture.url.as_deref(), captured_at: capture.captured_at };
        Ok(Self { input, form, charset, ruled })
    }

    /// Reads what was prepared, on the way that who chose the text asks for.
    pub(crate) fn read(&self, judging: Judging<'_>) -> Cleaned<'_> {
        let page = self.page();
        let mut metadata = self.metadata(&page);
        // Whoever chose the text is believed in this order: the feed, then the site's rule, then nobody.
        let told = match (&self.form, self.ruled_body()) {
            (Form::Entry(_), _) => self.of_feed(page, &mut metadata),
            (_, Some(body)) => self.of_rule(body, &mut metadata),
            (_, None) => self.judged(page, &mut metadata, judging),
        };
        Cleaned {
            charset: self.charset,
            document: told.document,
            page: told.page,
            verdicts: told.verdicts,
            metadata,
            site_rule: self.ruled.as_ref().map(|(domain, _)| domain.clone()),
        }
    }

    /// What the judges are told of each block that is worth judging, by its place: at first look, or, given the trees of the
    /// first, at the second.
    pub(crate) fn survey(&self, first: Option<&Trees>) -> (Page<'_>, Vec<(usize, Vec<f32>)>) {
        let page = self.page();
        let metadata = self.metadata(&page);
        let survey = Survey::of(&page, &context(&metadata));
        let (rows, columns) = match first {
            None => (survey.rows(), body::FIRST_LOOK),
            Some(first) => (body::look_twice(&survey, first), body::SECOND_LOOK),
        };
        let rows = rows.iter().map(|row| row[..columns].to_vec());
        let rows = survey.judged.iter().copied().zip(rows).collect();
        (page, rows)
    }

    fn page(&self) -> Page<'_> {
        match &self.form {
            Form::Html(html) => Page::of_html(html),
            Form::Text(text) => Page::of_text(text),
            Form::Entry(entry) => Page::of_html(entry_text(entry)),
        }
    }

    /// What is said of the article before its text is known: by the feed, by the markup, by the site's rule.
    fn metadata(&self, page: &Page<'_>) -> Metadata {
        let mut metadata = match &self.form {
            Form::Entry(entry) => metadata::of_entry(entry, &self.input),
            Form::Html(_) | Form::Text(_) => metadata::read(page, &self.input),
        };
        if let Some((_, ruled)) = &self.ruled {
            ruled.fill(&mut metadata, &self.input);
        }
        metadata
    }

    /// The body that the rule for the site found. A rule may name a headline alone.
    fn ruled_body(&self) -> Option<&str> {
        self.ruled.as_ref().and_then(|(_, ruled)| ruled.body.as_deref())
    }

    /// A body that the rule for the site chose, whose lines say of it what those of any page do.
    fn of_rule<'p>(&self, body: &'p str, metadata: &mut Metadata) -> Told<'p> {
        let mut told = trusted(Page::of_html(body), self.form.name());
        told.complete_whole(metadata, &self.input);
        told
    }

    /// A feed's entry holds nothing but its article, and yet lines that say who wrote it, and a tail.
    fn of_feed<'p>(&self, page: Page<'p>, metadata: &mut Metadata) -> Told<'p> {
        let mut told = trusted(page, self.form.name());
        let all: Vec<usize> = (0..told.verdicts.len()).collect();
        told.complete(metadata, &self.input, &all);
        told.drop_asides();
        // `The post … appeared first on …`: publishing systems put it at the end, and nowhere else does it say so little.
        for at in all.into_iter().rev().take(TAIL_BLOCKS) {
            if Signs::of(told.page.block_text(&told.page.blocks[at])).has(Sign::Tail) {
                told.verdicts[at].drop("the feed's publishing system added it");
            }
        }
        told
    }

    /// What a page shows, each block judged by itself and by its neighbours, unless the page states more than it shows.
    fn judged<'p>(&self, page: Page<'p>, metadata: &mut Metadata, judging: Judging<'_>) -> Told<'p> {
        let mut told = judging.judge(page, metadata, self.form.name());
        if let Some(text) = stated::better_text(&told.page, &told.verdicts, metadata) {
            let mut told = stated(&text, self.form.name());
            told.complete_whole(metadata, &self.input);
            told.drop_asides();
            return told;
        }
        // A shell that only its script fills: the data that the script starts from is read in the place of what is seen.
        if let Some(html) = hydration::better_text(&told.page, &told.verdicts, metadata.headline.as_deref()) {
            told = judging.judge(
                told.page.filled_in(&html),
                metadata,
                "page filled in from the data of its scripts",
            );
        }
        let kept: Vec<usize> = (0..told.verdicts.len()).filter(|at| told.verdicts[*at].keep).collect();
        told.complete(metadata, &self.input, &kept);
        told.drop_asides();
        // Last: the headline of a flattened text is only known once its lines were read.
        told.drop_headline(metadata, &kept);
        told
    }
}

/// Blocks at the end of an entry that may say where it appeared first.
const TAIL_BLOCKS: usize = 2;

impl Judging<'_> {
    fn judge<'p>(&self, page: Page<'p>, metadata: &Metadata, document: &'static str) -> Told<'p> {
        let judges = self.judges.unwrap_or_else(|| Judges::of_form(page.markup));
        let verdicts = body::judge(&page, &context(metadata), judges, self.explained);
        Told { page, verdicts, document }
    }
}

/// A text that a feed or a rule for the site chose: nothing in it is doubted.
fn trusted<'p>(page: Page<'p>, document: &'static str) -> Told<'p> {
    Told { verdicts: body::chosen(&page, RULED), page, document }
}

/// A text that the page's structured data gives, as behind a paywall.
fn stated(text: &str, document: &'static str) -> Told<'static> {
    // Some state their text as markup, scripts and buttons and all.
    let page = match stated::is_markup(text) {
        true => Page::default().filled_in(text),
        false => Page::of_stated(text),
    };
    Told { verdicts: body::chosen(&page, STATED), page, document }
}

impl Told<'_> {
    /// Lets the visible lines complete the metadata, now that the body is known; lines that say nothing else are no body.
    fn complete(&mut self, metadata: &mut Metadata, input: &Input<'_>, body: &[usize]) {
        for at in metadata.complete(&self.page, input, body) {
            self.verdicts[at].drop(SPENT);
        }
    }

    /// The same for a text all of which is the body; the headline may stand above it once more.
    fn complete_whole(&mut self, metadata: &mut Metadata, input: &Input<'_>) {
        let all: Vec<usize> = (0..self.verdicts.len()).collect();
        self.complete(metadata, input, &all);
        self.drop_headline(metadata, &all);
    }

    /// Takes out what asks, warns or credits between the paragraphs; after they were [completed](Self::complete), for a credit may
    /// say where the whole text was taken from.
    fn drop_asides(&mut self) {
        let mut phrases = Phrases::default();
        for (verdict, block) in self.verdicts.iter_mut().zip(&self.page.blocks).filter(|it| it.0.keep) {
            if let Some(aside) = Aside::of(self.page.block_text(block), &mut phrases) {
                verdict.drop(aside.words());
            }
        }
    }

    fn drop_headline(&mut self, metadata: &Metadata, kept: &[usize]) {
        let Some(headline) = &metadata.headline else { return };
        for &at in kept {
            if repeats_headline(self.page.block_text(&self.page.blocks[at]), headline) {
                self.verdicts[at].drop("it repeats the headline");
            }
        }
    }
}

fn context(metadata: &Metadata) -> Context<'_> {
    Context {
        headline: metadata.headline.as_deref(),
        standfirst: metadata.standfirst.as_deref(),
        article_body: metadata.article_body.as_deref(),
        kind: metadata.kind.as_deref(),
    }
}
