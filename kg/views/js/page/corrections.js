// Lines for corrections.txt, to be copied into the file beside this page and applied by the next build.
import { correctionWord } from "../core/escaping.js";
import { data, kinds } from "./data.js";
import { element, faint, faintParagraph } from "./elements.js";
import { copyButton } from "./evidence.js";
import { citationsOf } from "./statements.js";
import { localised } from "./localisation.js";

function correctionItem([line, note]) {
  return element(
    "li",
    {},
    element("code", { textContent: line }),
    copyButton(() => line),
    faint(note),
  );
}

function corrections(lines) {
  if (!lines.length) return [];
  const hint = localised(
    "改好后粘贴到本页同一文件夹的 corrections.txt，再次运行 kg build 即生效。",
    "Complete a line, put it into corrections.txt in this page's folder, and run kg build again.",
  );
  const summary = element("summary", { textContent: localised("有误？更正", "Wrong? Correct it") });
  const list = element("ul", { className: "corrections" }, ...lines.map(correctionItem));
  return [element("details", {}, summary, faintParagraph(hint), list)];
}

/** Returns the corrections that a node may need. */
export function nodeCorrections(node) {
  const key = correctionWord(node.key);
  if (node.group === "Event") return corrections([[`reject ${key}`, localised("删除此事件", "drop this event")]]);
  const article = data.articles[node.articles.at(-1)]?.[3];
  const others = [...kinds.keys()].filter((kind) => kind !== node.group && kind !== "Event");
  const split = [
    `split ${key} ${correctionWord(article ?? "")}`,
    localised("该文所指另有其人或其物", "that article means another"),
  ];
  const kindsNamed = localised(`改类别：${others.join("、")}`, `is one of: ${others.join(", ")}`);
  return corrections([
    [`merge ${key} ${node.group.toLowerCase()}/…`, localised("与另一条目合并", "is the same as another")],
    ...(node.articles.length > 1 && article ? [split] : []),
    [`rename ${key} "${node.label.replaceAll('"', "")}"`, localised("改名", "rename it")],
    [`retype ${key} ${others[0]}`, kindsNamed],
    [`same ${key} http://www.wikidata.org/entity/Q…`, localised("对应权威条目", "its entry in an authority")],
  ]);
}

/** Returns the corrections that drop a statement of an edge. */
export function edgeCorrections(edge) {
  const articleOf = (sentence) => data.articles[data.sentences[sentence][1]]?.[2] ?? "";
  const cited = citationsOf([edge]).filter(([, , key]) => key);
  return corrections(cited.map(([sentence, , key]) => [`reject ${correctionWord(key)}`, articleOf(sentence)]));
}
