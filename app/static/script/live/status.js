// The state of saving, always visible and honest: "Saved 14:02:07", "Saving", "Not connected: 3 lines kept on this
// device". What is called saved is on the server's disk; what is not says "Kept here" on its line.
import { say } from "./announce.js";
import * as lines from "./lines.js";
import * as outbox from "./outbox.js";
import * as sending from "./sending.js";

const place = document.getElementById("live-state");
const words = document.getElementById("live-state-words");
const note = {
  whole: document.getElementById("live-offnote"),
  head: document.getElementById("live-offnote-head"),
  what: document.getElementById("live-offnote-what"),
  more: document.getElementById("live-offnote-more"),
  when: document.getElementById("live-offnote-when"),
  again: document.getElementById("live-try"),
  signIn: document.getElementById("live-sign-in"),
};
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
let saidLast = "";

const count = (number, one = "line") => `${number} ${one}${number === 1 ? "" : "s"}`;
const inWords = (number) => `${NUMBERS[number] || number} ${number === 1 ? "line" : "lines"}`;
const plural = (number) => (number === 1 ? "is" : "are");

function howMany() {
  const all = outbox.all();
  const keys = (state) => new Set(all.filter((kept) => kept.state === state && !kept.saved).map((kept) => kept.key || kept.id)).size;
  return { waiting: keys("waiting"), contested: keys("contested"), refused: keys("refused") };
}

// The sentence, and whether it is an alarm.
function sentence() {
  const { state } = sending;
  const { waiting, contested, refused } = howMany();
  const where = outbox.trouble() ? "only in this page" : "on this device";
  if (state.signedOut) return [`Signed out: ${waiting ? `${count(waiting)} kept ${where}` : "everything typed is saved"}`, "off"];
  if (!state.connected) return [`Not connected: ${waiting ? `${count(waiting)} kept ${where}` : "everything typed is saved"}`, "off"];
  if (contested) return [`${count(contested)} to choose`, "off"];
  if (refused) return [`Not saved: ${count(refused)} kept ${where}`, "off"];
  if (waiting || state.busy) return ["Saving", "busy"];
  if (outbox.trouble()) return ["Saved, but nothing can be kept on this device", "off"];
  return [state.savedAt ? `Saved ${state.savedAt}` : "Everything is saved", "saved"];
}

// The sentence is true at once; the lines follow, once for however many changes.
let isComing = false;
function show() {
  showState();
  if (isComing) return;
  isComing = true;
  setTimeout(() => {
    isComing = false;
    for (const line of lines.allLines()) mark(line);
  });
}

function showState() {
  const [text, look] = sentence();
  if (words.textContent !== text) words.textContent = text;
  place.dataset.state = look;
  document.body.classList.toggle("live--off", look === "off");
  showNote();
  // Heard only when something is wrong, and when it is well again.
  if (look === "off" ? saidLast !== text : look === "saved" && saidLast) {
    say(text);
    saidLast = look === "off" ? text : "";
  }
}

// "Kept here" in the gap that stands below every line anyway. A line typed this second is just being saved.
function mark(line) {
  const place = line.querySelector(".live-kept");
  if (!place) return;
  const { state } = sending;
  const mine = sending.waitingFor(line);
  const isOff = !state.connected || state.signedOut;
  const bad = mine.find((kept) => kept.state === "refused");
  const text = bad ? `Not saved: ${bad.why}` : mine.some((kept) => kept.state === "contested") ? "Kept here until you choose" : mine.length && isOff ? "Kept here" : "";
  place.hidden = !text;
  if (place.textContent !== text) place.textContent = text;
}

function showNote() {
  const { state } = sending;
  const { waiting } = howMany();
  const trouble = outbox.trouble();
  const isOff = !state.connected || state.signedOut;
  note.whole.hidden = !isOff && !trouble;
  if (note.whole.hidden) return;
  const kept = waiting ? `${inWords(waiting)} ${plural(waiting)} kept ${trouble ? "in this page only" : "on this device"} and will be sent, once and in order, ` : "";
  if (state.signedOut) {
    put(note.head, state.other ? "Somebody else is signed in" : "You are no longer signed in");
    put(note.what, `Keep typing. ${kept ? `${kept}when you have signed in again.` : "Sign in again to go on saving."}`);
    put(note.more, state.other ? "Nothing you typed is sent as theirs, and they do not see it." : "");
  } else if (!state.connected) {
    put(note.head, `Not connected since ${clock.format(state.since || new Date())}`);
    put(note.what, `Keep typing. ${kept ? `${kept}when the connection is back.` : "What you type is kept on this device until the connection is back."}`);
    put(note.more, trouble ? "" : `You can close this page.${waiting ? ` Do not sign out on this device until ${waiting === 1 ? "it is" : "they are"} sent.` : ""}`);
  } else {
    put(note.head, "Nothing can be kept on this device");
    put(note.what, trouble === "full" ? "This device has no room left. While you are connected everything is saved as usual." : "This browser does not let pages keep anything, as in a private window. While you are connected everything is saved as usual.");
    put(note.more, "");
  }
  if (isOff && trouble) put(note.more, "This browser cannot keep it for longer than this page is open: do not close the page before it says Saved.");
  note.again.hidden = state.signedOut || state.connected;
  note.signIn.hidden = !state.signedOut;
  countDown();
}

const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
};

function countDown() {
  const { retryAt, connected, signedOut } = sending.state;
  const seconds = Math.ceil((retryAt - Date.now()) / 1000);
  put(note.when, connected || signedOut ? "" : seconds > 0 ? `Trying again in ${seconds === 1 ? "1 second" : `${seconds} seconds`}.` : "Trying again.");
}

// A key asks: save what is typed now, and say how it stands.
export async function tell() {
  if (lines.current()) sending.saveNow(lines.current());
  await sending.tryNow();
  const [text, look] = sentence();
  say(text);
  if (look === "busy") document.addEventListener("live:settled", () => setTimeout(tell, 100), { once: true });
}

export function start() {
  for (const event of ["live:sending", "live:storage", "live:settled", "live:refused", "live:contested", "live:connected"]) document.addEventListener(event, show);
  note.again.addEventListener("click", () => sending.tryNow());
  setInterval(() => {
    if (!note.whole.hidden) countDown();
  }, 1000);
  // Words that are neither sent nor kept would go with the page.
  window.addEventListener("beforeunload", (event) => {
    if (outbox.trouble() && outbox.waiting().length) event.preventDefault();
  });
  show();
}
