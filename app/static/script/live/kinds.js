// What a passage is, set by a key or a click on its mark. A key means the passage that the caret stands in.
import { act } from "./acting.js";
import * as place from "./place.js";
import { say } from "./announce.js";

const ORDER = ["question", "answer", "action", "decision", "statement"];

// The mark of the passage at an offset of the line: {index, kind}. A line nobody has read yet is one statement.
export function passageAt(line, caret) {
  const marks = [...line.querySelectorAll("[data-passage][data-kind]")];
  const mark = marks.find(({ dataset }) => caret <= Number(dataset.ends)) ?? marks.at(-1);
  return { index: Number(mark?.dataset.passage ?? 0), kind: mark?.dataset.kind ?? "statement" };
}

// Sends what was set, with the way back to what was.
export async function set(line, fields, was, words) {
  const path = `lines/${line.dataset.key}/set`;
  await act(path, fields, { line, words, back: () => act(path, { ...fields, ...was }, { line }) });
}

async function setKind(line, { index, kind }, to) {
  if (kind === to) return say(`Already ${to}`);
  await set(line, { passage: index, kind: to }, { kind }, `kind, ${kind} again`);
}

// The passage at the caret becomes of that kind.
export function become(kind) {
  const { line, caret } = place.line();
  if (line) return setKind(line, passageAt(line, caret), kind);
}

function next(line, passage) {
  return setKind(line, passage, ORDER[(ORDER.indexOf(passage.kind) + 1) % ORDER.length]);
}

// The next kind for the passage at the caret.
export function cycle() {
  const { line, caret } = place.line();
  if (line) return next(line, passageAt(line, caret));
}

// A written answer will follow, or after all will not.
export async function writtenAnswer() {
  const { line, caret } = place.line();
  if (!line) return;
  const { index, kind } = passageAt(line, caret);
  if (kind !== "question") return say("Only a question can wait for a written answer");
  const was = line.querySelector("[data-what=written]") ? 1 : 0;
  await set(line, { passage: index, written_answer: 1 - was }, { written_answer: was }, "written answer to follow");
}

export function start() {
  document.addEventListener("click", ({ target }) => {
    const mark = target.closest?.("[data-cycle]");
    const line = mark?.closest(".live-line");
    if (!line) return;
    const { passage, kind } = mark.closest("[data-kind]").dataset;
    const back = place.remember();
    next(line, { index: Number(passage), kind }).then(back.back);
  });
}
