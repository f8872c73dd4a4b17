use super::*;

fn lines(html: &str) -> String {
    let page = Page::of_html(html);
    page.blocks.iter().map(|block| page.block_text(block)).collect::<Vec<_>>().join(" / ")
}

#[test]
fn a_page_is_read_as_a_reader_sees_it() {
    let check = |html: &str, expected: &str| assert_eq!(lines(html), expected, "{html}");
    check("<p>Hà&nbsp;Nội<p>25 &amp; 26", "Hà Nội / 25 & 26");
    check("a  b\n\tc<br>d", "a b c / d");
    check("<script>if (a<b) '</p>'</script>x<style>p{}</style>y", "xy");
    check("<ul><li>un<li>deux</ul>", "un / deux");
    check("<b>gras<p>suite</b> fin</p>", "gras / suite fin");
    check("<!-- <p>non --><p>oui<!-->x", "oui x".replace(' ', "").as_str());
    check("1 < 2 <3> & a</>b", "1 < 2 <3> & ab");
    check("<table><tr><td>a<td>b<tr><td>c</table>d", "a b / c / d");
    check("<table><tr><td>a<p>b</p><td>c</table>", "a / b / c");
    check("a <span hidden>b <i>c</i></span>d", "a d");
    check("<a title='5 > 3' href=x>lien</a>", "lien");
    check("soft\u{ad}hyphen zero\u{200b}width", "softhyphen zerowidth");
    check("<svg><title>logo</title><text>x</text></svg>texte", "texte");
    check("<svg><path/><p>un</p> deux</svg>", "un / deux");
    check("<svg><foreignObject><p>un</p></foreignObject></svg>deux", "deux");
    check("un</ul> deux</p> trois", "un deux / trois");
    check("<p>coupé <img alt='x", "coupé");
    check("<noscript><p>sans script</p></noscript>x", "x");
    check("<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>に着く", "東京に着く");
    check("<ruby>東<rt>とう京<rt>きょう</ruby>に<p><ruby>着<rt>つ<p>く", "東に / 着 / く");
}

#[test]
fn an_element_knows_its_text_and_its_blocks() {
    let page = Page::of_html("<div id=a><p>un</p><p>deux <span class=author>Ana</span></p></div><p>trois");
    let check = |element: usize, text: &str| assert_eq!(page.element_text(element), text);
    check(1, "un\ndeux Ana");
    check(2, "un");
    check(4, "Ana");
    check(5, "trois");
    assert_eq!(page.elements[1].blocks, 0..2);
    assert_eq!(page.elements[1].end, 5);
    assert!(page.elements[4].hints.has(Hints::BYLINE));
    assert_eq!(page.ancestors(4).collect::<Vec<_>>(), [4, 3, 1, 0]);
}

#[test]
fn the_head_is_kept_apart() {
    let page = Page::of_html(
        "<html lang=fr><title>Le &eacute; titre</title><meta name=Author content='A &amp; B'>\
         <link rel=canonical href='https://example.org/?a=1&amp;b=2'><script type=application/ld+json>{}</script>",
    );
    assert_eq!(page.title.as_deref(), Some("Le é titre"));
    assert_eq!(page.meta("author"), Some("A & B"));
    assert_eq!(page.links[0].href, "https://example.org/?a=1&b=2");
    assert_eq!((page.scripts[0].media_type, page.scripts[0].body), ("application/ld+json", "{}"));
    assert_eq!(page.language, Some("fr"));
}

#[test]
fn attributes_are_found_in_any_case_and_decoded() {
    let page = Page::of_html("<time DateTime=\"2025-10-25\" data-x='a&amp;b'>25</time>");
    assert_eq!(page.attribute(1, "datetime").as_deref(), Some("2025-10-25"));
    assert_eq!(page.attribute(1, "data-x").as_deref(), Some("a&b"));
    assert_eq!(page.attribute(1, "lang"), None);
}

#[test]
fn flattened_text_is_the_same_arena_without_elements() {
    let page = Page::of_text("un\r\n\r\n\r\n deux\u{a0}mots \ntrois");
    let blocks: Vec<_> = page.blocks.iter().map(|block| (page.block_text(block), block.gap)).collect();
    assert_eq!(blocks, [("un", 0), ("deux mots", 2), ("trois", 0)]);
}

#[test]
fn a_link_around_a_whole_article_makes_no_words_of_links() {
    let check = |open: &str, words: usize, close: &str, expected: bool| {
        let paragraph = "mot ".repeat(words);
        let html = format!("<div>{open}<p>{paragraph}</p><p>{paragraph}</p>{close}</div>");
        let page = Page::of_html(&html);
        let linked = page.blocks.iter().all(|block| block.link_bytes * 2 > block.text.len());
        assert_eq!(linked, expected, "{open} {words}");
    };
    check("<a href=x>", 30, "</a>", true);
    check("<a href=x>", 600, "</a>", false);
    check("<a href=x>", 600, "", false);
    check("<a name=top>", 5, "</a>", true);
    check("<a name=top>", 100, "", false);
    check("<a name=top>", 100, "fin</a>", false);
}
