// Sheets that open under their buttons, one at a time; Escape closes and gives the focus back.
const popovers = ["filters", "path", "export"].map((id) => ({
  sheet: document.getElementById(id),
  opener: document.getElementById(`${id}-open`),
}));

const onOpening = new Map();

/** Registers what is to be called when the sheet of this name opens, before it takes the focus. */
export const onOpen = (id, listener) => onOpening.set(id, listener);

/** Opens the sheet of this name and closes the others; null closes all. */
export function openPopover(id) {
  for (const { sheet, opener } of popovers) {
    sheet.hidden = sheet.id !== id;
    opener.setAttribute("aria-expanded", String(!sheet.hidden));
  }
  onOpening.get(id)?.();
  if (id) document.getElementById(id).querySelector("input, button, select")?.focus();
}

/** Closes what is open; returns whether anything was. */
export function closePopover() {
  const open = popovers.find(({ sheet }) => !sheet.hidden);
  openPopover(null);
  if (open) open.opener.focus();
  return Boolean(open);
}

export function mountPopovers() {
  for (const { sheet, opener } of popovers) {
    opener.addEventListener("click", () => openPopover(sheet.hidden ? sheet.id : null));
    sheet.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      closePopover();
    });
  }
  document.getElementById("views").addEventListener("pointerdown", () => openPopover(null));
}
