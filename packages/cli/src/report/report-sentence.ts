import type {RunReport} from '@firefly/core';

import {countNoun} from '../terminal/count-noun.ts';
import {formatBytes} from '../terminal/format-bytes.ts';
import {formatCount} from '../terminal/format-count.ts';
import {formatDuration} from '../terminal/format-duration.ts';
import {failureSubjects} from './failure-subjects.ts';

/** What became of the run, in one or two sentences: how much went where, or what failed first. */
export function reportSentence(report: RunReport): string {
  const reason = report.reason ?? 'no reason was given.';
  if (report.result === 'failure') return `The run failed: ${reason}`;
  if (report.result === 'stopped') return `The run was stopped: ${reason}`;
  if (report.result === 'not-this-time') return `Nothing was collected this time: ${reason}`;
  return [delivery(report), optedOut(report), gaps(report)].filter((part) => part !== '').join(' ');
}

function delivery({protocol, readings, streams, milliseconds}: RunReport): string {
  const read = readings.filter(({outcome}) => outcome !== 'failed').length;
  const items = sum(streams.map((stream) => stream.items));
  const what = `${countNoun(items, 'item')} of ${countNoun(read, 'type')}`;
  const took = formatDuration(milliseconds);
  if (protocol === 'dry-run') {
    const bytes = formatBytes(sum(streams.map((stream) => stream.bytes)));
    return `Dry run: nothing was sent; it took ${took} to read ${what} (${bytes}).`;
  }
  const requests = countNoun(sum(streams.map((stream) => stream.requests)), 'request');
  const sent = formatBytes(sum(streams.map((stream) => stream.sentBytes)));
  return `Firefly accepted ${what} in ${requests} (${sent}); the run took ${took}.`;
}

function optedOut({leftOut = []}: RunReport): string {
  const reasons = [...Map.groupBy(leftOut, ({reason}) => reason)].map(
    ([reason, rows]) => `${formatCount(sum(rows.map(({items}) => items)))} ${reason}`,
  );
  return reasons.length === 0 ? '' : `Left out, as honorOptOut asks: ${reasons.join(', ')}.`;
}

function gaps({readings, discoveryFailures, oversized}: RunReport): string {
  const unread = readings.filter(({outcome}) => outcome !== 'complete');
  const [first] = unread;
  const [undiscovered] = discoveryFailures;
  const failures = Object.entries(failureSubjects).map(([name, {noun, fate}]) => {
    const {length} = discoveryFailures.filter(({subject}) => subject === name);
    return length > 0 ? `${countNoun(length, noun)} ${fate}` : '';
  });
  const parts = [
    unread.length > 0 ? `${countNoun(unread.length, 'type')} could not be read completely` : '',
    ...failures,
    oversized.length > 0 ? `${countNoun(oversized.length, 'item')} too large to be sent` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return '';
  const example =
    first?.message !== undefined
      ? ` First: ${first.name}: ${first.message}`
      : undiscovered === undefined
        ? ''
        : ` First: ${undiscovered.name}: ${undiscovered.message}`.replace(/\.?$/, '.');
  return `${parts.join(', ')}.${example}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
