// The lines of the page: finding them, making them, putting an answer of the server in place, and the keys of writing
// (Enter, Backspace, arrows, pasting). Headings are lines too. What a line's words are is what its box says.
//
// Events on document, each with detail.line: live:typed, live:left, live:focus, live:saved (and detail.answer);
// live:section with detail.section when the caret comes into another section; live:removed with detail.key.
import { steadily } from "./steady.js";

export const page = document.getElementById("live");
export const sheet = document.getElementById("live-document");
export const isTyped = page.dataset.audience === "typists";
const empty = document.getElementById("live-empty");

// By the number of the meeting's change, where each line (by its key) stands on the page and what it shows of each section
// (by its id): an answer and the stream come on two ways, and what was rendered before the other was committed comes too
// late. Of words their revision says the same.
const asOf = new Map();
export const isOld = (thing, number) => number < (asOf.get(thing) || 0);
export const isAsOf = (thing, number) => asOf.set(thing, Math.max(number || 0, asOf.get(thing) || 0));
// Taken out of this page: whatever is told of it was true before, until the server has said since when it is out.
export const isOut = (key, since = Infinity) => asOf.set(key, since);
// And put back.
export const isBack = (key) => asOf.delete(key);

const fire = (name, detail) => document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
const words = new WeakMap();

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

