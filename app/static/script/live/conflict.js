// Two people changed one line. Whoever is second sees both texts, what differs word by word, and three choices; the box
// keeps what was typed and may be typed on in. Neither text can vanish: theirs stands in the line's history, mine
// stays on this device until it is saved, and when theirs is taken it is put aside where it can be copied.
import { say } from "./announce.js";
import { shown } from "./differences.js";
import * as lines from "./lines.js";
import * as outbox from "./outbox.js";
import { show as showPutAside } from "./put_aside.js";
import * as sending from "./sending.js";
import { steadily } from "./steady.js";

const button = (words, act, main = false) => {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: `govuk-button govuk-button--small${main ? "" : " govuk-button--secondary"}`, textContent: words });
  made.addEventListener("click", act);
  return made;
};

const part = (name, content, className = "") => {
  const made = document.createElement(name);
  made.append(content);
  if (className) made.className = className;
  return made;
};

const contestedOf = (line) => sending.waitingFor(line).find((kept) => kept.state === "contested");

function open({ detail: { kept, answer } }) {
  const line = lines.lineByKey(kept.key) || comeBack(kept);
  const who = answer.by || "Somebody else";
  steadily(() => {
    let place = line.querySelector(".live-choice");
    if (!place) {
      place = part("div", "", "live-choice");
      place.setAttribute("role", "group");
      line.append(place);
    }
    line.classList.add("is-contested");
    draw(place, line, who);
  });
  say(`${who} changed this line while you were writing. Nothing is lost: choose below the line.`);
}

// The line was taken out of the page meanwhile: it comes back for the choice.
function comeBack(kept) {
  const { section, after, text } = kept.fields;
  return lines.newLine({ key: kept.key, after, section, text, isSent: true });
}

function draw(place, line, who) {
  const kept = contestedOf(line);
  if (!kept) return close(line);
  const { theirs, removed } = kept.answer;
  const mine = lines.textOf(line);
  const heading = part("h3", removed ? `${who} took this line out while you were writing` : `${who} changed this line while you were writing`);
  heading.id = `choice-${kept.key}`;
  place.setAttribute("aria-labelledby", heading.id);
  const both = shown(theirs, mine);
  const texts = document.createElement("dl");
  texts.append(part("dt", removed ? "The line as it was" : `${who} wrote`), part("dd", both.was), part("dt", "You wrote"), part("dd", both.now));
  const buttons = part("div", "", "btns");
  buttons.append(
    button("Keep mine", () => keepMine(line), true),
    button(removed ? "Leave it out" : "Take theirs", () => takeTheirs(line)),
    ...(removed ? [] : [button("Keep both", () => keepBoth(line))]),
  );
  place.replaceChildren(heading, part("p", "Nothing is lost: both texts are here. What differs is marked.", "quiet"), texts, buttons);
}

function close(line) {
  steadily(() => {
    line.classList.remove("is-contested");
    for (const place of line.querySelectorAll(".live-choice")) place.remove();
  });
}

async function keepMine(line) {
  const kept = contestedOf(line);
  const mine = lines.textOf(line);
  close(line);
  if (kept.answer.removed) sending.command(`lines/${encodeURIComponent(kept.key)}/restore`, {}, { line }).catch(() => {});
  sending.choose(kept, mine, line);
  lines.focusLine(line, -1);
}

function takeTheirs(line) {
  const kept = contestedOf(line);
  sending.putAside({ ...kept, fields: { ...kept.fields, text: lines.textOf(line) } }, "You took the other text of this line.");
  showPutAside();
  close(line);
  if (kept.answer.removed) return lines.dropLine(line);
  sending.choose(kept, kept.answer.theirs, line);
  lines.focusLine(line, -1);
}

// Theirs stays in the line, mine follows as a line of its own.
function keepBoth(line) {
  const kept = contestedOf(line);
  const mine = lines.textOf(line);
  close(line);
  // Mine is on the device as a new line before it is let go of here.
  const made = lines.newLine({ after: line, text: mine });
  sending.choose(kept, kept.answer.theirs, line);
  lines.focusLine(made, -1);
}

export function start() {
  document.addEventListener("live:contested", open);
  // What is typed on is part of my text.
  document.addEventListener("live:typed", ({ detail: { line } }) => {
    const place = line.querySelector(".live-choice");
    const kept = contestedOf(line);
    if (place && kept) steadily(() => draw(place, line, kept.answer.by || "Somebody else"));
  });
  for (const kept of outbox.all()) if (kept.state === "contested" && kept.answer) open({ detail: { kept, answer: kept.answer } });
}
