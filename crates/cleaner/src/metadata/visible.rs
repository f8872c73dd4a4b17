//! What only the visible lines say. Flattened text has nothing else; a page has it in addition.

mod bare_names;

use std::ops::Range;

use veille_model::Credit;
use veille_text::letter::is_unspaced;

use super::byline::{self, Houses, Signed};
use super::candidate::{Candidate, Field, Spot};
use super::letters::letters;
use super::record::{Input, Metadata};
use super::{flat_headline, published, titles};
use crate::dates::{self, Hints};
use crate::page::{Block, Hints as Names, Page, Tag};
use crate::provenance;

/// A first paragraph is longer than any headline's neighbour; scripts without spaces say as much in half the letters.
const PARAGRAPH_CHARS: usize = 100;
/// Lines above the first paragraph that may belong to the article.
const HEAD_LINES: usize = 12;
/// A place and a date take no more at the beginning of a paragraph.
const OPENING_CHARS: usize = 60;
/// Paragraphs that a date may open.
const OPENING_BLOCKS: usize = 5;
/// Blocks that tell whether a text is Vietnamese.
const VIETNAMESE_BLOCKS: usize = 20;
/// Bytes of a page that tell it where no block is known to be text.
const VIETNAMESE_BYTES: usize = 8_000;
/// Words of a line that says a day, and beside it a section, a source, how often it was read.
const DATED_WORDS_MAX: usize = 18;
/// Lines after the body that may hold its credit.
const TAIL_LINES: usize = 5;

impl Metadata {
    /// Adds what the visible lines say, now that the body is known: `body` holds the places of its blocks, ascending. Answers
    /// the places of blocks that turned out to be metadata, and therefore no part of the body.
    pub(crate) fn complete(&mut self, page: &Page<'_>, input: &Input<'_>, body: &[usize]) -> Vec<usize> {
        let Some(first) = first_paragraph(page, body) else { return Vec::new() };
        let mut lines =
            Lines { page, input, body, first, houses: Houses::default(), metadata: self, spent: Vec::new() };
        lines.read();
        lines.spent
    }
}

/// The lines around a body, with the metadata that they complete.
struct Lines<'l, 'p> {
    page: &'l Page<'p>,
    input: &'l Input<'l>,
    /// Places of the body's blocks.
    body: &'l [usize],
    /// Its first paragraph.
    first: usize,
    houses: Houses,
    metadata: &'l mut Metadata,
    /// Lines that say nothing but metadata.
    spent: Vec<usize>,
}

