// What the server says of a line or a heading, put in its place on the page: its words, how they were understood, and where
// among the others it stands.
import { isAsOf, isOld } from "./as_of.js";
import { boxOf, dropLine, fire, fit, isHeading, keyOf, lineByKey, listOf, sectionOf, sections, shape, sheet, textOf, words } from "./lines.js";
import { steadily } from "./steady.js";

export function apply(answer, { clean = true, settled = true } = {}) {
  const line = lineByKey(answer.key);
  if (!line) return null;
  // Taken out a moment ago, and put back since: what is on its way says where it ends.
  if (answer.removed && !settled) return line;
  // Others went on from here, and the stream was faster.
  if (isOld(answer.key, answer.change)) {
    fire("saved", { line, answer });
    return line;
  }
  isAsOf(answer.key, answer.change);
  if (answer.removed) {
    steadily(() => dropLine(line, { caret: line.contains(document.activeElement), isTold: true }));
    return null;
  }
  line.dataset.revision = answer.revision;
  if (answer.heading) return headingSaved(line, answer);
  if (isHeading(line)) return line;
  adoptSection(line, answer.section);
  if (answer.bullet !== undefined) shape(line, answer.bullet, answer.depth);
  if (settled) stand(line, answer);
  // Marks and reading belong to the words that were sent; while more is typed, the next answer brings its own.
  if (clean) understood(line, answer);
  fire("saved", { line, answer });
  return line;
}

// The first line of a meeting without headings: the server made the section that holds it.
function adoptSection(line, id) {
  if (!id) return;
  line.dataset.section = id;
  const section = sectionOf(line);
  if (!section || section.dataset.section) return;
  const told = document.getElementById(`section-${id}`);
  if (told) {
    moveInto(listOf(told), [...listOf(section).children]);
    section.remove();
    return;
  }
  section.dataset.section = id;
  section.id = `section-${id}`;
}

// Where the server says that it stands: moved there, unless it stands so already.
export function stand(line, { section, position }) {
  if (position === undefined || position === null) return;
  line.dataset.position = position;
  const there = section ? document.getElementById(`section-${section}`) : sectionOf(line);
  if (!there) return;
  line.dataset.section = there.dataset.section;
  steadily(() => {
    if (line.parentElement !== listOf(there)) moveInto(listOf(there), [line]);
    arrange(listOf(there), [...listOf(there).children]);
  });
}

export const arrangeSections = () => steadily(() => arrange(sheet, sections()));

// In the order of their positions. What has none, because it is not sent or its move is on its way, stays behind what it
// follows.
function arrange(parent, children) {
  const groups = [];
  for (const one of children) {
    if (one.dataset.position === undefined && groups.length) groups.at(-1).push(one);
    else groups.push([one]);
  }
  const position = ([first]) => Number(first.dataset.position ?? -Infinity);
  const wanted = groups.sort((a, b) => position(a) - position(b)).flat();
  if (wanted.every((one, at) => one === children[at])) return;
  const stay = longestInOrder(wanted.map((one) => children.indexOf(one)));
  let before = null;
  for (let at = wanted.length - 1; at >= 0; at--) {
    if (!stay.has(at)) moveInto(parent, [wanted[at]], before);
    before = wanted[at];
  }
}

// The places in the list of the longest row of numbers that rise: as many as can stay where they are.
function longestInOrder(numbers) {
  const length = [];
  const previous = [];
  let last = 0;
  numbers.forEach((number, at) => {
    [length[at], previous[at]] = [1, -1];
    for (let other = 0; other < at; other++) {
      if (numbers[other] < number && length[other] >= length[at]) [length[at], previous[at]] = [length[other] + 1, other];
    }
    if (length[at] > length[last]) last = at;
  });
  const found = new Set();
  for (let at = last; at >= 0 && numbers.length; at = previous[at]) found.add(at);
  return found;
}

function headingSaved(line, answer) {
  const made = fragment(answer.heading.html).querySelector(".live-section");
  if (!made) return line;
  const { below } = answer.heading;
  const heading = isHeading(line) ? line : becomeHeading(line, made, Object.keys(below));
  if (heading === line && !isOld(made.id, answer.change)) sectionFacts(sectionOf(line), made);
  isAsOf(made.id, answer.change);
  arrangeSections();
  for (const [key, position] of Object.entries(below)) {
    const one = lineByKey(key);
    // Of one whose own move is on its way that move's answer tells.
    if (!one || one.dataset.position === undefined || isOld(key, answer.change)) continue;
    stand(one, { section: answer.section, position });
    isAsOf(key, answer.change);
  }
  heading.dataset.revision = answer.revision;
  fire("saved", { line: heading, answer });
  fire("sections", {});
  return heading;
}

