// Something done by a key: the command, its way back, and what the server says against it, seen where it was done and heard.
import { command, Refused } from "./sending.js";
import { canUndo } from "./undo.js";
import { say } from "./announce.js";

// Said, and seen in the line it is about, else above all.
export function tellAt(line, message) {
  say(message);
  const place = line?.isConnected ? line.querySelector(".live-reading") : document.getElementById("problem");
  const words = document.createElement("span");
  words.className = "alarm";
  words.textContent = message;
  place.replaceChildren(words);
}

// Answers with the server's answer, or null when it refused. `words` say what undo takes back, and `back` does it.
export async function act(path, fields, { line = null, words = "", back = null } = {}) {
  const forget = back ? canUndo(words, back) : () => {};
  document.getElementById("problem").replaceChildren();
  try {
    return await command(path, fields, { line });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    forget();
    tellAt(line, error.message);
    return null;
  }
}
