// Keys as people write them ("Alt Shift →") and as this machine's keyboard sends them. On a Mac Option is Alt, Command is Ctrl.
const IS_MAC = /Mac|iP(hone|ad)/.test(navigator.platform);
const NAMED = { "↑": "ArrowUp", "↓": "ArrowDown", "→": "ArrowRight", "←": "ArrowLeft" };
const SHORT = { PageDown: "PgDn", PageUp: "PgUp", Delete: "Del" };
const ON_A_MAC = { Alt: "Option", Ctrl: "Cmd" };

// What an event must be to be these keys; `mac` are others, for a Mac (there "Control" is the key of that name).
export function parse(keys, mac = keys) {
  const parts = (IS_MAC ? mac : keys).split(" ");
  const last = parts.pop();
  const has = (name) => parts.includes(name);
  return { alt: has("Alt"), command: has("Ctrl"), control: has("Control"), shift: has("Shift"), key: NAMED[last] ?? last };
}

export function isPressed({ alt, command, control, shift, key }, event) {
  const [commandKey, controlKey] = IS_MAC ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  if (event.altKey !== alt || commandKey !== command || controlKey !== control) return false;
  if (key === "?") return event.key === "?";
  if (event.shiftKey !== shift) return false;
  if (key.length > 1) return event.key === key;
  // A Mac's Option makes other characters of letters: there the place of the key counts, elsewhere its letter.
  return /^[a-z]$/i.test(event.key) ? event.key.toUpperCase() === key : event.code === `Key${key}`;
}

// The words for keys on this machine.
export function named(keys, mac = keys) {
  const names = IS_MAC ? mac.split(" ").map((name) => ON_A_MAC[name] ?? name) : keys.split(" ");
  return names.map((name) => SHORT[name] ?? name).join(" ");
}

// Names the keys that templates wrote.
export function name(root = document) {
  for (const key of root.querySelectorAll("kbd[data-key]")) key.textContent = named(key.dataset.key);
}
