// The agenda beside the minutes: which sections are done, where she is, what is to come, and how many planned questions
// are left, in words. Headings typed here or by others come into it.
import { current, isHeading, isTyped, listOf, sectionOf, sections, textOf } from "./lines.js";

const outline = document.getElementById("live-outline");
const where = document.getElementById("live-where");
const column = document.getElementById("live-left");
const marks = document.getElementById("live-outline-marks").content;

const MARKS = { past: "tick", around: "asked", here: "asked", next: "dot" };

// A heading being typed is known by what its box says; one that is read, number and all, by its name.
function nameOf(section) {
  const heading = isTyped && section.querySelector(":scope > .live-heading");
  return (heading ? textOf(heading).trim() : section.dataset.name) || "";
}

// Sections above: those the section stands under, nearest first.
function above(section, all) {
  const found = new Set();
  let level = Number(section.dataset.level);
  for (let at = all.indexOf(section) - 1; at >= 0 && level > 1; at--) {
    const other = Number(all[at].dataset.level);
    if (other < level) {
      found.add(all[at]);
      level = other;
    }
  }
  return found;
}

function left(section, isPast) {
  const many = section.querySelectorAll(".line--planned:not([hidden])").length;
  if (!many) return "";
  const questions = many === 1 ? "1 planned question" : `${many} planned questions`;
  return isPast ? `${questions} not asked` : `${questions}${hasLines(section) ? " left" : ""}`;
}

function hasLines(section) {
  return [...(listOf(section)?.children ?? [])].some((line) => !isHeading(line) && textOf(line).trim());
}

function row(section, state) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const words = document.createElement("span");
  item.className = `outline__${Math.min(Number(section.dataset.level) || 1, 3)} is-${state}`;
  item.dataset.section = section.dataset.section;
  link.href = `#${section.id}`;
  if (state === "here") link.setAttribute("aria-current", "location");
  words.textContent = nameOf(section);
  const todo = left(section, state === "past");
  if (todo) words.append(Object.assign(document.createElement("span"), { className: "todo", textContent: todo }));
  link.append(marks.querySelector(`[data-mark=${MARKS[state]}]`).firstElementChild.cloneNode(true), words);
  item.append(link);
  return item;
}

export function show() {
  const all = sections();
  const here = current() && sectionOf(current());
  const at = all.indexOf(here);
  const around = here ? above(here, all) : new Set();
  const state = (section, index) => {
    if (section === here) return "here";
    if (around.has(section)) return "around";
    return hasLines(section) || index < at ? "past" : "next";
  };
  const rows = all.map((section, index) => [section, index]).filter(([section]) => nameOf(section));
  const list = outline.querySelector("ol");
  if (list.contains(document.activeElement)) return;
  list.replaceChildren(...rows.map(([section, index]) => row(section, state(section, index))));
  where.textContent = here ? nameOf(here) : "";
  keepInView(list.querySelector(".is-here"));
}

// Of a long agenda the part where she is; the page itself never moves.
function keepInView(item) {
  if (!item) return;
  const seen = column.getBoundingClientRect();
  const { top, bottom } = item.getBoundingClientRect();
  if (top < seen.top) column.scrollTop += top - seen.top - 20;
  else if (bottom > seen.bottom) column.scrollTop += bottom - seen.bottom + 20;
}

let waiting = null;
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(show, 150);
}

export function start() {
  for (const name of ["section", "sections", "changed", "settled", "removed", "planned"]) document.addEventListener(`live:${name}`, soon);
  const button = document.getElementById("outline-open");
  button.addEventListener("click", () => {
    const isOpen = column.classList.toggle("is-open");
    button.setAttribute("aria-expanded", isOpen);
  });
  show();
}
