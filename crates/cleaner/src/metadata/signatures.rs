//! Who signed, by what the markup says: JSON-LD, `<meta>`, elements that hold a byline.
//!
//! The first of them that names people decides; one that names an agency decides too, that nobody is known. A house that signs
//! its own pages decides nothing: `VnExpress` as the author of all of VnExpress leaves the name to be found in the text.

mod parted;
mod pictured;

use self::parted::parted;
use super::beside_date;
use super::byline::{self, Houses, Signed};
use super::candidate::{Candidate, Field, Spot};
use super::head::{ArticleHead, is_apart, mentions};
use super::linked::Linked;
use super::record::{Input, Metadata};
use crate::page::{Hints as Names, Page, Tag};
use crate::provenance;

/// Keys of `<meta>` that hold a byline.
const KEYS: [&str; 13] = [
    "author",
    "content_author",
    "article:author",
    "og:article:author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "cxenseparse:author",
    "citation_author",
    "twitter:data1",
];
/// A byline element holds a line or two.
const ELEMENT_BYTES: std::ops::Range<usize> = 3..260;
/// Names in one field; a study has dozens, a broken page thousands.
const NAMES_MAX: usize = 60;
/// Byline elements looked at.
const ELEMENTS_MAX: usize = 60;
/// Bytes of text under the headline in which a link to an author's page is a byline; farther down it stands beside other articles.
const LINK_BYTES: usize = 600;
/// Bytes between elements of one byline: `Von`, `A`, `und`, `B`.
const GAP_BYTES: usize = 40;

/// Reads the byline of a page of markup.
pub(super) fn read(
    page: &Page<'_>,
    linked: &Linked,
    houses: &Houses,
    head: &ArticleHead,
    metadata: &mut Metadata,
) {
    let shown = shown(page, houses, head, metadata);
    let elements = beside_headline(page, &shown, |_| true);
    let authors = beside_headline(page, &shown, |shown| shown.is_author);
    let (mut of_linked, doubted) = of_linked(linked, houses, metadata);
    let is_pictured = pictured::leave_out(page, &mut of_linked);
    let mut stated = [of_linked, of_metas(page, houses, metadata)];
    settle_doubted(&mut stated, doubted, &elements);
    metadata.organisations = stated
        .iter()
        .chain([&elements])
        .map(|signed| signed.organisations.clone())
        .find(|it| !it.is_empty())
        .unwrap_or_default();
    let fuller = fuller(&stated);
    let settled = fuller.or_else(|| stated.into_iter().find(decides));
    let chosen = match settled {
        Some(signed) if signed.people.is_empty() => signed,
        Some(signed) if is_outdone(&signed, &elements) => elements,
        // Structured data often names the first of several; links of the kind `rel="author"` then show them all.
        Some(signed) if authors.people.len() > signed.people.len() && signed.is_within(&authors) => authors,
        // It named who took the pictures in the place of the second: the cards under the headline have both.
        Some(signed)
            if is_pictured && elements.people.len() > signed.people.len() && signed.is_within(&elements) =>
        {
            elements
        }
        Some(signed) => signed,
        None => elements,
    };
    for candidate in metadata.candidates.iter_mut().filter(|candidate| candidate.field == Field::Byline) {
        candidate.chosen = chosen.people.iter().any(|person| candidate.value.contains(person.as_str()));
    }
    for name in &chosen.agencies {
        metadata.credit(provenance::agency_credit(name, name));
    }
    // Looked at again once the text is known: the lines around it may name who wrote what the house signed.
    metadata.is_signed_by_house = !chosen.houses.is_empty() || chosen.is_empty();
    let beside = match chosen.people.is_empty() && chosen.agencies.is_empty() {
        true => beside_date::read(page, houses, head, metadata),
        false => None,
    };
    metadata.byline = beside.unwrap_or(chosen).people;
}

impl Metadata {
    /// Takes who signed from the lines that the rule for the site chose: `By Ana Lima, Reuters`. Lines that name nobody overrule
    /// nobody.
    pub(crate) fn overrule_byline(&mut self, lines: &[String], input: &Input<'_>) {
        let houses = Houses::of(self.site_name.as_deref(), input.url);
        let mut all = Signed::default();
        for line in lines.iter().take(NAMES_MAX) {
            let mut signed = byline::read(line, &houses);
            signed.keep_organisation(line);
            all.add(signed);
        }
        for name in &all.agencies {
            self.credit(provenance::agency_credit(name, name));
        }
        if all.people.is_empty() && all.organisations.is_empty() {
            return;
        }
        self.overrule(Field::Byline, &lines.join(", "));
        (self.byline, self.organisations) = (all.people, all.organisations);
    }
}

/// What a second statement says that names all whom the first names, and more: `"author": "Ann Lee"` beside
/// `<meta name="author" content="Ann Lee, Ben Ode">`.
fn fuller([first, second]: &[Signed; 2]) -> Option<Signed> {
    let is_fuller =
        !first.people.is_empty() && second.people.len() > first.people.len() && first.is_within(second);
    is_fuller.then(|| second.clone())
}

