//! Syndication: whether two texts are one, by how much of each stands in the other, and which was there first.

use veille_model::{Article, Copied, CopyKind, OriginKind, TaggedArticle, canonical_url};
use veille_text::name::{is_agency, outlet};

use crate::shingles::{Shared, Shingles, shared};
use crate::telling::Telling;

/// As much of a text makes it a copy, wherever in it that stands.
const TAKEN: f32 = 0.6;
/// As much of the original does: half an article that is made part of another.
const GIVEN: f32 = 0.45;
/// And as much where it is woven into the whole of both texts: a text of which a quarter of the words was changed keeps
/// .42 of its shingles in the mean. Who quotes the same speech, or what was known yesterday, shares blocks.
const WOVEN: f32 = 0.2;
/// So much of both texts must be.
const WEAVE: f32 = 0.5;
/// As much of both must be the same where both are of one source.
const OWN: f32 = 0.6;
/// Or as much of one of them.
const MOST: f32 = 0.85;
/// So few shingles are no proof.
const SHINGLES: usize = 8;
/// One is part of the other where the shares differ by so much, or all of it stands there.
const PART: f32 = 0.2;
/// Word for word, a caption more or less.
const SAME: f32 = 0.95;
/// Pages of one source that are one article for their addresses: what a mobile page leaves out stays below.
const TWIN: f32 = 0.5;

/// Compares two texts: how the first would be a copy of the second. None where it is none.
pub fn compare(first: (&Telling, &Shingles), second: (&Telling, &Shingles)) -> Option<Copied> {
    let found = shared(first.1, second.1);
    let is_twin = first.0.source == second.0.source
        && (first.0.is_page_of(second.0) && found.of_first.min(found.of_second) >= TWIN
            || found.of_first.min(found.of_second) >= SAME && found.shingles >= SHINGLES);
    let is_one = match first.0.source == second.0.source {
        true => is_twin || is_own(&found),
        false => is_copy(&found),
    };
    if !is_one {
        return None;
    }
    let (of_copy, of_original) = (found.of_first, found.of_second);
    let kind = match () {
        () if is_twin => CopyKind::Twin,
        () if of_copy.min(of_original) >= SAME => CopyKind::Identical,
        () if of_copy - of_original > PART || of_copy >= SAME => CopyKind::Excerpt,
        () if of_original - of_copy > PART || of_original >= SAME => CopyKind::Extended,
        () => CopyKind::Reprint,
    };
    Some(Copied {
        original: second.0.article.clone(),
        kind,
        of_copy: percent(of_copy),
        of_original: percent(of_original),
        credited: first.0.credits(second.0),
    })
}

fn is_copy(found: &Shared) -> bool {
    let is_woven = found.of_first.max(found.of_second) >= WOVEN && found.woven >= WEAVE;
    found.shingles >= SHINGLES && (found.of_first >= TAKEN || found.of_second >= GIVEN || is_woven)
}

/// A source takes up what it wrote yesterday, and fills in the same form every week (`Ku San Malamanku`, a series in Hausa:
/// half of each part's text is that of the last). That makes another article of it as long as it says something else.
fn is_own(found: &Shared) -> bool {
    let (less, more) = (found.of_first.min(found.of_second), found.of_first.max(found.of_second));
    found.shingles >= SHINGLES && (less >= OWN || more >= MOST)
}

pub(crate) fn percent(share: f32) -> u8 {
    (share * 100.0).round() as u8
}

/// How near a text is to where it came from, by who published it and whom it credits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// An agency's own: it wrote what others print, whatever their pages are dated.
    Agency,
    /// It credits nobody, or an agency: of those who print an agency's text none is its origin, so that the first counts.
    Own,
    /// It says that it is another paper's.
    Taken,
}

/// Whose text an article says that it is, as far as that can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Credit {
    pub standing: Standing,
    /// The outlet's name, 0 where there is none.
    pub outlet: u32,
    /// The original's address.
    pub url: u32,
}

impl Credit {
    pub(crate) fn of(tagged: &TaggedArticle) -> Self {
        let origin = tagged.origin.as_ref();
        let Some(origin) = origin.filter(|origin| origin.kind != OriginKind::Original) else {
            let own = [
                Some(tagged.article.source.as_str()),
                tagged.article.site_name.as_deref(),
                origin.and_then(|origin| origin.outlet.as_deref()),
            ];
            let is_agency = own.into_iter().flatten().any(|name| is_agency(&outlet(name)));
            let standing = if is_agency { Standing::Agency } else { Standing::Own };
            return Self { standing, outlet: 0, url: 0 };
        };
        let is_agency = origin.kind == OriginKind::Agency
            || origin.outlet.as_deref().is_some_and(|name| is_agency(&outlet(name)));
        Self {
            standing: if is_agency { Standing::Own } else { Standing::Taken },
            outlet: origin.outlet.as_deref().map_or(0, name),
            url: origin.url.as_deref().and_then(canonical_url).map_or(0, |url| hash(&url)),
        }
    }
}

/// A name as its letters and digits alone: an outlet `Tuổi Trẻ` is the source `tuoitre`, `Agencia Delta` is `agence-delta`.
pub(crate) fn name(written: &str) -> u32 {
    let letters = veille_text::fold::compact(&outlet(written));
    if letters.is_empty() { 0 } else { hash(&letters) }
}

pub(crate) fn hash(text: &str) -> u32 {
    // 0 says that there is nothing.
    crate::words::short(veille_text::hash(text)).max(1)
}

/// An article's page, whichever of its forms: without what addresses of AMP, print and mobile pages have more.
pub(crate) fn page(article: &Article) -> u32 {
    const LABELS: [&str; 7] = ["www", "m", "mobile", "amp", "touch", "wap", "print"];
    const WORDS: [&str; 9] =
        ["amp", "amphtml", "print", "imprimer", "druck", "mobile", "outputtype", "output", "printable"];
    let Some(url) = article.url.as_deref().or(article.canonical_url.as_deref()).and_then(canonical_url)
    else {
        return hash(article.id.as_str());
    };
    let url = url.split_once("://").map_or(&*url, |(_, rest)| rest);
    let (host, rest) = url.split_once('/').unwrap_or((url, ""));
    let host: Vec<&str> = host.split('.').filter(|label| !LABELS.contains(label)).collect();
    let is_word = |part: &&str| {
        let part =
            part.split_once('=').map_or(*part, |(key, value)| if value.is_empty() { *part } else { key });
        let part = part.strip_suffix(".html").or(part.strip_suffix(".amp")).unwrap_or(part);
        WORDS.contains(&&*part.to_ascii_lowercase())
    };
    let mut key = host.join(".");
    for part in rest.split(['/', '?', '&', ';']).filter(|part| !part.is_empty() && !is_word(part)) {
        key.push('/');
        let part = ["-print", "-amp", ".amp"].iter().find_map(|end| part.strip_suffix(end)).unwrap_or(part);
        key.push_str(part.strip_suffix(".html").unwrap_or(part).trim_end_matches(".amp"));
    }
    hash(&key)
}
