//! What differs: between two texts, between two articles, between two stores.

pub mod words;