fn decides(signed: &Signed) -> bool {
    !signed.people.is_empty() || !signed.agencies.is_empty()
}

fn note(metadata: &mut Metadata, spot: Spot, value: &str, signed: &Signed) {
    let mut candidate =
        Candidate::new(Field::Byline, spot, value.split_whitespace().collect::<Vec<_>>().join(" "));
    candidate.flag = signed.people.is_empty().then_some("no_person");
    metadata.note(candidate);
}

/// Who signed by structured data; and apart those of whom it says that they are organisations, though they are called as people are.
fn of_linked(linked: &Linked, houses: &Houses, metadata: &mut Metadata) -> (Signed, Vec<String>) {
    let (mut all, mut doubted) = (Signed::default(), Vec::new());
    for author in linked.authors.iter().take(NAMES_MAX) {
        // `https://example.org/author/ann-lee`: the address of a profile.
        if author.name.starts_with("http") {
            continue;
        }
        let mut signed = byline::read(&author.name, houses);
        if author.is_person == Some(false) {
            if byline::is_name(&author.name) {
                doubted.extend(signed.people.iter().cloned());
            }
            signed.houses.append(&mut signed.people);
        }
        signed.keep_organisation(&author.name);
        note(metadata, Spot::JsonLd, &author.name, &signed);
        all.add(signed);
    }
    (all, doubted)
}

/// Systems that know one type of author call everybody an organisation: `"@type": "Organization", "name": "Ana Lima"`. Whom the page shows
/// as its author too is a person; of whom nothing else tells, the type is believed: `"name": "Báo Đại Nghĩa"`.
fn settle_doubted([linked, metas]: &mut [Signed; 2], doubted: Vec<String>, elements: &Signed) {
    for name in doubted {
        let one = Signed { people: vec![name], ..Signed::default() };
        if one.is_within(elements) {
            linked.houses.retain(|house| !one.people.contains(house));
            linked.organisations.retain(|house| !one.people.contains(house));
            linked.add(one);
        } else if metas.people == one.people {
            // `<meta name="author">` repeats it, and knows no types.
            metas.houses.append(&mut metas.people);
            metas.organisations.extend(one.people);
        }
    }
}

/// Whether those whom the page shows are to be believed, and not those whom its metadata name: the name of an account (`jporter`), or its
/// beginning.
fn is_outdone(stated: &Signed, elements: &Signed) -> bool {
    !elements.people.is_empty()
        && elements.people.iter().all(|name| name.contains(' '))
        && stated.people.iter().all(|name| byline::is_account(name))
}

fn of_metas(page: &Page<'_>, houses: &Houses, metadata: &mut Metadata) -> Signed {
    let mut first = Signed::default();
    for key in KEYS {
        // The same key carries the time that reading takes: `twitter:label1` says which.
        if key == "twitter:data1" && !is_author_labelled(page) {
            continue;
        }
        let mut all = Signed::default();
        for meta in page.metas.iter().filter(|meta| meta.key.eq_ignore_ascii_case(key)).take(NAMES_MAX) {
            let content = meta.content.trim();
            // `article:author` should be the address of a profile, and is a name as often.
            if content.is_empty() || content.starts_with("http") || content.starts_with('/') {
                continue;
            }
            // `csalas`: who put it into the system.
            if key.starts_with("dc") && byline::is_account(content) {
                continue;
            }
            let mut signed = byline::read(content, houses);
            // `서울경향 | 네이버`: the outlet and the portal that shows it.
            if key == "og:article:author" && content.contains('|') {
                signed.houses.append(&mut signed.people);
            }
            // Systems put the site's address into every page: `katholisch.at` signed nothing.
            if !byline::is_own_address(content, houses) {
                signed.keep_organisation(content);
            }
            note(metadata, Spot::Meta, content, &signed);
            all.add(signed);
        }
        if !decides(&first) {
            // What a house signs under one key is not lost to the next, which nobody fills.
            let known = std::mem::take(&mut first.organisations);
            first = all;
            if first.organisations.is_empty() {
                first.organisations = known;
            }
        }
    }
    first
}

fn is_author_labelled(page: &Page<'_>) -> bool {
    page.meta("twitter:label1").is_some_and(byline::labels_author)
}

/// What a byline element says.
struct Shown {
    at: usize,
    /// By an attribute that means it (`itemprop`, `rel`), not by its class alone.
    is_author: bool,
    signed: Signed,
}

/// People in the byline elements of the article's head: the first that names any, and those right beside it. Of elements inside each
/// other the innermost speaks, because the outer adds dates, buttons and roles; unless the inner holds only some of the names.
fn beside_headline(page: &Page<'_>, shown: &[Shown], counts: impl Fn(&Shown) -> bool) -> Signed {
    let mut all = Signed::default();
    let mut end = None;
    for (place, outer) in shown.iter().enumerate() {
        let element = &page.elements[outer.at];
        // Elements stand in document order, so those inside this one follow at once.
        let inner = shown[place + 1..].iter().take_while(|it| it.at < element.end).filter(|it| counts(it));
        if !counts(outer) {
            continue;
        }
        let is_outer = inner.clone().any(|inner| !inner.signed.people.is_empty());
        // `<p class="byline">By <a rel="author">A</a> and B</p>`: the link names one of two.
        let says_more = is_outer && inner.clone().all(|inner| inner.signed.is_within(&outer.signed));
        if is_outer && !(says_more && is_one_line(page, outer)) {
            continue;
        }
        // What is farther off signs something else: a teaser, a box, the next article of a live page.
        if end.is_none_or(|end| element.text.start <= end + GAP_BYTES) && !outer.signed.is_empty() {
            if !outer.signed.people.is_empty() {
                end = Some(end.unwrap_or(0).max(element.text.end));
            }
            all.add(outer.signed.clone());
        }
    }
    all
}

