// The lines of the page: finding them, making them and taking them out. Headings are lines too. What a line's words are is
// what its box says.
//
// Events on document, each with detail.line: live:typed, live:left, live:focus, live:saved (and detail.answer);
// live:section with detail.section when the caret comes into another section; live:removed with detail.key.
import { isBack, isOut } from "./as_of.js";

export const page = document.getElementById("live");
export const sheet = document.getElementById("live-document");
export const isTyped = page.dataset.audience === "typists";
const empty = document.getElementById("live-empty");

export const fire = (name, detail) => document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
// What was last heard of the words of each line.
export const words = new WeakMap();

// --- finding ---

export const allLines = () => [...sheet.querySelectorAll(".live-line:not(.is-removed)")];
export const sections = () => [...sheet.querySelectorAll(".live-section:not(.is-removed)")];
export const lineByKey = (key) => document.getElementById(`line-${key}`);
export const lineOf = (element) => (element instanceof Element ? element.closest(".live-line") : null);
export const sectionOf = (line) => line.closest(".live-section");
export const listOf = (section) => section.querySelector(":scope > .live-lines");
export const boxOf = (line) => line.querySelector("textarea.live-text");
export const isHeading = (line) => line.classList.contains("live-heading");
export const keyOf = (line) => line.dataset.key;
export const textOf = (line) => (boxOf(line) ? boxOf(line).value : line.querySelector(".live-text").textContent);
export const revisionOf = (line) => Number(line.dataset.revision || 0);

// The line with the caret, or the one that had it last; null before anything was touched.
export const current = () => sheet.querySelector(".live-line.is-now");
export const currentSection = () => (current() ? sectionOf(current()) : sections().at(-1) || null);

export function neighbour(line, step) {
  const lines = allLines().filter(boxOf);
  return lines[lines.indexOf(line) + step] || null;
}

// --- boxes ---