impl<'p> Lines<'_, 'p> {
    fn read(&mut self) {
        let (first, mut start) = (self.first, self.first.saturating_sub(HEAD_LINES));
        let mut headline = None;
        if !self.page.markup {
            self.take_site_header();
            headline = self.take_headline();
            // Below the headline everything is the article's; above it little is.
            start = headline.map_or(start, |at| at.saturating_sub(1));
        }
        // Only now: the site's header of a flattened text may just have named the house.
        self.houses = Houses::of(self.metadata.site_name.as_deref(), self.input.url);
        // Three lines into the text: some pages put the byline under the standfirst, which is
        // the first paragraph here.
        for at in start..(first + 4).min(self.page.blocks.len()) {
            if self.takes_line(at) {
                self.spent.push(at);
            }
        }
        if let Some(headline) = headline.filter(|_| self.metadata.byline.is_empty()) {
            self.take_names_beside_date(headline + 1..first);
        }
        self.take_dateline();
        if self.metadata.published_at.is_none() {
            let openings = self.body.iter().copied().filter(|at| *at >= first).take(OPENING_BLOCKS);
            openings.for_each(|at| self.take_opening_date(at));
        }
        self.take_credits();
        self.take_bare_names();
        self.take_sign_off();
    }

    fn text(&self, at: usize) -> &'_ str {
        text(self.page, at)
    }

    /// The site's name where the text opens with it: `Example.vn - A slogan`.
    fn take_site_header(&mut self) {
        let is_header = |at: &usize| {
            let line = self.text(*at);
            flat_headline::opens_with_domain(line) && line.chars().count() <= 100
        };
        let Some(at) = (0..self.first.min(2)).find(is_header) else { return };
        let line = text(self.page, at);
        let Some(word) = line.split_whitespace().next() else { return };
        self.metadata.note(Candidate::new(Field::SiteName, Spot::VisibleText, line).chosen());
        self.metadata.site_name.get_or_insert(word.trim_end_matches([':', '|', ',']).to_owned());
        self.spent.push(at);
    }

    /// The headline, where nothing has told it; answers its place.
    fn take_headline(&mut self) -> Option<usize> {
        if self.metadata.headline.is_some() {
            return None;
        }
        let found = flat_headline::find(self.page, self.first, self.body);
        let headline = found.best.map(|at| text(self.page, at).to_owned());
        for at in found.lines {
            let line = text(self.page, at);
            let candidate = Candidate::new(Field::Headline, Spot::VisibleText, line);
            self.metadata.note(candidate);
        }
        let headline = headline?;
        let candidates = self.metadata.candidates.iter_mut();
        for candidate in candidates.filter(|candidate| candidate.field == Field::Headline) {
            candidate.chosen = candidate.value == headline;
        }
        self.metadata.headline = Some(headline);
        self.spent.extend(found.best);
        found.best
    }

    /// Takes what a line near the first paragraph says about author, outlet and date; answers whether it is nothing but that.
    fn takes_line(&mut self, at: usize) -> bool {
        let line = text(self.page, at);
        // A picture's line names its photographer, a comment's its writer.
        if line.len() > 400 || line.is_empty() || is_apart(self.page, &self.page.blocks[at]) {
            return false;
        }
        if let Some(credit) = provenance::source_field(line).filter(|credit| !self.is_own(credit)) {
            self.metadata.credit(credit);
        }
        let has_figure = line.chars().any(char::is_numeric);
        if has_figure && self.takes_outlet_and_date(line) {
            return true;
        }
        let is_date = has_figure && self.takes_dated_line(at, line);
        let opened = byline::read_line(line, &self.houses);
        let is_guest = opened.as_ref().is_some_and(|signed| self.is_guest(at, signed));
        if let Some(signed) = opened.or_else(|| byline::read_dated_line(line, &self.houses)) {
            let mut candidate = Candidate::new(Field::Byline, Spot::VisibleText, line);
            for name in &signed.agencies {
                self.metadata.credit(provenance::agency_credit(name, line));
            }
            // What the markup says of its author stands; the line is a byline all the same.
            if self.metadata.byline.is_empty() || is_guest || self.is_account_of_another(&signed) {
                candidate.chosen = true;
                self.metadata.byline = signed.people;
            }
            self.metadata.note(candidate);
            return true;
        }
        // `By The Editorial Board`: nobody else signs.
        if let Some(house) = byline::read_house(line, &self.houses) {
            if self.metadata.byline.is_empty() && self.metadata.organisations.is_empty() {
                self.metadata.note(Candidate::new(Field::Byline, Spot::VisibleText, line).chosen());
                self.metadata.organisations.push(house);
            }
            return true;
        }
        let credits = provenance::agency_line(line);
        let is_credit = !credits.is_empty();
        credits.into_iter().for_each(|credit| self.metadata.credit(credit));
        is_credit || is_date
    }

    /// Whether a credit names the site itself.
    fn is_own(&self, credit: &Credit) -> bool {
        let outlet = credit.outlet.as_deref().map(letters).unwrap_or_default();
        self.metadata.site_name.as_deref().is_some_and(|site| letters(site) == outlet)
    }

    /// Whether the markup knows accounts alone (`jporter`), and a line names people in full.
    fn is_account_of_another(&self, signed: &Signed) -> bool {
        let accounts = &self.metadata.byline;
        // `Von Henry In Aktuell`, of the account `Henry`: what else the line says is no name.
        let is_within = |name: &String| {
            accounts.iter().any(|account| name.to_lowercase().contains(&account.to_lowercase()))
        };
        accounts.iter().all(|name| byline::is_account(name))
            && signed.people.iter().all(|name| byline::is_name(name) && !is_within(name))
    }

    /// Whether a line that opens the text names others than the markup, which often knows only whose account it was:
    /// `By Bianca Knauf.` on the blog of somebody else.
    fn is_guest(&self, at: usize, signed: &Signed) -> bool {
        let is_known =
            |name: &String| self.metadata.byline.iter().any(|known| letters(known) == letters(name));
        let is_another = |name: &String| {
            // Longer, it is as often a phrase: `Effizientes Management des Verbrauchs`.
            let is_short = name.split(' ').count() <= 3;
            is_short && byline::is_name(name) && !is_known(name) && !is_made_of_words(self.page, name)
        };
        // Where a line has signed already, the next names its photographer, or the second of two.
        let is_signed_by_line = self.metadata.candidates.iter().any(|candidate| {
            candidate.chosen && candidate.field == Field::Byline && candidate.spot == Spot::VisibleText
        });
        // Who wrote the rule for the site has looked.
        let is_signed_by_rule = self.metadata.candidates.iter().any(|candidate| {
            candidate.chosen && candidate.field == Field::Byline && candidate.spot == Spot::SiteRule
        });
        let opens_text = self.body.binary_search(&at).is_ok() && !is_signed_by_line && !is_signed_by_rule;
        opens_text && signed.people.iter().all(is_another)
    }

    /// Takes outlet and date of a line that is nothing else: `Báo Nhân dânBáo Nhân dân11/10/2025`, as a reader of copies glues them.
    fn takes_outlet_and_date(&mut self, line: &str) -> bool {
        let language = self.metadata.declared_language.clone();
        let hints = Hints::of_language(language.as_deref());
        let Some((credit, moment)) = provenance::outlet_before_date(line, hints) else { return false };
        self.metadata.take_date(self.input, Field::Published, line, moment);
        self.metadata.credit(credit);
        true
    }

    /// Takes the date of a line that states one; answers whether it says no more than the day that the article has, above its text:
    /// `27.10.2010`, `입력 2025.09.30 17:22`.
    fn takes_dated_line(&mut self, at: usize, line: &str) -> bool {
        let language = self.metadata.declared_language.clone();
        let hints = Hints::of_language(language.as_deref());
        // `12 March 2010: the day the river rose` is a headline with a date, and no date of publication.
        let is_headline = self.metadata.headline.as_deref() == Some(line);
        let headline = self.metadata.headline.as_deref().map(letters);
        let has_headline = headline.is_some_and(|it| !it.is_empty() && letters(line).contains(&it));
        let Some(field) = published::dated_line(line, hints).filter(|_| !is_headline) else { return false };
        let Some(moment) = dates::parse(line, hints) else { return false };
        self.metadata.take_date(self.input, field, line, moment);
        let known = [self.metadata.published_at, self.metadata.modified_at];
        let is_known = known.into_iter().flatten().any(|known| known.day() == moment.day());
        at < self.first
            && self.page.markup
            && is_known
            && !has_headline
            && titles::words(line) <= DATED_WORDS_MAX
    }

    fn take_dateline(&mut self) {
        // A standfirst or a caption may come before the paragraph that opens with it.
        let found = self.body.iter().take(3).find_map(|at| provenance::split_dateline(self.text(*at)));
        let Some((dateline, _)) = found else { return };
        for name in dateline.agency.as_deref().and_then(provenance::agencies_in).unwrap_or_default() {
            self.metadata.credit(provenance::agency_credit(name, &dateline.text));
        }
        self.metadata.dateline = Some(dateline);
    }

    /// A date that opens one of the first paragraphs, as in press releases: `01.02.2022 „Der Arbeitsmarkt ist gut …`, `Nürnberg, 1. Februar 2022 –`.
    fn take_opening_date(&mut self, at: usize) {
        let paragraph = text(self.page, at);
        let opening =
            paragraph.char_indices().nth(OPENING_CHARS).map_or(paragraph, |(at, _)| &paragraph[..at]);
        let language = self.metadata.declared_language.clone();
        let Some(found) = dates::find(opening, Hints::of_language(language.as_deref())) else { return };
        let place = paragraph[..found.start].trim();
        // `Nürnberg, 1. Februar 2022 –` opens a release; `On 3 May the minister …` opens a story.
        if place.is_empty()
            || (place.ends_with([',', '(', '-', '–']) && place.split_whitespace().count() <= 3)
        {
            self.metadata.take_date(self.input, Field::Published, opening, found.moment);
        }
    }

    /// Whether the text is Vietnamese, by what the page declares, and by its letters: many a template declares English.
    fn is_vietnamese(&self) -> bool {
        let declared = self.metadata.declared_language.as_deref().and_then(|tag| tag.split('-').next());
        let body: String =
            self.body.iter().take(VIETNAMESE_BLOCKS).flat_map(|at| [self.text(*at), " "]).collect();
        declared.is_some_and(|language| language.eq_ignore_ascii_case("vi"))
            || provenance::is_vietnamese(&body)
    }

    /// Credit lines around the body, and those inside it that give an address.
    fn take_credits(&mut self) {
        let (Some(first), Some(last)) = (self.body.first().copied(), self.body.last().copied()) else {
            return;
        };
        // Behind the body, too: the judges drop credit lines as they drop other boilerplate.
        let end = (last + 1 + TAIL_LINES).min(self.page.blocks.len());
        let is_vietnamese = self.is_vietnamese();
        let signed: Vec<String> = self.metadata.byline.iter().map(|name| letters(name)).collect();
        for at in first.saturating_sub(3)..end {
            let line = text(self.page, at);
            let inside = at > first && at + 2 < last;
            // Inside a text only an address makes a credit of what may be a sentence: `Source: ministry officials said …`.
            if (inside && !line.contains("http")) || is_apart(self.page, &self.page.blocks[at]) {
                continue;
            }
            // `Theo Leggett` above a text of his.
            let is_signer = || signed.contains(&letters(line));
            if let Some(credit) = provenance::credit_line(line, is_vietnamese)
                .filter(|credit| (!inside || credit.url.is_some()) && !is_signer())
            {
                self.metadata.credit(credit);
                self.spent.push(at);
            } else if let Some(credit) = provenance::republished(line).filter(|_| !inside) {
                self.metadata.credit(credit);
                self.spent.push(at);
            } else if at >= last && at <= last + 2 {
                // `… (TTXVN)` ends the last paragraph, which stays; alone on a line below it, it goes.
                let credits = match at == last {
                    true => provenance::trailing_agency(line),
                    false => provenance::agency_line(line),
                };
                if at > last && !credits.is_empty() {
                    self.spent.push(at);
                }
                credits.into_iter().for_each(|credit| self.metadata.credit(credit));
            }
        }
    }

    /// Names alone on their lines below the headline of flattened text, where a date or `Von` stands beside them:
    /// `Ingrid Treborg`, `Marlene Lundberg Holm`, `Publisert torsdag 09. mai 2024`.
    fn take_names_beside_date(&mut self, lines: Range<usize>) {
        let page = self.page;
        let frames = |at: usize| {
            let line = text(page, at);
            byline::is_opening(line) || published::dated_line(line, Hints::default()).is_some()
        };
        let mut last = None;
        for at in lines.clone() {
            let beside = last.is_some_and(|last| last + 1 == at);
            let framed = || {
                (at.saturating_sub(1)..=at + 2)
                    .any(|near| near != at && lines.contains(&near) && frames(near))
            };
            let is_sought = beside || last.is_none() && framed();
            let signed = is_sought.then(|| byline::read_names(text(page, at), &self.houses)).flatten();
            let Some(signed) = signed else { continue };
            if signed.people.iter().any(|name| is_made_of_words(page, name)) {
                continue;
            }
            self.metadata.note(Candidate::new(Field::Byline, Spot::VisibleText, text(page, at)).chosen());
            self.metadata.byline.extend(signed.people);
            self.spent.push(at);
            last = Some(at);
        }
    }
}

