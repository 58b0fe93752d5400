// Words that were taken out of the record for good go from this device too: what it kept of a line as it was before.
import * as outbox from "./outbox.js";

// The revision that each such line then got, from the page: "line:2 line:3".
const since = new Map(
  (document.getElementById("live").dataset.takenOut || "")
    .split(" ")
    .filter(Boolean)
    .map((one) => one.split(":"))
    .map(([line, revision]) => [line, Number(revision)]),
);

const isTakenOut = (kept) => kept.kind === "line" && Number(kept.fields.revision) < (since.get(kept.key) || 0);

// Everything this person has here of this meeting, without what was taken out, which is thrown away.
export async function keptOf(user, meeting) {
  const all = (await outbox.ofUser(user)).filter((kept) => kept.meeting === meeting);
  const gone = all.filter(isTakenOut);
  if (gone.length) await outbox.discard(gone.map((kept) => kept.id));
  return all.filter((kept) => !gone.includes(kept));
}
