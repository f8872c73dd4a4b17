//! Where traces go, and which: `--otlp`, the variables that OpenTelemetry specifies, `[telemetry]` of veille.toml, in this order.

use std::time::Duration;

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

/// A collector, what it is told of this process, and how.
#[derive(Debug, PartialEq)]
pub(super) struct Target {
    /// Where spans are posted.
    pub url: String,
    /// What stands beside them: who we are to the collector.
    pub headers: Vec<(String, String)>,
    pub is_packed: bool,
    /// How long it may take over an answer.
    pub patience: Duration,
    /// How long spans wait for others.
    pub delay: Duration,
    pub batch_max: usize,
    pub queue_max: usize,
    pub sampling: Sampling,
    /// Attributes of the process.
    pub resource: Vec<(String, String)>,
}

/// Which traces are kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sampling {
    /// Whether the stage before decides, where there was one.
    pub by_parent: bool,
    pub share: f64,
}

impl Sampling {
    /// Whether a trace is kept. By its id, so that all who are asked agree (TraceIdRatioBased).
    pub fn keeps(self, trace: [u8; 16], before: Option<bool>) -> bool {
        if let Some(before) = before.filter(|_| self.by_parent) {
            return before;
        }
        let [.., a, b, c, d, e, f, g, h] = trace;
        let place = u64::from_be_bytes([a, b, c, d, e, f, g, h]) >> 1;
        (place as f64) < self.share * (1_u64 << 63) as f64
    }
}

