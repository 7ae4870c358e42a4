import {createMemorySink, runCollection} from '@firefly/core';

import type {CommandContext} from '../src/commands/command-context.ts';
import {runCollect} from '../src/commands/run-collect.ts';
import {runProgram} from '../src/run-program.ts';
import {settingDefinitions} from '../src/settings/setting-definition.ts';

/** A process whose run meets a fault of the program: `node stalling-program.ts FAULT`. */
const never = new Promise<never>(() => {});
const faults: Record<string, () => Promise<never>> = {
  // The loop empties: nothing can ever happen any more.
  stall: () => never,
  async uncaught() {
    setImmediate(() => {
      throw new Error('Nobody expected this.');
    });
    return never;
  },
  async unhandled() {
    void Promise.reject(new Error('Nobody expected this.'));
    return never;
  },
};

await runProgram(async (words, process) => {
  const fault = words[0] ?? '';
  if (fault === 'outside') return never;
  if (fault === 'early' || fault === 'unheard') {
    globalThis.process.kill(globalThis.process.pid, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, fault === 'early' ? 10 : 60_000));
  }
  const settings = ['clusterId', 'dryRun', 'reportInLog'].flatMap((name) =>
    settingDefinitions
      .filter((definition) => definition.name === name)
      .map((definition) => ({definition, text: name === 'clusterId' ? 'c1' : 'true', origin: name})),
  );
  const context: CommandContext = {process, settings, flags: {}};
  return runCollect(context, async ({signal}) => {
    const sink = createMemorySink();
    const plan = async () => (faults[fault] ?? faults['stall']!)();
    const source = {open: async () => ({cluster: {}, plan, close: async () => {}})};
    const report = await runCollection({source, sink, signal});
    return {...report, warnings: [`The sink saw: ${sink.calls.join(', ')}`]};
  });
});
