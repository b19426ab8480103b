// The legend: what the shapes and colours mean, how many there are, and a switch for each kind.
document.querySelectorAll(".kind").forEach((button) => {
  const number = data.nodes.filter((node) => node.group === button.dataset.kind).length;
  button.querySelector(".number").textContent = String(number);
  button.hidden = number === 0;
  button.addEventListener("click", () => toggleKind(button.dataset.kind));
});

onChange((what) => {
  if (what === "hover") return;
  document.querySelectorAll(".kind").forEach((button) => {
    const { kind } = button.dataset;
    button.setAttribute("aria-pressed", String(!state.off.has(kind)));
    button.title = say(`显示或隐藏${kindName(kind)}`, `Show or hide: ${kindName(kind)}`);
    button.querySelector(".name").textContent = kindName(kind);
  });
});
