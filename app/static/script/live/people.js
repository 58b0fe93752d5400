// Somebody arrives, leaves or sends apologies: who, when, and what, in one small dialog.
import { attendances, meet } from "./at_hand.js";
import { Choosing, found } from "./choosing.js";
import { open } from "./dialogs.js";
import { act } from "./acting.js";
import { say } from "./announce.js";

const dialog = document.getElementById("live-people-dialog");
const who = document.getElementById("live-people-who");
const at = document.getElementById("live-people-at");
const form = dialog.querySelector("form");
let chosen = null;

const choosing = new Choosing(document.getElementById("live-people-choices"), (choice) => {
  chosen = choice;
  who.value = `${choice.words}, ${choice.name}`;
  form.querySelector("[name=presence]").focus();
});

function offer() {
  chosen = null;
  choosing.show(who, found(attendances(), who.value, 6));
  who.setAttribute("aria-expanded", choosing.isOpen);
}

function now() {
  return new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

export function ask() {
  form.reset();
  at.value = now();
  offer();
  return open(dialog, who);
}

async function send(presence) {
  const time = at.value.trim();
  const name = who.value.trim();
  if (!chosen && !name) return who.focus();
  dialog.close();
  if (!chosen) {
    const added = await act("people", { name, presence, at: time });
    if (added) meet({ id: added.attendance, name, presence: added.presence });
    if (added) say(added.said);
    return;
  }
  const { id, words } = chosen;
  const path = `people/${id}`;
  const answer = await act(path, { presence, at: time }, { words: `${words} ${presence}`, back: () => act(path, { presence: "back" }) });
  if (answer) say(answer.said);
}

export function start() {
  who.addEventListener("input", offer);
  who.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") choosing.move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && choosing.isOpen) choosing.take();
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.value) send(event.submitter.value);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-people]")) ask();
  });
}
