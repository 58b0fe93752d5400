// From section to section: the next, the one before, or by typing part of a name; and how deep a heading stands.
import { allLines, current, currentSection, focusLine, isHeading, newLine, sectionOf, sections, textOf } from "./lines.js";
import { act } from "./acting.js";
import { writeOn } from "./typing.js";
import { pick } from "./pick.js";
import * as place from "./place.js";
import { letGo } from "./steady.js";
import { say } from "./announce.js";

const DEEPEST = 6;

function name(section) {
  return section.dataset.name || "Lines without a heading";
}

// To the end of what is written in a section, ready to type.
export function goTo(section) {
  const last = allLines().filter((line) => sectionOf(line) === section).at(-1) ?? null;
  if (last && !isHeading(last) && !textOf(last)) focusLine(last, 0);
  else newLine({ after: last, section, caret: 0 });
  letGo();
  current().scrollIntoView({ block: "center" });
  say(name(section));
}

// On opening the page one can type at once: behind what was written last, or in the first section of the agenda.
export function begin() {
  if (location.hash || document.activeElement !== document.body) return;
  const all = sections();
  const written = allLines().filter((line) => !isHeading(line)).at(-1);
  if (all.length) goTo(written ? sectionOf(written) : all[0]);
  else writeOn();
}

// `steps` is 1 or -1.
export function step(steps) {
  const all = sections();
  const to = all[all.indexOf(currentSection()) + steps];
  if (to) goTo(to);
  else say(steps > 0 ? "This is the last section" : "This is the first section");
}

export async function jump() {
  const choice = await pick({
    title: "Jump to a section",
    label: "Part of its name",
    choices: sections().map((section) => ({ words: name(section), section })),
  });
  if (choice) goTo(choice.section);
}

// What one step deeper or shallower makes of a line: headings first, then paragraphs, then bullets. {to, back} or null.
function nextDepth(line, steps) {
  const { level, bullet, depth = 0 } = line.dataset;
  if (isHeading(line)) {
    const to = Number(level) + steps;
    return to < 1 || to > DEEPEST ? null : { to: { level: to }, back: { level } };
  }
  const plain = { bullet: 0, depth: 0 };
  if (bullet !== "1") return steps < 0 ? { to: { kind: "heading" }, back: { kind: "statement" } } : { to: { bullet: 1, depth: 0 }, back: plain };
  const to = Number(depth) + steps;
  return to > DEEPEST ? null : { to: to < 0 ? plain : { bullet: 1, depth: to }, back: { bullet: 1, depth } };
}

// The heading, line or bullet with the caret goes a step deeper (1) or shallower (-1).
export async function deeper(steps) {
  const { line } = place.line();
  if (!line) return;
  const next = nextDepth(line, steps);
  if (!next) return say(steps > 0 ? "It cannot stand deeper" : "It stands as far out as it can");
  const path = `lines/${line.dataset.key}/set`;
  await act(path, next.to, { line, words: "depth", back: () => act(path, next.back, { line }) });
}

// The agenda leads there, ready to type.
export function start() {
  document.getElementById("live-outline").addEventListener("click", (event) => {
    const item = event.target.closest("li[data-section]");
    const section = item && document.getElementById(`section-${item.dataset.section}`);
    if (!section) return;
    event.preventDefault();
    goTo(section);
  });
}
