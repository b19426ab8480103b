// A small network of our own invention: two events, two persons, a university and a place, in three articles.
import { indexGraph } from "../../../kg/views/js/core/graph.js";

const cite = (sentence, confidence) => [[sentence, confidence, ""]];
const node = (label, group, more = {}) => ({ label, group, key: `${group.toLowerCase()}/${label}`, ...more });

export const names = ["调研", "座谈会", "陆怀谦", "曾广义", "云川大学", "北塔区"];
export const [VISIT, MEETING, LU, ZENG, UNIVERSITY, DISTRICT] = names.keys();

/** Returns the rows as a page has them; each call makes new ones. */
export const sampleRows = () => ({
  nodes: [
    node("调研", "Event", {
      types: ["Inspection"],
      date: ["2021-01-04", "2021-01-04"],
      facts: [["status", "happened", cite(0, 0.9)]],
      articles: [0],
      community: 0,
    }),
    node("座谈会", "Event", { types: ["Meeting"], facts: [["status", "planned", cite(1, 0.6)]], articles: [1, 2] }),
    node("陆怀谦", "Person", { pinyin: ["lu huai qian"], articles: [0, 1], community: 0 }),
    node("曾广义", "Person", { aliases: ["老曾"], pinyin: ["zeng guang yi", "lao zeng"], articles: [1] }),
    node("云川大学", "Organisation", { pinyin: ["yun chuan da xue"], articles: [0, 1], community: 0 }),
    node("北塔区", "Place", { articles: [2] }),
  ],
  edges: [
    { from: VISIT, to: LU, statements: [["agent", "", "", cite(0, 0.9)]] },
    { from: VISIT, to: UNIVERSITY, statements: [["target", "", "", cite(0, 0.8)]] },
    { from: MEETING, to: UNIVERSITY, statements: [["agent", "", "", cite(1, 0.5)]] },
    { from: MEETING, to: ZENG, statements: [["participant", "", "", [...cite(1, 0.5), ...cite(2, 0.7)]]] },
    { from: LU, to: LU, statements: [["relatedTo", "", "", cite(0, null)]] },
  ],
  sentences: [
    ["陆怀谦到云川大学调研。", 0, 0, 11],
    ["座谈会由曾广义参加。", 1, 0, 10],
    ["曾广义参加座谈会。", 2, 0, 9],
  ],
  articles: [
    ["调研", "2021-01-05", "n00.txt", "article/n00", "云川日报"],
    ["座谈", "2021-06-01", "n01.txt", "article/n01", "澜州晚报"],
    ["又一座谈", "", "n02.txt", "article/n02", "云川日报"],
  ],
});

export const sampleGraph = () => indexGraph(sampleRows());
