//! Traces on their way to a collector: the SDK of OpenTelemetry gathers them in a bounded queue and posts them in batches (OTLP
//! over HTTP), on a thread of its own. A collector that is away, or slower than we are, costs spans and never articles.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Result;
use opentelemetry::trace::{SpanContext, SpanId, SpanKind, TraceContextExt, TraceFlags, TraceId, TraceState};
use opentelemetry::{Context as Parent, KeyValue};
use opentelemetry_otlp::{SpanExporter as OtlpExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::resource::{
    EnvResourceDetector, SdkProvidedResourceDetector, TelemetryResourceDetector,
};
use opentelemetry_sdk::trace::{
    BatchSpanProcessor, Config as SdkConfig, Sampler, SamplingDecision, ShouldSample, SpanData, SpanExporter,
    SpanProcessor,
};
use veille_fetcher::Poster;
use veille_pipeline::Traces;

use super::spans;
use crate::configuration::traces::{place, said};
use crate::context::Context;
use crate::exit::{Cause, failure};

/// Where the spans of this process go.
#[derive(Default)]
pub struct Export {
    traces: Traces,
    sending: Option<Arc<Sending>>,
}

struct Sending {
    collector: String,
    processor: BatchSpanProcessor,
    /// Spans that were handed over, and those of them that the collector took.
    handed: AtomicU64,
    taken: Arc<AtomicU64>,
}

impl Export {
    /// Begins to send the spans of a command where the argument says, else the environment, else the configuration; nowhere, and
    /// then nothing is traced, where none of them names a collector.
    pub fn begin(command: &str, otlp: Option<&str>, context: &Context) -> Result<Self> {
        let config = &context.configuration.settings.telemetry;
        let read = |name: &str| std::env::var(name).ok();
        let Some((name, collector)) = place(otlp, config, &read)? else { return Ok(Self::default()) };
        Poster::choose_tls();
        let exporter = OtlpExporter::builder()
            .with_http()
            .with_endpoint(collector.as_str())
            .build()
            .map_err(|error| failure(Cause::Configuration, format!("{name}: {error}")))?;
        let taken = Arc::<AtomicU64>::default();
        let exporter = Counted { exporter, taken: Arc::clone(&taken) };
        let mut processor = BatchSpanProcessor::builder(exporter).build();
        processor.set_resource(&resource(command, said(&read, "OTEL_SERVICE_NAME").is_some()));
        let sampler = match said(&read, "OTEL_TRACES_SAMPLER") {
            // The SDK reads the variable and its argument itself.
            Some(_) => SdkConfig::default().sampler,
            None => Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(config.sample))).into(),
        };
        tracing::info!(collector, "sending traces");
        let sending = Arc::new(Sending { collector, processor, handed: AtomicU64::new(0), taken });
        let to = Arc::clone(&sending);
        let export = move |span| {
            to.handed.fetch_add(1, Ordering::Relaxed);
            to.processor.on_end(spans::exported(span));
        };
        let traces = Traces::new(move |trace, before| keeps(sampler.as_ref(), trace, before), export);
        Ok(Self { traces, sending: Some(sending) })
    }

    /// For the runners.
    pub fn traces(&self) -> Traces {
        self.traces.clone()
    }

    /// Sends what is left; a collector that does not answer holds up nobody for long.
    pub async fn end(self) {
        let Some(sending) = self.sending else { return };
        // The SDK waits for its thread.
        let _ = tokio::task::spawn_blocking(move || sending.end()).await;
    }
}

impl Sending {
    fn end(&self) {
        let ended = self.processor.shutdown();
        let lost = self.handed.load(Ordering::Relaxed).saturating_sub(self.taken.load(Ordering::Relaxed));
        if lost > 0 {
            let cause = ended.err().map(|error| error.to_string());
            tracing::warn!(collector = self.collector, cause, lost, "spans were not taken and are dropped");
        }
    }
}

/// Counts what a collector takes: the SDK tells of batches that fail, and not how many spans they held.
#[derive(Debug)]
struct Counted {
    exporter: OtlpExporter,
    taken: Arc<AtomicU64>,
}

impl SpanExporter for Counted {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let count = batch.len() as u64;
        self.exporter.export(batch).await?;
        self.taken.fetch_add(count, Ordering::Relaxed);
        Ok(())
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

/// Whether a trace is kept, and what the stage before chose about it.
fn keeps(sampler: &dyn ShouldSample, trace: [u8; 16], before: Option<bool>) -> bool {
    let trace = TraceId::from_bytes(trace);
    let parent = before.map(|is_sampled| {
        let flags = TraceFlags::default().with_sampled(is_sampled);
        // Samplers ask whether there is a span, and not which.
        let span = SpanId::from_bytes([1; 8]);
        Parent::new().with_remote_span_context(SpanContext::new(
            trace,
            span,
            flags,
            true,
            TraceState::default(),
        ))
    });
    let chosen = sampler.should_sample(parent.as_ref(), trace, "", &SpanKind::Internal, &[], &[]);
    chosen.decision == SamplingDecision::RecordAndSample
}

/// Who we are, by OpenTelemetry's names; what the environment says goes before it.
fn resource(command: &str, is_named: bool) -> Resource {
    let host = crate::machine::host().unwrap_or_else(|| "unknown".to_owned());
    let process = std::process::id();
    let ours = Resource::builder_empty().with_service_name(format!("veille-{command}")).with_attributes([
        KeyValue::new("service.namespace", "veille"),
        KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
        KeyValue::new("service.instance.id", format!("{host}/{process}")),
        KeyValue::new("host.name", host),
        KeyValue::new("process.pid", i64::from(process)),
    ]);
    let whole =
        ours.with_detectors(&[Box::new(TelemetryResourceDetector), Box::new(EnvResourceDetector::new())]);
    // It would say "unknown_service" where nobody named one.
    if is_named { whole.with_detector(Box::new(SdkProvidedResourceDetector)) } else { whole }.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_traces_is_kept_by_their_ids_and_the_stage_before_decides() {
        let kept = |share, before| {
            let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(share)));
            let of = |number: u64| {
                let mut trace = [7; 16];
                trace[8..].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
                keeps(&sampler, trace, before)
            };
            (0..1_000).filter(|number| of(*number)).count()
        };
        assert!((230..270).contains(&kept(0.25, None)), "{}", kept(0.25, None));
        assert_eq!((kept(0.25, Some(true)), kept(0.25, Some(false))), (1_000, 0));
        assert_eq!((kept(1.0, None), kept(0.0, None)), (1_000, 0));
    }
}
