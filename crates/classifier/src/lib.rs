//! (classifier)
