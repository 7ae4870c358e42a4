/** A setting's value as one line for people: lists with commas, switches as `pods=true`; empty when there is none. */
export function formatSettingValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(
        ([name, member]) => `${name}=${typeof member === 'object' ? JSON.stringify(member) : String(member)}`,
      )
      .join(', ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
