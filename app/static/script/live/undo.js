// Undo of what is not typing: lines removed or moved, kinds and people set. Ctrl Z in a box is the browser's own, unless
// the last thing done was one of these.
import { say } from "./announce.js";

const done = [];
let lastWasOurs = false;

document.addEventListener("input", () => (lastWasOurs = false));

// Keeps a way back. `words` say what is undone; `back` does it and may be a promise. Call what is returned to forget it.
export function canUndo(words, back) {
  const one = { words, back };
  done.push(one);
  if (done.length > 100) done.shift();
  lastWasOurs = true;
  return () => done.includes(one) && done.splice(done.indexOf(one), 1);
}

// Undoes the last of them.
export async function undo() {
  const last = done.pop();
  if (!last) {
    say("Nothing to undo here. History brings back what was removed earlier.");
    return;
  }
  lastWasOurs = true;
  await last.back();
  lastWasOurs = done.length > 0;
  say(`Undone: ${last.words}`);
}

// Whether Ctrl Z means us and not the box.
export function isOurTurn() {
  return lastWasOurs && done.length > 0;
}
