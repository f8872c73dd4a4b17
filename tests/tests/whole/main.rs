//! The pipeline as a whole: its shape, its program, the three runners, crashes, and what `deploy/` describes.

mod architecture;
mod crashes;
mod deploy;
mod program;
mod seeds;
mod three_runners;
