import {createHash} from 'node:crypto';

import {objectOf, type ScanFinding} from './scan-finding.ts';
import type {ScanVerdict} from './scan-verdict.ts';

/**
 * A scan as SARIF 2.1.0, one rule for each detector. Objects are no files: each stands as a logical location, and as the
 * file that a dry run's folder would have for it, since code scanning asks for one.
 */
export function sarifLog({result, complete, gaps}: ScanVerdict, version: string): object {
  const {findings, accepted, total} = result;
  const detectors = [...new Set([...findings, ...accepted].map(({detector}) => detector))].sort();
  const resultsOf = (these: readonly ScanFinding[], isAccepted: boolean) =>
    these.map((finding) => ({
      ruleId: ruleIdOf(finding.detector),
      ruleIndex: detectors.indexOf(finding.detector),
      level: 'error',
      message: {
        text: `${objectOf(finding)}: what stands at ${finding.path} looks like a secret (${finding.detector}).`,
      },
      locations: [locationOf(finding)],
      partialFingerprints: {'fireflyPlace/v1': fingerprintOf(finding)},
      ...(isAccepted
        ? {suppressions: [{kind: 'external', status: 'accepted', justification: 'In the baseline.'}]}
        : {}),
    }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'firefly-collector',
            semanticVersion: version,
            informationUri: 'https://github.com/gofireflyio/k8s-collector',
            rules: detectors.map((detector) => ({
              id: ruleIdOf(detector),
              name: detector,
              shortDescription: {text: `Looks like a secret: ${detector}.`},
              help: {
                text: 'Take it out with collector.redact or a rule of your own, or accept it in the baseline.',
              },
              defaultConfiguration: {level: 'error'},
            })),
          },
        },
        invocations: [
          {
            executionSuccessful: complete,
            toolExecutionNotifications: gaps.map(({name, message}) => ({
              level: 'error',
              message: {text: `${name}: ${message}`},
            })),
          },
        ],
        results: [...resultsOf(findings, false), ...resultsOf(accepted, true)],
        properties: {total},
      },
    ],
  };
}

function locationOf({type, namespace, name, path}: ScanFinding) {
  const place = [namespace, type, name].filter((part) => part !== undefined);
  return {
    physicalLocation: {
      artifactLocation: {uri: place.map((part) => encodeURIComponent(part.toWellFormed())).join('/')},
      region: {startLine: 1},
    },
    logicalLocations: [{name: path, fullyQualifiedName: [...place, path].join('/'), kind: 'member'}],
  };
}

function ruleIdOf(detector: string): string {
  return detector.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

function fingerprintOf({type, namespace, name, path, detector}: ScanFinding): string {
  return createHash('sha256')
    .update(JSON.stringify([type, namespace, name, path, detector]))
    .digest('hex');
}
