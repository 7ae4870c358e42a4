/**
 * The page's script; its digest stands in the page's Content-Security-Policy. Sorts and filters the tables, which are
 * whole without it. Writes no HTML: only hides and moves rows, and shows counts as text.
 */
export const pageScript = `
for (const table of document.querySelectorAll('table[data-tools]')) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const tools = document.createElement('div');
  tools.className = 'tools';
  const label = document.createElement('label');
  label.textContent = 'Filter ' + table.dataset.tools;
  const input = document.createElement('input');
  input.type = 'search';
  label.append(input);
  const count = document.createElement('span');
  count.className = 'quiet';
  count.setAttribute('role', 'status');
  tools.append(label, count);
  table.parentElement.before(tools);
  const show = () => {
    const words = input.value.toLowerCase().split(' ').filter((word) => word !== '');
    let shown = 0;
    for (const row of rows) {
      const text = row.dataset.text ??= row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown++;
    }
    count.textContent = shown + ' of ' + rows.length + ' rows';
  };
  input.addEventListener('input', show);
  show();
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator('en', {numeric: true});
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    const isNumber = head.classList.contains('n');
    button.addEventListener('click', () => {
      const before = head.getAttribute('aria-sort');
      const descending = before === null ? isNumber : before === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const sign = descending ? -1 : 1;
      rows.sort((a, b) => sign * (isNumber ? value(a) - value(b) : collator.compare(value(a), value(b))));
      body.append(...rows);
    });
  });
}
`;
