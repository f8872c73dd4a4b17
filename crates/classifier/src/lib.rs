//! Tags articles: language, topics, provenance. Pure functions of their arguments.

pub mod language;
