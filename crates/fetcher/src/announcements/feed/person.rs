//! Who wrote it, as feeds name people.

use super::markup::Element;
use super::plain::plain;

/// A name: `<author><name>…`, `desk@example.org (Anne Martin)`, `Anne Martin <desk@example.org>`, `Anne Martin`.
pub(super) fn of_element(element: &Element) -> Option<String> {
    // Dublin Core in RDF wraps it in `<foaf:Person>`; Atom calls it name, and who knows Atom badly, title.
    let named = element.elements().find(|child| child.name == "name").map(Element::text);
    let mail = || element.elements().find(|child| child.name == "email").map(Element::text);
    of_text(&named.filter(|name| !name.trim().is_empty()).or_else(mail).unwrap_or_else(|| element.text()))
}

pub(super) fn of_text(text: &str) -> Option<String> {
    let text = plain(text);
    let name = match text.split_once('(') {
        Some((before, name)) if before.contains('@') => name.trim_end_matches(')'),
        // `(Anne Martin)`, an address that its writer left out.
        Some(("", name)) if name.ends_with(')') => name.trim_end_matches(')'),
        Some((name, mail)) if mail.contains('@') && !mail.contains(' ') => name,
        _ => &text,
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
        let check =
            |text: &str, expected: &str| assert_eq!(of_text(text).as_deref(), Some(expected), "{text}");
        check("me@example.com (Example editor)", "Example editor");
        check("Example editor (me@example.com)", "Example editor");
        check("Example editor <me@example.com>", "Example editor");
        check("Example editor &lt;me@example.com&gt;", "Example editor");
        check("Example editor - me@example.com", "Example editor");
        check("Anne Martin (AFP)", "Anne Martin (AFP)");
        check("me@example.com", "me@example.com");
        assert_eq!(of_text(" "), None);
        let names = ["me@example.com", "A", "A"].map(str::to_owned).to_vec();
        assert_eq!(told_apart(names), ["A"]);
    }
}
