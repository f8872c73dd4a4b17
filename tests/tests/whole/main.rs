//! The pipeline as a whole: its shape, its program, the three runners, crashes, and what `deploy/` describes.

mod architecture;
mod changes;
mod crashes;
mod deploy;
mod documents;
mod hints;
mod looking;
mod mistakes;
mod program;
mod retag;
mod seeds;
mod set_up;
mod signals;
mod tail;
mod three_runners;
mod unheard;
mod watching;
