//! What stands for a headline where a page has none.

use veille_model::Article;

/// The headline, or what can stand for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Title {
    /// The page's own.
    Headline(String),
    /// The first line of its text.
    Lead(String),
    /// It has neither.
    Nothing,
}

/// Characters of a lead: enough to tell one article from the next.
const LEAD_CHARS: usize = 160;

/// How an article is called in a list.
pub fn title(article: &Article) -> Title {
    if let Some(headline) = &article.headline {
        return Title::Headline(headline.clone());
    }
    let Some(line) = article.text.lines().map(str::trim).find(|line| !line.is_empty()) else {
        return Title::Nothing;
    };
    match line.char_indices().nth(LEAD_CHARS) {
        Some((end, _)) => Title::Lead(format!("{}…", line[..end].trim_end())),
        None => Title::Lead(line.to_owned()),
    }
}

impl Title {
    /// What says that it is no headline.
    pub fn mark(&self) -> &'static str {
        match self {
            Self::Headline(_) => "",
            // Not in brackets: leads open with them, `(VOVWORLD) - La cérémonie …`.
            Self::Lead(_) => "no headline: ",
            Self::Nothing => "no headline",
        }
    }

    /// Its words.
    pub fn words(&self) -> &str {
        match self {
            Self::Headline(words) | Self::Lead(words) => words,
            Self::Nothing => "",
        }
    }
}
