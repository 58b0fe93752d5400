// As of which change of the meeting, by its number, the page shows the place of each line (by its key) and each section (by
// its id): an answer and the stream come two ways, and what was rendered before the other was committed comes too late. Of
// words their revision says the same.
const asOf = new Map();
export const isOld = (thing, number) => number < (asOf.get(thing) || 0);
export const isAsOf = (thing, number) => asOf.set(thing, Math.max(number || 0, asOf.get(thing) || 0));
// Taken out of this page: whatever is told of it was true before, until the server has said since when it is out.
export const isOut = (key, since = Infinity) => asOf.set(key, since);
// And put back.
export const isBack = (key) => asOf.delete(key);
