// What was recognised, said politely: after a pause in typing, and only when it has changed.
import { say } from "./announce.js";

const PAUSE = 900;
const last = new Map();
let waiting = null;

export function start() {
  document.addEventListener("live:saved", ({ detail: { line, answer } }) => {
    const key = line?.dataset.key;
    if (!answer?.said || last.get(key) === answer.said) return;
    last.set(key, answer.said);
    clearTimeout(waiting);
    waiting = setTimeout(() => say(answer.said), PAUSE);
  });
}