// What a section's element says of it: depth, name, place.
export function sectionFacts(section, from) {
  for (const name of ["level", "name", "position"]) section.dataset[name] = from.dataset[name];
  section.setAttribute("aria-label", from.dataset.name);
  section.classList.toggle("live-section--deep", from.classList.contains("live-section--deep"));
  const [heading, new_] = [section, from].map((one) => one.querySelector(".live-heading"));
  if (!heading || !new_) return;
  heading.dataset.level = new_.dataset.level;
  heading.classList.toggle("live-heading--deep", new_.classList.contains("live-heading--deep"));
  for (const name of [".live-tie", ".live-name", ".live-reading"]) {
    const [was, now] = [heading, new_].map((one) => one.querySelector(name));
    if (was && now && !was.contains(document.activeElement)) was.replaceChildren(...now.childNodes);
    else if (was && !now) was.remove();
    else if (now && !was) heading.querySelector(".live-t").append(now);
  }
}

export function understood(line, { mark, reading, name }) {
  const put = (id, html) => {
    const place = document.getElementById(id);
    if (!place || html === undefined || html === null || place.innerHTML === html) return;
    const reached = () => [...place.querySelectorAll("button, a")];
    const at = reached().indexOf(document.activeElement);
    place.innerHTML = html;
    // Whoever was on one of its words is on the one in its place.
    if (at >= 0) (reached()[at] ?? boxOf(line))?.focus({ preventScroll: true });
  };
  put(`mark-${keyOf(line)}`, mark);
  put(`reading-${keyOf(line)}`, reading);
  const kinds = new Set([...line.querySelectorAll(".live-k")].map((part) => part.dataset.kind));
  line.classList.toggle("live-line--action", kinds.size === 1 && kinds.has("action"));
  if (name && boxOf(line)) boxOf(line).setAttribute("aria-label", name);
}

// A line that was taken for a heading: its section stands where it stood. `made` is the section as the server has it, and
// `below` the keys of the lines there, which go along with what is not sent yet and follows them. The words of the heading
// are those of the box, which may have gone on.
export function becomeHeading(line, made, below) {
  const heading = made.querySelector(".live-heading");
  const box = boxOf(heading);
  const old = sectionOf(line);
  // The lines before any heading have a section too: it gets its heading when their first becomes one.
  const isSame = old.id === made.id;
  const all = [...line.parentElement.children];
  let goes = isSame;
  const following = all.filter((one) => {
    if (one === line) goes = true;
    else if (one.dataset.position !== undefined && !isSame) goes = below.includes(keyOf(one));
    return goes && one !== line;
  });
  steadily(() => {
    const caret = caretOf(line);
    if (box && boxOf(line)) {
      box.value = textOf(line);
      words.set(heading, box.value);
    }
    line.removeAttribute("id");
    old.after(made);
    moveInto(listOf(made), following, listOf(made).firstChild);
    for (const moved of following) moved.dataset.section = made.dataset.section;
    line.remove();
    if (isSame || !(old.dataset.section || listOf(old).children.length)) old.remove();
    if (box) fit(box);
    if (caret) {
      heading.classList.add("is-now");
      box.focus({ preventScroll: true });
      box.setSelectionRange(caret.start, caret.end);
    }
  });
  fire("sections", {});
  return heading;
}

const caretOf = (line) => {
  const box = boxOf(line);
  return box && document.activeElement === box ? { start: box.selectionStart, end: box.selectionEnd } : null;
};

// Elsewhere in the page, with the caret still in it.
export function moveInto(list, lines, before = null) {
  for (const line of lines) {
    const caret = caretOf(line);
    if (list.moveBefore && line.isConnected && list.isConnected) list.moveBefore(line, before);
    else list.insertBefore(line, before);
    if (caret && document.activeElement !== boxOf(line) && boxOf(line)) {
      boxOf(line).focus({ preventScroll: true });
      boxOf(line).setSelectionRange(caret.start, caret.end);
    }
  }
}

export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
