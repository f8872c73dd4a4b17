//! Names and titles compared by their letters.

/// Letters and digits in lower case: what is left of `The Daily-Mail` is `thedailymail`.
pub(super) fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            letters.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && c.is_alphanumeric() {
            letters.extend(c.to_lowercase());
        }
    }
    letters
}

/// The first of them.
pub(super) fn first_letter(text: &str) -> Option<char> {
    let first = text.chars().find(|c| c.is_alphanumeric())?;
    if first.is_ascii() { Some(first.to_ascii_lowercase()) } else { first.to_lowercase().next() }
}
