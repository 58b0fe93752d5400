// Open actions, one key away: the drawer on the right. In it an action unfolds; its outcome, a date and a remark make
// one line of the minutes.
import { currentSection, focusLine, newLine, page, sectionOf } from "./lines.js";
import * as place from "./place.js";
import { write } from "./writing.js";
import { say } from "./announce.js";

const side = document.getElementById("live-side");
let back = null;

const drawer = () => document.getElementById("live-drawer");
const isOpen = () => drawer()?.classList.contains("drawer--open") ?? false;
const actions = () => [...drawer().querySelectorAll(".oa")];

// The newest from the server; without a network what is there already stays.
async function refresh() {
  const section = currentSection()?.dataset.section ?? "";
  try {
    const answer = await fetch(`${page.dataset.base}/drawer?section=${section}`);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live-drawer");
    if (fresh) renew(fresh);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

// Never while an action is unfolded, and the focus stays with its action.
function renew(fresh) {
  const wasOpen = isOpen();
  const focused = document.activeElement.closest("#live-drawer .oa")?.id;
  if (drawer().querySelector(".oa--open")) return;
  drawer().replaceWith(fresh);
  shown(wasOpen);
  document.getElementById(focused)?.querySelector(".oa__open").focus();
  document.dispatchEvent(new Event("live:drawer"));
}

function shown(isShown) {
  if (!drawer()) return;
  drawer().classList.toggle("drawer--open", isShown);
  for (const part of drawer().querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "open") !== isShown;
}

// Opens the drawer at its first action, or closes it and returns to where she typed.
export function toggle() {
  if (isOpen()) return close();
  back = place.remember();
  shown(true);
  (drawer().querySelector(".oa__open") ?? drawer().querySelector("[data-when=open] [data-drawer]")).focus();
  refresh();
  const many = actions().length;
  say(many ? `${many} open ${many === 1 ? "action" : "actions"}` : "No open actions");
}

function close() {
  shown(false);
  back?.back();
  back = null;
}

function unfold(action, isUnfolded) {
  for (const other of actions()) {
    const isThis = other === action && isUnfolded;
    other.classList.toggle("oa--open", isThis);
    other.querySelector(".oa__full").hidden = !isThis;
    other.querySelector(".oa__open").setAttribute("aria-expanded", isThis);
  }
}

function choose(form, outcome) {
  for (const button of form.querySelectorAll("[data-outcome]")) {
    button.setAttribute("aria-pressed", button.dataset.outcome === outcome);
  }
  form.dataset.chosen = outcome;
  const until = form.querySelector("[data-for=carried]");
  until.hidden = outcome !== "carried";
  form.querySelector(until.hidden ? "[name=remark]" : "[name=date]").focus();
}

// The line that says what was decided, as the grammar reads it.
function written({ reference, outcome, date, remark }) {
  const until = date && outcome === "carried" ? ` to ${date.replace(/^(by|to) /, "")}` : "";
  return `${reference}: ${outcome}${until}${remark ? `, ${remark}` : ""}`;
}

// From the list below the heading of a review: the drawer opens at that action, and what is decided stands in that section.
async function reviewFrom(button) {
  const section = button.closest(".live-section");
  const lines = section.querySelectorAll(".live-lines > .live-line");
  const here = place.line().line;
  if (!here || sectionOf(here) !== section) focusLine(lines[lines.length - 1] ?? newLine({ section }), -1);
  if (!isOpen()) await toggle();
  const action = document.getElementById(`oa-${button.dataset.review}`);
  if (!action) return;
  unfold(action, true);
  action.querySelector("[data-outcome]").focus();
}

async function review(action) {
  const form = action.querySelector("form");
  const outcome = form.dataset.chosen;
  if (!outcome) return say("Choose an outcome: close, progress or carry");
  const { date, remark } = Object.fromEntries(new FormData(form));
  const { reference } = action.dataset;
  unfold(action, false);
  shown(false);
  back = null;
  say(`${reference} ${outcome}`);
  const listed = document.querySelector(`[data-review="${action.dataset.action}"]`);
  const was = listed?.textContent;
  if (listed) listed.textContent = `${outcome[0].toUpperCase()}${outcome.slice(1)} here: change`;
  await write(written({ reference, outcome, date, remark }), `reviews/${action.dataset.action}`, { outcome, date, remark }, {
    words: `review of ${reference}`,
    undone() {
      if (listed) listed.textContent = was;
    },
  });
}

// In the list: arrows move, C P or R choose at once, Escape goes back to the line.
const OUTCOMES = { c: "closed", p: "progressed", r: "carried" };

function key(event) {
  if (!event.target.closest("#live-drawer")) return;
  const action = event.target.closest(".oa");
  const isTyping = event.target.matches("input, textarea");
  if (event.key === "Escape") close();
  else if (event.key === "Enter" && event.target.matches(".oa input, .oa textarea")) review(action);
  else if (isTyping || event.altKey || event.ctrlKey || event.metaKey) return;
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const all = actions();
    all[all.indexOf(action) + (event.key === "ArrowDown" ? 1 : -1)]?.querySelector(".oa__open").focus();
  } else if (action && OUTCOMES[event.key.toLowerCase()]) {
    unfold(action, true);
    choose(action.querySelector("form"), OUTCOMES[event.key.toLowerCase()]);
  } else return;
  event.preventDefault();
}

function click({ target }) {
  if (target.closest("[data-drawer]")) return toggle();
  const action = target.closest(".oa");
  if (!action) return;
  if (target.closest(".oa__open")) unfold(action, !action.classList.contains("oa--open"));
  const outcome = target.closest("[data-outcome]");
  if (outcome) choose(action.querySelector("form"), outcome.dataset.outcome);
}

// Which actions belong to a section is told again when she comes into it.
let waiting = null;
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => !isOpen() && refresh(), 800);
}

export function start() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-review]");
    if (button) reviewFrom(button);
  });
  document.addEventListener("live:section", soon);
  side.addEventListener("click", click);
  side.addEventListener("keydown", key);
  side.addEventListener("submit", (event) => {
    event.preventDefault();
    review(event.target.closest(".oa"));
  });
  shown(false);
}
