export type {ClusterIdentity} from './cluster-identity.ts';
export {asBuffer} from './as-buffer.ts';
export {createRawObject} from './create-raw-object.ts';
export {CollectorError, messageOf} from './error.ts';
export {ProblemsError} from './problems-error.ts';
export {shortText} from './short-text.ts';
export {glob} from './glob.ts';
export {makeDirectory} from './make-directory.ts';
export {nearestName} from './nearest-name.ts';
export {
  type JsonRecord,
  readArray,
  readBoolean,
  readCount,
  readRecord,
  readString,
  readStrings,
} from './read-json.ts';
export {UnexpectedShapeError} from './unexpected-shape-error.ts';
export type {OwnerReference} from './owner-reference.ts';
export type {Page, PageFormat} from './page.ts';
export {
  apiVersionOf,
  parseApiVersion,
  parseTypeName,
  resourceTypeName,
  type ResourceType,
} from './resource-type.ts';
export {resourceTypeRecord, type ResourceTypeRecord} from './resource-type-record.ts';
export type {ReadingReport, RunReport, StreamReport} from './run-report.ts';
export type {
  OversizedPageItem,
  Sink,
  SinkContext,
  SinkLimits,
  SinkOpening,
  SinkSession,
  WriteReceipt,
} from './sink.ts';
export type {DiscoveryFailure} from './discovery-failure.ts';
export type {OversizedItem} from './oversized-item.ts';
export type {
  Plan,
  Reading,
  ReadingDone,
  ReadingFacts,
  ReadingFailed,
  NarrowedTo,
  ReadingOutcome,
  ReadingPartial,
  Source,
  SourceContext,
  SourceSession,
} from './source.ts';
export {
  isRawObject,
  type ItemDescription,
  type RawObject,
  type StreamItem,
  type StreamName,
} from './stream-item.ts';
export {type Clock, systemClock} from './clock.ts';
export {type BufferPool, type BufferPoolOptions, createBufferPool} from './buffer-pool.ts';
export {mapInParallel} from './map-in-parallel.ts';
export {createSemaphore, type Semaphore} from './semaphore.ts';
export {type Attempt, backOffDelay, retry, type RetryOptions} from './retry.ts';
export {createMasker, mask, type Masker} from './masking/create-masker.ts';
export {masker} from './masking/masker.ts';
export {showText} from './masking/show-text.ts';
export {showJson} from './masking/show-json.ts';
export {maskStrings} from './masking/mask-strings.ts';
export {visibleJson, visibleText} from './masking/visible-text.ts';
export {untilAborted} from './until-aborted.ts';
export {createUidTable, type UidTable} from './forest/uid-table.ts';
export {userAgent, version} from './version.ts';
export {createPageBuilder, type PageBuilder, type PageBuilderOptions} from './page-builder.ts';
export {FaultError} from './fault-error.ts';
export {IncompleteError} from './incomplete-error.ts';
export {NothingAcceptedError} from './nothing-accepted-error.ts';
export {NothingReadError} from './nothing-read-error.ts';
export type {RunProgress} from './run-recorder.ts';
export {runCollection, type RunOptions} from './run-collection.ts';
export type {RunObserver, SentPage} from './run-observer.ts';
export {createMemorySink, type MemorySink, type MemorySinkOptions} from './memory-sink.ts';
export {createMemorySource, type MemorySourceOptions, type MemoryType} from './memory-source.ts';
export {createObjectForest, type ObjectForest, type ObjectForestOptions} from './forest/object-forest.ts';
export {OversizedTreeError} from './forest/oversized-tree-error.ts';
export {SpoolError, type SpoolErrorCode} from './spool/spool-error.ts';
export {
  createSpool,
  type Spool,
  type SpoolEntry,
  type SpoolOptions,
  type SpoolRequest,
} from './spool/spool.ts';
export {createForestStage} from './create-forest-stage.ts';
export {createOptOutStage, type OptOutStage} from './opt-out/create-opt-out-stage.ts';
export type {LeftOutCount, RedactionCount, Redactions} from './redactions.ts';
export type {Stage} from './stage.ts';
export {defaultLimits} from './default-limits.ts';
