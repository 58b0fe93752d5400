// What others do appears by itself. Each changed thing comes as an element with its own id; after a break the stream goes
// on from the number of the last change seen, so that nothing is missed. The box being typed in is never replaced: words
// that are not yet sent are left alone, and where others were faster the server says so when they are sent.
import { tellAt } from "./acting.js";
import { isAsOf, isOld } from "./as_of.js";
import * as lines from "./lines.js";
import * as placing from "./placing.js";
import { heard, show as showWhoIsWhere } from "./presence.js";
import { steadily } from "./steady.js";

const { base, writer } = lines.page.dataset;
// The server says every 15 seconds that it is there: after three it did not, the network is dead without having said so.
const SILENCE = 45_000;
const PATIENCE = [500, 1000, 2000, 4000, 8000];
let cursor = Number(lines.page.dataset.cursor);
let source = null;
let failures = 0;
let timer = null;
let over = false;
let heardAt = 0;
// By key or id, what was told of a line while something of it was on its way, and what was taken out while the caret was in
// it: put in place as soon as that may be, unless it is old by then.
const held = new Map();
let isClean = () => true;
let isSettled = () => true;
let tell = () => {};

function open() {
  clearTimeout(timer);
  if (source || over || document.hidden) return;
  source = new EventSource(`${base}/stream?after=${cursor}&writer=${encodeURIComponent(writer)}`);
  source.onopen = () => {
    failures = 0;
    heardAt = Date.now();
    tell({ online: true });
  };
  source.onmessage = receive;
  source.addEventListener("beat", () => (heardAt = Date.now()));
  source.addEventListener("presence", (event) => heard(JSON.parse(event.data)));
  source.addEventListener("meeting", (event) => document.dispatchEvent(new CustomEvent("live:meeting", { detail: JSON.parse(event.data) })));
  source.addEventListener("closed", (event) => end(JSON.parse(event.data || "{}").message));
  source.onerror = lost;
}

function close() {
  if (source) source.close();
  source = null;
}

// It is not for this page any more: no use in trying again.
function end(message) {
  over = true;
  close();
  clearTimeout(timer);
  document.dispatchEvent(new CustomEvent("live:closed", { detail: { message } }));
}

// Our own clock tries again, with the number of the last change seen: a browser's gives up on some answers.
function lost() {
  close();
  failures++;
  // One stumble is not worth a word; the second is.
  if (failures > 1 || !navigator.onLine) tell({ online: false });
  if (failures === 2) askWhoIsSignedIn();
  if (!over) timer = setTimeout(open, PATIENCE[Math.min(failures, PATIENCE.length) - 1]);
}

// The stream itself does not say why it was refused.
async function askWhoIsSignedIn() {
  const asking = new AbortController();
  try {
    const reply = await fetch(`${base}/stream?after=${cursor}`, { headers: { Accept: "application/json" }, signal: asking.signal });
    if (reply.status === 401) tell({ online: true, signedIn: false });
    if (reply.status === 403 || reply.status === 404) end("You may no longer follow this meeting here.");
  } catch {
    // Not connected, as was said.
  }
  asking.abort();
}

function receive(event) {
  heardAt = Date.now();
  const told = placing.fragment(event.data);
  if (event.lastEventId) cursor = Number(event.lastEventId);
  steadily(() => {
    for (const thing of told.querySelectorAll("hx-partial > *")) put(thing, cursor);
  });
  showWhoIsWhere();
  const nothing = document.getElementById("live-empty");
  if (nothing && lines.allLines().length) nothing.hidden = true;
}

function put(thing, number) {
  if (thing.classList.contains("live-section") || thing.matches("section.is-removed")) putSection(thing, number);
  else if (thing.classList.contains("live-line")) putLine(thing, number);
  else {
    const there = document.getElementById(thing.id);
    if (there && !there.contains(document.activeElement)) there.replaceWith(thing);
  }
  document.dispatchEvent(new CustomEvent("live:changed", { detail: { id: thing.id } }));
}

function putSection(thing, number) {
  if (isOld(thing.id, number)) return;
  const there = document.getElementById(thing.id);
  if (thing.classList.contains("is-removed")) {
    takeOut(thing, number);
    return;
  }
  const own = there?.querySelector(".live-heading");
  if (own && !isSettled(own)) return void held.set(thing.id, [thing, number]);
  isAsOf(thing.id, number);
  const key = thing.querySelector(".live-heading")?.dataset.key;
  const line = key ? lines.lineByKey(key) : null;
  if (line && !lines.isHeading(line)) {
    isAsOf(key, number);
    placing.becomeHeading(line, thing, toldBelow(thing));
  } else if (there) {
    placing.sectionFacts(there, thing);
  } else {
    lines.sheet.append(thing);
    for (const box of thing.querySelectorAll("textarea")) lines.fit(box);
  }
  placing.arrangeSections();
  document.dispatchEvent(new CustomEvent("live:sections"));
}

