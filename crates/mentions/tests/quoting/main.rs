//! Who is quoted, from outside: sentence by sentence, and on annotated passages.
//!
//! One binary for both: each further one would link the words of all languages again.

mod east;
mod hearers;
mod lines;
mod meant;
mod names;
mod quotations;
mod quotations_passages;
mod speakers;
mod told;
mod told_forms;
mod unsaid;
