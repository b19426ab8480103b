// Sorting of table rows.

/**
 * Returns rows sorted by a value (numbers, or texts in the language's order); direction is 1 or -1. Rows whose value is
 * empty come last in either direction, and equal ones keep their order.
 */
export function sortRows(rows, valueOf, direction, language) {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const compareValues = (a, b) => (typeof a === "number" ? a - b : compare(a, b));
  return rows
    .map((row, index) => [valueOf(row), index, row])
    .sort(([a, m], [b, n]) => {
      const order = a === "" || b === "" ? (a === "") - (b === "") : direction * compareValues(a, b);
      return order || m - n;
    })
    .map(([, , row]) => row);
}
