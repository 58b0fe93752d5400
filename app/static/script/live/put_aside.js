// Words that are kept on this device and that the minutes do not have: put aside by a choice, or typed for minutes that
// were confirmed meanwhile. Shown to their writer alone, to be copied; nothing of them is dropped unasked.
import { say } from "./announce.js";
import * as outbox from "./outbox.js";

const place = document.getElementById("live-kept");

const make = (name, content = "", className = "") => {
  const made = document.createElement(name);
  made.append(content);
  if (className) made.className = className;
  return made;
};

function button(words, act) {
  const made = make("button", words, "lk");
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say("Copied");
  } catch {
    say("Select the words and copy them: this browser does not let pages do it.");
  }
}

// `which` says what belongs here: on the page of minutes what was put aside, on that of confirmed ones all.
export function show(which = (kept) => kept.state === "aside") {
  const found = outbox.all().filter((kept) => kept.kind === "line" && which(kept));
  place.hidden = found.length === 0;
  if (!found.length) return place.replaceChildren();
  const box = make("section", "", "live-kept-list");
  const list = make("ul", "", "plain");
  for (const kept of found) {
    const item = document.createElement("li");
    const buttons = make("div", "", "btns");
    buttons.append(
      button("Copy", () => copy(kept.fields.text)),
      button("Throw away", async () => {
        await outbox.forget(kept.id);
        show(which);
        say("Thrown away");
      }),
    );
    item.append(make("blockquote", kept.fields.text), make("p", kept.why || "", "quiet tiny"), buttons);
    list.append(item);
  }
  box.append(make("h2", found.length === 1 ? "A text of yours that is not in these minutes" : `${found.length} texts of yours that are not in these minutes`));
  const [they, them] = found.length === 1 ? ["It is", "it"] : ["They are", "them"];
  box.append(make("p", `${they} kept on this device, for you alone, until you throw ${them} away.`, "quiet"), list);
  place.replaceChildren(box);
}
