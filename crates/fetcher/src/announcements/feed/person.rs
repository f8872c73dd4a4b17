//! Who wrote it, as feeds name people.

use super::markup::Element;
use super::plain::plain;

/// Names: `<author><name>…`, `desk@example.org (Anne Martin)`, `Anne Martin <desk@example.org>`, `Anne Martin`, and several of those that
/// have an address.
pub(super) fn of_element(element: &Element) -> Vec<String> {
    // Dublin Core in RDF wraps it in `<foaf:Person>`; Atom calls it name, and who knows Atom badly, title.
    let named = element.elements().find(|child| child.name == "name").map(Element::text);
    let mail = || element.elements().find(|child| child.name == "email").map(Element::text);
    of_text(&named.filter(|name| !name.trim().is_empty()).or_else(mail).unwrap_or_else(|| element.text()))
}

/// The names of a text. Commas part people only where each part has an address of its own: `Doe, Jane` is one.
pub(super) fn of_text(text: &str) -> Vec<String> {
    let text = plain(text);
    let mailboxes = mailboxes(&text);
    match mailboxes.len() > 1 && mailboxes.iter().all(|mailbox| mailbox.contains('@')) {
        true => mailboxes.into_iter().filter_map(of_mailbox).collect(),
        false => of_mailbox(&text).into_iter().collect(),
    }
}

/// The parts of a text between commas and semicolons, but for those in brackets and quotation marks (RFC 5322, 3.4).
fn mailboxes(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut depth, mut is_quoted) = (Vec::new(), 0, 0_i32, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'(' | b'<' => depth += 1,
            b')' | b'>' => depth -= 1,
            b',' | b';' if depth <= 0 && !is_quoted => {
                parts.push(text[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[from..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

fn of_mailbox(text: &str) -> Option<String> {
    let name = match text.split_once('(') {
        Some((before, name)) if before.contains('@') => name.trim_end_matches(')'),
        // `(Anne Martin)`, an address that its writer left out.
        Some(("", name)) if name.ends_with(')') => name.trim_end_matches(')'),
        Some((name, mail)) if mail.contains('@') && !mail.contains(' ') => name,
        _ => text,
    };
    let name = match name.split_once('<') {
        Some((name, mail)) if mail.contains('@') && !name.trim().is_empty() => name,
        _ => name,
    };
    // `Example editor - me@example.com`
    let name = match name.rsplit_once([' ', ',']) {
        Some((before, last)) if last.contains('@') => before.trim_end_matches([' ', '-', ',', '–']),
        _ => name,
    };
    let name = name.trim().trim_matches('"').trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// People named of one thing. A paper of physicists has three thousand, and no article does.
const PEOPLE_MAX: usize = 200;

/// The names without doubles; addresses of mail only where nobody has a name.
pub(super) fn told_apart(names: Vec<String>) -> Vec<String> {
    let has_name = names.iter().any(|name| !is_mail(name));
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        if kept.len() < PEOPLE_MAX && !(kept.contains(&name) || has_name && is_mail(&name)) {
            kept.push(name);
        }
    }
    kept
}

fn is_mail(name: &str) -> bool {
    name.contains('@') && !name.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_from_its_address() {
        let check = |text: &str, expected: &str| assert_eq!(of_text(text).join(" | "), expected, "{text}");
        check("me@example.com (Example editor)", "Example editor");
        check("Example editor (me@example.com)", "Example editor");
        check("Example editor <me@example.com>", "Example editor");
        check("Example editor &lt;me@example.com&gt;", "Example editor");
        check("Example editor - me@example.com", "Example editor");
        check("Anne Martin (AFP)", "Anne Martin (AFP)");
        check("me@example.com", "me@example.com");
        check("jane@e.example (Jane Doe), john@e.example (John Roe)", "Jane Doe | John Roe");
        check("Jane Doe <jane@e.example>; John Roe <john@e.example>", "Jane Doe | John Roe");
        check("jane@e.example (Doe, Jane), john@e.example", "Doe, Jane | john@e.example");
        check("\"Doe, Jane\" <jane@e.example>", "Doe, Jane");
        check("Doe, Jane <jane@e.example>", "Doe, Jane");
        check("Jane Doe, John Roe", "Jane Doe, John Roe");
        check(" ", "");
        let names = ["me@example.com", "A", "A"].map(str::to_owned).to_vec();
        assert_eq!(told_apart(names), ["A"]);
    }
}
