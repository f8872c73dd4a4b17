//! Whether pages are light or dark: as the system of who looks has it, or as they chose once and for all.

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Scheme {
    #[default]
    System,
    Light,
    Dark,
}

impl Scheme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As an address and a cookie say it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The one that is called so.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|light| light.as_str() == name)
    }

    /// What the browser draws by itself: fields, bars (HTML, `color-scheme`).
    pub fn scheme(self) -> &'static str {
        match self {
            Self::System => "light dark",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Where the colours of the dark hold, as a media query; None where they never do.
    pub fn dark_for(self) -> Option<&'static str> {
        match self {
            Self::System => Some("(prefers-color-scheme: dark)"),
            Self::Light => None,
            // Paper stays as it is.
            Self::Dark => Some("screen"),
        }
    }
}
