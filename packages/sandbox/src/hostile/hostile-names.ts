const names: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  '../../../etc/passwd',
  '..',
  '/',
  '%2e%2e%2f',
  'a\nb',
  'a\r\nSet-Cookie: x',
  '\u001B[2J\u001B[31mred',
  '\u0000',
  '\u202Egnp',
  '"; drop',
  '{"kind":"Pod"}',
  '\uD800',
  '😀'.repeat(50),
  'x'.repeat(20_000),
  ' ',
  '',
  '-dry-run',
];

/** Objects whose names and namespaces no API server would take, each with a UID of its own, as JSON. */
export function hostileObjects(count: number): readonly string[] {
  return Array.from({length: count}, (_, index) => {
    const name = names[index % names.length] ?? '';
    const namespace = names[(index * 7) % names.length] ?? '';
    const labels = {[name]: name, owner: 'helm'};
    return JSON.stringify({
      metadata: {name, namespace, uid: `hostile-${index}`, labels},
      data: {[name]: namespace},
    });
  });
}
