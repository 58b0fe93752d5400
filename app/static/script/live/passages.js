// A line may hold several passages: the gap below it shows how the one with the caret was understood.
import * as lines from "./lines.js";

function show() {
  const line = lines.current();
  if (!line) return;
  const parts = [...line.querySelectorAll(".live-part")];
  if (!parts.length) return;
  const box = lines.boxOf(line);
  const marks = [...line.querySelectorAll(".live-k")];
  const mark = marks.find(({ dataset }) => box.selectionStart <= Number(dataset.ends)) || marks.at(-1);
  const here = parts.find((part) => mark && part.dataset.passage === mark.dataset.passage) || parts.at(-1);
  for (const part of parts) part.classList.toggle("is-here", part === here);
}

export function start() {
  document.addEventListener("selectionchange", () => {
    if (document.activeElement && document.activeElement.matches("textarea.live-text")) show();
  });
  for (const event of ["live:saved", "live:focus", "live:changed"]) document.addEventListener(event, show);
}
