// Nothing moves under anybody's hands: whatever is put into or taken out of the page by others, the line that has the
// caret or the selection (else the first whole line in sight) stays where it is in the window.
const sheet = document.getElementById("live-document");
const room = document.getElementById("live-room");
let depth = 0;

const isInSight = (line) => {
  const { top, bottom } = line.getBoundingClientRect();
  return bottom > edge() && top < window.innerHeight;
};

const edge = () => {
  const bar = document.getElementById("live-bar");
  return bar ? bar.getBoundingClientRect().bottom : 0;
};

function lineAt(node) {
  const element = node instanceof Element ? node : node && node.parentElement;
  return element && sheet.contains(element) ? element.closest(".live-line") : null;
}

function anchor() {
  const selection = window.getSelection();
  const held = lineAt(document.activeElement) || (selection.isCollapsed ? null : lineAt(selection.anchorNode));
  if (held && isInSight(held)) return held;
  const all = [...sheet.querySelectorAll(".live-line")];
  return all.find((line) => line.getBoundingClientRect().top >= edge() - 1) || all.find(isInSight) || null;
}

export function steadily(change) {
  if (depth) return change();
  const line = anchor();
  const was = line ? line.getBoundingClientRect().top : 0;
  // A reader at the very top sees what comes in above; whoever types or has selected something there does not move.
  const isFree = window.scrollY === 0 && line && !line.contains(document.activeElement) && window.getSelection().isCollapsed;
  depth++;
  try {
    return change();
  } finally {
    depth--;
    if (line && line.isConnected && !isFree) hold(line, was);
  }
}

function hold(line, was) {
  const moved = line.getBoundingClientRect().top - was;
  if (Math.abs(moved) < 0.5) return;
  window.scrollBy({ left: 0, top: moved, behavior: "instant" });
  const rest = line.getBoundingClientRect().top - was;
  // Above the first line there is nothing to scroll to: room is left there instead, and given back when it can be.
  if (rest < -0.5) room.style.height = `${room.offsetHeight - rest}px`;
}

// Somebody goes elsewhere on purpose: nothing has to be held.
export function letGo() {
  room.style.height = "0";
}

window.addEventListener("scroll", () => {
  const height = room ? room.offsetHeight : 0;
  if (height && window.scrollY > height) {
    room.style.height = "0";
    window.scrollBy({ left: 0, top: -height, behavior: "instant" });
  }
}, { passive: true });