impl Target {
    /// Where the traces of a command go; None where nobody wants them. `read` gives what a variable says.
    pub fn find(
        command: &str,
        otlp: Option<&str>,
        config: &Config,
        read: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>> {
        let read = |name: &str| read(name).map(|said| said.trim().to_owned()).filter(|said| !said.is_empty());
        // A variable for traces alone goes before the one for everything.
        let exporter = |what: &str| {
            let named = [format!("OTEL_EXPORTER_OTLP_TRACES_{what}"), format!("OTEL_EXPORTER_OTLP_{what}")];
            named.into_iter().find_map(|name| read(&name).map(|said| (name, said)))
        };
        let wrong = |name: &str, message: String| failure(Cause::Configuration, format!("{name}: {message}"));
        let Some(url) = place(otlp, config, &read).map_err(|(name, message)| wrong(&name, message))? else {
            return Ok(None);
        };
        if let Some((name, said)) = exporter("PROTOCOL")
            && said != "http/protobuf"
        {
            return Err(wrong(&name, format!("{said:?} is not spoken; expected \"http/protobuf\"")));
        }
        let is_packed = match exporter("COMPRESSION") {
            None => false,
            Some((name, said)) => match said.as_str() {
                "gzip" => true,
                "none" => false,
                _ => return Err(wrong(&name, format!("{said:?}; expected \"gzip\" or \"none\""))),
            },
        };
        let headers = match exporter("HEADERS") {
            // What is wrong with it is not printed: it holds secrets.
            Some((name, said)) => pairs(&said)
                .ok_or_else(|| wrong(&name, "expected key=value, several with commas between".to_owned()))?,
            None => Vec::new(),
        };
        let whole = |name: &str, said: Option<String>, otherwise: u64| match said {
            None => Ok(otherwise),
            Some(said) => {
                let number = said.parse().ok().filter(|number| *number > 0);
                number.ok_or_else(|| {
                    wrong(name, format!("{said:?}; expected a whole number of milliseconds or spans"))
                })
            }
        };
        let of = |name: &str, otherwise| whole(name, read(name), otherwise);
        let (timeout, said) = exporter("TIMEOUT").unzip();
        let patience = whole(timeout.as_deref().unwrap_or_default(), said, 10_000)?;
        Ok(Some(Self {
            url,
            headers,
            is_packed,
            patience: Duration::from_millis(patience),
            delay: Duration::from_millis(of("OTEL_BSP_SCHEDULE_DELAY", 5_000)?),
            batch_max: usize::try_from(of("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512)?)?,
            queue_max: usize::try_from(of("OTEL_BSP_MAX_QUEUE_SIZE", 2_048)?)?,
            sampling: sampling(config, &read).map_err(|(name, message)| wrong(name, message))?,
            resource: resource(command, &read).map_err(|(name, message)| wrong(name, message))?,
        }))
    }
}

/// The address that spans are posted to, else what is wrong with which name.
fn place(
    otlp: Option<&str>,
    config: &Config,
    read: &impl Fn(&str) -> Option<String>,
) -> Result<Option<String>, (String, String)> {
    let named = |name: &str| name.to_owned();
    if let Some(written) = otlp {
        return endpoint(written).map_err(|message| (named("--otlp"), message));
    }
    let is_disabled = read("OTEL_SDK_DISABLED").is_some_and(|said| said.eq_ignore_ascii_case("true"));
    let exporter = read("OTEL_TRACES_EXPORTER");
    if is_disabled || exporter.as_deref() == Some("none") {
        return Ok(None);
    }
    if let Some(said) = exporter.filter(|said| said != "otlp") {
        return Err((named("OTEL_TRACES_EXPORTER"), format!("{said:?}; expected \"otlp\" or \"none\"")));
    }
    let whole = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    if let Some(written) = read(whole) {
        // It is the whole address, and nothing is put behind it.
        return endpoint(&written).map(|_| Some(written)).map_err(|message| (named(whole), message));
    }
    let base = "OTEL_EXPORTER_OTLP_ENDPOINT";
    match read(base) {
        Some(written) => endpoint(&written).map_err(|message| (named(base), message)),
        None => endpoint(&config.otlp).map_err(|message| (named("telemetry.otlp"), message)),
    }
}

/// Where a collector at this address takes spans; None of an empty one.
fn endpoint(written: &str) -> Result<Option<String>, String> {
    let written = written.trim();
    if matches!(written, "" | "off") {
        return Ok(None);
    }
    let rest = written.strip_prefix("http://").or_else(|| written.strip_prefix("https://"));
    if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/')) {
        return Err("no address of a collector; it looks like http://127.0.0.1:4318".to_owned());
    }
    let base = written.trim_end_matches('/');
    Ok(Some(if base.ends_with("/v1/traces") { base.to_owned() } else { format!("{base}/v1/traces") }))
}

fn share(number: f64) -> Result<f64, String> {
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err(format!("{number}; expected 0.0 to 1.0")) }
}

fn sampling(
    config: &Config,
    read: &impl Fn(&str) -> Option<String>,
) -> Result<Sampling, (&'static str, String)> {
    let (sampler, argument) = ("OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG");
    let Some(said) = read(sampler) else {
        return Ok(Sampling { by_parent: true, share: config.sample });
    };
    let (by_parent, kind) = match said.strip_prefix("parentbased_") {
        Some(kind) => (true, kind),
        None => (false, said.as_str()),
    };
    let share = match kind {
        "always_on" => 1.0,
        "always_off" => 0.0,
        "traceidratio" => match read(argument) {
            None => 1.0,
            Some(said) => {
                let number = said.parse().map_err(|_| format!("{said:?}; expected 0.0 to 1.0"));
                number.and_then(share).map_err(|message| (argument, message))?
            }
        },
        _ => {
            let expected = "always_on, always_off or traceidratio, alone or behind parentbased_";
            return Err((sampler, format!("{said:?}; expected {expected}")));
        }
    };
    Ok(Sampling { by_parent, share })
}

/// Who we are, by OpenTelemetry's names.
fn resource(
    command: &str,
    read: &impl Fn(&str) -> Option<String>,
) -> Result<Vec<(String, String)>, (&'static str, String)> {
    let variable = "OTEL_RESOURCE_ATTRIBUTES";
    let mut attributes = match read(variable) {
        Some(said) => pairs(&said)
            .ok_or_else(|| (variable, "expected key=value, several with commas between".to_owned()))?,
        None => Vec::new(),
    };
    if let Some(name) = read("OTEL_SERVICE_NAME") {
        attributes.retain(|(key, _)| key != "service.name");
        attributes.push(("service.name".to_owned(), name));
    }
    let host = crate::context::host().unwrap_or_else(|| "unknown".to_owned());
    let process = std::process::id().to_string();
    let ours = [
        ("service.name", format!("veille-{command}")),
        ("service.namespace", "veille".to_owned()),
        ("service.version", env!("CARGO_PKG_VERSION").to_owned()),
        ("service.instance.id", format!("{host}/{process}")),
        ("host.name", host),
        ("process.pid", process),
        ("telemetry.sdk.name", "veille".to_owned()),
        ("telemetry.sdk.language", "rust".to_owned()),
    ];
    for (key, value) in ours {
        if !attributes.iter().any(|(known, _)| known == key) {
            attributes.push((key.to_owned(), value));
        }
    }
    Ok(attributes)
}

/// `key=value,key=value`, values with `%20` for what may not stand there (W3C Baggage); None where it is something else.
fn pairs(written: &str) -> Option<Vec<(String, String)>> {
    let parts = written.split(',').map(str::trim).filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (key, value) = part.split_once('=')?;
        (!key.trim().is_empty()).then(|| Some((key.trim().to_owned(), unescaped(value.trim())?)))?
    };
    parts.map(pair).collect()
}

