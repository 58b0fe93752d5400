// What this person typed on this device before and what was never acknowledged comes back into the page: into its line,
// or as the line it was to be. What another open page of theirs is about to send is left to it.
import * as lines from "./lines.js";
import * as outbox from "./outbox.js";
import { show } from "./put_aside.js";
import { keptOf } from "./taken_out.js";

const { user, meeting, writer } = lines.page.dataset;
const ANSWER_WITHIN = 250;

// Which pages of this meeting are open in this browser, by their tokens.
function others() {
  if (!("BroadcastChannel" in window)) return Promise.resolve(new Set());
  const channel = new BroadcastChannel(`hta-live-${user}-${meeting}`);
  const there = new Set();
  channel.onmessage = ({ data }) => data.ask ? channel.postMessage({ here: writer }) : there.add(data.here);
  channel.postMessage({ ask: writer });
  return new Promise((resolve) => setTimeout(() => resolve(there), ANSWER_WITHIN));
}

export async function takeOver() {
  const answered = others();
  const all = await keptOf(user, meeting);
  const mine = all.filter((kept) => kept.state !== "aside");
  if (mine.length) {
    // Nothing is typed into a line before its words are back.
    lines.sheet.inert = true;
    const open = await answered;
    for (const kept of mine) if (!open.has(kept.writer)) takeOne(kept);
    lines.sheet.inert = false;
  }
  for (const kept of all) if (kept.state === "aside") outbox.take(kept);
  show();
}

function takeOne(kept) {
  kept.due = 0;
  // A choice that was not made, or a refusal, is asked for again.
  kept.state = "waiting";
  outbox.take(kept);
  if (kept.kind !== "line") return;
  const line = lines.lineByKey(kept.key) || bringBack(kept);
  lines.receiveText(line, kept.fields.text);
}

function bringBack(kept) {
  const { section, after, text, bullet, depth } = kept.fields;
  return lines.newLine({ key: kept.key, after, section, text, bullet: bullet === "1", depth: Number(depth), isSent: true });
}
