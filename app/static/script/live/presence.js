// Who is where: small names in the gap below a line. Told while it is so; kept nowhere.
import * as lines from "./lines.js";

const { user, writer, base } = lines.page.dataset;
const OFTEN = 15_000;
const FORGOTTEN = 50_000;
const others = new Map();
let told = "";

function tellWhere(key, last = false) {
  told = key;
  fetch(`${base}/here`, {
    method: "POST", body: new URLSearchParams({ writer, key }), headers: { Accept: "application/json", "X-User": user }, keepalive: last,
  }).catch(() => {});
}

export function heard({ writer: whose, name, key }) {
  if (whose === writer) return;
  if (key) others.set(whose, { name, key, at: Date.now() });
  else others.delete(whose);
  show();
}

export function show() {
  for (const [whose, { at }] of others) if (Date.now() - at > FORGOTTEN) others.delete(whose);
  const here = new Map();
  for (const { name, key } of others.values()) here.set(key, [...(here.get(key) || []), name]);
  for (const line of lines.allLines()) {
    const names = here.get(lines.keyOf(line)) || [];
    const place = line.querySelector(".live-here");
    if (!place) continue;
    const text = names.length ? `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} typing here` : "";
    line.classList.toggle("is-elsewhere", names.length > 0);
    place.hidden = !text;
    if (place.textContent !== text) place.textContent = text;
  }
}

export function start() {
  document.addEventListener("live:focus", ({ detail: { line } }) => tellWhere(lines.keyOf(line)));
  document.addEventListener("visibilitychange", () => tellWhere(document.hidden || !lines.current() ? "" : lines.keyOf(lines.current()), document.hidden));
  window.addEventListener("pagehide", () => told && tellWhere("", true));
  setInterval(() => {
    show();
    if (!document.hidden && told && lines.current()) tellWhere(lines.keyOf(lines.current()));
  }, OFTEN);
}
