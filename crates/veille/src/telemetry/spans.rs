//! A stage's span as OpenTelemetry has it.

use opentelemetry::trace::{SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};
use veille_model::{OutcomeKind, StageName};
use veille_pipeline::Span;

pub(super) fn exported(span: Span) -> SpanData {
    let outcome = &span.outcome;
    let mut attributes = vec![
        KeyValue::new("veille.stage", outcome.stage.as_str()),
        KeyValue::new("veille.outcome", outcome.outcome.as_str()),
        KeyValue::new("veille.source", outcome.source.to_string()),
        KeyValue::new("veille.input", outcome.input.clone()),
    ];
    let more = [
        ("url.full", outcome.url.clone()),
        ("veille.output", outcome.outputs.first().cloned()),
        ("veille.reason", outcome.reason.as_ref().map(|reason| reason.code.clone())),
        ("messaging.system", span.over_nats.then(|| "nats".to_owned())),
    ];
    attributes.extend(more.into_iter().filter_map(|(key, value)| Some(KeyValue::new(key, value?))));
    let status = match outcome.outcome {
        // A page that is no article was settled as it should be; an error is what no stage could settle.
        OutcomeKind::Quarantined => {
            Status::error(outcome.reason.as_ref().map(|reason| reason.detail.clone()).unwrap_or_default())
        }
        _ => Status::Unset,
    };
    SpanData {
        span_context: SpanContext::new(
            TraceId::from_bytes(span.trace),
            SpanId::from_bytes(span.id),
            // Of traces that are not kept no span comes here.
            TraceFlags::SAMPLED,
            false,
            TraceState::default(),
        ),
        parent_span_id: span.parent.map_or(SpanId::INVALID, SpanId::from_bytes),
        parent_span_is_remote: span.over_nats && span.parent.is_some(),
        span_kind: kind(&span),
        name: outcome.stage.as_str().into(),
        start_time: span.began,
        end_time: span.ended,
        attributes,
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status,
        instrumentation_scope: InstrumentationScope::builder("veille")
            .with_version(env!("CARGO_PKG_VERSION"))
            .build(),
    }
}

fn kind(span: &Span) -> SpanKind {
    match (span.over_nats, span.outcome.stage) {
        (false, _) => SpanKind::Internal,
        (true, StageName::Fetch | StageName::Capture) => SpanKind::Producer,
        (true, _) => SpanKind::Consumer,
    }
}
