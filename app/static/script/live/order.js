// Lines removed and moved, a heading with what stands under it; each with a way back.
import { allLines, currentSection, dropLine, focusLine, isHeading, keyOf, lineByKey, listOf, revisionOf, sectionOf, sections, textOf } from "./lines.js";
import * as place from "./place.js";
import { act } from "./acting.js";
import { isBack, isOut } from "./as_of.js";
import { moveInto } from "./placing.js";
import { saveSoon } from "./sending.js";
import { canUndo } from "./undo.js";
import { say } from "./announce.js";

// Where it may stand next: {list, before} for a line, one place up (-1) or down (1), over a heading where there is one.
function nextPlace(line, steps) {
  const beside = steps < 0 ? line.previousElementSibling : line.nextElementSibling;
  if (beside) return { list: line.parentNode, before: steps < 0 ? beside : beside.nextElementSibling };
  const all = sections();
  const section = all[all.indexOf(sectionOf(line)) + steps];
  return section && { list: listOf(section), before: steps < 0 ? null : listOf(section).firstElementChild };
}

function nextSection(section, steps) {
  const all = sections();
  const beside = all[all.indexOf(section) + steps];
  return beside && { list: section.parentNode, before: steps < 0 ? beside : beside.nextElementSibling };
}

function target(line, steps) {
  return isHeading(line) ? nextSection(sectionOf(line), steps) : nextPlace(line, steps);
}

async function go(line, steps) {
  const to = target(line, steps);
  if (!to) return;
  const at = place.remember();
  if (isHeading(line)) to.list.insertBefore(sectionOf(line), to.before);
  else moveInto(to.list, [line], to.before);
  line.dataset.section = sectionOf(line).dataset.section;
  // Until the server has said where it stands now.
  delete (isHeading(line) ? sectionOf(line) : line).dataset.position;
  at.back();
  line.scrollIntoView({ block: "nearest" });
  if (revisionOf(line) || textOf(line)) await act(`lines/${line.dataset.key}/move`, { steps }, { line });
}

// It may have become a heading since, or a heading a line: then the way back is another one.
function back(line, steps) {
  const now = lineByKey(keyOf(line));
  if (now && isHeading(now) === isHeading(line)) return go(now, steps);
  return say("That line is not here any more as it was");
}

// The line with the caret goes up or down, the caret with it.
export function move(steps) {
  const { line } = place.line();
  if (!line) return;
  if (!target(line, steps)) return say(steps < 0 ? "It stands first" : "It stands last");
  canUndo("line moved", () => back(line, -steps));
  say(steps < 0 ? "Moved up" : "Moved down");
  return go(line, steps);
}

// Takes the line with the caret out.
export async function remove() {
  const { line } = place.line();
  if (!line) return;
  const { key } = line.dataset;
  const whole = isHeading(line) ? sectionOf(line) : line;
  const things = whole === line ? [key] : [whole.id, ...[...whole.querySelectorAll(".live-line")].map(keyOf)];
  const { parentNode: parent, nextElementSibling: next } = whole;
  canUndo(isHeading(line) ? "section removed" : "line removed", async () => {
    things.forEach(isBack);
    // Its section may have been made anew since, or be gone.
    const section = document.getElementById(`section-${line.dataset.section}`) ?? currentSection();
    const list = parent.isConnected || !section ? parent : listOf(section);
    list.insertBefore(whole, next?.parentNode === list ? next : null);
    focusLine(line, -1);
    const isRestored = (line.dataset.out || isHeading(line)) && (await act(`lines/${key}/restore`, {}, { line }));
    delete line.dataset.out;
    if (!isRestored) saveSoon(line);
  });
  say("Removed. Undo brings it back.");
  if (whole === line) return dropLine(line);
  const all = allLines();
  const before = all[all.indexOf(line) - 1] ?? all.find((other) => !whole.contains(other));
  for (const thing of things) isOut(thing);
  whole.remove();
  if (before) focusLine(before, -1);
  const answer = await act(`lines/${key}/remove`, {}, { line });
  for (const thing of things) isOut(thing, answer?.change ?? 0);
}
