//! In which order things are taken of a list that is too long: by their dates, and where these tell nothing from both of its ends.

use std::cmp::Reverse;

/// The places of a list, the newest first. Of one date, and of those without any, what stands at its beginning and at its end by
/// turns: nearly all feeds begin with the newest; archives and many sitemaps end with it.
pub(crate) fn newest_first<'l, T, D: Ord>(listed: &'l [T], dated: impl Fn(&'l T) -> Option<D>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..listed.len()).collect();
    order.sort_by_cached_key(|at| (Reverse(dated(&listed[*at])), (*at).min(listed.len() - 1 - at)));
    order
}
