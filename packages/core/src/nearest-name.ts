import leven from 'leven';

/**
 * The known name that somebody who typed `name` most likely meant: at most a third of its letters differ (two in
 * short names), case aside. Undefined when nothing is that near.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  let best: {readonly name: string; readonly distance: number} | undefined;
  for (const candidate of known) {
    const distance = leven(wanted, candidate.toLowerCase());
    if (best === undefined || distance < best.distance) best = {name: candidate, distance};
  }
  const allowed = Math.max(name.length > 3 ? 2 : 1, Math.floor(name.length / 3));
  return best !== undefined && best.distance <= allowed ? best.name : undefined;
}
