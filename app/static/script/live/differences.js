// Two texts compared word by word: [{kind: "same" | "out" | "in", text}], from the first to the second.
const MOST = 4_000_000;

export function differences(was, now) {
  const a = was.match(/\s+|[^\s]+/g) || [];
  const b = now.match(/\s+|[^\s]+/g) || [];
  if (a.length * b.length > MOST) return [{ kind: "out", text: was }, { kind: "in", text: now }];
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const parts = [];
  const add = (kind, text) => {
    const last = parts.at(-1);
    if (last && last.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) (add("same", a[i]), i++, j++);
    else if (j >= b.length || (i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) add("out", a[i++]);
    else add("in", b[j++]);
  }
  return parts;
}

// Both texts, each with what it has of its own marked.
export function shown(was, now) {
  const parts = differences(was, now);
  const element = (kind) => {
    const place = document.createDocumentFragment();
    for (const part of parts) {
      if (part.kind !== "same" && part.kind !== kind) continue;
      const marked = part.kind === "same" || !part.text.trim() ? document.createTextNode(part.text) : Object.assign(document.createElement("ins"), { textContent: part.text });
      place.append(marked);
    }
    return place;
  };
  return { was: element("out"), now: element("in") };
}
