// What every page needs of a script; every page also works without it.
import { ErrorSummary, ServiceNavigation, createAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(ServiceNavigation);
createAll(ErrorSummary);

// A request of htmx that reached nobody, or broke the server, changes nothing on the page: say so where it is seen,
// and leave every word as it was typed.
const problem = document.getElementById("problem");
const lost = document.getElementById("problem-lost");

function sayItIsLost() {
  problem.replaceChildren(lost.content.cloneNode(true));
  problem.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:response:error", (event) => {
  if (event.detail.ctx.response.raw.status >= 500) sayItIsLost();
});
document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx && !event.detail.ctx.response) sayItIsLost();
});
// The next thing that works takes the old complaint away.
document.addEventListener("htmx:before:request", () => problem.replaceChildren());

// The register's other filters, when there is room for one only.
document.addEventListener("click", (event) => {
  const more = event.target.closest(".filters__more");
  if (!more) return;
  const open = more.closest(".filters").classList.toggle("is-open");
  more.setAttribute("aria-expanded", String(open));
});

// "Print" is a link to the page itself without scripts, and opens the printer's window with them.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-print]")) return;
  event.preventDefault();
  window.print();
});

// Words typed into minutes that are still on this device only: said on every page, and asked about before signing out.
const signOut = document.querySelector("form[data-sign-out]");
const keepsWords = async () => !indexedDB.databases || (await indexedDB.databases()).some(({ name }) => name === "hta-kept");

if (signOut) {
  const user = signOut.dataset.signOut;
  keepsWords()
    .then(async (may) => may && (await import("./live/sign_out.js")).notice(user, document.querySelector("#main > div")))
    .catch(() => {});
  signOut.addEventListener("submit", async (event) => {
    event.preventDefault();
    let go = true;
    try {
      go = !(await keepsWords()) || (await (await import("./live/sign_out.js")).ask(user));
    } finally {
      if (go) HTMLFormElement.prototype.submit.call(signOut);
    }
  });
}
