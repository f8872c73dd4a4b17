//! What a process tells of its work as it goes: logs on standard error, and traces to a collector (OpenTelemetry).

mod export;
mod logs;
mod spans;

pub use export::Export;
pub use logs::{start, told};
