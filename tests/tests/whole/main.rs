//! The pipeline as a whole: its shape, its program, the three runners, crashes, and what `deploy/` describes.

mod architecture;
mod asking;
mod changes;
mod crashes;
mod database;
mod deploy;
mod diff;
mod documents;
mod hints;
mod keeping;
mod kills;
mod looking;
mod mistakes;
mod program;
mod reclean;
mod retag;
mod revisions;
mod searching;
mod seeds;
mod set_up;
mod signals;
mod tail;
mod telling;
mod three_runners;
mod unheard;
mod watching;
