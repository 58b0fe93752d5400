// From section to section: the next, the one before, or by typing part of a name; and how deep a heading stands.
import { allLines, currentSection, focusLine, isHeading, newLine, sectionOf, sections, textOf, writeOn } from "./lines.js";
import { act } from "./acting.js";
import { pick } from "./pick.js";
import * as place from "./place.js";
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

// A heading, or a bullet, one step deeper or shallower. A line that stands as far out as it can becomes a heading.
export async function deeper(steps) {
  const { line } = place.line();
  if (!line) return;
  const field = isHeading(line) || !line.dataset.bullet ? "level" : "depth";
  const least = field === "level" ? 1 : 0;
  const was = Number(line.dataset[field] ?? (steps > 0 ? 1 : 2));
  const to = Math.min(Math.max(was + steps, least), DEEPEST);
  if (to === was) return say(steps > 0 ? "It cannot stand deeper" : "It stands as far out as it can");
  const path = `lines/${line.dataset.key}/set`;
  const back = isHeading(line) || field === "depth" ? { [field]: was } : { kind: "statement" };
  const words = field === "level" ? "depth of the heading" : "depth of the line";
  await act(path, { [field]: to }, { line, words, back: () => act(path, back, { line }) });
}

// The agenda leads there, ready to type.
export function start() {
  document.getElementById("live-outline").addEventListener("click", (event) => {
    const item = event.target.closest("li[data-section]");
    const section = item && document.getElementById(`section-${item.dataset.section}`);
    if (!section) return;
    event.preventDefault();
    goTo(section);
    section.scrollIntoView({ block: "nearest" });
  });
}
