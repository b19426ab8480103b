// Lines for corrections.txt, to be copied into the file beside this page and applied by the next build.
const word = (key) => (/^[\p{L}\p{N}/~%._-]+$/u.test(key) ? key : `"${key}"`);

function correctionLine(line, note) {
  return element("li", {}, element("code", { textContent: line }), copyButton(() => line), faint(note));
}

function corrections(lines) {
  if (!lines.length) return [];
  const list = element("ul", { className: "corrections" }, ...lines.map(([line, note]) => correctionLine(line, note)));
  const hint = element("p", { className: "faint", textContent: say("改好后粘贴到本页同一文件夹的 corrections.txt，再次运行 kg build 即生效。", "Complete a line, put it into corrections.txt in this page's folder, and run kg build again.") });
  return [element("details", {}, element("summary", { textContent: say("有误？更正", "Wrong? Correct it") }), hint, list)];
}

function nodeCorrections(node) {
  const key = word(node.key);
  if (node.group === "Event") return corrections([[`reject ${key}`, say("删除此事件", "drop this event")]]);
  const article = data.articles[node.articles.at(-1)]?.[3];
  const others = [...kinds.keys()].filter((kind) => kind !== node.group && kind !== "Event");
  return corrections([
    [`merge ${key} ${node.group.toLowerCase()}/…`, say("与另一条目合并", "is the same as another")],
    ...(node.articles.length > 1 && article ? [[`split ${key} ${word(article)}`, say("该文所指另有其人或其物", "that article means another")]] : []),
    [`rename ${key} "${node.label.replaceAll('"', "")}"`, say("改名", "call it otherwise")],
    [`retype ${key} ${others[0]}`, say(`改类别：${others.join("、")}`, `is one of: ${others.join(", ")}`)],
    [`same ${key} http://www.wikidata.org/entity/Q…`, say("对应权威条目", "its entry in an authority")],
  ]);
}

function edgeCorrections(edge) {
  const cited = edge.statements.flatMap((stated) => stated[3]).filter((citation) => citation[2]);
  return corrections(cited.map(([number, , key]) => [`reject ${word(key)}`, data.articles[data.sentences[number][1]]?.[2] ?? ""]));
}
