// Rows of buttons as toolbars, after the ARIA pattern: one stop of Tab each, the arrows step through them.

function mountToolbar(toolbar) {
  const buttons = () => [...toolbar.querySelectorAll("button")].filter((button) => !button.hidden);
  const settle = (current) => {
    for (const button of toolbar.querySelectorAll("button")) button.tabIndex = button === current ? 0 : -1;
  };
  toolbar.addEventListener("focusin", ({ target }) => target.matches("button") && settle(target));
  toolbar.addEventListener("keydown", (event) => {
    const all = buttons();
    const at = all.indexOf(document.activeElement);
    const last = all.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at <= 0 ? last : at - 1, Home: 0, End: last }[
      event.key
    ];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all[to].focus();
  });
  settle(buttons()[0]);
  return () => {
    if (!buttons().some(({ tabIndex }) => tabIndex === 0)) settle(buttons()[0]);
  };
}

/** Makes toolbars of what has that role; returns what is to be called when buttons have come or gone. */
export function mountToolbars() {
  const updates = [...document.querySelectorAll("[role=toolbar]")].map(mountToolbar);
  return () => updates.forEach((update) => update());
}
