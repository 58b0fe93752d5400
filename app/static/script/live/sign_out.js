// On every other page: words that this person typed and that are still on this device only. A notice leads back to
// their minutes; signing out asks first whether to send them, keep them for their writer, or discard them.
import { discard, ofUser } from "./outbox.js";
import { fieldsOf, post } from "./post.js";

const unsent = async (user) => (await ofUser(user)).filter((kept) => kept.state !== "aside");
const lines = (kept) => new Set(kept.filter((one) => one.kind === "line").map((one) => `${one.meeting} ${one.key}`)).size;
const count = (kept) => (lines(kept) ? `${lines(kept)} ${lines(kept) === 1 ? "line" : "lines"}` : `${kept.length} ${kept.length === 1 ? "change" : "changes"}`);
const many = (kept) => (lines(kept) || kept.length) !== 1;

const make = (name, content = "", className = "") => {
  const made = document.createElement(name);
  made.append(content);
  if (className) made.className = className;
  return made;
};

function button(words, act, look) {
  const made = make("button", words, look);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// The way back to the minutes whose words wait here.
export async function notice(user, place) {
  const kept = await unsent(user);
  if (!kept.length) return;
  const box = make("div", "", "notice notice--alarm");
  box.id = "kept-notice";
  box.append(make("p", make("b", `${count(kept)} that you typed ${many(kept) ? "are" : "is"} on this device only.`)));
  const meetings = new Map(kept.map((one) => [one.meeting, one.title]));
  for (const [meeting, title] of meetings) {
    const link = make("a", `Open the minutes of ${title}`);
    link.href = `/meetings/${meeting}/live`;
    const said = make("p", link);
    said.append(`, and ${many(kept) ? "they are" : "it is"} sent.`);
    box.append(said);
  }
  place.prepend(box);
}

// Each thing in order; stops at the first that does not arrive. What arrived, or need not, is off the device.
async function sendAll(user) {
  for (const kept of await unsent(user)) {
    const { outcome, answer } = await post(kept.path, fieldsOf(kept), user);
    if (outcome === "lost") return "The server cannot be reached just now. Try again, or keep them for you.";
    if (outcome === "signed-out") return "You are no longer signed in, so they cannot be sent from here. Keep them for you, sign in again and open the minutes.";
    if (outcome === "conflict") return "Somebody else changed one of these lines. Keep them for you, and open the minutes to choose.";
    if (outcome === "refused" && kept.kind === "line") return `One of them was refused: ${answer.message} Keep them for you, and open the minutes to copy it.`;
    await discard([kept.id]);
  }
  return "";
}

// Whether to go on with signing out: at once where nothing waits, else once a person has chosen.
export async function ask(user) {
  const kept = await unsent(user);
  if (!kept.length) return true;
  return new Promise((resolve) => {
    const dialog = make("dialog", "", "live-dialog");
    const heading = make("h2", `${count(kept)} of yours ${many(kept) ? "are" : "is"} not sent yet`, "sec");
    heading.id = "sign-out-head";
    dialog.setAttribute("aria-labelledby", heading.id);
    const problem = make("p", "", "alarm");
    problem.setAttribute("role", "alert");
    const close = (go) => {
      dialog.close();
      resolve(go);
    };
    const buttons = make("div", "", "btns");
    buttons.append(
      button("Send and sign out", async () => {
        problem.textContent = await sendAll(user);
        if (!problem.textContent) close(true);
      }, "govuk-button"),
      button("Keep for me and sign out", () => close(true), "govuk-button govuk-button--secondary"),
      button("Discard and sign out", async () => {
        await discard((await unsent(user)).map((one) => one.id));
        close(true);
      }, "govuk-button govuk-button--secondary"),
      button("Stay signed in", () => close(false), "lk"),
    );
    const what = make("p", "What you typed is on this device only. If you keep it, nobody else who signs in here sees it or sends it; it is sent when you open those minutes again here.");
    dialog.append(heading, what, problem, buttons);
    dialog.addEventListener("cancel", () => resolve(false));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  });
}
