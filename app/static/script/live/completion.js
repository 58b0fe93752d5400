// Completion while typing: short forms ("pa " becomes "The PCC asked "), @ for people, # for recommendations. It never
// stops a key of ordinary typing: Enter makes a new line unless an arrow has chosen something first.
import { recommendations, shortForms, speakers } from "./at_hand.js";
import { say } from "./announce.js";
import { Choosing, found } from "./choosing.js";

const STARTS_A_SENTENCE = /(^|[.!?:]["”’)]?\s+|\n)$/;
let token = null;
let expanded = null;
let isOurs = false;

const list = document.getElementById("live-completions");
const choosing = new Choosing(list, (choice) => {
  replace(token.box, token.starts, token.box.selectionStart, `${choice.words} `);
  token = null;
});

// Puts words in the place of box.value[from:to] as if typed: one Ctrl Z takes them back.
function replace(box, from, to, words) {
  isOurs = true;
  box.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, words)) {
    box.setRangeText(words, from, to, "end");
    box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: words }));
  }
  isOurs = false;
}

// A space after a short form. A built-in one begins a sentence; her own stand anywhere.
function expand(box) {
  const caret = box.selectionStart;
  const [, before, typed] = /(^|[^]*\s)(\S+) $/.exec(box.value.slice(0, caret)) ?? [];
  const form = typed && shortForms.get(typed.toLowerCase());
  if (!form || (!form.own && !STARTS_A_SENTENCE.test(before))) return false;
  const starts = before.length;
  const words = form.words.endsWith(" ") ? form.words : `${form.words} `;
  replace(box, starts, caret, words);
  expanded = { box, starts, ends: starts + words.length, typed: `${typed} ` };
  return true;
}

// The @word or #word before the caret, when it begins a word.
function tokenAt(box) {
  const before = box.value.slice(0, box.selectionStart);
  const [whole, , sign, words] = /(^|[\s(“"])([@#])([^@#\n]{0,40})$/.exec(before) ?? [];
  if (!sign || /[.,;:?!]\s|\s\s/.test(words)) return null;
  return { box, sign, words, starts: before.length - sign.length - words.length, whole };
}

function offer(box) {
  token = tokenAt(box);
  const choices = token ? found(token.sign === "@" ? speakers() : recommendations, token.words) : [];
  const many = choices.length;
  if (many && !choosing.isOpen) say(many === 1 ? "1 choice: Tab takes it" : `${many} choices: Tab takes the first`);
  if (many) {
    beside(box);
    choosing.show(box, choices, -1);
  } else choosing.hide();
}

// Under the box that is typed in: it covers what follows, and moves nothing.
function beside(box) {
  const { left, bottom, width } = box.getBoundingClientRect();
  list.style.setProperty("left", `${left + scrollX}px`);
  list.style.setProperty("top", `${bottom + scrollY + 2}px`);
  list.style.setProperty("width", `${Math.min(width, 460)}px`);
}

function typed({ target: box, inputType, data }) {
  if (isOurs || !box.matches?.(".live-text")) return;
  expanded = null;
  // What undo brings back is selected by the browser: the next letter would write over it.
  if (inputType === "historyUndo") box.setSelectionRange(box.selectionEnd, box.selectionEnd);
  if (inputType === "insertText" && data === " " && expand(box)) return choosing.hide();
  offer(box);
}

function key(event) {
  const box = event.target;
  if (!box.matches?.(".live-text") || event.isComposing) return;
  if (event.key === "Backspace" && expanded?.box === box && box.selectionStart === expanded.ends) {
    const { starts, ends, typed: short } = expanded;
    expanded = null;
    replace(box, starts, ends, short);
    return taken(event);
  }
  if (!choosing.isOpen || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") choosing.move(event.key === "ArrowDown" ? 1 : -1);
  else if ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && choosing.at >= 0)) choosing.take();
  else if (event.key === "Escape") choosing.hide();
  else return;
  taken(event);
}

function taken(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

export function start() {
  document.getElementById("main").append(list);
  document.addEventListener("input", typed);
  document.addEventListener("keydown", key, true);
  document.addEventListener("focusout", () => choosing.hide());
}
