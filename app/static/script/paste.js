// What Word or a browser puts on the clipboard beside the text (headings, lists, tables) is sent along with it; as soon
// as the text is changed by hand, the text alone counts.
const text = document.getElementById("pasted");
const html = document.getElementById("pasted_html");
let justPasted = false;

text.addEventListener("paste", (event) => {
  const pasted = event.clipboardData ? event.clipboardData.getData("text/html") : "";
  const takesAll = text.value.trim() === "" || (text.selectionStart === 0 && text.selectionEnd === text.value.length);
  html.value = takesAll ? pasted : "";
  justPasted = takesAll && pasted !== "";
});
text.addEventListener("input", () => {
  if (!justPasted) html.value = "";
  justPasted = false;
});
