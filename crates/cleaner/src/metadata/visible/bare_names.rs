//! Signatures: names that nothing but their place and their look make a byline, and lines at the end that say who wrote.
//!
//! `Mathatisi Sebusi/Mohalenyane Phakela` alone and bold above a text, `Lê Phương` under it, `(Propos recueillis par Claire Martin)`.
//! They are read where the markup names nobody. Between two paragraphs a bold line is a subheading and nobody's name.

use super::{Lines, is_apart, is_heading, is_made_of_words, text};
use crate::metadata::byline::{self, Signed};
use crate::metadata::candidate::{Candidate, Field, Spot};
use crate::metadata::letters::letters;
use crate::page::{Hints as Names, Tag};

/// What follows a signature is short: an address, who edited, the paper's name.
const AFTER_CHARS_MAX: usize = 80;
/// Lines at the end of a text among which it is signed.
const END_LINES: usize = 3;
/// Paragraphs that may open with who reports: a standfirst may come first.
const OPENING_PARAGRAPHS: usize = 3;
/// A line that says who wrote (`By …`) and stands at the end says little else.
const SIGNATURE_CHARS_MAX: usize = 90;

impl Lines<'_, '_> {
    /// The author's name alone on a line at the end, as columns are signed.
    pub(super) fn take_sign_off(&mut self) {
        let Some(last) = self.body.last().copied() else { return };
        // Only names that are known to have signed: a name alone may as well be the last entry of a list.
        let known: Vec<String> = self.metadata.byline.iter().map(|name| letters(name)).collect();
        let end = (last + END_LINES).min(self.page.blocks.len());
        let is_known = |at: &usize| {
            let line = text(self.page, *at);
            line.len() < 80 && known.contains(&letters(line))
        };
        self.spent.extend((last.saturating_sub(1)..end).filter(is_known));
    }

    /// Names that nothing but their place makes a byline, on pages that sign with their house: alone above the text or under it,
    /// or behind a label anywhere.
    pub(super) fn take_bare_names(&mut self) {
        let (Some(first), Some(last)) = (self.body.first().copied(), self.body.last().copied()) else {
            return;
        };
        // Where people sign in the markup, a bold name is somebody who is written about.
        let is_sought =
            self.metadata.byline.is_empty() && self.metadata.is_signed_by_house && self.page.markup;
        if !is_sought {
            return;
        }
        let above = first.saturating_sub(3)..self.opening_end(first, last);
        let behind = (self.first + 1..self.first + 2).filter(|at| *at < last);
        let placed = behind.filter_map(|at| self.placed(at).and_then(|_| self.bare(at))).next();
        let below = self.closing_start(last)..(last + END_LINES).min(self.page.blocks.len());
        let found = above
            .filter_map(|at| self.bare(at))
            .next()
            .or(placed)
            .or_else(|| below.clone().find_map(|at| self.bare(at).or_else(|| self.closing(at))))
            .or_else(|| (0..self.page.blocks.len()).find_map(|at| self.labelled(at)));
        let Some((at, signed)) = found else {
            self.take_reporters_in_text();
            return;
        };
        let line = text(self.page, at);
        self.metadata.note(Candidate::new(Field::Byline, Spot::VisibleText, line).chosen());
        self.metadata.byline = signed.people;
        self.spent.push(at);
    }

    /// Who reports, by the opening of the text or its last words, which stay: `本报讯（记者 王小明）…`, `…始める。【重松健二】`.
    fn take_reporters_in_text(&mut self) {
        let openings = self
            .body
            .iter()
            .take(OPENING_PARAGRAPHS)
            .map(|at| (*at, byline::read_opening(text(self.page, *at))));
        let closings =
            self.body.iter().rev().take(1).map(|at| (*at, byline::read_closing(text(self.page, *at))));
        let Some((at, signed)) = openings.chain(closings).find_map(|(at, signed)| Some((at, signed?))) else {
            return;
        };
        let line = text(self.page, at);
        self.metadata.note(Candidate::new(Field::Byline, Spot::VisibleText, line).chosen());
        self.metadata.byline = signed.people;
    }

    /// One past the last line that may still sign above the text: that before its first paragraph, or that behind a standfirst.
    fn opening_end(&self, first: usize, last: usize) -> usize {
        let paragraph = self.first.max(first);
        let block = &self.page.blocks[paragraph];
        let is_standfirst = block.bold_bytes == block.text.len()
            || self.page.ancestors(block.element).take(2).any(|at| {
                let element = &self.page.elements[at];
                element.tag.is_heading() || element.hints.has(Names::LEAD)
            });
        (if is_standfirst { paragraph + 2 } else { paragraph }).min(last)
    }

    /// The first line that may sign below the text: all that follows it in the body is short.
    fn closing_start(&self, last: usize) -> usize {
        // An appeal has a link in it: `Rejoignez notre chaîne : cliquez ici`.
        let is_short = |at: &usize| {
            self.page.blocks[*at].link_bytes > 0 || text(self.page, *at).chars().count() <= AFTER_CHARS_MAX
        };
        let from = last.saturating_sub(END_LINES);
        let tail = (from..=last).rev().take_while(is_short).count();
        (last + 1 - tail).max(self.first + 1)
    }

