// The keys of writing (Enter, Backspace, arrows, pasting), and in which line the caret is.
import { allLines, boxOf, current, dropLine, fire, fit, focusLine, isHeading, isTyped, lineOf, neighbour, newLine, sectionOf, sheet, textOf, typed, words } from "./lines.js";

// Enter: a new line; in the middle of words, what stands behind the caret goes with it.
function breakLine(line) {
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
