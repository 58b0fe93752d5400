// Withholding while typing: the words that are selected, or the whole line. Nothing is asked; the ground is chosen later.
import { act } from "./acting.js";
import { say } from "./announce.js";
import * as place from "./place.js";

export async function withhold() {
  const { line } = place.line();
  const box = line?.querySelector("textarea.live-text");
  if (!box || box.value.trim() === "") return;
  const { value, selectionStart: start, selectionEnd: end } = box;
  const words = value.slice(start, end);
  const path = `lines/${encodeURIComponent(line.dataset.key)}/withhold`;
  const answer = await act(path, { text: value, before: value.slice(0, start), words }, {
    line,
    words: "withheld words",
    back: () => act(`${path}/take-back`, {}, { line }),
  });
  if (answer) say(words.trim() ? `Withheld: ${words.trim()}` : "All of the line is withheld");
}
