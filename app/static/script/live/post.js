// One kept thing goes to the server. Says what became of it, and never throws:
//   {outcome: "done", answer}      acknowledged: it is on the server's disk
//   {outcome: "conflict", answer}  somebody else changed the line first; nothing was overwritten
//   {outcome: "refused", answer}   understood, and a rule stands against it: answer.message says which
//   {outcome: "signed-out", answer} nobody is signed in, or (answer.other) somebody else
//   {outcome: "lost"}              no answer, or none of ours: try again
const PATIENCE = 15000;

export async function post(path, fields, user, { last = false } = {}) {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  let reply;
  try {
    reply = await fetch(path, {
      method: "POST",
      body: new URLSearchParams(given.map(([name, value]) => [name, String(value)])),
      headers: { Accept: "application/json", "X-User": String(user) },
      redirect: "error",
      // The page is about to go: the browser carries the request on without it.
      keepalive: last,
      signal: last ? undefined : AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return { outcome: "lost" };
  }
  const answer = await reply.json().catch(() => null);
  if (answer === null || reply.status >= 500 || reply.status === 429 || reply.status === 408) return { outcome: "lost" };
  if (reply.ok) return { outcome: "done", answer };
  if (reply.status === 401) return { outcome: "signed-out", answer };
  if (reply.status === 409) return { outcome: "conflict", answer };
  return { outcome: "refused", answer, status: reply.status };
}

// A line's words are fields too; what the page knows better by now (where the line stands) replaces what was kept.
export const fieldsOf = (kept, now = {}) =>
  kept.kind === "line" ? { ...kept.fields, ...now, writer: kept.writer } : kept.fields;
