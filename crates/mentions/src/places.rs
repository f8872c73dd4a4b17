//! Where passages stand, in code points.

/// A passage with its place.
pub(super) struct Place<'t> {
    pub start: usize,
    pub end: usize,
    pub exact: &'t str,
}

/// Counts the code points of a text on from the last place that was asked for.
pub(super) struct CodePoints<'t> {
    text: &'t str,
    byte: usize,
    count: usize,
}

impl<'t> CodePoints<'t> {
    pub fn of(text: &'t str) -> Self {
        Self { text, byte: 0, count: 0 }
    }

    /// The place of these bytes. Begins are asked for in order.
    pub fn range(&mut self, start: usize, end: usize) -> Place<'t> {
        if start < self.byte {
            (self.byte, self.count) = (0, 0);
        }
        self.count += self.text[self.byte..start].chars().count();
        self.byte = start;
        let exact = &self.text[start..end];
        Place { start: self.count, end: self.count + exact.chars().count(), exact }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_code_points_and_not_bytes() {
        let mut code_points = CodePoints::of("né à Hà Nội");
        let mut check = |start, end, expected: (usize, usize, &str)| {
            let place = code_points.range(start, end);
            assert_eq!((place.start, place.end, place.exact), expected);
        };
        check(0, 3, (0, 2, "né"));
        check(4, 6, (3, 4, "à"));
        check(7, 10, (5, 7, "Hà"));
        check(0, 3, (0, 2, "né"));
    }
}
