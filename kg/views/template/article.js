"use strict";

// What is pointed at, or has the focus, marks its sentence and words in the text; a sentence marks what is drawn from it.
const numbers = (part, name) => (part.dataset[name] ?? "").split(" ").filter(Boolean);
const sentences = [...document.querySelectorAll(".sentence")];
const told = [...document.querySelectorAll(".told")];
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
let kept = null; // the statement that was clicked, until something else is or Escape

const asideParts = "aside [data-s]";

function clear() {
  for (const part of document.querySelectorAll(".lit")) part.classList.remove("lit");
}

// Marks the sentences and, in them, the words: the names of the things and the event's own word.
function lightStatement(part) {
  const wanted = numbers(part, "s");
  const things = numbers(part, "e");
  const everywhere = wanted[0] === "all";
  const mine = part.closest(".told");
  mine?.classList.add("lit");
  part.classList.add("lit");
  const inside = everywhere ? [document.querySelector("main")] : sentences.filter((s) => wanted.includes(s.dataset.n));
  for (const sentence of inside) {
    if (!everywhere) sentence.classList.add("lit");
    for (const word of sentence.querySelectorAll(".named")) word.classList.toggle("lit", things.includes(word.dataset.e));
    for (const word of sentence.querySelectorAll(".trigger")) word.classList.toggle("lit", mine !== null && numbers(word, "t").includes(mine.dataset.t));
  }
  return inside.length && !everywhere ? inside[0] : document.querySelector(".named.lit");
}

// Marks what is drawn from a sentence; from a name in it, only what speaks of that thing, if anything does.
function lightSentence(sentence, word) {
  const thing = word?.dataset.e;
  const mine = told.filter((t) => numbers(t, "s").includes(sentence.dataset.n));
  const speaking = mine.filter((t) => numbers(t, "e").includes(thing));
  const found = speaking.length ? speaking : mine;
  sentence.classList.add("lit");
  word?.classList.add("lit");
  for (const t of found) t.classList.add("lit");
  return found[0];
}

function light(target, scroll) {
  const part = target.closest(asideParts);
  const sentence = target.closest(".sentence");
  clear();
  const shown = part ? lightStatement(part) : sentence ? lightSentence(sentence, target.closest(".named")) : kept ? lightStatement(kept) : null;
  if (scroll && shown) shown.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
}

document.addEventListener("pointerover", ({ target }) => light(target, false));
document.addEventListener("focusin", ({ target }) => light(target, true));
document.addEventListener("click", ({ target }) => {
  kept = target.closest(".told");
  light(target, true);
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  kept = null;
  document.activeElement?.blur();
  clear();
});
