//! What a page's language tells of how it writes its dates.

/// What is known of how a page writes its dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hints<'a> {
    /// Primary subtag of the declared language, lower case: `hr` decides that *listopada* is October.
    pub language: Option<&'a str>,
    /// Whether `10/07/2025` is the seventh of October. Needs evidence; day first is the world's habit.
    pub month_first: bool,
}

impl<'a> Hints<'a> {
    /// Hints from a declared language (`en-US`, `vi`): only American and Philippine English put the month first.
    pub(crate) fn of_language(tag: Option<&'a str>) -> Self {
        let Some(tag) = tag else { return Self::default() };
        let mut parts = tag.split(['-', '_']);
        let language = parts.next().filter(|part| !part.is_empty());
        // From the back, because a script may stand between: `zh-Hant-TW`.
        let region = parts.next_back().unwrap_or_default();
        let month_first = language.is_some_and(|it| it.eq_ignore_ascii_case("en"))
            // With the language: an American site in French (`fr-US`) writes its dates as French does.
            && ["us", "ph"].iter().any(|it| region.eq_ignore_ascii_case(it));
        Self { language, month_first }
    }

    /// Whether the year comes first even where it has two figures.
    pub(super) fn is_year_first(&self) -> bool {
        self.language.is_some_and(|it| ["ko", "zh", "ja"].iter().any(|known| it.eq_ignore_ascii_case(known)))
    }

    /// Whether years are counted from the Buddha.
    pub(super) fn is_buddhist(&self) -> bool {
        self.language.is_some_and(|it| it.eq_ignore_ascii_case("th"))
    }
}
