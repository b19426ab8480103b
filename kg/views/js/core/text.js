// Text without a document: shortening, comparing, folding, marking.

/** Returns text in at most `length` characters, with an ellipsis if it was cut. */
export function shorten(text, length) {
  const characters = [...text.replace(/\s+/gu, " ")];
  return characters.length > length ? characters.slice(0, length - 1).join("") + "…" : characters.join("");
}

/** Returns text in at most two lines of about `width` characters each. */
export function splitLines(text, width) {
  const characters = [...shorten(text, 2 * width)];
  if (characters.length <= width + 1) return [characters.join("")];
  const half = Math.ceil(characters.length / 2);
  return [characters.slice(0, half).join(""), characters.slice(half).join("")];
}

/** Returns an event's name without the entity, by any of its names, that it begins with: on that entity's own page. */
export function nameBeside(name, names) {
  const beginning = names.filter((own) => own && name.startsWith(own)).sort((a, b) => b.length - a.length)[0] ?? "";
  const rest = name.slice(beginning.length).replace(/^[、，]/u, "");
  return rest && !/^[（《#等]/u.test(rest) ? rest : name;
}

/** Compares two texts by their UTF-16 code units, for sort(). */
export const compareText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Returns a name as it is searched: compatibility forms, case, spaces and separators make no difference. */
export const foldName = (name) =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s·•・'’]/gu, "");

/** Returns the first letters of syllables that are separated by spaces. */
export const initialsOf = (syllables) =>
  syllables
    .split(" ")
    .map((syllable) => syllable[0] ?? "")
    .join("");

/** Returns text as [part, whether it is one of the words] pairs; of words at one place the longest counts. */
export function markWords(text, words) {
  const wanted = [...new Set(words)].filter(Boolean).sort((a, b) => b.length - a.length);
  const parts = [];
  let plain = "";
  for (let at = 0; at < text.length;) {
    const word = wanted.find((candidate) => text.startsWith(candidate, at));
    if (word) {
      if (plain) parts.push([plain, false]);
      parts.push([word, true]);
      plain = "";
    } else plain += text[at];
    at += word ? word.length : 1;
  }
  if (plain) parts.push([plain, false]);
  return parts;
}

/** Counts equal values; returns [value, count] pairs, the most frequent first. */
export function countValues(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b));
}
