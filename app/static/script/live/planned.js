// Questions planned for the meeting wait in their section. One key asks the next: its wording becomes a line.
import { currentSection, sectionOf } from "./lines.js";
import * as place from "./place.js";
import { write } from "./writing.js";
import { say } from "./announce.js";

const LEFT = ".line--planned:not([hidden])";

// Its wording becomes a line; `how` is "ask", or "written-answer" when the answer is promised in writing.
async function put(planned, how = "ask") {
  const { line } = place.line();
  const section = planned.closest(".live-section");
  hide(planned.id, true);
  await write(planned.dataset.words, `planned/${planned.dataset.planned}/${how}`, {}, {
    after: line && (!section || sectionOf(line) === section) ? line : null,
    section,
    words: "planned question, not asked",
    undone: () => hide(planned.id, false),
  });
}

// By its id: the stream may have brought it anew.
function hide(id, isHidden) {
  document.getElementById(id).hidden = isHidden;
  counted();
}

// Asks the next planned question of the section she is in.
export function askNext() {
  const planned = currentSection()?.querySelector(LEFT) ?? document.querySelector(`.live-main > .planned > ${LEFT}`);
  if (planned) return put(planned);
  say("No planned question is left in this section");
}

function counted() {
  document.dispatchEvent(new Event("live:planned"));
}

export function start() {
  // A colleague asked one, or took its line out: the stream shows or hides it.
  document.addEventListener("live:changed", ({ detail: { id } }) => {
    if (id?.startsWith("planned-")) counted();
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-ask], [data-promise]");
    if (button) put(button.closest(".line--planned"), "promise" in button.dataset ? "written-answer" : "ask");
  });
}
