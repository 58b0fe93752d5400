// A line that a key writes: a planned question that is asked, a review of an action. It stands where she types.
import { dropLine, focusLine, isHeading, newLine, placeOf, receiveText, revisionOf, textOf } from "./lines.js";
import * as place from "./place.js";
import { act } from "./acting.js";
import { saveSoon } from "./sending.js";

function isFree(line) {
  return line && !isHeading(line) && !textOf(line) && !revisionOf(line);
}

// Puts `text` into the empty line behind which she is, or a new one, and tells the server by a command to `path`.
// `words` say what undo takes back; `undone` is called then.
export async function write(text, path, fields, { after = place.line().line, section = null, words, undone }) {
  const line = isFree(after) ? after : newLine({ after, section });
  receiveText(line, text);
  focusLine(line, -1);
  const { key } = line.dataset;
  const back = async () => {
    await act(`lines/${key}/remove`, {}, { line });
    undone?.();
  };
  const answer = await act(path, { ...fields, key, ...placeOf(line) }, { line, words, back });
  // Refused: the words are hers to put right. Answered with another line: somebody else was first.
  if (!answer) saveSoon(line);
  else if (answer.key !== key) dropLine(line);
}
