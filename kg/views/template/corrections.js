// Lines for corrections.txt, to be copied into the file beside this page and applied by the next build.
const word = (key) => (/^[\p{L}\p{N}/~%._-]+$/u.test(key) ? key : `"${key}"`);

function correctionLine(line, note) {
  const copy = element("button", { type: "button", className: "copy", textContent: "复制" });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(line);
      copy.textContent = "已复制";
    } catch {
      getSelection().selectAllChildren(copy.previousSibling);
      copy.textContent = "已选中";
    }
  });
  return element("li", {}, element("code", { textContent: line }), copy, element("span", { className: "faint", textContent: note }));
}

function corrections(lines) {
  if (!lines.length) return [];
  const list = element("ul", { className: "corrections" }, ...lines.map(([line, note]) => correctionLine(line, note)));
  const hint = element("p", { className: "faint", textContent: "改好后粘贴到本页同一文件夹的 corrections.txt，再次运行 kg build 即生效。" });
  return [element("details", {}, element("summary", { textContent: "有误？更正" }), hint, list)];
}

function nodeCorrections(node) {
  const key = word(node.key);
  if (node.group === "Event") return corrections([[`reject ${key}`, "删除此事件"]]);
  const article = data.articles[node.articles.at(-1)]?.[3];
  const others = [...kinds.keys()].filter((kind) => kind !== node.group && kind !== "Event");
  return corrections([
    [`merge ${key} ${node.group.toLowerCase()}/…`, "与另一条目合并"],
    ...(node.articles.length > 1 && article ? [[`split ${key} ${word(article)}`, "该文所指另有其人或其物"]] : []),
    [`rename ${key} "${node.label.replaceAll('"', "")}"`, "改名"],
    [`retype ${key} ${others[0]}`, `改类别：${others.join("、")}`],
    [`same ${key} http://www.wikidata.org/entity/Q…`, "对应权威条目"],
  ]);
}

function edgeCorrections(edge) {
  const cited = edge.statements.flatMap((stated) => stated[3]).filter((citation) => citation[2]);
  return corrections(cited.map(([number, , key]) => [`reject ${word(key)}`, data.articles[data.sentences[number][1]]?.[2] ?? ""]));
}
