const described =
  /^(?:name|namespace|kind|apiVersion|type|format|description|optional|required|\$ref|secretName|configMapName|host|port|id|enabled|create|header|headername|prefix|existing[\w.-]*|[\w.-]*(?:algorithm|alg|public_?key|e?mail|client_?id|ur[li]|issuer|audience|scopes?|realm|region|zone|method|path|file|ttl|expir\w+|version|fingerprint|checksum|digest))$/i;

/** Whether a key says something about a value that another has, so that what is above it does not count for its own. */
export function describes(key: string): boolean {
  return described.test(key);
}
