//! Who judges blocks: two ensembles of trees for pages, and two for flattened text.

use std::sync::LazyLock;

use super::trees::Trees;

/// The two looks at the blocks of one form of document, a page or a text.
#[derive(Clone, Debug)]
pub struct Judges {
    pub(super) first: Trees,
    pub(super) second: Trees,
}

static FOR_PAGES: LazyLock<Judges> = LazyLock::new(|| {
    let (first, second) =
        (include_str!("../../data/blocks-page-1.txt"), include_str!("../../data/blocks-page-2.txt"));
    Judges::of_data(first, second)
});
static FOR_TEXT: LazyLock<Judges> = LazyLock::new(|| {
    let (first, second) =
        (include_str!("../../data/blocks-text-1.txt"), include_str!("../../data/blocks-text-2.txt"));
    Judges::of_data(first, second)
});

impl Judges {
    /// Judges with these trees: those of the first look, and those that see what the first made of a block's neighbours.
    pub fn new(first: Trees, second: Trees) -> Self {
        Self { first, second }
    }

    fn of_data(first: &str, second: &str) -> Self {
        let read = |text| Trees::read(text).expect("the weights in data/ fit the columns, as a test asserts");
        Self::new(read(first), read(second))
    }

    /// Those in `data/`.
    pub(crate) fn of_form(markup: bool) -> &'static Self {
        if markup { &FOR_PAGES } else { &FOR_TEXT }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_trees_for_the_columns_of_a_row() {
        for judges in [&FOR_PAGES, &FOR_TEXT] {
            assert!(judges.first.len() > 10 && judges.second.len() > 10);
        }
    }
}