fn text<'p>(page: &'p Page<'_>, at: usize) -> &'p str {
    page.blocks.get(at).map_or("", |block| page.block_text(block))
}

/// The first block of the body that is a paragraph and no headline, byline or date.
fn first_paragraph(page: &Page<'_>, body: &[usize]) -> Option<usize> {
    // With a mark of punctuation: long headlines and rows of tags have none. Chinese says as much in a third, Thai and
    // Korean in half.
    let long = |at: &usize| {
        let text = text(page, *at);
        let (mut chars, mut unspaced) = (0, 0);
        for letter in text.chars() {
            chars += if ('가'..='힣').contains(&letter) { 2 } else { 1 };
            unspaced += usize::from(is_unspaced(letter));
        }
        chars >= PARAGRAPH_CHARS
            && (text.contains(['.', '!', '?', ',', '،', '؛', '।']) || chars >= 2 * PARAGRAPH_CHARS)
            || chars >= PARAGRAPH_CHARS / 2 && 2 * unspaced > chars
            || (text.contains(['。', '、', '，']) && chars >= PARAGRAPH_CHARS / 3)
    };
    body.iter().copied().find(long).or_else(|| body.first().copied())
}

/// Whether a block stands in a figure, a menu, a footer or comments: what it says is not said of the article.
fn is_apart(page: &Page<'_>, block: &Block) -> bool {
    let apart = Names::CAPTION
        .with(Names::COMMENT)
        .with(Names::RELATED)
        .with(Names::FOOTER)
        .with(Names::NAV)
        .with(Names::TEASER);
    page.ancestors(block.element).take(6).any(|at| {
        let element = &page.elements[at];
        matches!(element.tag, Tag::Figure | Tag::Figcaption | Tag::Nav | Tag::Footer)
            || (element.hints.has(apart) && !element.hints.has(Names::BODY.with(Names::ARTICLE)))
    })
}

/// Whether a name's words stand in the text in lower case too: `Table of Contents`, `Key Takeaways` are labels.
pub(super) fn is_made_of_words(page: &Page<'_>, name: &str) -> bool {
    let has_case = |word: &&str| word.chars().next().is_some_and(char::is_uppercase) && word.len() > 3;
    let in_text = |words: &str| page.text.contains(&format!(" {} ", words.to_lowercase()));
    // Every syllable of a Vietnamese name is a word: `Thanh Tâm`, and *trung tâm*. Two of them together are a phrase.
    if provenance::is_vietnamese(page.text.get(..VIETNAMESE_BYTES).unwrap_or(&page.text)) {
        let words: Vec<&str> = name.split(' ').collect();
        return words.windows(2).any(|pair| in_text(&pair.join(" ")));
    }
    name.split(' ').filter(has_case).any(in_text)
}

fn is_heading(page: &Page<'_>, at: usize) -> bool {
    page.elements[page.blocks[at].element].tag.is_heading()
}
