// What was typed on this device and is not yet acknowledged by the server, kept for one person in IndexedDB: through a
// lost network, a server that restarts, a closed tab and a killed browser. Memory holds the same while the page is
// open, so that typing never waits; what is written is the newest words of each thing, one transaction after another.
//
// A kept thing: {id, user, meeting, title, seq, kind: "line" or "command", key, writer, path, fields, state, why, at}
// state: "waiting" (to be sent), "refused" (the server said why not), "aside" (put aside by a choice, to be copied)
const NAME = "hta-kept";
const STORE = "kept";

const held = new Map();
const dirty = new Set();
let database = null;
let writing = null;
let broken = "";
let last = 0;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function opened() {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" }).createIndex("user", "user");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("The store of this browser is blocked by another page."));
  });
  return database;
}

function fails(error) {
  broken = error && error.name === "QuotaExceededError" ? "full" : "closed";
  document.dispatchEvent(new CustomEvent("live:storage", { detail: { broken } }));
}

// "" while things can be kept; "full" or "closed" (a private window, a browser that forbids it) while they cannot.
export const trouble = () => broken;

// In order of writing: what this page has taken over or made.
export const all = () => [...held.values()].sort((one, other) => one.seq - other.seq);
export const ofKey = (key) => [...held.values()].filter((kept) => kept.kind === "line" && kept.key === key);
export const waiting = () => all().filter((kept) => kept.state === "waiting");
export const byId = (id) => held.get(id);
// Ever greater, also when the clock is put back.
export const nextSeq = () => (last = Math.max(last + 1, Date.now() * 1000));

// Everything this person has on this device, of every meeting, in order.
export async function ofUser(user) {
  try {
    const store = (await opened()).transaction(STORE).objectStore(STORE);
    const found = await done(store.index("user").getAll(user));
    return found.sort((one, other) => one.seq - other.seq);
  } catch (error) {
    fails(error);
    return [];
  }
}

// Take what was kept before into this page.
export function take(kept) {
  last = Math.max(last, kept.seq);
  held.set(kept.id, kept);
}

// Keep it, newest words first in memory, then on the device. Resolves when the device has it (or cannot).
export function keep(kept) {
  held.set(kept.id, kept);
  return write(kept.id);
}

// It is acknowledged, or thrown away by a person.
export function forget(id) {
  held.delete(id);
  return write(id);
}

function write(id) {
  dirty.add(id);
  writing ??= writeAll().finally(() => (writing = null));
  return writing;
}

async function writeAll() {
  while (dirty.size) {
    const ids = [...dirty];
    dirty.clear();
    try {
      await writeThese(ids);
    } catch (error) {
      // Tried again with whatever is written next; until then memory alone has them.
      for (const id of ids) dirty.add(id);
      return fails(error);
    }
    if (broken) {
      broken = "";
      document.dispatchEvent(new CustomEvent("live:storage", { detail: { broken } }));
    }
  }
}

async function writeThese(ids) {
  const transaction = (await opened()).transaction(STORE, "readwrite");
  const store = transaction.objectStore(STORE);
  for (const id of ids) held.has(id) ? store.put(held.get(id)) : store.delete(id);
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

// Whether the device has everything that memory has.
export const settled = () => writing ?? Promise.resolve();

// Throw away kept things that this page does not hold (the dialog of signing out, on any page).
export async function discard(ids) {
  for (const id of ids) held.delete(id);
  await writeThese(ids);
}

// What another page of this person has delivered in the meantime is no longer on the device: let go of it here too.
export async function compare(user) {
  await settled();
  const there = new Set((await ofUser(user)).map((kept) => kept.id));
  if (broken) return;
  for (const id of held.keys()) if (!there.has(id) && !dirty.has(id)) held.delete(id);
}
