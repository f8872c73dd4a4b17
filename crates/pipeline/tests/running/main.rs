//! The three runners against toy stages, a toy store, and a NATS server of the test's own.
//!
//! One binary for all of them: each further one would link the whole pipeline again.

mod deadly;
mod filter;
mod follow;
mod fused;
mod nats;
mod rights;
mod simulated;
mod streams;
mod toy;
