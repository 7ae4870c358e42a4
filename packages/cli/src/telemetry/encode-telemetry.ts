import {ROOT_CONTEXT as rootContext, SpanKind, SpanStatusCode, trace} from '@opentelemetry/api';
import {
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import {resourceFromAttributes} from '@opentelemetry/resources';
import {MeterProvider, MetricReader} from '@opentelemetry/sdk-metrics';
import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

import type {Signal, TelemetryTarget} from './telemetry-targets.ts';
import {telemetryFigures, type TelemetryRun} from './telemetry-run.ts';

/** What of OpenTelemetry's SDK this program uses: in a file of its own beside the program, loaded where telemetry is sent. */
export type EncodeTelemetry = typeof encodeTelemetry;

const scope = 'firefly-collector';

/**
 * What one run is told as, in OTLP: a body for each signal. Nothing is sent.
 *
 * @param version Of this program.
 */
export async function encodeTelemetry(
  run: TelemetryRun,
  signal: Signal,
  {format, version}: {readonly format: TelemetryTarget['format']; readonly version: string},
): Promise<Uint8Array> {
  const {cluster} = run.report;
  const resource = resourceFromAttributes({
    'service.name': scope,
    'service.version': version,
    // The same in every run: a run of its own would be a series of its own wherever metrics are kept.
    'service.instance.id': run.clusterId,
    'k8s.cluster.name': run.clusterId,
    ...(cluster.uid === undefined ? {} : {'k8s.cluster.uid': cluster.uid}),
    ...run.resource,
  });
  const shared = {resource, version};
  const bytes =
    signal === 'traces'
      ? (format === 'json' ? JsonTraceSerializer : ProtobufTraceSerializer).serializeRequest(
          spansOf(run, shared),
        )
      : (format === 'json' ? JsonMetricsSerializer : ProtobufMetricsSerializer).serializeRequest(
          await metricsOf(run, shared),
        );
  if (bytes === undefined) throw new TypeError(`OpenTelemetry's SDK made nothing of the ${signal}.`);
  return bytes;
}

interface Shared {
  readonly resource: ReturnType<typeof resourceFromAttributes>;
  readonly version: string;
}

function spansOf({report, exitCode, clusterId, spans, dropped}: TelemetryRun, {resource, version}: Shared) {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    resource,
    sampler: new AlwaysOnSampler(),
    spanLimits: {attributeValueLengthLimit: 1000},
    spanProcessors: [new SimpleSpanProcessor({exporter})],
  });
  const tracer = provider.getTracer(scope, version);
  const root = tracer.startSpan(
    'collect',
    {
      startTime: new Date(report.startedAt),
      attributes: {
        'k8s.cluster.name': clusterId,
        'firefly.run.id': report.runId,
        'firefly.result': report.result,
        'firefly.exit_code': exitCode,
        ...(report.protocol === undefined ? {} : {'firefly.contract': report.protocol}),
        ...(report.code === undefined ? {} : {'error.type': report.code}),
        ...(dropped === 0 ? {} : {'firefly.steps_not_shown': dropped}),
      },
    },
    rootContext,
  );
  if (report.result === 'failure') root.setStatus({code: SpanStatusCode.ERROR, message: report.reason ?? ''});
  const within = trace.setSpan(rootContext, root);
  for (const {name, start, end, attributes, failure, events = []} of spans) {
    const kind = name === 'discovery' ? SpanKind.INTERNAL : SpanKind.CLIENT;
    const span = tracer.startSpan(name, {kind, startTime: start, attributes}, within);
    for (const event of events) span.addEvent(event.name, event.attributes, event.at);
    if (failure !== undefined) span.setStatus({code: SpanStatusCode.ERROR, message: failure});
    span.end(end);
  }
  root.end(new Date(report.endedAt));
  return exporter.getFinishedSpans();
}

/** Read once, at the end. */
class OneReading extends MetricReader {
  protected async onShutdown() {}
  protected async onForceFlush() {}
}

async function metricsOf(run: TelemetryRun, {resource, version}: Shared) {
  const reader = new OneReading();
  const meter = new MeterProvider({resource, readers: [reader]}).getMeter(scope, version);
  for (const {name, unit, description, points} of telemetryFigures(run)) {
    const gauge = meter.createGauge(name, {unit, description});
    // A resource's attributes are no labels in Prometheus; this one is, so that one rule looks at one cluster.
    for (const {value, attributes} of points)
      gauge.record(value, {'k8s.cluster.name': run.clusterId, ...attributes});
  }
  return (await reader.collect()).resourceMetrics;
}
