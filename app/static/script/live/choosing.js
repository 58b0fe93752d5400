// A list of choices under a box, by the combobox pattern: the box keeps the focus, arrows move, Enter or Tab takes one.
// Every word typed must be found in a choice, in any order.
let number = 0;

export function found(choices, words, most = 8) {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = [];
  for (const choice of choices) {
    const text = `${choice.words} ${choice.hint ?? ""}`.toLowerCase();
    if (!parts.every((part) => text.includes(part))) continue;
    const exact = choice.words.toLowerCase().split(/\s+/).some((word) => word === parts[0]);
    const begins = text.split(/\s+/).some((word) => word.startsWith(parts[0] ?? ""));
    scored.push([exact ? 0 : begins ? 1 : 2, scored.length, choice]);
  }
  scored.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return scored.slice(0, most).map(([, , choice]) => choice);
}

// Shows choices in `list` (ul role=listbox) for `box`; `taken` is called with the one that is taken.
export class Choosing {
  constructor(list, taken) {
    this.list = list;
    this.taken = taken;
    this.box = null;
    this.choices = [];
    this.at = -1;
    list.id ||= `choices-${++number}`;
    // pointerdown would take the focus out of the box.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.take([...list.children].indexOf(option));
    });
  }

  get isOpen() {
    return this.choices.length > 0;
  }

  show(box, choices, active = 0) {
    this.box = box;
    this.choices = choices;
    this.list.replaceChildren(...choices.map((choice, index) => this.#option(choice, index)));
    this.list.hidden = !choices.length;
    box.setAttribute("aria-autocomplete", "list");
    if (choices.length) box.setAttribute("aria-controls", this.list.id);
    this.#mark(choices.length ? active : -1);
  }

  hide() {
    if (!this.isOpen) return;
    this.choices = [];
    this.list.hidden = true;
    this.list.replaceChildren();
    this.#mark(-1);
    this.box.removeAttribute("aria-controls");
  }

  move(steps) {
    const many = this.choices.length;
    const from = this.at < 0 && steps < 0 ? 0 : this.at;
    this.#mark((from + steps + many) % many);
  }

  take(index = Math.max(this.at, 0)) {
    const choice = this.choices[index];
    if (!choice) return;
    this.hide();
    this.taken(choice);
  }

  #option({ words, hint }, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.role = "option";
    option.append(words);
    if (hint) {
      const more = document.createElement("span");
      more.className = "quiet";
      more.textContent = ` ${hint}`;
      option.append(more);
    }
    return option;
  }

  #mark(at) {
    this.at = at;
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", index === at));
    const option = this.list.children[at];
    if (option) this.box.setAttribute("aria-activedescendant", option.id);
    else this.box?.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }
}
