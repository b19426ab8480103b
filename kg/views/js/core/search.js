// Search by name, by alias and by pinyin.
import { foldName, initialsOf } from "./text.js";

/** Returns an entry for each name of each node, with what it is found by. */
export const searchEntries = (nodes) =>
  nodes.flatMap((node) =>
    [node.label, ...node.aliases].map((name, index) => {
      const syllables = (node.pinyin[index] ?? "").toLowerCase();
      const initials = foldName(initialsOf(syllables));
      return { id: node.id, name, key: foldName(name), initials, sound: foldName(syllables) };
    }),
  );

const NO_MATCH = 9;

/** Ranks a match: whole names before beginnings before the rest before what only sounds alike. */
function rankMatch(entry, key) {
  if (entry.key === key) return 0;
  if (entry.key.startsWith(key)) return 1;
  if (entry.key.includes(key)) return 2;
  if (!/^[a-z]+$/.test(key)) return NO_MATCH;
  if (entry.initials === key || entry.sound === key) return 3;
  if (entry.initials.startsWith(key) || entry.sound.startsWith(key)) return 4;
  return key.length > 2 && entry.initials.includes(key) ? 5 : NO_MATCH;
}

/** Returns the entries that match, each node once: by rank, entities before events, the better connected first. */
export function findNames(entries, query, { nodes, degree }, limit = 12) {
  const key = foldName(query);
  if (!key) return [];
  const isEvent = ({ id }) => nodes[id].group === "Event";
  const found = entries.map((entry) => [rankMatch(entry, key), entry]).filter(([rank]) => rank < NO_MATCH);
  found.sort(([m, a], [n, b]) => m - n || isEvent(a) - isEvent(b) || degree(b.id) - degree(a.id) || a.id - b.id);
  const seen = new Set();
  const isFirst = ({ id }) => !seen.has(id) && seen.add(id);
  return found
    .map(([, entry]) => entry)
    .filter(isFirst)
    .slice(0, limit);
}
