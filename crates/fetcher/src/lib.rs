//! (fetcher)
