// Minutes that are confirmed: what this person typed for them and never got sent is shown, to be copied.
import * as outbox from "./outbox.js";
import { show } from "./put_aside.js";
import { keptOf } from "./taken_out.js";

const { user, meeting } = document.getElementById("live").dataset;
for (const kept of await keptOf(user, meeting)) {
  if (kept.kind === "line") outbox.take({ ...kept, why: kept.why || "Typed before the minutes were confirmed, and not sent in time." });
}
show(() => true);
