//! Headlines told from what a page offers.

use super::super::candidate::Spot;
use super::*;

fn check(found: &[(Spot, &str)], expected: &str) {
    check_over(true, found, expected);
}

fn check_over(is_over_text: bool, found: &[(Spot, &str)], expected: &str) {
    let mut metadata = Metadata::default();
    for (spot, text) in found {
        offered::note(&mut metadata, *spot, Some((*text).to_owned()));
    }
    choose(&mut metadata, &["thecourier".to_owned(), "courier".to_owned()], true, |_| is_over_text);
    assert_eq!(metadata.headline.as_deref(), Some(expected), "{found:?}");
    assert_eq!(metadata.candidates.iter().filter(|candidate| candidate.chosen).count(), 1);
}

use Spot::{Heading, JsonLd, OpenGraph, TitleElement, VisibleText};

#[test]
fn the_sites_name_is_no_part_of_the_headline() {
    check(&[(TitleElement, "River rises - The Courier")], "River rises");
    check(&[(TitleElement, "Courier | River rises again")], "River rises again");
    check(&[(OpenGraph, "River rises - what now")], "River rises - what now");
    check(
        &[(Heading, "The Courier"), (TitleElement, "River rises at noon | The Courier")],
        "River rises at noon",
    );
}

#[test]
fn a_heading_that_is_a_button_is_passed_over() {
    check(
        &[(Heading, "Log In"), (Heading, "River rises at noon"), (OpenGraph, "River rises at noon")],
        "River rises at noon",
    );
}

#[test]
fn what_readers_see_over_the_text_is_the_headline() {
    let found = [(JsonLd, "River up"), (Heading, "Flood: all you need"), (OpenGraph, "Flood: all you need")];
    check(&found, "Flood: all you need");
    check_over(false, &found, "River up");
    let shown = (Heading, "River rises at noon after a week of rain");
    for linked in ["River rises at noon", "2024-05-06-river-at-noon", "The Courier", "Fluss steigt am Mittag"]
    {
        check(&[(JsonLd, linked), shown, (OpenGraph, linked)], shown.1);
    }
    // A fragment, a section, the same in other letters.
    let linked = (JsonLd, "The men who still make salt");
    check(&[linked, (Heading, "Salt"), (OpenGraph, linked.1)], linked.1);
    check(&[linked, (Heading, "Opinion"), (OpenGraph, linked.1)], linked.1);
    check(&[linked, (Heading, "THE MEN WHO STILL MAKE SALT")], linked.1);
    check(&[linked, (Heading, "Salt boats lost +++ One found off the cape +++")], linked.1);
    // One text for engines, and the newsroom's own.
    let same = "Salt makers of the cape: all you need";
    check(&[linked, (Heading, same), (OpenGraph, same), (TitleElement, same)], linked.1);
    // A kicker of the one or the other that the page does not call itself by.
    check(&[linked, (Heading, "Harbour The men who still make salt"), (OpenGraph, linked.1)], linked.1);
    check(
        &[
            (JsonLd, "Flood news"),
            (Heading, "River rises"),
            (OpenGraph, "River rises"),
            (TitleElement, "Flood news"),
        ],
        "River rises",
    );
}

#[test]
fn a_kicker_in_front_of_the_heading_is_dropped() {
    check(
        &[
            (Heading, "Flood in the north - «We have seen nothing like it»"),
            (OpenGraph, "High water: «We have seen nothing like it»"),
        ],
        "«We have seen nothing like it»",
    );
    check(&[(Heading, "River - the long way home"), (OpenGraph, "The long way home")], "The long way home");
    check(&[(Heading, "River - the long way home"), (OpenGraph, "A long way")], "River - the long way home");
}

#[test]
fn a_kicker_glued_to_the_heading_is_dropped() {
    let check = |heading: &str, shared: &str, expected: &str| {
        self::check(&[(Heading, heading), (OpenGraph, shared)], expected);
    };
    check(
        "After the flood River rises at noon",
        "After the flood: River rises at noon",
        "River rises at noon",
    );
    check(
        "After the flood: River rises at noon",
        "After the flood: River rises at noon",
        "After the flood: River rises at noon",
    );
    check("Sponsored by River rises at noon", "River rises at noon", "River rises at noon");
    check("The best river of all", "best river of all", "The best river of all");
    let quoted = "« Nobody knew » : the lighthouse shines again";
    check(quoted, "The lighthouse shines", quoted);
}

