// Dialogs over the page: opening keeps her place, closing (Escape too) returns to it.
import { remember } from "./place.js";

// Opens a <dialog>; `first` gets the focus. Answers when it is closed, with its return value.
export function open(dialog, first) {
  if (dialog.open) return Promise.resolve("");
  const place = remember();
  dialog.returnValue = "";
  dialog.showModal();
  first?.focus();
  return new Promise((done) => {
    dialog.addEventListener(
      "close",
      () => {
        place.back();
        done(dialog.returnValue);
      },
      { once: true },
    );
  });
}

// Whether a dialog stands over the page: keys of the page then rest.
export function isOpen() {
  return document.querySelector("dialog[open]") !== null;
}

export function start() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("dialog [data-close]");
    if (button) button.closest("dialog").close();
  });
}
