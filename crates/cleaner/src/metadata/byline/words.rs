//! The words of bylines, from `data/metadata`: what opens one, what joins two names, what is no person's name.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::provenance::Openings;

pub(super) struct Words {
    /// Open a byline.
    pub(super) before: Openings,
    pub(super) marked: Openings,
    /// Open a byline where the markup alone parts them from the name.
    pub(super) glued: Openings,
    /// Label the author of what is shared, as a part of the label.
    pub(super) cards: Vec<&'static str>,
    pub(super) labels_before: Openings,
    /// Stand before the names that a line ends in.
    pub(super) signatures: Vec<&'static str>,
    pub(super) joints: HashSet<&'static str>,
    pub(super) phrase_joints: Vec<String>,
    pub(super) weak: HashSet<&'static str>,
    pub(super) particles: HashSet<&'static str>,
    pub(super) places: HashSet<&'static str>,
    pub(super) titles: HashSet<&'static str>,
    /// Between a day and the hour, and behind that.
    pub(super) hours: HashSet<&'static str>,
    /// Folders of addresses in which authors have their pages.
    pub(super) folders: HashSet<&'static str>,
    pub(super) apart: Openings,
    pub(super) credits: Openings,
    pub(super) desks: HashSet<&'static str>,
    pub(super) desk_parts: Vec<&'static str>,
    pub(super) labels: HashSet<&'static str>,
    pub(super) roles: HashSet<&'static str>,
    /// Behind a name in a script without capitals.
    pub(super) titled: Vec<&'static str>,
    /// Before Chinese names, the longest first.
    pub(super) reporters: Vec<&'static str>,
    /// Label the author among the fields of a line.
    pub(super) fields: Vec<&'static str>,
    /// Of which no name is made.
    pub(super) common: HashSet<&'static str>,
    /// With which none opens.
    pub(super) common_first: HashSet<&'static str>,
}

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let words = include_str!("../../../data/metadata/byline-words.txt");
    let desks = include_str!("../../../data/metadata/desks.txt");
    let common = include_str!("../../../data/metadata/common-words.txt");
    let of = |table: &'static str, kind: &'static str| {
        table
            .lines()
            .filter_map(move |line| line.split_once(':').filter(|(name, _)| *name == kind))
            .map(|(_, rest)| rest)
    };
    let phrases = |kind| of(words, kind).flat_map(|rest| rest.split('|').map(str::trim));
    Words {
        before: Openings::of(words, "before"),
        marked: Openings::of(words, "marked"),
        glued: Openings::of(words, "glued"),
        cards: phrases("card").collect(),
        labels_before: Openings::of(words, "labelled"),
        signatures: phrases("signature").collect(),
        joints: phrases("joint").filter(|joint| !joint.contains(' ')).collect(),
        phrase_joints: phrases("joint")
            .filter(|joint| joint.contains(' '))
            .map(|joint| format!(" {joint} "))
            .collect(),
        weak: phrases("weak").collect(),
        particles: of(words, "particle").flat_map(str::split_whitespace).collect(),
        places: of(words, "place").flat_map(str::split_whitespace).collect(),
        titles: of(words, "title").flat_map(str::split_whitespace).collect(),
        hours: of(words, "hour").flat_map(str::split_whitespace).collect(),
        folders: of(words, "folder").flat_map(str::split_whitespace).collect(),
        apart: Openings::of(words, "apart"),
        credits: Openings::of(words, "credit"),
        desks: of(desks, "word").flat_map(str::split_whitespace).collect(),
        desk_parts: of(desks, "part").flat_map(str::split_whitespace).collect(),
        labels: of(desks, "label")
            .flat_map(|rest| rest.split('|').map(str::trim))
            .chain(weekdays())
            .collect(),
        roles: include_str!("../../../data/metadata/roles.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace)
            .collect(),
        titled: phrases("titled").collect(),
        reporters: longest_first(phrases("reporters").collect()),
        fields: longest_first(phrases("fields").collect()),
        common: of(common, "any").flat_map(str::split_whitespace).collect(),
        common_first: of(common, "first").flat_map(str::split_whitespace).collect(),
    }
});

/// `实习生` before `实习`.
fn longest_first(mut words: Vec<&'static str>) -> Vec<&'static str> {
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// Days of the week stand before dates, where names stand too: `Thứ Bảy, 25/10/2025 | 14:05`.
fn weekdays() -> impl Iterator<Item = &'static str> {
    let lines =
        include_str!("../../../data/metadata/weekdays.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(':')).flat_map(|(_, days)| days.split('|').map(str::trim))
}
