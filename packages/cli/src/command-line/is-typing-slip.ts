import leven from 'leven';

/** Whether one key too many, too few, wrong or swapped turns `name` into `word`; equal words are no slip. */
export function isTypingSlip(word: string, name: string): boolean {
  const distance = leven(word, name);
  return distance === 1 || (distance === 2 && letters(word) === letters(name));
}

function letters(word: string): string {
  return word.split('').sort().join('');
}
