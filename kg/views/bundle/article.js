// Made of kg/views/js by make js: do not edit.
"use strict";
(() => {
  // page/elements.js
  var reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)");

  // article.js
  var sentences = [...document.querySelectorAll(".sentence")];
  var groups = [...document.querySelectorAll(".group")];
  var numbersIn = (part, name) => (part.dataset[name] ?? "").split(" ").filter(Boolean);
  var kept = null;
  function clearMarks() {
    for (const part of document.querySelectorAll(".lit")) part.classList.remove("lit");
  }
  function markStatement(part) {
    const wanted = numbersIn(part, "s");
    const entities = numbersIn(part, "e");
    const isEverywhere = wanted[0] === "all";
    const group = part.closest(".group");
    group?.classList.add("lit");
    part.classList.add("lit");
    const inside = isEverywhere ? [document.querySelector("main")] : sentences.filter((s) => wanted.includes(s.dataset.n));
    for (const place of inside) {
      if (!isEverywhere) place.classList.add("lit");
      for (const name of place.querySelectorAll(".named"))
        name.classList.toggle("lit", entities.includes(name.dataset.e));
      for (const trigger of place.querySelectorAll(".trigger"))
        trigger.classList.toggle("lit", group !== null && numbersIn(trigger, "t").includes(group.dataset.t));
    }
    return inside.length && !isEverywhere ? inside[0] : document.querySelector(".named.lit");
  }
  function markSentence(sentence, name) {
    const stated = groups.filter((group) => numbersIn(group, "s").includes(sentence.dataset.n));
    const about = stated.filter((group) => numbersIn(group, "e").includes(name?.dataset.e));
    const found = about.length ? about : stated;
    sentence.classList.add("lit");
    name?.classList.add("lit");
    for (const group of found) group.classList.add("lit");
    return found[0];
  }
  function mark(target) {
    const part = target.closest("aside [data-s]");
    const sentence = target.closest(".sentence");
    clearMarks();
    if (part) return markStatement(part);
    if (sentence) return markSentence(sentence, target.closest(".named"));
    return kept && markStatement(kept);
  }
  function markAndShow(target) {
    mark(target)?.scrollIntoView({ block: "nearest", behavior: reducedMotion.matches ? "auto" : "smooth" });
  }
  document.addEventListener("pointerover", ({ target }) => mark(target));
  document.addEventListener("focusin", ({ target }) => markAndShow(target));
  document.addEventListener("click", ({ target }) => {
    kept = target.closest(".group");
    markAndShow(target);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    kept = null;
    document.activeElement?.blur();
    clearMarks();
  });
})();
