// The Commissioner's judgement on the section she is in, with a sentence.
import { currentSection } from "./lines.js";
import { open } from "./dialogs.js";
import { act } from "./acting.js";
import { say } from "./announce.js";

const dialog = document.getElementById("live-assurance");
const form = dialog.querySelector("form");
let section = null;

function assured() {
  return document.getElementById(`assurance-${section.dataset.section}`);
}

// Asks about the section with the caret, or the one given.
export function ask(about = currentSection()) {
  if (!about) return say("There is no section here yet");
  section = about;
  const { assurance = "", statement = "" } = assured()?.dataset ?? {};
  form.elements.assurance.value = assurance;
  form.elements.statement.value = statement;
  dialog.querySelector("#live-assurance-of").textContent = section.dataset.name;
  return open(dialog, form.querySelector("input:checked") ?? form.querySelector("input"));
}

async function send() {
  const { assurance: was = "", statement: said = "", revision = "" } = assured()?.dataset ?? {};
  const { assurance, statement } = Object.fromEntries(new FormData(form));
  const path = `sections/${section.dataset.section}/assurance`;
  dialog.close();
  const back = () => act(path, { assurance: was, statement: said, revision: assured()?.dataset.revision });
  const answer = await act(path, { assurance, statement, revision }, { words: "assurance", back });
  if (answer) say(assurance ? `Noted: ${assurance}` : "No judgement noted");
}

export function start() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-assurance-of]");
    if (button) ask(button.closest("section"));
  });
}
