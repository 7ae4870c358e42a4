/** A well-mixed 32-bit number from four (the finalizer of MurmurHash3 over each): the only source of chance here. */
export function mix(one: number, two: number, three: number, four: number): number {
  let hash = one ^ 0x9e3779b9;
  hash = round(hash ^ two);
  hash = round(hash ^ three);
  return round(hash ^ four) >>> 0;
}

/** A 32-bit number for a name (FNV-1a). */
export function nameHash(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

function round(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
