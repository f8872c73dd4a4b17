//! (cleaner)
