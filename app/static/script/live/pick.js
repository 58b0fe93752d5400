// One small dialog asks for one thing: who speaks, a due date, a recommendation, a section. Typing filters; Enter takes.
import { open } from "./dialogs.js";
import { Choosing, found } from "./choosing.js";

const dialog = document.getElementById("live-pick");
const box = document.getElementById("live-pick-words");
const list = document.getElementById("live-pick-choices");
let asked = null;

const choosing = new Choosing(list, (choice) => finish(choice));

function finish(choice) {
  asked.choice = choice;
  dialog.close();
}

function refresh(words = box.value) {
  const choices = found(asked.choices, words, 12);
  choosing.show(box, choices, asked.free ? -1 : 0);
  box.setAttribute("aria-expanded", choices.length > 0);
}

// Asks. `choices` are {words, hint, …}; with `free` any other words will do too. Answers {words, …} or null.
export async function pick({ title, label, hint = "", choices, free = false, value = "" }) {
  asked = { choices, free, choice: null };
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("label").textContent = label;
  dialog.querySelector("#live-pick-hint").textContent = hint;
  box.value = value;
  refresh("");
  const closed = open(dialog, box);
  box.select();
  await closed;
  choosing.hide();
  return asked.choice;
}

export function start() {
  box.addEventListener("input", () => refresh());
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (choosing.isOpen) choosing.move(event.key === "ArrowDown" ? 1 : -1);
    }
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (choosing.at >= 0) choosing.take();
    else if (asked.free) finish({ words: box.value.trim() });
  });
}
