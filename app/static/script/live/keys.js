// All keys, in one table: the dispatcher obeys it and the sheet that ? opens is made from it. Every key works from the line
// being typed; none is a letter alone. Alt with a letter: not E I N U (they begin accents on a Mac), not D (the address
// bar), not F E V S B T H (menus of Firefox), no digits (# and € on a British Mac), never Ctrl+Alt (AltGr, VoiceOver, NVDA).
import * as assurance from "./assurance.js";
import * as corrections from "./corrections.js";
import { isOpen, open } from "./dialogs.js";
import * as drawer from "./drawer.js";
import * as kinds from "./kinds.js";
import * as order from "./order.js";
import * as people from "./people.js";
import * as place from "./place.js";
import * as planned from "./planned.js";
import * as sections from "./sections.js";
import * as status from "./status.js";
import { isPressed, name, named, parse } from "./keyboard.js";
import { isOurTurn, undo } from "./undo.js";
import * as withholding from "./withholding.js";

// keys: what is pressed (mac: what on a Mac); words: what it does; run: does it; only: when it means us; typed: the box does
// it itself; few: its words in the short list beside the page.
export const KEYS = [
  { group: "The line", keys: "Enter", words: "New line", few: "New line", typed: true },
  { group: "The line", keys: "Alt ↑", words: "Move up", run: () => order.move(-1) },
  { group: "The line", keys: "Alt ↓", words: "Move down", run: () => order.move(1) },
  { group: "The line", keys: "Alt Delete", words: "Remove (comes back with undo)", run: order.remove },
  { group: "The line", keys: "Ctrl Z", words: "Undo", run: undo, only: isOurTurn },
  { group: "The line", keys: "Alt Z", words: "Undo what was removed, moved or set", run: undo },
  { group: "What it is", keys: "Alt K", words: "Next kind", few: "Change kind", run: kinds.cycle },
  { group: "What it is", keys: "Alt Q", words: "Question", run: () => kinds.become("question") },
  { group: "What it is", keys: "Alt A", words: "Answer", run: () => kinds.become("answer") },
  { group: "What it is", keys: "Alt X", words: "Action", run: () => kinds.become("action") },
  { group: "What it is", keys: "Alt G", words: "Decision (agreed)", run: () => kinds.become("decision") },
  { group: "What it is", keys: "Alt M", words: "Statement (plain minute)", run: () => kinds.become("statement") },
  { group: "What it is", keys: "Alt L", words: "Written answer to follow (later)", run: kinds.writtenAnswer },
  { group: "What it says", keys: "Alt W", words: "Who is speaking", few: "Who is speaking", run: () => corrections.ask("who") },
  { group: "What it says", keys: "Alt Y", words: "Due date (by)", run: () => corrections.ask("due") },
  { group: "What it says", keys: "Alt R", words: "Tie a recommendation", run: () => corrections.ask("recommendation") },
  { group: "What it says", keys: "Alt Shift H", mac: "Control Shift H", words: "Withhold what is selected, or the line", run: withholding.withhold },
  { group: "What it says", keys: "@", words: "Person", typed: true },
  { group: "What it says", keys: "#", words: "Recommendation", typed: true },
  { group: "Where you are", keys: "Alt PageDown", words: "Next section", run: () => sections.step(1) },
  { group: "Where you are", keys: "Alt PageUp", words: "Section before", run: () => sections.step(-1) },
  { group: "Where you are", keys: "Alt J", words: "Jump to a section by name", few: "Jump to a section", run: sections.jump },
  { group: "Where you are", keys: "Alt Shift →", mac: "Control Shift →", words: "Deeper (a line becomes a bullet)", run: () => sections.deeper(1) },
  { group: "Where you are", keys: "Alt Shift ←", mac: "Control Shift ←", words: "Shallower (a line becomes a heading)", run: () => sections.deeper(-1) },
  { group: "The meeting", keys: "Alt O", words: "Open actions", run: drawer.toggle },
  { group: "The meeting", keys: "Alt Enter", words: "Ask next planned question", few: "Ask next planned question", run: planned.askNext },
  { group: "The meeting", keys: "Alt P", words: "Someone arrives or leaves", run: people.ask },
  { group: "The meeting", keys: "Alt C", words: "Assurance for this section (Commissioner)", run: () => assurance.ask() },
  { group: "The meeting", keys: "Ctrl S", words: "Save now, and say the save state", run: status.tell },
  { group: "The meeting", keys: "?", words: "These keys, on an empty line", few: "All keys, on an empty line", run: () => show(), only: onEmptyLine },
];

function onEmptyLine({ target }) {
  return target.matches?.(".live-text") ? !target.value : !target.matches?.("input, textarea, select");
}

const TABLE = KEYS.filter(({ run }) => run).map((entry) => ({ ...entry, pressed: parse(entry.keys, entry.mac) }));

function press(event) {
  if (event.isComposing || event.getModifierState("AltGraph") || isOpen()) return;
  const entry = TABLE.find((one) => isPressed(one.pressed, event) && (!one.only || one.only(event)));
  if (!entry) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  entry.run();
}

function row({ keys, mac, words }) {
  const one = document.createElement("div");
  const does = document.createElement("dt");
  const pressed = document.createElement("dd");
  const key = document.createElement("kbd");
  key.className = "kbd";
  key.textContent = named(keys, mac);
  does.textContent = words;
  pressed.append(key);
  one.append(does, pressed);
  return one;
}

// The sheet, group by group, and the few keys beside the page.
export function lay() {
  for (const list of document.querySelectorAll("dl[data-keys]")) {
    list.replaceChildren(...KEYS.filter(({ group }) => group === list.dataset.keys).map(row));
  }
  const few = KEYS.filter(({ few }) => few).map((entry) => row({ ...entry, words: entry.few }));
  document.getElementById("live-keys-short")?.replaceChildren(...few);
  name();
}

export function show() {
  const sheet = document.getElementById("live-keys");
  return open(sheet, sheet.querySelector("[data-close]"));
}

export function start() {
  lay();
  document.addEventListener("live:drawer", lay);
  document.addEventListener("keydown", press, true);
  document.getElementById("keys-open")?.addEventListener("click", show);
}
