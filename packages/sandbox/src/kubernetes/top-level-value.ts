import {readJsonMembers} from '../loopback/read-json-members.ts';
import {skipJsonValue} from '../loopback/skip-json-value.ts';

/** The JSON text of one member of a JSON object, as a view; undefined when it has none. Nothing of it is parsed. */
export function topLevelValue(json: Buffer, key: string): Buffer | undefined {
  let found: Buffer | undefined;
  readJsonMembers(json, 0, (keyStart, keyEnd, start) => {
    const end = skipJsonValue(json, start);
    if (json.toString('utf8', keyStart, keyEnd) === key) found ??= json.subarray(start, end);
    return end;
  });
  return found;
}
