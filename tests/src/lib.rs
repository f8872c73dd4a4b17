//! Helpers shared by the tests of the pipeline as a whole.
