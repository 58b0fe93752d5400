// Runs before the page is drawn, so that nothing moves when the scripts arrive: it says that there are scripts.
document.documentElement.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.documentElement.classList.add("govuk-frontend-supported");
}
