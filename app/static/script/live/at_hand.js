// What the page brought with it for completing words, so that it works without a network: who is here, the
// recommendations, the short forms. Read once from lists that stand hidden in the page.
function read(id) {
  const list = document.getElementById(id);
  return [...(list?.children ?? [])].map(({ dataset }) => ({ ...dataset }));
}

const people = read("at-hand-people");

export const recommendations = read("at-hand-recommendations");

// The built-in short forms and her own, by what is typed.
export const shortForms = new Map(read("at-hand-short-forms").map((form) => [form.short.toLowerCase(), form]));

// Somebody who came in meanwhile, or whose presence changed.
export function meet(person) {
  const known = people.find(({ id }) => id === String(person.id));
  if (known) Object.assign(known, { presence: person.presence });
  else people.unshift({ words: person.name, hint: "", ...person, id: String(person.id) });
}

// Whoever may be said to speak: those at the meeting, and the bodies when nobody is named.
export function speakers() {
  return people;
}

// Those at the meeting themselves: {id, words, hint, name, presence}.
export function attendances() {
  return people.filter((one) => one.id);
}
