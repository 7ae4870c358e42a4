import {atPath} from './at-path.ts';

/** A container's environment by name; `valueFrom` stands for itself. */
export function containerEnvironment(pod: unknown): Readonly<Record<string, unknown>> {
  const list = atPath(pod, 'spec.containers.0.env') as readonly {
    name: string;
    value?: string;
    valueFrom?: unknown;
  }[];
  return Object.fromEntries(list.map(({name, value, valueFrom}) => [name, value ?? valueFrom]));
}