const grows = CSS.supports("field-sizing", "content");
export function fit(box) {
  if (grows) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

export function focusLine(line, caret = null) {
  const box = boxOf(line);
  if (!box) return;
  box.focus({ preventScroll: true });
  if (caret !== null) {
    const at = caret < 0 ? box.value.length : Math.min(caret, box.value.length);
    box.setSelectionRange(at, at);
  }
  keepInSight(line);
}

// Below the bar and above the window's lower edge, without ever jumping to the middle.
function keepInSight(line) {
  const { top, bottom } = line.getBoundingClientRect();
  const above = document.getElementById("live-bar").offsetHeight + 8;
  if (top < above) window.scrollBy(0, top - above);
  else if (bottom > window.innerHeight - 24) window.scrollBy(0, Math.min(bottom - window.innerHeight + 24, top - above));
}

// Other words by a key or a completion, as if typed: the browser's own undo takes them back.
export function setText(line, text, caret = -1) {
  const box = boxOf(line);
  if (box.value !== text) {
    const selection = document.activeElement === box ? null : document.activeElement;
    box.focus({ preventScroll: true });
    box.select();
    if (!document.execCommand("insertText", false, text) || box.value !== text) {
      box.value = text;
      typed(line);
    }
    if (selection && selection !== document.body && caret === null) selection.focus({ preventScroll: true });
  }
  if (caret !== null) {
    const at = caret < 0 ? text.length : caret;
    box.setSelectionRange(at, at);
  }
}

// Words that came from elsewhere: the caret and the selection stay with the letters they were at.
export function receiveText(line, text) {
  const box = boxOf(line);
  if (!box) return receiveParagraph(line.querySelector(".live-text"), text);
  // The server keeps a paragraph without the space around it: that is no change, and the space stays under the hands.
  if (oneParagraph(box.value) === text) return;
  words.set(line, text);
  const [from, to, put] = difference(box.value, text);
  box.setRangeText(put, from, to, "preserve");
  fit(box);
}

const oneParagraph = (text) => text.replace(/\s*[\r\n]+\s*/g, " ").trim();

// Only the letters that differ are replaced, so that what a reader has selected stays selected.
function receiveParagraph(paragraph, text) {
  const node = paragraph.firstChild;
  if (!node || node.nodeType !== Node.TEXT_NODE || paragraph.childNodes.length > 1) {
    if (paragraph.textContent !== text) paragraph.textContent = text;
    return;
  }
  if (node.data === text) return;
  const [from, to, put] = difference(node.data, text);
  node.replaceData(from, to - from, put);
}

function difference(was, now) {
  const most = Math.min(was.length, now.length);
  let from = 0;
  while (from < most && was[from] === now[from]) from++;
  let tail = 0;
  while (tail < most - from && was[was.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return [from, was.length - tail, now.slice(from, now.length - tail)];
}

// --- new lines ---

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return "l" + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function blank(key) {
  const line = document.getElementById("live-new-line").content.firstElementChild.cloneNode(true);
  line.id = `line-${key}`;
  line.dataset.key = key;
  for (const part of line.querySelectorAll("[id$='-KEY']")) part.id = part.id.replace(/KEY$/, key);
  return line;
}

// The place for lines of a meeting without any heading yet.
function firstSection() {
  const there = sections().at(-1);
  if (there) return there;
  const made = document.getElementById("live-new-section").content.firstElementChild.cloneNode(true);
  sheet.append(made);
  if (empty) empty.hidden = true;
  return made;
}

// A new line behind `after` (behind a heading: first below it), before `before`, else at the end of `section`.
// `after` and `section` may be a key (as placeOf tells it) and an id. `isSent`: the words come with a command and are not saved by themselves.
export function newLine({ after = null, before = null, section = null, text = "", caret = null, key = newKey(), bullet = false, depth = 0, isSent = false } = {}) {
  if (typeof after === "string") after = lineByKey(after);
  if (section && !(section instanceof Element)) section = document.getElementById(`section-${section}`);
  const line = blank(key);
  isBack(key);
  if (bullet) shape(line, true, depth);
  if (before) before.before(line);
  else if (after && isHeading(after)) listOf(sectionOf(after)).prepend(line);
  else if (after) after.after(line);
  else listOf(section || firstSection()).append(line);
  line.dataset.section = sectionOf(line).dataset.section;
  boxOf(line).value = text;
  words.set(line, isSent ? text : "");
  fit(boxOf(line));
  if (empty) empty.hidden = true;
  if (text && !isSent) typed(line);
  if (caret !== null) focusLine(line, caret);
  return line;
}

export function shape(line, bullet, depth) {
  line.classList.toggle("live-line--bullet", bullet);
  line.classList.toggle("live-line--deep", bullet && depth > 0);
  if (bullet) Object.assign(line.dataset, { bullet: "1", depth: String(depth) });
  else delete line.dataset.bullet;
}

// Out of the page, the caret going to the line before (or behind). `isTold`: the server has taken it out already.
export function dropLine(line, { caret = true, isTold = false } = {}) {
  const next = neighbour(line, -1) || neighbour(line, 1);
  const had = line.contains(document.activeElement);
  line.remove();
  if (!isTold) isOut(keyOf(line));
  fire("removed", { key: keyOf(line), line, isTold });
  if (caret && had && next) focusLine(next, -1);
}

// --- what was typed ---

export function typed(line) {
  if (words.get(line) === textOf(line)) return;
  words.set(line, textOf(line));
  fire("typed", { line });
}

// Behind what it stands, as the server is told: the nearest line before it that has words (or, `isSent`, that the server
// has already), else the heading above.
export function placeOf(line, { isSent = false } = {}) {
  const section = sectionOf(line);
  let before = isHeading(line) ? null : line.previousElementSibling;
  while (before && !(revisionOf(before) || (!isSent && textOf(before)))) before = before.previousElementSibling;
  before ??= isHeading(line) ? null : section?.querySelector(":scope > .live-heading");
  const { section: id = "" } = section?.dataset ?? {};
  return { section: id, after: before ? keyOf(before) : id && `section-${id}` };
}
