//! Lists of articles as people see them: by day, each article with what says why it is here, and what they can be narrowed to.

mod list;
mod narrowing;

pub(crate) use list::{Chip, Group, Item, Judged, List, Listed, Maker, Other, PAGE, StoryLine};
pub(crate) use narrowing::{
    Facet, MANY, NotRelevant, Period, chips, facets, named, not_relevant, period, title,
};
