import {mkdirSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';

import type {Reporter, TestModule, TestRunEndReason, Vitest} from 'vitest/node';

/**
 * Ends a run with one line that people and machines read alike: `312 passed, 0 failed, 2 skipped`. Above it stands, for
 * each test that failed, the command that runs it alone. In a package's own run the counts and the file at hand are
 * written to `test-results/` too, where `scripts/run-tests.ts` reads them.
 */
export class PlainSummaryReporter implements Reporter {
  #folder: string | undefined;

  onInit(vitest: Vitest): void {
    if (vitest.config.root === join(import.meta.dirname, '..')) return;
    this.#folder = join(vitest.config.root, 'test-results');
    mkdirSync(this.#folder, {recursive: true});
  }

  onTestModuleStart(module: TestModule): void {
    this.#write('running', fileOf(module));
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    const counts = {passed: 0, failed: 0, skipped: 0};
    const commands: string[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const {state} = test.result();
        if (state !== 'pending') counts[state]++;
        if (state === 'failed') commands.push(`${commandFor(module)} -t ${JSON.stringify(test.fullName)}`);
      }
      // A file that does not load has no tests to count, and tests whose preparation failed count as skipped.
      const suites = [...module.children.allSuites()].reduce((sum, suite) => sum + suite.errors().length, 0);
      const unloaded = module.errors().length + suites;
      counts.failed += unloaded;
      if (unloaded > 0) commands.push(commandFor(module));
    }
    counts.failed += errors.length;
    if (reason !== 'interrupted') this.#write('counts.json', JSON.stringify(counts));
    for (const command of commands) process.stdout.write(`\nAlone: ${command}`);
    process.stdout.write(`\n${summaryLine(counts)}\n`);
  }

  #write(name: string, text: string): void {
    if (this.#folder !== undefined) writeFileSync(join(this.#folder, name), text);
  }
}

/** What a run came to, in the words that continuous integration reads. */
export function summaryLine({
  passed,
  failed,
  skipped,
}: {
  passed: number;
  failed: number;
  skipped: number;
}): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

function fileOf(module: TestModule): string {
  return relative(join(import.meta.dirname, '..'), module.moduleId);
}

function commandFor(module: TestModule): string {
  return `node_modules/.bin/vitest run ${fileOf(module)}`;
}
