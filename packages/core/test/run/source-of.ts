import type {Plan, Reading, Source, SourceContext} from '../../src/index.ts';

export interface SourceScript {
  /** What is planned, in place of just the readings. */
  readonly plan?: () => Promise<Partial<Plan>> | Partial<Plan>;
  readonly open?: (context: SourceContext) => Promise<void> | void;
  readonly close?: () => Promise<void> | void;
  /** Gets the calls in their order. */
  readonly calls?: string[];
}

/** A source of these readings, each of its methods replaceable. */
export function sourceOf(readings: readonly Reading[], script: SourceScript = {}): Source {
  const {calls = []} = script;
  return {
    async open(context) {
      calls.push('source.open');
      await script.open?.(context);
      return {
        cluster: {uid: 'cluster-1', serverVersion: 'v1.36.0'},
        async plan() {
          calls.push('source.plan');
          return {readings, resourceTypes: [], failures: [], ...(await script.plan?.())};
        },
        async close() {
          calls.push('source.close');
          await script.close?.();
        },
      };
    },
  };
}
