import type {ApiRequest, ApiServer} from '../../src/api/api-server.ts';
import {ApiStatusError} from '../../src/api/api-status-error.ts';

export interface FakeApi {
  readonly api: ApiServer;
  readonly requests: readonly {readonly path: string; readonly accept: string | undefined}[];
}

/** An API server that knows these paths alone; an `Error` among the answers is thrown, a function called. */
export function createFakeApi(answers: Readonly<Record<string, unknown>>): FakeApi {
  const requests: {path: string; accept: string | undefined}[] = [];
  const illegal = () => {
    throw new TypeError('discovery reads JSON, nothing else');
  };
  return {
    requests,
    api: {
      origin: 'https://cluster.example',
      proxy: undefined,
      // Of lists, discovery reads that of CustomResourceDefinitions alone.
      async stream(path: string, {signal}: ApiRequest) {
        signal.throwIfAborted();
        if (path !== '/apis/apiextensions.k8s.io/v1/customresourcedefinitions') illegal();
        const answer = answers[path] ?? new ApiStatusError({status: 404, path});
        if (answer instanceof Error) throw answer;
        return (async function* () {
          yield Buffer.from(JSON.stringify(answer));
        })();
      },
      bytes: illegal,
      close: illegal,
      async json(path: string, {signal, accept, query, body}: ApiRequest) {
        signal.throwIfAborted();
        if (query !== undefined || body !== undefined) illegal();
        requests.push({path, accept});
        if (!Object.hasOwn(answers, path)) throw new ApiStatusError({status: 404, path});
        const answer = answers[path];
        if (answer instanceof Error) throw answer;
        if (typeof answer === 'function') return (answer as () => unknown)();
        return structuredClone(answer);
      },
    },
  };
}
