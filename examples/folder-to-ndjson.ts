// node folder-to-ndjson.ts FOLDER OUTPUT: writes the objects of a folder into OUTPUT/objects.ndjson.
import {runCollection} from '@firefly/core';

import {createFolderSource} from './folder-source.ts';
import {createNdjsonSink} from './ndjson-sink.ts';

const [folder = '.', output = '.'] = process.argv.slice(2);
const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort(new Error('The run was stopped by Ctrl-C.')));

const report = await runCollection({
  source: createFolderSource(folder),
  sink: createNdjsonSink(output),
  signal: stopping.signal,
});
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.exitCode = report.result === 'success' ? 0 : 1;
