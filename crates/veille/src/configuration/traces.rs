//! Where traces go: `--otlp`, the variables that OpenTelemetry specifies, `[telemetry]` of veille.toml, in this order.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::exit::{Cause, failure};

/// `[telemetry]` of veille.toml.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The collector that traces are sent to; nowhere where it is empty.
    pub otlp: String,
    /// The share of articles that are traced.
    pub sample: f64,
}

impl Default for Config {
    fn default() -> Self {
        Self { otlp: String::new(), sample: 1.0 }
    }
}

impl Config {
    /// What is wrong with it, by key.
    pub fn faults(&self) -> Vec<(&'static str, String)> {
        let otlp = endpoint(&self.otlp).err().map(|message| ("otlp", message));
        let share = share(self.sample).err().map(|message| ("sample", message));
        otlp.into_iter().chain(share).collect()
    }
}

/// What a variable says; None of an empty one, which is how a shell script unsets it for a single command.
pub fn said(read: &impl Fn(&str) -> Option<String>, name: &str) -> Option<String> {
    read(name).map(|said| said.trim().to_owned()).filter(|said| !said.is_empty())
}

/// The address that spans are posted to, behind who named it; None where nobody wants them. What else the environment says the
/// SDK reads by itself; it knows no "nowhere".
pub fn place(
    otlp: Option<&str>,
    config: &Config,
    read: &impl Fn(&str) -> Option<String>,
) -> Result<Option<(&'static str, String)>> {
    let wrong = |name: &str, message: String| failure(Cause::Configuration, format!("{name}: {message}"));
    let found = |name, written: &str| {
        let url = endpoint(written).map_err(|message| wrong(name, message))?;
        Ok(url.map(|url| (name, url)))
    };
    if let Some(written) = otlp {
        return found("--otlp", written);
    }
    // As OpenTelemetry specifies it: "true", in capitals or not, and nothing else, is true.
    let is_disabled = said(read, "OTEL_SDK_DISABLED").is_some_and(|said| said.eq_ignore_ascii_case("true"));
    let exporter = said(read, "OTEL_TRACES_EXPORTER");
    if is_disabled || exporter.as_deref() == Some("none") {
        return Ok(None);
    }
    // There are others (`zipkin`, `console`), and whoever asks for one waits for spans there.
    if let Some(said) = exporter.filter(|said| said != "otlp") {
        return Err(wrong("OTEL_TRACES_EXPORTER", format!("{said:?}; expected \"otlp\" or \"none\"")));
    }
    let (whole, base) = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT");
    if let Some(written) = said(read, whole) {
        // It is the whole address, and nothing is put behind it.
        return Ok(found(whole, &written)?.map(|(name, _)| (name, written)));
    }
    match said(read, base) {
        Some(written) => found(base, &written),
        None => found("telemetry.otlp", &config.otlp),
    }
}

/// Where a collector at this address takes spans; None of an empty one.
fn endpoint(written: &str) -> Result<Option<String>, String> {
    let written = written.trim();
    // How a configuration is overridden for one command.
    if matches!(written, "" | "off") {
        return Ok(None);
    }
    let rest = written.strip_prefix("http://").or_else(|| written.strip_prefix("https://"));
    if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/')) {
        return Err("no address of a collector; it looks like http://127.0.0.1:4318".to_owned());
    }
    // It would stand in the log with the address.
    if rest.is_some_and(|rest| rest.split('/').next().is_some_and(|host| host.contains('@'))) {
        return Err(
            "a name or password in it is not sent; OTEL_EXPORTER_OTLP_HEADERS says who we are".to_owned()
        );
    }
    let base = written.trim_end_matches('/');
    Ok(Some(if base.ends_with("/v1/traces") { base.to_owned() } else { format!("{base}/v1/traces") }))
}

fn share(number: f64) -> Result<f64, String> {
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err(format!("{number}; expected 0.0 to 1.0")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(
        otlp: Option<&str>,
        configured: &str,
        set: &[(&str, &str)],
    ) -> Result<Option<(&'static str, String)>> {
        let config = Config { otlp: configured.to_owned(), ..Config::default() };
        let read = |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, said)| (*said).to_owned());
        place(otlp, &config, &read)
    }

    #[test]
    fn an_argument_goes_before_the_environment_and_that_before_the_file() {
        let check = |otlp, configured: &str, set: &[(&str, &str)], expected: Option<&str>| {
            let found = find(otlp, configured, set).unwrap();
            assert_eq!(found.map(|(_, url)| url).as_deref(), expected, "{otlp:?} {configured:?} {set:?}");
        };
        let base = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://b:4318");
        let whole = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://t/take");
        check(None, "", &[], None);
        check(Some("http://a:1"), "http://c", &[base], Some("http://a:1/v1/traces"));
        check(Some("off"), "http://c", &[base], None);
        check(None, "http://c", &[base], Some("http://b:4318/v1/traces"));
        check(None, "http://c/x/", &[], Some("http://c/x/v1/traces"));
        check(None, "http://c/v1/traces", &[], Some("http://c/v1/traces"));
        check(None, "http://c", &[base, whole], Some("http://t/take"));
        check(None, "http://c", &[("OTEL_EXPORTER_OTLP_ENDPOINT", "")], Some("http://c/v1/traces"));
        check(None, "http://c", &[base, ("OTEL_SDK_DISABLED", "TRUE")], None);
        check(None, "http://c", &[base, ("OTEL_TRACES_EXPORTER", "none")], None);
    }

    #[test]
    fn what_cannot_be_honoured_is_told_by_its_name() {
        let check = |set: &[(&str, &str)], part: &str| {
            let told = find(None, "http://c", set).unwrap_err().to_string();
            assert!(told.starts_with(set[0].0) && told.contains(part), "{told}");
        };
        check(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")], "http://127.0.0.1:4318");
        check(&[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "grpc://collector")], "http://127.0.0.1:4318");
        check(&[("OTEL_TRACES_EXPORTER", "zipkin")], "otlp");
        let told = find(Some("http://u:s3cret@a:4318"), "", &[]).unwrap_err().to_string();
        assert!(told.starts_with("--otlp: ") && !told.contains("s3cret"), "{told}");
    }
}
