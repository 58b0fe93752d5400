// Nothing moves under anybody's hands: whatever is put into or taken out of the page by others, the line that has the
// caret (or, for a reader, the first line in sight) stays where it is in the window.
const sheet = document.getElementById("live-document");
const room = document.getElementById("live-room");
let depth = 0;

function anchor() {
  const active = document.activeElement;
  const line = active && sheet.contains(active) ? active.closest(".live-line") : null;
  if (line) {
    const { top, bottom } = line.getBoundingClientRect();
    if (bottom > 0 && top < window.innerHeight) return line;
  }
  const edge = document.getElementById("live-bar") ? document.getElementById("live-bar").getBoundingClientRect().bottom : 0;
  for (const one of sheet.querySelectorAll(".live-line")) if (one.getBoundingClientRect().bottom > edge + 1) return one;
  return null;
}

export function steadily(change) {
  if (depth) return change();
  const line = anchor();
  const was = line ? line.getBoundingClientRect().top : 0;
  const atTop = window.scrollY === 0 && !(line && line.contains(document.activeElement));
  depth++;
  try {
    return change();
  } finally {
    depth--;
    if (line && line.isConnected && !atTop) hold(line, was);
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

window.addEventListener("scroll", () => {
  const height = room ? room.offsetHeight : 0;
  if (height && window.scrollY > height) {
    room.style.height = "0";
    window.scrollBy({ left: 0, top: -height, behavior: "instant" });
  }
}, { passive: true });
