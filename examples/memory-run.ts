import {createMemorySink, createMemorySource, runCollection} from '@firefly/core';

const type = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
const objects = ['{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"shop"}}'];

const source = createMemorySource({types: [{type, objects}]});
const sink = createMemorySink();
const {signal} = new AbortController();
const report = await runCollection({source, sink, signal});

process.stdout.write(`${report.result}: ${sink.items('objects').join(', ')}\n`);
