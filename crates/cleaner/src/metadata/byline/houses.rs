//! The house whose page it is: its own name signs for nobody.

use crate::metadata::letters::letters;

/// What helps to tell people from houses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Houses {
    /// Names of the site and its publisher, letters and digits only, lower case.
    folded: Vec<String>,
}

impl Houses {
    /// Houses by their names and by the host of the page (`www.example.co.uk` is `example`).
    pub(crate) fn of<'a>(names: impl IntoIterator<Item = &'a str>, url: Option<&str>) -> Self {
        let mut folded: Vec<String> = names.into_iter().map(letters).collect();
        if let Some(host) = url.and_then(veille_model::host) {
            let bare = host.trim_start_matches("www.");
            folded.push(letters(bare));
            // Both `courier` of `news.courier.example` and its first label: either may be
            // how the house calls itself.
            let domain = veille_model::registrable_domain(bare).unwrap_or(bare);
            folded.extend([domain, bare].into_iter().filter_map(|host| host.split('.').next()).map(letters));
        }
        // `m` of `m.example.org` is no name.
        folded.retain(|name| name.len() >= 3);
        folded.dedup();
        Self { folded }
    }

    /// Whether a text is the house's name and nothing else: `Rail & Ways`.
    pub(super) fn is_named(&self, text: &str) -> bool {
        let text = letters(text);
        self.folded.contains(&text)
    }

    /// Whether a name is one of the house's own.
    pub(super) fn is_own(&self, name: &str) -> bool {
        let (first, _) = name.split_once(' ').unwrap_or((name, ""));
        // `Página Siete` has its pages on paginasiete.example.
        let bare = veille_text::fold::compact(name);
        // `MDR THÜRINGEN` belongs to mdr.de.
        let sign = first.chars().all(char::is_uppercase).then(|| letters(first));
        let name = letters(name);
        self.folded.iter().any(|own| {
            // `Courier staff`. A house of four letters or fewer (`Welt`) may be how somebody's name begins.
            *own == name
                || *own == bare
                || (own.len() >= 5 && name.starts_with(own.as_str()))
                || sign.as_ref() == Some(own)
        })
    }
}
