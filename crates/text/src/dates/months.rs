//! Month names as they stand alone, in any of the languages listed.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Month names of the world's press: a language a line, its months between bars; the file says how it is written.
pub const MONTHS: &str = include_str!("../../data/months.txt");

/// Languages in which a name means a month, in the order of the file.
static NAMES: LazyLock<HashMap<String, Vec<(&'static str, u32)>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<(&'static str, u32)>> = HashMap::new();
    let lines = MONTHS.lines().filter(|line| !line.starts_with('#'));
    for (language, months) in lines.filter_map(|line| line.split_once(':')) {
        // Its years are others.
        if language == "fa-jalali" {
            continue;
        }
        for (month, forms) in (1..).zip(months.split('|')) {
            for form in forms.split_whitespace() {
                names.entry(form.replace('_', " ")).or_default().push((language, month));
            }
        }
    }
    names
});

/// The month that a name means, in this language if it is one of several: `listopada` is November in Polish and October in
/// Croatian. English ones may be cut anywhere, as programs do.
pub(super) fn month_of(name: &str, language: Option<&str>) -> Option<u32> {
    let name = name.to_lowercase();
    let name = name.trim_end_matches(['.', ',']);
    let primary = language.and_then(|tag| tag.split(['-', '_']).next()).unwrap_or_default().to_lowercase();
    if let Some(readings) = NAMES.get(name) {
        let own = readings.iter().find(|(language, _)| *language == primary);
        return own.or_else(|| readings.first()).map(|(_, month)| *month);
    }
    let is_cut = |whole: &str| name.len() >= 3 && whole.starts_with(name);
    let english = MONTHS.lines().find_map(|line| line.strip_prefix("en:"))?;
    let months = english.split('|').map(|forms| forms.split_whitespace().next().unwrap_or_default());
    (1..).zip(months).find(|(_, whole)| is_cut(whole)).map(|(month, _)| month)
}