/// A byline on a line of its own, without a role or an outlet glued to a name: `By A and B`.
fn is_one_line(page: &Page<'_>, shown: &Shown) -> bool {
    let text = page.element_text(shown.at);
    !text.contains('\n') && byline::opens_byline(text)
}

fn shown(page: &Page<'_>, houses: &Houses, head: &ArticleHead, metadata: &mut Metadata) -> Vec<Shown> {
    let mut shown = Vec::new();
    for (at, element) in page.elements.iter().enumerate() {
        if !ELEMENT_BYTES.contains(&element.text.len()) || element.tag == Tag::Meta {
            continue;
        }
        let is_byline =
            // `comment-author`, `related-byline`.
            element.hints.has(Names::BYLINE) && !element.hints.has(Names::COMMENT.with(Names::RELATED));
        let is_author = element.marks.named && names_author(page, at);
        let is_link = || {
            let is_near = |distance: usize| distance <= LINK_BYTES && !head.is_after(&element.text);
            element.tag == Tag::A
                && head.distance(&element.text).is_some_and(is_near)
                && leads_to_author(page, at)
        };
        let is_name = is_byline && names_one(page, at) || is_link();
        // `<span class="by">Von A und B</span>` inside a standfirst.
        let is_line = || {
            let is_near = |distance: usize| distance <= LINK_BYTES && !head.is_after(&element.text);
            element.tag == Tag::Span
                && head.distance(&element.text).is_some_and(is_near)
                && byline::read_line(page.element_text(at), houses).is_some()
        };
        if !is_author && !is_byline && !is_name && !is_line() {
            continue;
        }
        // Without a heading nothing is near or far, and every byline element counts.
        let is_near = head.heading.is_none() || head.distance(&element.text).is_some();
        if !is_near || is_apart(page, at) {
            continue;
        }
        let text = page.element_text(at);
        // An attribute that means the author vouches for one word or small letters; a class does not.
        let mut signed = match is_author || is_name && byline::is_nickname(text) {
            true => byline::read(&parted(page, at), houses),
            false => byline::read_shown(&parted(page, at), houses),
        };
        // `Pubblicato il 3 febbraio 2021 alle ore 07:02 da Ana Lima`.
        if signed.people.is_empty() && text.contains(|c: char| c.is_ascii_digit()) {
            signed.add(byline::read_dated_line(text, houses).unwrap_or_default());
        }
        if signed.people.is_empty() && !is_author && !is_byline && !is_name {
            continue;
        }
        // `By Courier Staff`: a class alone vouches for people, not for houses; nor is a line with more in it one name.
        let is_one = !text.contains(|c: char| c.is_numeric() || matches!(c, '|' | '•' | '·' | '\n'));
        if is_one && (is_author || is_name || byline::opens_byline(text)) {
            signed.keep_organisation(text);
        }
        note(metadata, if is_author { Spot::Microdata } else { Spot::BylineElement }, text, &signed);
        shown.push(Shown { at, is_author, signed });
        if shown.len() == ELEMENTS_MAX {
            break;
        }
    }
    shown
}

/// Whether the names of an element say that it holds a name and nothing else: `author-name`, `author vcard` (hCard).
fn names_one(page: &Page<'_>, at: usize) -> bool {
    let classes = page.attribute(at, "class").unwrap_or_default().to_ascii_lowercase();
    let folded = classes.replace(['-', '_'], "");
    folded.contains("authorname") || classes.split_ascii_whitespace().any(|class| class == "vcard")
}

/// Whether a link leads to what a site has of one author: `/author/ann-lee`, `/staff/17/ben-ode`.
fn leads_to_author(page: &Page<'_>, at: usize) -> bool {
    let Some(address) = page.attribute(at, "href") else { return false };
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let mut folders = path.split('/').skip_while(|folder| !byline::is_author_folder(folder)).skip(1);
    folders.next().is_some_and(|author| !author.is_empty())
}

fn names_author(page: &Page<'_>, at: usize) -> bool {
    if !mentions(page, at, b"author") && !mentions(page, at, b"creator") {
        return false;
    }
    ["itemprop", "rel", "property"].iter().any(|name| {
        page.attribute(at, name).is_some_and(|value| {
            value
                // `rel="author nofollow"`, `property="schema:author"`.
                .split([' ', ':'])
                .any(|word| word.eq_ignore_ascii_case("author") || word.eq_ignore_ascii_case("creator"))
        })
    })
}