function neighbour(line, step) {
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

function shape(line, bullet, depth) {
  line.classList.toggle("live-line--bullet", bullet);
  line.classList.toggle("live-line--deep", bullet && depth > 0);
  if (bullet) Object.assign(line.dataset, { bullet: "1", depth: String(depth) });
  else delete line.dataset.bullet;
}

// By a key of the page: out of it, and taken out on the server.
export const removeLine = (line) => dropLine(line);

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

function typed(line) {
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

// --- an answer in place ---

export function apply(answer, { clean = true, settled = true } = {}) {
  const line = lineByKey(answer.key);
  if (!line) return null;
  // Taken out a moment ago, and put back since: what is on its way says where it ends.
  if (answer.removed && !settled) return line;
  // Others went on from here, and the stream was faster.
  if (isOld(answer.key, answer.change)) {
    fire("saved", { line, answer });
    return line;
  }
  isAsOf(answer.key, answer.change);
  if (answer.removed) {
    steadily(() => dropLine(line, { caret: line.contains(document.activeElement), isTold: true }));
    return null;
  }
  line.dataset.revision = answer.revision;
  if (answer.heading) return headingSaved(line, answer);
  if (isHeading(line)) return line;
  adoptSection(line, answer.section);
  if (answer.bullet !== undefined) shape(line, answer.bullet, answer.depth);
  if (settled) stand(line, answer);
  // Marks and reading belong to the words that were sent; while more is typed, the next answer brings its own.
  if (clean) understood(line, answer);
  fire("saved", { line, answer });
  return line;
}

// The first line of a meeting without headings: the server made the section that holds it.
function adoptSection(line, id) {
  if (!id) return;
  line.dataset.section = id;
  const section = sectionOf(line);
  if (!section || section.dataset.section) return;
  const told = document.getElementById(`section-${id}`);
  if (told) {
    moveInto(listOf(told), [...listOf(section).children]);
    section.remove();
    return;
  }
  section.dataset.section = id;
  section.id = `section-${id}`;
}

// Where the server says that it stands: moved there, unless it stands so already.
export function stand(line, { section, position }) {
  if (position === undefined || position === null) return;
  line.dataset.position = position;
  const there = section ? document.getElementById(`section-${section}`) : sectionOf(line);
  if (!there) return;
  line.dataset.section = there.dataset.section;
  steadily(() => {
    if (line.parentElement !== listOf(there)) moveInto(listOf(there), [line]);
    arrange(listOf(there), [...listOf(there).children]);
  });
}

export const arrangeSections = () => steadily(() => arrange(sheet, sections()));

// In the order of their positions. What has none, because it is not sent or its move is on its way, stays behind what it
// follows.
function arrange(parent, children) {
  const groups = [];
  for (const one of children) {
    if (one.dataset.position === undefined && groups.length) groups.at(-1).push(one);
    else groups.push([one]);
  }
  const position = ([first]) => Number(first.dataset.position ?? -Infinity);
  const wanted = groups.sort((a, b) => position(a) - position(b)).flat();
  if (wanted.every((one, at) => one === children[at])) return;
  const stay = longestInOrder(wanted.map((one) => children.indexOf(one)));
  let before = null;
  for (let at = wanted.length - 1; at >= 0; at--) {
    if (!stay.has(at)) moveInto(parent, [wanted[at]], before);
    before = wanted[at];
  }
}

// The places in the list of the longest row of numbers that rise: as many as can stay where they are.
function longestInOrder(numbers) {
  const length = [];
  const previous = [];
  let last = 0;
  numbers.forEach((number, at) => {
    [length[at], previous[at]] = [1, -1];
    for (let other = 0; other < at; other++) {
      if (numbers[other] < number && length[other] >= length[at]) [length[at], previous[at]] = [length[other] + 1, other];
    }
    if (length[at] > length[last]) last = at;
  });
  const found = new Set();
  for (let at = last; at >= 0 && numbers.length; at = previous[at]) found.add(at);
  return found;
}

function headingSaved(line, answer) {
  const made = fragment(answer.heading.html).querySelector(".live-section");
  if (!made) return line;
  const { below } = answer.heading;
  const heading = isHeading(line) ? line : becomeHeading(line, made, Object.keys(below));
  if (heading === line && !isOld(made.id, answer.change)) sectionFacts(sectionOf(line), made);
  isAsOf(made.id, answer.change);
  arrangeSections();
  for (const [key, position] of Object.entries(below)) {
    const one = lineByKey(key);
    // Of one whose own move is on its way that move's answer tells.
    if (!one || one.dataset.position === undefined || isOld(key, answer.change)) continue;
    stand(one, { section: answer.section, position });
    isAsOf(key, answer.change);
  }
  heading.dataset.revision = answer.revision;
  fire("saved", { line: heading, answer });
  fire("sections", {});
  return heading;
}

// What a section's element says of it: depth, name, place.
export function sectionFacts(section, from) {
  for (const name of ["level", "name", "position"]) section.dataset[name] = from.dataset[name];
  section.setAttribute("aria-label", from.dataset.name);
  section.classList.toggle("live-section--deep", from.classList.contains("live-section--deep"));
  const [heading, new_] = [section, from].map((one) => one.querySelector(".live-heading"));
  if (!heading || !new_) return;
  heading.dataset.level = new_.dataset.level;
  heading.classList.toggle("live-heading--deep", new_.classList.contains("live-heading--deep"));
  for (const name of [".live-tie", ".live-name", ".live-reading"]) {
    const [was, now] = [heading, new_].map((one) => one.querySelector(name));
    if (was && now && !was.contains(document.activeElement)) was.replaceChildren(...now.childNodes);
    else if (was && !now) was.remove();
    else if (now && !was) heading.querySelector(".live-t").append(now);
  }
}

export function understood(line, { mark, reading, name }) {
  const put = (id, html) => {
    const place = document.getElementById(id);
    if (place && html !== undefined && html !== null && place.innerHTML !== html && !place.contains(document.activeElement)) place.innerHTML = html;
  };
  put(`mark-${keyOf(line)}`, mark);
  put(`reading-${keyOf(line)}`, reading);
  const kinds = new Set([...line.querySelectorAll(".live-k")].map((part) => part.dataset.kind));
  line.classList.toggle("live-line--action", kinds.size === 1 && kinds.has("action"));
  if (name && boxOf(line)) boxOf(line).setAttribute("aria-label", name);
}

// A line that was taken for a heading: its section stands where it stood. `made` is the section as the server has it, and
// `below` the keys of the lines there, which go along with what is not sent yet and follows them. The words of the heading
// are those of the box, which may have gone on.
export function becomeHeading(line, made, below) {
  const heading = made.querySelector(".live-heading");
  const box = boxOf(heading);
  const old = sectionOf(line);
  // The lines before any heading have a section too: it gets its heading when their first becomes one.
  const isSame = old.id === made.id;
  const all = [...line.parentElement.children];
  let goes = isSame;
  const following = all.filter((one) => {
    if (one === line) goes = true;
    else if (one.dataset.position !== undefined && !isSame) goes = below.includes(keyOf(one));
    return goes && one !== line;
  });
  steadily(() => {
    const caret = caretOf(line);
    if (box && boxOf(line)) {
      box.value = textOf(line);
      words.set(heading, box.value);
    }
    line.removeAttribute("id");
    old.after(made);
    moveInto(listOf(made), following, listOf(made).firstChild);
    for (const moved of following) moved.dataset.section = made.dataset.section;
    line.remove();
    if (isSame || !(old.dataset.section || listOf(old).children.length)) old.remove();
    if (box) fit(box);
    if (caret) {
      heading.classList.add("is-now");
      box.focus({ preventScroll: true });
      box.setSelectionRange(caret.start, caret.end);
    }
  });
  fire("sections", {});
  return heading;
}

const caretOf = (line) => {
  const box = boxOf(line);
  return box && document.activeElement === box ? { start: box.selectionStart, end: box.selectionEnd } : null;
};

// Elsewhere in the page, with the caret still in it.
export function moveInto(list, lines, before = null) {
  for (const line of lines) {
    const caret = caretOf(line);
    if (list.moveBefore && line.isConnected && list.isConnected) list.moveBefore(line, before);
    else list.insertBefore(line, before);
    if (caret && document.activeElement !== boxOf(line) && boxOf(line)) {
      boxOf(line).focus({ preventScroll: true });
      boxOf(line).setSelectionRange(caret.start, caret.end);
    }
  }
}

export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

export { shape };

// --- the keys of writing ---

// Enter: a new line; in the middle of words, what stands behind the caret goes with it.
export function breakLine(line) {
  const box = boxOf(line);
  const { value, selectionStart: start, selectionEnd: end } = box;
  const like = { bullet: line.dataset.bullet === "1", depth: Number(line.dataset.depth || 0) };
  if (start === 0 && end === 0 && value && !isHeading(line)) return void newLine({ before: line, caret: null, ...like });
  const rest = value.slice(end).trimStart();
  const made = newLine({ after: line, text: rest, ...like });
  if (start !== value.length) {
    box.setSelectionRange(value.slice(0, start).trimEnd().length, value.length);
    box.setRangeText("");
    fit(box);
    typed(line);
  }
  focusLine(made, 0);
}

// Backspace at the start: an empty line goes; the words of any other join the line before it.
function joinBefore(line) {
  const before = neighbour(line, -1);
  if (textOf(line) === "") {
    if (!before && !neighbour(line, 1)) return;
    if (isHeading(line)) return;
    dropLine(line);
    return;
  }
  if (!before || isHeading(line) || isHeading(before)) return;
  joinTwo(before, line);
}

function joinTwo(first, second) {
  const box = boxOf(first);
  const at = box.value.length;
  const gap = at && !/\s$/.test(box.value) && textOf(second) ? " " : "";
  box.setRangeText(gap + textOf(second), at, at, "end");
  fit(box);
  typed(first);
  dropLine(second, { caret: false });
  focusLine(first, at);
}

function onKeyDown(event) {
  const box = event.target;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!box.matches || !box.matches("textarea.live-text")) return;
  const line = lineOf(box);
  const collapsed = box.selectionStart === box.selectionEnd;
  if (event.key === "Backspace" && collapsed && box.selectionStart === 0) {
    event.preventDefault();
    joinBefore(line);
  } else if (event.key === "Delete" && collapsed && box.selectionStart === box.value.length) {
    const next = neighbour(line, 1);
    event.preventDefault();
    if (next && !isHeading(next) && !isHeading(line)) joinTwo(line, next);
  } else if (!event.shiftKey && collapsed && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    const next = neighbour(line, event.key === "ArrowUp" ? -1 : 1);
    const { first, last, x } = rowOf(box);
    if (!next || !(event.key === "ArrowUp" ? first : last)) return;
    event.preventDefault();
    focusLine(next, nearest(boxOf(next), x, event.key === "ArrowUp"));
  } else if (!event.shiftKey && collapsed && event.key === "ArrowLeft" && box.selectionStart === 0 && neighbour(line, -1)) {
    event.preventDefault();
    focusLine(neighbour(line, -1), -1);
  } else if (!event.shiftKey && collapsed && event.key === "ArrowRight" && box.selectionStart === box.value.length && neighbour(line, 1)) {
    event.preventDefault();
    focusLine(neighbour(line, 1), 0);
  }
}

// Enter on a keyboard, on a phone and by voice; Shift Enter too, since a line is one paragraph.
function onBeforeInput(event) {
  const line = lineOf(event.target);
  if (!line || !event.target.matches("textarea.live-text")) return;
  if (event.inputType === "insertLineBreak" || event.inputType === "insertParagraph") {
    event.preventDefault();
    breakLine(line);
  }
}

// Several paragraphs from the clipboard are several lines.
function onPaste(event) {
  const line = lineOf(event.target);
  if (!line || !event.target.matches("textarea.live-text") || !event.clipboardData) return;
  const parts = event.clipboardData.getData("text/plain").split(/\s*[\r\n]+\s*/).filter((part) => part !== "");
  if (parts.length < 2) return;
  event.preventDefault();
  const box = boxOf(line);
  const rest = box.value.slice(box.selectionEnd);
  box.setSelectionRange(box.selectionStart, box.value.length);
  document.execCommand("insertText", false, parts[0]) || box.setRangeText(parts[0], box.selectionStart, box.value.length, "end");
  typed(line);
  let last = line;
  for (const part of parts.slice(1)) last = newLine({ after: last, text: part });
  const at = textOf(last).length;
  if (rest) {
    boxOf(last).value += rest;
    fit(boxOf(last));
    typed(last);
  }
  focusLine(last, at);
}

// A copy of the box in which the place of each letter can be measured.
const mirror = document.createElement("div");
mirror.className = "live-mirror";
mirror.setAttribute("aria-hidden", "true");

function measured(box) {
  const style = getComputedStyle(box);
  for (const name of ["font", "letterSpacing", "lineHeight", "overflowWrap", "wordBreak", "textIndent"]) mirror.style[name] = style[name];
  mirror.style.width = `${box.clientWidth}px`;
  mirror.textContent = `${box.value}\u200b`;
  if (!mirror.isConnected) document.body.append(mirror);
  const node = mirror.firstChild;
  const left = mirror.getBoundingClientRect().left;
  return (at) => {
    const range = document.createRange();
    range.setStart(node, Math.min(at, node.length - 1));
    range.setEnd(node, Math.min(at + 1, node.length));
    const rects = range.getClientRects();
    const rect = rects[rects.length - 1];
    return { x: rect.left - left, y: rect.top };
  };
}

function rowOf(box) {
  const place = measured(box);
  const here = place(box.selectionStart);
  const half = parseFloat(getComputedStyle(box).lineHeight) / 2;
  return { first: here.y - place(0).y < half, last: place(box.value.length).y - here.y < half, x: here.x };
}

function nearest(box, x, inLastRow) {
  const place = measured(box);
  const row = place(inLastRow ? box.value.length : 0).y;
  let best = inLastRow ? box.value.length : 0;
  let least = Infinity;
  for (let at = 0; at <= box.value.length; at++) {
    const here = place(at);
    if (Math.abs(here.y - row) < 4 && Math.abs(here.x - x) < least) [best, least] = [at, Math.abs(here.x - x)];
  }
  return best;
}

// --- where the caret is ---

function onFocusIn(event) {
  const line = lineOf(event.target);
  if (!line) return;
  const was = current();
  if (was === line) return;
  if (was) was.classList.remove("is-now");
  line.classList.add("is-now");
  if (was && was.isConnected) fire("left", { line: was });
  fire("focus", { line });
  if (!was || sectionOf(was) !== sectionOf(line)) fire("section", { section: sectionOf(line) });
}

// A click below the last line writes on.
function onClick(event) {
  if (event.target !== sheet && !event.target.matches(".live-lines, .live-section, .live-main")) return;
  if (window.getSelection().toString()) return;
  const last = allLines().at(-1);
  if (last && event.clientY < last.getBoundingClientRect().bottom) return;
  writeOn();
}

// At the end of the minutes: the empty line that is there, or a new one.
export function writeOn() {
  const last = allLines().at(-1);
  if (last && !isHeading(last) && textOf(last) === "") focusLine(last, 0);
  else newLine({ after: last || null, caret: 0 });
}

export function start() {
  if (!isTyped) return;
  for (const line of allLines()) {
    words.set(line, textOf(line));
    fit(boxOf(line));
  }
  sheet.addEventListener("input", (event) => {
    const line = lineOf(event.target);
    if (!line || event.target !== boxOf(line)) return;
    fit(event.target);
    typed(line);
  });
  sheet.addEventListener("keydown", onKeyDown);
  sheet.addEventListener("beforeinput", onBeforeInput);
  sheet.addEventListener("paste", onPaste);
  sheet.addEventListener("focusin", onFocusIn);
  sheet.closest(".live-main").addEventListener("click", onClick);
}
