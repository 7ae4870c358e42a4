/** Text from outside for a report: at most so many characters, the last of which says that there were more. */
export function shortText(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
