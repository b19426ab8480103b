// What changes on the page is announced to screen readers.
const announcer = document.getElementById("announcer");

export const announce = (text) => {
  announcer.textContent = text;
};
