// The check page by keyboard: a digit chooses, Enter settles, and whoever settled a doubt or saved a row goes on where
// they were. Without this script the same forms work, and every button leads back to its place.
const isTyping = (element) => element.matches("input[type=text], textarea, select");

// A digit chooses an answer of the doubt one is at.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
  const doubt = event.target.closest("[data-doubt]") || (event.target === document.body && document.querySelector(".dbt--now"));
  if (!doubt || isTyping(event.target)) return;
  const radio = doubt.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!radio) return;
  event.preventDefault();
  radio.checked = true;
  radio.focus();
  if (radio.value === "typed") doubt.querySelector("input[type=text]").focus();
});

// Typing one's own answer chooses it.
document.addEventListener("input", (event) => {
  const other = event.target.closest(".pick--other");
  if (other && event.target.type === "text") other.querySelector("input[type=radio]").checked = true;
});

// The doubt one is at is the one with the tint.
function here(doubt) {
  for (const other of document.querySelectorAll(".dbt--now")) other.classList.remove("dbt--now");
  doubt.classList.add("dbt--now");
}
document.addEventListener("focusin", (event) => {
  const doubt = event.target.closest(".dbt:not(.dbt--done)");
  if (doubt) here(doubt);
});

// After a swap the focus would be lost with the element that had it.
let left = null;
document.addEventListener("htmx:before:request", (event) => {
  const source = event.detail.ctx.sourceElement;
  const row = source.closest(".dbt, .ck, .leftout");
  left = row ? { id: row.id, opened: source.matches("a.fix, a.chip"), doubt: row.matches(".dbt"), again: row.matches(".dbt--done") } : null;
});
document.addEventListener("htmx:after:swap", () => {
  if (!left) return;
  const row = document.getElementById(left.id);
  const field = (element) => element && element.querySelector("input:checked, input[type=text], select");
  if (left.doubt && row && row.matches(".dbt--done")) {
    const next = document.querySelector(".dbt:not(.dbt--done)") || document.querySelector("#accept button");
    (field(next) || next).focus();
  } else if (!row) {
    // Lines and headings changed places: the answer says where to go on.
    const place = document.getElementById(document.getElementById("everything").dataset.goTo || "everything-head");
    if (place) (place.querySelector("a.fix") || place).focus();
  } else {
    (field(row) || row.querySelector("a.fix") || row).focus({ preventScroll: true });
  }
  left = null;
});
