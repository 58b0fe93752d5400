// Where she was: the line, its caret and the scroll; and the way back there, so that no key ever loses the place.
import { boxOf, current, lineByKey } from "./lines.js";

// The line she types in, or typed in last, and the offset of the caret in it.
export function line() {
  const here = current();
  return { line: here, caret: here ? boxOf(here)?.selectionStart ?? 0 : 0 };
}

// Keeps the place; call back() on what it gives to return there.
export function remember() {
  const here = current();
  const at = here && boxOf(here);
  if (!at) return { back() {} };
  const { selectionStart, selectionEnd, selectionDirection, value } = at;
  const { key } = here.dataset;
  const scroll = [scrollX, scrollY];
  return {
    back() {
      const there = at.isConnected ? at : lineByKey(key) && boxOf(lineByKey(key));
      // A closed dialog may say so late: the place of whoever types on already is where she types.
      if (!there || (document.activeElement === there && there.value !== value)) return;
      there.focus({ preventScroll: true });
      there.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
      scrollTo(...scroll);
    },
  };
}
