//! How an answer is written: what the ending of its address says.

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Html,
    Json,
    Atom,
    Rss,
    Csv,
    Xlsx,
    /// JSON Lines.
    Jsonl,
    /// IPTC's News in JSON.
    Ninjs,
}

impl Format {
    /// The endings of addresses, beside none for a page.
    pub const ENDINGS: [(Self, &'static str); 7] = [
        (Self::Json, ".json"),
        (Self::Atom, ".atom"),
        (Self::Rss, ".rss"),
        (Self::Csv, ".csv"),
        (Self::Xlsx, ".xlsx"),
        (Self::Jsonl, ".jsonl"),
        (Self::Ninjs, ".ninjs"),
    ];

    /// The ending of its addresses.
    pub fn ending(self) -> &'static str {
        Self::ENDINGS.iter().find(|(known, _)| *known == self).map_or("", |(_, ending)| *ending)
    }

    /// Whether it is carried away as a file; feeds are asked for again and again.
    pub fn is_file(self) -> bool {
        self.is_table() || self.is_whole()
    }

    /// Whether it holds articles as they are stored.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Jsonl | Self::Ninjs)
    }

    /// Whether it is a table, which holds a whole list.
    pub fn is_table(self) -> bool {
        matches!(self, Self::Csv | Self::Xlsx | Self::Jsonl)
    }

    /// A path without the ending that names its format, and that format.
    pub fn split(path: &str) -> (&str, Self) {
        let found =
            Self::ENDINGS.iter().find_map(|(format, ending)| Some((path.strip_suffix(ending)?, *format)));
        found.unwrap_or((path, Self::Html))
    }
}
