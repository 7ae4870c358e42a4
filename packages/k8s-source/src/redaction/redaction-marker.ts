/**
 * What stands in place of a value that was taken out. Eight letters of the base64 alphabet, so that a Secret's `data`
 * still decodes and typed clients still read the object.
 */
export const redactionMarker = 'REDACTED';
