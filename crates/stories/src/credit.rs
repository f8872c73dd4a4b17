//! Whose text an article says that it is, and by what names and addresses it is known: numbers, made to be compared.

use veille_model::{Article, OriginKind, TaggedArticle, canonical_url};
use veille_text::name::{is_agency, outlet};

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
            // El Faro printed `Agencia Delta`, Courrier the same two days later without a name: it is no nearer.
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
        // `story.amp.html` is `story.html`.
        key.push_str(part.strip_suffix(".html").unwrap_or(part).trim_end_matches(".amp"));
    }
    hash(&key)
}
