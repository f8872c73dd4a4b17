//! The pipeline as a whole: its shape, its program, the three runners, crashes, and what `deploy/` describes.

mod architecture;
mod crashes;
mod deploy;
mod documents;
mod program;
mod seeds;
mod set_up;
mod three_runners;
