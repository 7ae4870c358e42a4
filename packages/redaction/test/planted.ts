/** One place in which people keep something: the object with it, and the text that goes or stays. */
export interface Planted {
  readonly place: string;
  readonly object: object;
  readonly value: string;
  readonly isSecret: boolean;
}
