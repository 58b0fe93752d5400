// Signing in again over the page. The words stay where they are, and the caret comes back where it was.
import { say } from "./announce.js";
import * as lines from "./lines.js";
import * as sending from "./sending.js";

const dialog = document.getElementById("live-sign-in-dialog");
const form = document.getElementById("live-sign-in-form");
const wrong = document.getElementById("live-sign-in-wrong");
const why = document.getElementById("live-sign-in-why");
let place = null;

function open() {
  const line = lines.current();
  const box = line && lines.boxOf(line);
  place = box ? { box, start: box.selectionStart, end: box.selectionEnd, top: window.scrollY } : null;
  wrong.textContent = "";
  why.textContent = sending.state.other
    ? `Somebody else is signed in on this device. Sign in as ${lines.page.dataset.name} to send what you typed; nothing of it is sent as theirs.`
    : "What you typed is kept on this device. It is sent as soon as you are signed in.";
  form.elements.email.value = lines.page.dataset.email;
  form.elements.email.readOnly = true;
  dialog.showModal();
  form.elements.password.focus();
}

function goBack() {
  form.elements.password.value = "";
  const back = place;
  place = null;
  if (!back || !back.box.isConnected) return;
  back.box.focus({ preventScroll: true });
  back.box.setSelectionRange(back.start, back.end);
  window.scrollTo({ top: back.top, behavior: "instant" });
}

async function submit(event) {
  event.preventDefault();
  wrong.textContent = "";
  let reply;
  try {
    reply = await fetch(form.action, { method: "POST", body: new URLSearchParams({ email: form.elements.email.value, password: form.elements.password.value, next: "/help" }) });
  } catch {
    wrong.textContent = "The server cannot be reached just now. What you typed is still kept; try again in a moment.";
    return;
  }
  if (!reply.ok) {
    const said = { 422: "The password is not right. Try again.", 429: "There were too many attempts. Wait a quarter of an hour, then try again; what you typed is kept." };
    wrong.textContent = said[reply.status] || "That did not work. Try again in a moment.";
    form.elements.password.select();
    return;
  }
  sending.state.signedOut = false;
  dialog.close();
  // At once: the event of closing comes later, and a key pressed before it would be lost.
  goBack();
  await sending.tryNow();
  document.dispatchEvent(new CustomEvent("live:connected"));
  say("Signed in again");
}

export function start() {
  if (!dialog) return;
  document.getElementById("live-sign-in").addEventListener("click", open);
  document.getElementById("live-sign-in-later").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", goBack);
  form.addEventListener("submit", submit);
}
