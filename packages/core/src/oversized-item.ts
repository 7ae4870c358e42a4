import type {ItemDescription, StreamName} from './stream-item.ts';

/** An item that was left out because of its size. */
export interface OversizedItem extends ItemDescription {
  readonly stream: StreamName;
  /** Of its JSON. */
  readonly bytes: number;
}