fn unescaped(written: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(written.len());
    let mut parts = written.split('%');
    bytes.extend(parts.next()?.bytes());
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend(rest.bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(otlp: Option<&str>, configured: &str, set: &[(&str, &str)]) -> Result<Option<Target>> {
        let config = Config { otlp: configured.to_owned(), ..Config::default() };
        let read = |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, said)| (*said).to_owned());
        Target::find("clean", otlp, &config, read)
    }

    #[test]
    fn an_argument_goes_before_the_environment_and_that_before_the_file() {
        let check = |otlp, configured: &str, set: &[(&str, &str)], expected: Option<&str>| {
            let found = find(otlp, configured, set).unwrap();
            assert_eq!(
                found.map(|target| target.url).as_deref(),
                expected,
                "{otlp:?} {configured:?} {set:?}"
            );
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
        check(&[("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")], "http/protobuf");
        check(&[("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd")], "gzip");
        check(&[("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "10s")], "milliseconds");
        check(&[("OTEL_TRACES_SAMPLER", "jaeger_remote")], "traceidratio");
        check(&[("OTEL_TRACES_SAMPLER_ARG", "2"), ("OTEL_TRACES_SAMPLER", "traceidratio")], "0.0 to 1.0");
        check(&[("OTEL_TRACES_EXPORTER", "zipkin")], "otlp");
        let told = find(None, "http://c", &[("OTEL_EXPORTER_OTLP_HEADERS", "Bearer s3cret")]);
        assert!(!told.unwrap_err().to_string().contains("s3cret"));
    }

    #[test]
    fn headers_and_attributes_are_read_as_specified() {
        let set = [
            ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20a=b, x-office = 7"),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=t%C3%A9st,service.name=other"),
            ("OTEL_SERVICE_NAME", "ours"),
        ];
        let target = find(None, "http://c", &set).unwrap().unwrap();
        let pair = |(key, value): &(String, String)| format!("{key}: {value}");
        let headers: Vec<String> = target.headers.iter().map(pair).collect();
        assert_eq!(headers, ["authorization: Bearer a=b", "x-office: 7"]);
        let resource: Vec<String> = target.resource.iter().map(pair).collect();
        assert_eq!(resource[..2], ["deployment.environment.name: tést", "service.name: ours"]);
        let plain = find(None, "http://c", &[]).unwrap().unwrap();
        assert_eq!(pair(&plain.resource[0]), "service.name: veille-clean");
    }

    #[test]
    fn a_share_of_traces_is_kept_by_their_ids_and_the_stage_before_decides() {
        let kept = |sampling: Sampling, before| {
            let of = |number: u64| {
                let mut trace = [7; 16];
                trace[8..].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
                sampling.keeps(trace, before)
            };
            (0..1_000).filter(|number| of(*number)).count()
        };
        let of = |set: &[(&str, &str)]| find(None, "http://c", set).unwrap().unwrap().sampling;
        let quarter =
            of(&[("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0.25")]);
        assert!((230..270).contains(&kept(quarter, None)), "{}", kept(quarter, None));
        assert_eq!((kept(quarter, Some(true)), kept(quarter, Some(false))), (1_000, 0));
        assert_eq!((kept(of(&[]), None), kept(of(&[]), Some(false))), (1_000, 0));
        assert_eq!(kept(of(&[("OTEL_TRACES_SAMPLER", "always_off")]), Some(true)), 0);
        assert_eq!(kept(of(&[("OTEL_TRACES_SAMPLER", "always_on")]), Some(false)), 1_000);
    }
}
