//! Countries by their codes.

use language_tags::LanguageTag as Registered;

/// Whether this is a code of ISO 3166-1 alpha-2, in capitals: the regions of two letters in IANA's registry of language
/// subtags, which follows the standard.
pub fn is_code(written: &str) -> bool {
    written.len() == 2
        && written.bytes().all(|letter| letter.is_ascii_uppercase())
        // The registry lists private codes as valid, and they name no country.
        && !is_private(written)
        && Registered::parse(&format!("und-{written}")).is_ok_and(|tag| tag.validate().is_ok())
}

/// Codes that the standard leaves to whoever wants them: AA, QM to QZ, XA to XZ, ZZ.
fn is_private(code: &str) -> bool {
    // XK, which some take for Kosovo, is among them: the standard has not given it to anybody.
    matches!(code.as_bytes(), b"AA" | [b'Q', b'M'..=b'Z'] | [b'X', _] | b"ZZ")
}

/// What to write instead of what is no code.
pub fn complaint(written: &str) -> String {
    // `fr`, `vn`: small letters are the commonest mistake, and say what is meant.
    let capitals = written.to_uppercase();
    let meant = NAMES.iter().find(|(name, _)| *name == written.to_lowercase()).map(|(_, code)| *code);
    let meant = meant.or_else(|| is_code(&capitals).then_some(capitals.as_str()));
    match meant {
        Some(code) => format!("`{written}` is no ISO 3166-1 code of a country; expected `{code}`"),
        None => {
            format!("`{written}` is no ISO 3166-1 code of a country; expected two capitals, such as `FR`")
        }
    }
}

/// What people write instead: not a list of all countries, but of those that our readers name first.
const NAMES: &[(&str, &str)] = &[
    ("uk", "GB"),
    ("united kingdom", "GB"),
    ("usa", "US"),
    ("united states", "US"),
    ("france", "FR"),
    ("vietnam", "VN"),
    ("viet nam", "VN"),
    ("việt nam", "VN"),
    ("germany", "DE"),
    ("deutschland", "DE"),
    ("allemagne", "DE"),
    ("spain", "ES"),
    ("españa", "ES"),
    ("espagne", "ES"),
    ("italy", "IT"),
    ("italie", "IT"),
    ("china", "CN"),
    ("chine", "CN"),
    ("russia", "RU"),
    ("russie", "RU"),
    ("japan", "JP"),
    ("japon", "JP"),
    ("qatar", "QA"),
    ("austria", "AT"),
    ("switzerland", "CH"),
    ("suisse", "CH"),
    ("belgium", "BE"),
    ("belgique", "BE"),
    ("canada", "CA"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_names() {
        for code in ["FR", "VN", "GB", "QA", "US"] {
            assert!(is_code(code), "{code}");
        }
        for other in ["France", "UK", "fr", "FRA", "", "ZZ", "XX", "F", "É"] {
            assert!(!is_code(other), "{other}");
        }
        assert!(complaint("UK").ends_with("expected `GB`"));
        assert!(complaint("vn").ends_with("expected `VN`"));
        assert!(complaint("Atlantis").ends_with("such as `FR`"));
    }
}
