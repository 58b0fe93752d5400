// From the page to the server's disk: each line a moment after it was typed, commands behind the words they are about,
// one after the other, in order, each once. Everything is in the outbox before it is sent, and leaves it when the
// server has acknowledged exactly what is shown.
//
// Tells the rest of the page by live:sending (see `state`), live:contested {line, kept, answer} when somebody else was
// first, live:settled {key} when a line has nothing left to send.
import { say } from "./announce.js";
import { isOut } from "./as_of.js";
import * as lines from "./lines.js";
import * as outbox from "./outbox.js";
import { apply } from "./placing.js";
import { fieldsOf, post } from "./post.js";

const PAUSE = 400;
const LONGEST_WAIT = 15000;
const { user, meeting, title, writer, base } = lines.page.dataset;

// What is true of the connection; `since` is when it was lost.
export const state = { busy: false, connected: true, since: null, signedOut: false, other: false, savedAt: "", retryAt: 0, failures: 0 };

const promises = new Map();
// The words of each line that the server has acknowledged to this page, and the revision that they are.
const acknowledgedWords = new Map();
const isAcknowledged = (line) => {
  const { text, revision } = acknowledgedWords.get(lines.keyOf(line)) || {};
  return text === lines.textOf(line) && revision === lines.revisionOf(line);
};
let timer = null;
let running = false;
let started = false;

const tell = () => document.dispatchEvent(new CustomEvent("live:sending"));
const idOf = (key, who) => `${user}/${meeting}/${key}/${who}`;
const keptOf = (line) => outbox.ofKey(lines.keyOf(line)).filter((kept) => kept.state !== "aside");
export const isClean = (line) => keptOf(line).length === 0;
// Whether no command about it is on its way: the page shows already where the last of them will put it.
export const isSettled = (line) => !outbox.waiting().some((kept) => kept.kind === "command" && kept.key === lines.keyOf(line));
// What of a line is not yet saved; that it was left may still have to be told when its words long are.
export const waitingFor = (line) => keptOf(line).filter((kept) => !kept.saved);

// --- lines ---

// Kept at once, sent after a short pause.
export function saveSoon(line) {
  keepLine(line, PAUSE, false);
}

// Sent as soon as what was before it has gone.
export function saveNow(line, { left = false } = {}) {
  if (lines.textOf(line).trim() === "") return Promise.resolve();
  const pending = keptOf(line).some((kept) => kept.state === "waiting" && kept.due > Date.now());
  // The server has read these very words and takes them for a line: it need not hear that they were left.
  const isKnown = isAcknowledged(line) && !lines.isHeading(line);
  const matters = left && !(isKnown && !line.querySelector("[data-what=heading]"));
  if (pending || matters) keepLine(line, 0, left);
  return pump();
}

function keepLine(line, pause, left) {
  const key = lines.keyOf(line);
  const text = lines.textOf(line);
  const id = idOf(key, writer);
  const was = outbox.byId(id);
  if (text.trim() === "") {
    // Nothing is sent of an empty line; leaving it takes it out.
    if (was) was.due = Infinity;
    return;
  }
  const place = lines.isHeading(line) ? { section: line.dataset.section, after: "" } : lines.placeOf(line);
  const fields = {
    text,
    revision: was ? was.fields.revision : lines.revisionOf(line),
    section: place.section,
    after: place.after,
    bullet: lines.isHeading(line) ? undefined : line.dataset.bullet || "0",
    depth: line.dataset.depth || "0",
    left: left ? "1" : "0",
  };
  line.dataset.sent = "1";
  outbox.keep({
    id, user, meeting, title, kind: "line", key, writer,
    path: `${base}/lines/${encodeURIComponent(key)}`,
    seq: was ? was.seq : outbox.nextSeq(),
    at: was ? was.at : new Date().toISOString(),
    state: was && was.state === "contested" ? "contested" : "waiting",
    due: Date.now() + pause,
    saved: isAcknowledged(line),
    answer: was ? was.answer : undefined,
    fields,
  });
  tell();
  schedule(pause);
}

