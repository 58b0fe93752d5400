// Said to whoever listens rather than looks: politely, the last thing only.
const place = document.getElementById("live-said");
let waiting = null;

export function say(words) {
  clearTimeout(waiting);
  // Emptied first, so that the same words again are heard again.
  place.textContent = "";
  waiting = setTimeout(() => (place.textContent = words), 60);
}
