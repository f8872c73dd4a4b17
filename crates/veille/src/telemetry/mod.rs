//! What a process tells of its work as it goes: logs on standard error, and traces to a collector (OpenTelemetry).

mod export;
mod logs;
mod settings;
mod spans;

pub use export::Export;
pub use logs::{Config as LogConfig, filter, start, told};
pub use settings::Config;
