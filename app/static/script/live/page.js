// The page of minutes: starts its parts, in the order in which they need each other.
import { say } from "./announce.js";
import * as conflict from "./conflict.js";
import * as kept from "./kept.js";
import * as lines from "./lines.js";
import * as outbox from "./outbox.js";
import * as passages from "./passages.js";
import * as presence from "./presence.js";
import * as sending from "./sending.js";
import * as signIn from "./sign_in.js";
import * as status from "./status.js";
import { steadily } from "./steady.js";
import * as stream from "./stream.js";
import * as typing from "./typing.js";

async function type() {
  typing.start();
  passages.start();
  document.addEventListener("live:typed", ({ detail: { line } }) => {
    line.dataset.typed = "1";
    sending.saveSoon(line);
  });
  document.addEventListener("live:left", ({ detail: { line } }) => leave(line));
  document.addEventListener("live:removed", ({ detail: { line, isTold } }) => isTold || sending.removed(line));
  lines.sheet.addEventListener("focusout", ({ target }) => {
    const line = lines.lineOf(target);
    if (line && target === lines.boxOf(line)) sending.saveNow(line);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) sending.flush();
    else outbox.compare(lines.page.dataset.user).then(() => sending.tryNow());
  });
  window.addEventListener("pagehide", sending.flush);
  window.addEventListener("online", () => sending.tryNow());
  window.addEventListener("offline", () => sending.noticed({ online: false }));
  window.addEventListener("unhandledrejection", (event) => {
    if (!(event.reason instanceof sending.Refused)) return;
    event.preventDefault();
    complain(event.reason.message);
  });
  await kept.takeOver();
  status.start();
  conflict.start();
  signIn.start();
  presence.start();
  sending.begin();
  stream.start({ clean: sending.isClean, settled: sending.isSettled, noticed: sending.noticed });
}

// Left behind: sent as it is, and told that it is done with; an empty line goes.
function leave(line) {
  if (lines.textOf(line).trim() === "") {
    if (!lines.isHeading(line)) steadily(() => lines.dropLine(line, { caret: false }));
    return;
  }
  const toBeHeading = line.querySelector("[data-what=heading]") !== null;
  if (line.dataset.typed || toBeHeading) sending.saveNow(line, { left: true });
  delete line.dataset.typed;
}

function complain(words) {
  const problem = document.getElementById("problem");
  const said = document.createElement("div");
  said.className = "notice notice--alarm";
  said.append(Object.assign(document.createElement("p"), { textContent: words }));
  problem.replaceChildren(said);
  say(words);
}

function follow() {
  const place = document.getElementById("live-state");
  const words = document.getElementById("live-state-words");
  const tell = (text, state) => {
    words.textContent = text;
    place.dataset.state = state;
    document.body.classList.toggle("live--off", state === "off");
    say(text);
  };
  document.addEventListener("live:closed", ({ detail }) => tell(detail.message || "This meeting can no longer be followed.", "off"));
  stream.start({
    noticed: ({ online, signedIn = true }) => {
      if (!signedIn) tell("Signed out: load the page again to sign in", "off");
      else if (!online && place.dataset.state !== "off") tell("Not connected: trying again", "off");
      else if (online && place.dataset.state !== "following") tell("Following", "following");
    },
  });
}

// The step that comes next is the same on every open page.
function renewStep(status) {
  const step = document.querySelector("form [data-step]");
  if (!step || status === "planned") return;
  const form = step.closest("form");
  if (status === "in progress") {
    form.action = form.action.replace(/start$/, "finish");
    step.textContent = "Finish";
    step.classList.add("govuk-button--secondary");
  } else form.hidden = true;
}

document.addEventListener("live:meeting", ({ detail }) => {
  renewStep(detail.status);
  if (detail.said) document.getElementById("live-said").textContent = detail.said;
  if (detail.fixed) complain(detail.said || "These minutes are confirmed, so their text is fixed.");
});

if (lines.isTyped) {
  await type();
  await import("./panels.js");
} else {
  follow();
  (await import("./outline.js")).start();
}