// The line went from the page: what is not sent of it is not needed; what the server may have of it is taken out there,
// which `line.dataset.out` says.
export function removed(line) {
  const key = lines.keyOf(line);
  const known = lines.revisionOf(line) > 0 || state.busy || keptOf(line).some((kept) => kept.tried);
  for (const kept of keptOf(line)) outbox.forget(kept.id);
  if (known) {
    line.dataset.out = "1";
    command(`lines/${encodeURIComponent(key)}/remove`, {}, { gone: true }).catch(() => {});
  }
  tell();
}

// --- commands ---

export class Refused extends Error {}

// Something else than words, sent behind everything that was typed before it. Resolves with the server's answer; is
// rejected with what the server says against it.
export function command(path, fields = {}, { line = null, gone = false } = {}) {
  for (const kept of outbox.waiting()) if (kept.kind === "line" && kept.due !== Infinity) kept.due = 0;
  const seq = outbox.nextSeq();
  const id = `${user}/${meeting}/command/${seq}/${writer}`;
  outbox.keep({
    id, user, meeting, title, kind: "command", key: line ? lines.keyOf(line) : "", writer, seq, gone,
    path: `${base}/${path}`, fields: { ...fields, writer }, at: new Date().toISOString(), state: "waiting", due: 0,
  });
  const promise = new Promise((resolve, reject) => promises.set(id, { resolve, reject }));
  tell();
  pump();
  return promise;
}

// --- the pump ---

function schedule(wait) {
  clearTimeout(timer);
  timer = setTimeout(pump, Math.max(0, wait));
}

const next = () => outbox.waiting().find((kept) => kept.due !== Infinity);

export async function pump() {
  if (running || !started) return;
  running = true;
  clearTimeout(timer);
  try {
    for (let kept = next(); kept; kept = next()) {
      const behind = outbox.waiting().some((other) => other.seq > kept.seq && other.due <= Date.now());
      const wait = kept.due - Date.now();
      if (wait > 0 && !behind) {
        schedule(wait);
        break;
      }
      if (!(await send(kept))) break;
    }
  } finally {
    running = false;
    state.busy = false;
    tell();
  }
}

// One thing. Says whether to go on with the next.
async function send(kept) {
  state.busy = true;
  kept.tried = true;
  tell();
  const sent = { ...kept.fields, ...placeNow(kept) };
  const { outcome, answer, status } = await post(kept.path, fieldsOf({ ...kept, fields: sent }), user, { last: document.visibilityState === "hidden" });
  if (outcome === "lost") return lost();
  if (outcome === "signed-out") return signedOut(answer);
  connected();
  if (outcome === "done") await acknowledged(kept, sent, answer);
  else if (outcome === "conflict") contested(kept, answer);
  else refused(kept, answer, status);
  return true;
}

// Where the line stands by now: what it followed may have become a heading, or been moved, or be sent after it.
function placeNow(kept) {
  const line = kept.kind === "line" ? lines.lineByKey(kept.key) : null;
  if (!line || !line.isConnected || lines.isHeading(line)) return {};
  return lines.placeOf(line, { isSent: true });
}

async function acknowledged(kept, sent, answer) {
  state.savedAt = answer.saved_at || state.savedAt;
  const now = outbox.byId(kept.id);
  const same = !now || (now.fields.text === sent.text && now.fields.left === sent.left);
  if (kept.kind === "line") acknowledgedWords.set(kept.key, { text: sent.text, revision: answer.revision });
  const forgotten = same ? outbox.forget(kept.id) : null;
  if (!same) {
    now.fields.revision = answer.revision;
    now.saved = now.fields.text === sent.text;
    outbox.keep(now);
  }
  // What this page typed on top of words it had taken over was typed on top of these.
  for (const later of outbox.waiting()) {
    if (later.kind === "line" && later.key === kept.key && later.id !== kept.id) later.fields.revision = answer.revision;
  }
  const line = lines.lineByKey(kept.key);
  if (kept.gone && !line) isOut(answer.key, answer.change);
  else if (answer.key) apply(answer, { clean: same && (!line || isClean(line)), settled: !line || isSettled(line) });
  settle(kept, ({ resolve }) => resolve(answer));
  // Only now may the device take its time: the stream may tell of this very change meanwhile, and must find it done.
  await forgotten;
}