    /// A line that is a name and nothing else.
    fn bare(&self, at: usize) -> Option<(usize, Signed)> {
        let (page, body) = (self.page, self.body);
        let block = &page.blocks[at];
        let is_set_apart =
            block.bold_bytes == block.text.len() || body.binary_search(&at).is_ok() || self.follows_text(at);
        if !is_set_apart || block.link_bytes > 0 || is_heading(page, at) || is_apart(page, block) {
            return None;
        }
        let line = self.without_credit_word(at);
        // `Geltungsraum der Versicherung:` opens what follows.
        if line.ends_with([':', '?', '!']) {
            return None;
        }
        let signed = byline::read_names(line, &self.houses).or_else(|| self.placed(at))?;
        let is_placed = line.contains([',', '،', '-', '–']) && signed.people.len() == 1;
        let is_one = |name: &String| {
            // `घर से निकले थे`, alone and bold, is a subheading.
            (byline::is_cased_or_short(name) || is_placed)
                && (byline::is_short_name(name) || self.is_vietnamese())
                && !byline::is_phrase(name)
                && !is_made_of_words(page, name)
                && !self.is_written_about(name, at)
        };
        signed.people.iter().all(is_one).then_some((at, signed))
    }

    /// A line that opens the text and names its writer and the place, all of it bold or slanted.
    fn placed(&self, at: usize) -> Option<Signed> {
        let block = &self.page.blocks[at];
        let is_slanted = || {
            let mut inside = self.page.elements[block.element + 1..]
                .iter()
                .take_while(|it| it.text.start < block.text.end);
            let own = &self.page.elements[block.element];
            matches!(own.tag, Tag::Em | Tag::I)
                || inside.any(|it| matches!(it.tag, Tag::Em | Tag::I) && it.text.len() >= block.text.len())
        };
        let is_opening = at <= self.first + 1;
        let is_set_apart = block.bold_bytes == block.text.len() || is_slanted();
        byline::read_placed(text(self.page, at)).filter(|_| is_opening && is_set_apart)
    }

    /// `Theo Kim Ngân` above the paper that it was taken from, `(Báo Đồng Nai)`: who wrote it there.
    fn without_credit_word(&self, at: usize) -> &str {
        let line = text(self.page, at);
        let next = text(self.page, at + 1).trim();
        let is_bracketed = next.starts_with('(') && next.ends_with(')');
        let behind = byline::behind_credit_word(line).filter(|_| is_bracketed && self.is_vietnamese());
        behind.unwrap_or(line)
    }

    /// Whether a line stands right behind the text and is laid out as its paragraphs are: judges take it for no part of it.
    fn follows_text(&self, at: usize) -> bool {
        let Some(last) = self.body.last().copied().filter(|last| at > *last && at <= last + 2) else {
            return false;
        };
        let paragraph = |at: usize| {
            let element = self.page.blocks[at].element;
            self.page.ancestors(element).find(|at| matches!(self.page.elements[*at].tag, Tag::P | Tag::Div))
        };
        let parent = |at: usize| paragraph(at).map(|at| self.page.elements[at].parent);
        parent(at).is_some() && parent(at) == parent(last)
    }

    /// Whether the text or its headline speaks of whoever is called so: a caption, a tag or the entry of a list names them again.
    fn is_written_about(&self, name: &str, line: usize) -> bool {
        let name = name.to_lowercase();
        let speaks = |text: &str| text.to_lowercase().contains(&name);
        let near = line.saturating_sub(1)..=line + 2;
        self.metadata.headline.as_deref().is_some_and(speaks)
            || self.body.iter().filter(|at| !near.contains(at)).any(|at| speaks(text(self.page, *at)))
    }

    /// A line at the end that says who wrote: `By Ann Lee`, `(Propos recueillis par Claire Martin)`.
    fn closing(&self, at: usize) -> Option<(usize, Signed)> {
        let line = text(self.page, at);
        if line.chars().count() > SIGNATURE_CHARS_MAX || is_apart(self.page, &self.page.blocks[at]) {
            return None;
        }
        let signed =
            byline::read_line(line, &self.houses).or_else(|| byline::read_bracketed(line, &self.houses))?;
        let is_one = |name: &String| {
            byline::is_name(name) && !byline::is_phrase(name) && !is_made_of_words(self.page, name)
        };
        signed.people.iter().all(is_one).then_some((at, signed))
    }

    /// A line that names its writer behind a label, wherever it stands.
    fn labelled(&self, at: usize) -> Option<(usize, Signed)> {
        let line = text(self.page, at);
        let signed = byline::read_signature(line).or_else(|| byline::read_labelled(line, &self.houses))?;
        (!is_apart(self.page, &self.page.blocks[at])).then_some((at, signed))
    }
}
