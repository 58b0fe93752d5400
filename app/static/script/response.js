// The draft of a response: htmx saves it as it is typed. This says when it is not saved yet, tries again what could not be
// sent, and sends or asks before the page is left with words that only it has.
const form = document.getElementById("response");
const FIELDS = ["text", "rating", "proposal", "due_on", "reason"];
const AGAIN_AFTER = 4000; // milliseconds

const typed = () => JSON.stringify(FIELDS.map((name) => new FormData(form).getAll(name)));
let kept = typed(); // what the server has said it keeps
let sent = kept;
let again = 0;
let leaving = false; // by one of the form's own buttons, which save

const isChosenBetween = () => !form.querySelector(".conflict");

function say(words) {
  const state = form.querySelector("#draft-state .saved");
  if (state) state.textContent = words;
}

function save() {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function soon() {
  clearTimeout(again);
  again = setTimeout(() => typed() !== kept && save(), AGAIN_AFTER);
}

if (form) {
  form.addEventListener("input", () => typed() !== kept && say("Not saved yet"));

  document.addEventListener("htmx:before:request", (event) => {
    if (event.detail.ctx.sourceElement === form) sent = typed();
  });

  document.addEventListener("htmx:after:swap", (event) => {
    const ctx = event.detail.ctx;
    if (ctx?.sourceElement !== form || !ctx.response?.raw.ok) return;
    kept = sent;
    if (typed() !== kept) say("Not saved yet");
  });

  const failed = (event) => {
    const ctx = event.detail.ctx;
    if (ctx?.sourceElement !== form || (ctx.response && ctx.response.raw.status < 500)) return;
    say("Not saved: the server could not be reached. What you typed stays here, and is tried again.");
    soon();
  };
  document.addEventListener("htmx:error", failed);
  document.addEventListener("htmx:response:error", failed);
  addEventListener("online", () => typed() !== kept && save());

  form.addEventListener("submit", () => {
    leaving = true;
  });

  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState !== "hidden" || typed() === kept || leaving || !isChosenBetween()) return;
    const words = typed();
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    const reply = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true });
    if (reply.ok) kept = words;
  });

  addEventListener("beforeunload", (event) => {
    if (!leaving && typed() !== kept) event.preventDefault();
  });
}