function settle(kept, finish) {
  const waiting = promises.get(kept.id);
  promises.delete(kept.id);
  if (waiting) finish(waiting);
  document.dispatchEvent(new CustomEvent("live:settled", { detail: { key: kept.key } }));
}

// Words were taken out of this line for good: what was kept of it holds them, so it goes, whatever else it says.
function letGo(kept, answer) {
  for (const other of outbox.ofKey(kept.key)) outbox.forget(other.id);
  const line = lines.lineByKey(kept.key);
  if (line) {
    line.dataset.revision = answer.their_revision;
    lines.receiveText(line, answer.theirs);
  }
  say("Something was taken out of this line for good, so what was typed on it here is gone too.");
  tell();
}

function contested(kept, answer) {
  if (answer.taken_out) return letGo(kept, answer);
  const now = outbox.byId(kept.id) || kept;
  // Of several kept of one line the last has all of the words.
  for (const other of outbox.ofKey(kept.key)) {
    if (other.id === now.id || other.state === "aside") continue;
    if (other.seq > now.seq) now.fields.text = other.fields.text;
    outbox.forget(other.id);
  }
  now.state = "contested";
  now.answer = answer;
  outbox.keep(now);
  document.dispatchEvent(new CustomEvent("live:contested", { detail: { kept: now, answer } }));
}

function refused(kept, answer, status) {
  const message = (answer && answer.message) || "The server refused this.";
  if (kept.kind === "command") {
    outbox.forget(kept.id);
    // What was to be taken out and is not there is out.
    const wasOut = kept.gone && status === 404;
    settle(kept, ({ resolve, reject }) => (wasOut ? resolve(answer) : reject(new Refused(message))));
    return;
  }
  const now = outbox.byId(kept.id) || kept;
  now.state = "refused";
  now.why = message;
  outbox.keep(now);
  document.dispatchEvent(new CustomEvent("live:refused", { detail: { kept: now } }));
}

function lost() {
  state.failures++;
  if (state.connected) state.since = new Date();
  state.connected = false;
  const wait = Math.min(1000 * 2 ** (state.failures - 1), LONGEST_WAIT);
  state.retryAt = Date.now() + wait;
  schedule(wait);
  return false;
}

function connected() {
  const back = !state.connected || state.signedOut;
  Object.assign(state, { connected: true, since: null, signedOut: false, other: false, failures: 0, retryAt: 0 });
  if (back) document.dispatchEvent(new CustomEvent("live:connected"));
}

function signedOut(answer) {
  Object.assign(state, { connected: true, failures: 0, retryAt: 0, signedOut: true, other: Boolean(answer && answer.other) });
  // Somebody may sign in again in another tab.
  schedule(LONGEST_WAIT);
  return false;
}

// The stream, or the browser, noticed before anything was sent.
export function noticed({ online, signedIn = true }) {
  if (!signedIn) signedOut(null);
  else if (!online && state.connected) {
    state.connected = false;
    state.since = new Date();
  } else if (online && !state.connected) {
    if (next()) tryNow();
    else connected();
  }
  tell();
}

export function tryNow() {
  state.failures = 0;
  return pump();
}

// What somebody chose for a contested line: the words that stand from now on, on top of what the other wrote.
export function choose(kept, text, line) {
  outbox.forget(kept.id);
  line.dataset.revision = kept.answer.their_revision;
  line.dataset.writer = writer;
  if (text === kept.answer.theirs) {
    lines.receiveText(line, text);
  } else {
    lines.receiveText(line, text);
    keepLine(line, 0, false);
  }
  tell();
  pump();
}

export function putAside(kept, why) {
  outbox.keep({ ...kept, id: `${kept.id}/aside/${outbox.nextSeq()}`, state: "aside", why });
  outbox.forget(kept.id);
  tell();
}

// Every line with words that are not yet sent, at once: the page is being hidden or left. Without a connection they
// stay where they are, on the device.
export function flush() {
  if (!state.connected) return;
  for (const kept of outbox.waiting()) if (kept.due !== Infinity) kept.due = 0;
  pump();
}

export function begin() {
  started = true;
  pump();
}
