//! The `Link` header of an answer: what is told beside a document (RFC 8288).

/// One link: where it leads, and what is said of it.
pub(crate) struct Link<'h> {
    pub(crate) target: &'h str,
    parameters: &'h str,
}

/// The links of a header, parted by their brackets and not by commas, which addresses may have (RFC 8288, 3).
pub(crate) fn links(header: &str) -> impl Iterator<Item = Link<'_>> {
    header.split('<').skip(1).filter_map(|link| {
        let (target, parameters) = link.split_once('>')?;
        Some(Link { target: target.trim(), parameters: parameters.trim_end().trim_end_matches(',') })
    })
}

impl<'h> Link<'h> {
    pub(crate) fn has_relation(&self, relation: &str) -> bool {
        self.parameter("rel")
            .is_some_and(|all| all.split_whitespace().any(|it| it.eq_ignore_ascii_case(relation)))
    }

    /// A parameter by its name in small letters: `application/rss+xml` of `type="application/rss+xml"`.
    pub(crate) fn parameter(&self, name: &str) -> Option<&'h str> {
        let mut parameters =
            self.parameters.split(';').filter_map(|parameter| parameter.trim().split_once('='));
        let (_, value) = parameters.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
        Some(value.trim().trim_matches('"'))
    }
}
