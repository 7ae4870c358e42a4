import {api} from '../ky-connection.ts';

interface WidgetList {
  readonly items: readonly {
    readonly metadata: {readonly namespace: string; readonly name: string};
    readonly spec: {readonly serial: number};
  }[];
}

const searchParams = {labelSelector: 'size=large'};
const list = await api.get('apis/example.com/v1/widgets', {searchParams}).json<WidgetList>();
for (const {metadata, spec} of list.items)
  process.stdout.write(`${metadata.namespace}/${metadata.name}\t${spec.serial}\n`);