#[test]
fn a_path_a_day_or_a_label_before_the_headline_is_dropped() {
    let check = |heading: &str, title: &str, shown: &str| {
        self::check(&[(Heading, heading), (TitleElement, title), (VisibleText, shown)], shown);
    };
    let headline = "河水上漲居民連夜撤離";
    check("河岸網 〉要聞 〉河水上漲居民連夜撤離", "河水上漲居民連夜撤離 - 河水, 撤離", headline);
    let headline = "River rises again at noon";
    check("27.01.2022River rises again at noon", "Floods - River rises again at noon", headline);
    check("Headline: River rises again at noon", "River rises again at noon » Floods", headline);
    // A headline in two parts, of which titles have the second.
    let heading = "Old boats revisited: River rises again at noon";
    let title = "River rises again at noon - Floods";
    self::check(&[(Heading, heading), (TitleElement, title), (VisibleText, headline)], heading);
    // What the page calls itself, too, is the headline's own.
    let heading = "Survey: River rises again at noon";
    let title = "Survey: River rises again at noon | Floods";
    self::check(&[(Heading, heading), (TitleElement, title), (VisibleText, headline)], heading);
}

#[test]
fn a_section_is_as_short_in_every_script_with_spaces() {
    let (title, shown) = ("Солнце встаёт всё раньше : Лента новостей", "Солнце встаёт всё раньше");
    check(&[(Heading, "Новости"), (TitleElement, title), (VisibleText, shown)], shown);
}

#[test]
fn what_is_shared_without_the_words_for_search_engines_is_the_headline() {
    let long = "River rises at noon in the third flood since May";
    check(
        &[(JsonLd, long), (Heading, long), (OpenGraph, "River rises at noon"), (TitleElement, long)],
        "River rises at noon",
    );
    check(
        &[(JsonLd, long), (Heading, long), (OpenGraph, "River rises at noon…"), (TitleElement, long)],
        long,
    );
}

#[test]
fn of_headings_that_agree_with_the_page_the_longest_is_the_headline() {
    check(
        &[
            (Heading, "Announcements"),
            (Heading, "New rules for ferries"),
            (TitleElement, "Harbour - Announcements - New rules for ferries"),
        ],
        "New rules for ferries",
    );
}

#[test]
fn a_headline_that_was_cut_gives_way_to_the_whole() {
    check(
        &[(JsonLd, "River rises and the town…"), (Heading, "River rises and the town holds its breath")],
        "River rises and the town holds its breath",
    );
}

#[test]
fn what_a_plugin_repeats_is_no_headline_where_the_page_shows_another() {
    let title = "Ten apps to learn a language - all prices";
    let found = [(JsonLd, title), (Heading, "The ten best apps"), (OpenGraph, title), (TitleElement, title)];
    check(&found, "The ten best apps");
    // What adds a kicker to the heading that the page is shared as.
    check(
        &[
            (JsonLd, "Harbour - So went the sale"),
            (Heading, "So went the sale"),
            (OpenGraph, "So went the sale"),
        ],
        "So went the sale",
    );
}

#[test]
fn a_heading_that_shares_no_word_with_the_title_is_one_of_the_menus() {
    let title = (TitleElement, "River rises at noon in the north");
    check(&[(Heading, "Health centre news"), title], title.1);
    check(&[(Heading, "Health centre news"), (Heading, "Rivers and noons"), title], "Rivers and noons");
    // A headline for readers may share none; it is longer.
    check(
        &[(Heading, "Nobody had seen it coming this spring"), title],
        "Nobody had seen it coming this spring",
    );
}

#[test]
fn a_heading_that_the_title_adds_to_what_is_shared_is_the_sites() {
    check(
        &[
            (Heading, "Lessons Learned"),
            (OpenGraph, "The lean river"),
            (TitleElement, "Lessons Learned: The lean river"),
        ],
        "The lean river",
    );
    check(
        &[
            (Heading, "Salsa steps"),
            (VisibleText, "The long way round"),
            (TitleElement, "The long way round - Salsa steps"),
        ],
        "The long way round",
    );
}

#[test]
fn a_line_of_the_page_is_the_headline_where_no_heading_is() {
    let shown = (VisibleText, "River rises at noon");
    check(&[shown, (TitleElement, "River rises at noon_News_North")], "River rises at noon");
    check(
        &[(VisibleText, "Flood: River rises at noon"), (OpenGraph, "River rises at noon")],
        "River rises at noon",
    );
}

#[test]
fn a_live_label_is_not_the_headline_that_stays() {
    let check_label = |shown: &str, expected: &str| {
        check(&[(JsonLd, shown), (Heading, shown), (OpenGraph, "River rises in the north")], expected);
    };
    for shown in [
        "Flood LIVE: bridge closed",
        "EN DIRECT - Crue : le pont fermé",
        "EN VIVO | La crecida cierra el puente",
        "TRỰC TIẾP: Cầu đóng cửa vì lũ",
        "LIVE: BRIDGE CLOSED BY FLOOD",
    ] {
        check_label(shown, "River rises in the north");
    }
    // Words of a headline's own.
    for shown in ["WHERE THEY LIVE NOW, AFTER THE FLOOD", "Where they live now, after the flood"] {
        check_label(shown, shown);
    }
}
