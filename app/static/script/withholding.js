// On the page of the minutes: words of a line are selected, a key is pressed, and they are withheld. Without scripts
// "Withhold" beside each line leads to a page on which its words are ticked.
import { isPressed, parse } from "./live/keyboard.js";

const KEY = parse("Alt Shift H", "Control Shift H");
const form = document.getElementById("withhold-selection");

// The line that both ends of the selection stand in, and what stands before it there.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  const words = element(range.startContainer).closest(".line__w");
  if (!words || !words.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return { what: `line-${words.dataset.line}`, before: before.toString(), words: range.toString() };
}

document.addEventListener("keydown", (event) => {
  if (!isPressed(KEY, event)) return;
  const chosen = selected();
  if (!chosen) return;
  event.preventDefault();
  for (const [name, value] of Object.entries(chosen)) form.elements[name].value = value;
  form.submit();
});
