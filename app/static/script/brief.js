// The notes of a brief: say honestly whether they are kept, and send the last words when the page is left.
const box = document.getElementById("note");
let kept = box.value; // what the server has said it keeps
let sent = box.value;

function say(words) {
  const state = document.getElementById("note-state");
  if (!state.matches(".conflict")) state.textContent = words;
}

box.addEventListener("input", () => say("Not kept yet"));

document.addEventListener("htmx:before:request", (event) => {
  if (event.detail.ctx.sourceElement !== box) return;
  sent = box.value;
  say("Keeping");
});

document.addEventListener("htmx:after:swap", (event) => {
  const ctx = event.detail.ctx;
  if (ctx?.sourceElement !== box || !ctx.response?.raw.ok) return;
  kept = sent;
  if (box.value !== kept) say("Not kept yet");
});

document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "hidden" || box.value === kept) return;
  const words = box.value;
  const reply = await fetch(box.form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(box.form)),
    headers: { "HX-Request": "true" },
    keepalive: true,
  });
  if (reply.ok) kept = words;
});

// A text that somebody else's stands against is on this page only, until one is chosen.
let chosen = false;
document.addEventListener("submit", () => (chosen = true));
addEventListener("beforeunload", (event) => {
  if (document.querySelector("#note-state.conflict") && !chosen) event.preventDefault();
});
