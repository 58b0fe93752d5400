// Putting right what was understood: who speaks, when it is due, which recommendation. By a key, or by the dotted words
// of the reading.
import { recommendations, speakers } from "./at_hand.js";
import { passageAt, set } from "./kinds.js";
import { pick } from "./pick.js";
import * as place from "./place.js";
import { say } from "./announce.js";

// What is said of a passage now: in the margin by short forms, else in the reading. "" when nothing is.
function said(line, what, passage) {
  const margin = what === "who" && line.querySelector(`.live-k[data-passage="${passage}"] .live-who`);
  const parts = margin ? [margin] : [...line.querySelectorAll(`[data-set="${what}"][data-passage="${passage}"]`)];
  return parts.map((part) => part.textContent.trim()).join(", ");
}

async function who(line, { index }) {
  const was = said(line, "who", index);
  const choice = await pick({
    title: "Who is speaking?",
    label: "Name or short form",
    hint: "Several names are parted by commas. Other words will do too: “Chief Officers”.",
    choices: speakers(),
    free: true,
    value: was,
  });
  if (!choice || choice.words === was) return;
  await set(line, { passage: index, speakers: choice.words }, { speakers: was }, "who is speaking");
}

async function due(line, { index, kind }) {
  if (kind !== "action") return say("Only an action has a due date");
  const was = said(line, "due", index).replace(/^due\s+/i, "");
  const choice = await pick({
    title: "When is it due?",
    label: "Date, or words such as “within 28 days”",
    hint: "Empty means no date.",
    choices: ["by the next meeting", "within 28 days", "by the end of the month"].map((words) => ({ words })),
    free: true,
    value: was,
  });
  if (!choice || choice.words === was) return;
  await set(line, { passage: index, due: choice.words }, { due: was }, "due date");
}

async function recommendation(line, { index }) {
  const choice = await pick({
    title: "Which recommendation?",
    label: "Number, or words of it",
    hint: "Choosing one that is tied already unties it.",
    choices: recommendations,
  });
  if (!choice) return;
  const fields = { passage: index, recommendation: choice.id };
  await set(line, fields, {}, `${choice.words}`);
}

const ASK = { who, due, recommendation };

// Asks about the passage at the caret: "who", "due" or "recommendation".
export function ask(what) {
  const { line, caret } = place.line();
  if (line) return ASK[what](line, passageAt(line, caret));
}

export function start() {
  document.addEventListener("click", ({ target }) => {
    const words = target.closest?.("[data-set]");
    const line = words?.closest(".live-line");
    if (!line || !ASK[words.dataset.set]) return;
    const index = Number(words.dataset.passage);
    const kind = line.querySelector(`[data-passage="${index}"][data-kind]`)?.dataset.kind;
    ASK[words.dataset.set](line, { index, kind });
  });
}