// The keys of the lines that are told of together with the section they stand in.
function toldBelow(section) {
  const below = section.getRootNode().querySelectorAll(`.live-line[data-section="${section.dataset.section}"]`);
  return [...below].map(lines.keyOf);
}

const isBusy = (line) => !isClean(line) || !isSettled(line);
const isMine = (line) => isBusy(line) || line.contains(document.activeElement);

// It is out, but the caret is in it: whoever writes there is told, once.
function hold(thing, number, what) {
  held.set(thing.dataset.key || thing.id, [thing, number]);
  const here = lines.lineOf(document.activeElement);
  if (!here || thing.dataset.told) return;
  thing.dataset.told = "1";
  tellAt(here, `Somebody took this ${what} out. It goes when you leave it; History brings it back.`);
}

// A section that was taken out, with the lines that the server had there by then, wherever this page still shows them. It
// stays while there are words in it that are not sent, or the caret.
function takeOut(thing, number) {
  const there = document.getElementById(thing.id);
  const id = thing.id.replace("section-", "");
  const all = new Set([...(there?.querySelectorAll(".live-line") ?? []), ...lines.sheet.querySelectorAll(`.live-line[data-section="${id}"]`)]);
  if ([...all].some(isMine)) return void hold(thing, number, "section");
  for (const one of [...all, there]) one?.remove();
  document.dispatchEvent(new CustomEvent("live:sections"));
}

function putLine(thing, number) {
  const { key } = thing.dataset;
  const there = lines.lineByKey(key);
  const isStale = isOld(key, number);
  if (thing.classList.contains("is-removed")) {
    if (isStale || !there || lines.isHeading(there)) return;
    if (isMine(there)) return void hold(thing, number, "line");
    there.remove();
  } else if (there && !lines.isHeading(there) === !thing.classList.contains("live-heading")) {
    if (isBusy(there)) return void held.set(key, [thing, number]);
    renew(there, thing, isStale);
  } else if (isStale) {
    return;
  } else if (thing.classList.contains("live-heading")) {
    const section = document.getElementById(`section-${thing.dataset.section}`);
    if (section && !section.querySelector(".live-heading") && lines.textOf(thing)) section.prepend(thing);
  } else {
    if (there) there.remove();
    insert(thing);
  }
  isAsOf(key, number);
}

function insert(thing) {
  const section = document.getElementById(`section-${thing.dataset.section}`);
  if (!section) return;
  lines.listOf(section).append(thing);
  placing.stand(thing, thing.dataset);
  if (lines.boxOf(thing)) lines.fit(lines.boxOf(thing));
}

// `isStale`: where it stands is known better; its words may be new all the same.
function renew(there, thing, isStale) {
  const newer = Number(thing.dataset.revision) - lines.revisionOf(there);
  if (newer < 0 || (isStale && newer === 0)) return;
  there.dataset.revision = thing.dataset.revision;
  lines.receiveText(there, lines.textOf(thing));
  const inner = (name) => thing.querySelector(name)?.innerHTML;
  placing.understood(there, { mark: inner(".live-m"), reading: inner(".live-reading"), name: lines.boxOf(thing)?.getAttribute("aria-label") });
  if (lines.isHeading(there)) return;
  lines.shape(there, thing.dataset.bullet === "1", Number(thing.dataset.depth || 0));
  if (!isStale) placing.stand(there, thing.dataset);
}

// What was on its way has come, or the caret went elsewhere: now what others did meanwhile may be shown.
function letIn() {
  const waiting = [...held.values()];
  held.clear();
  if (waiting.length) steadily(() => waiting.forEach(([thing, number]) => put(thing, number)));
}

// `clean` says whether a line has nothing unsent; `noticed` is told when the stream is lost and when it is back.
export function start({ clean = () => true, settled = () => true, noticed = () => {} } = {}) {
  isClean = clean;
  isSettled = settled;
  tell = noticed;
  document.addEventListener("visibilitychange", () => {
    // A browser opens six streams to a site at most: a page that nobody sees lets go of its own, and catches up later.
    if (document.hidden) close();
    else open();
  });
  document.addEventListener("live:settled", letIn);
  document.addEventListener("live:left", letIn);
  window.addEventListener("online", open);
  window.addEventListener("offline", () => source && lost());
  document.addEventListener("live:connected", () => {
    failures = 0;
    open();
  });
  setInterval(() => source && source.readyState === EventSource.OPEN && Date.now() - heardAt > SILENCE && lost(), 5000);
  open();
}
