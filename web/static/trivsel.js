// Additions only: every page works without this file. It stops CPR numbers before they are sent,
// offers names and needs from a list on the page, copies text and prints.
"use strict";

const NUMBER = /(?<!\d)([0-36-9]\d)[ .]?(0[1-9]|1[0-2])[ .]?(\d{2})[ \u00a0\u202f]?[-–—‐‑ ]?[ \u00a0\u202f]?(\d{4})(?!\d)/g;

function century(year, seventh) {
  if (seventh <= 3) return 1900;
  if (seventh === 4 || seventh === 9) return year <= 36 ? 2000 : 1900;
  return year <= 57 ? 2000 : 1800;
}

function isRealDate(found) {
  const [, day, month, year, rest] = found;
  const number = Number(day) > 60 ? Number(day) - 60 : Number(day);
  const date = new Date(Date.UTC(century(Number(year), Number(rest[0])) + Number(year), Number(month) - 1, number));
  return number > 0 && date.getUTCDate() === number && date.getUTCMonth() === Number(month) - 1;
}

function holdsCpr(text) {
  return [...text.matchAll(NUMBER)].some(isRealDate);
}

// What is being written: the last words before the caret, longest first, so that "bekymrende fra" is met as a whole.
function written(field) {
  const words = field.value.slice(0, field.selectionStart).match(/[^\s,.;:!?]+/g) ?? [];
  return [3, 2, 1].filter((count) => count <= words.length).map((count) => words.slice(-count).join(" "));
}

function offer(field, place, terms) {
  place.replaceChildren();
  if (!/\S$/.test(field.value.slice(0, field.selectionStart))) return;
  for (const start of written(field)) {
    if (start.length < 3) continue;
    const low = start.toLowerCase();
    const found = terms.filter((term) => term.toLowerCase().startsWith(low) && term.toLowerCase() !== low).slice(0, 5);
    for (const term of found) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = term;
      button.addEventListener("click", () => {
        const end = field.selectionStart;
        field.setRangeText(term + " ", end - start.length, end, "end");
        place.replaceChildren();
        field.focus();
      });
      place.append(button);
    }
    if (found.length) return;
  }
}

const list = document.getElementById("forslagsliste");
if (list) {
  const field = document.getElementById("q");
  const place = document.getElementById("forslag");
  const terms = JSON.parse(list.textContent);
  field.addEventListener("input", () => offer(field, place, terms));
  field.form.addEventListener("keydown", (event) => { if (event.key === "Escape") place.replaceChildren(); });
}

function showProblem(form, field) {
  document.getElementById("cpr-stop")?.remove();
  const box = document.createElement("div");
  box.id = "cpr-stop";
  box.className = "error-summary";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  for (const [tag, text] of [
    ["h2", "Der er et problem"],
    ["p", "Det ser ud til, at du har skrevet et cpr-nummer. Det er ikke sendt. Fjern nummeret, og prøv igen."],
    ["p", "Er det et sags- eller journalnummer? Udelad det også – det hjælper ikke søgningen."],
  ]) {
    const part = document.createElement(tag);
    part.textContent = text;
    box.append(part);
  }
  form.before(box);
  field.setAttribute("aria-invalid", "true");
  box.focus();
}

for (const [id, name] of [["spoerg", "q"], ["sparql", "query"], ["beskedform", "besked"]]) {
  const form = document.getElementById(id);
  form?.addEventListener("submit", (event) => {
    const field = form.elements[name];
    if (![...form.elements].some((element) => element.value && holdsCpr(element.value))) return;
    event.preventDefault();
    showProblem(form, field);
  });
}
document.getElementById("query")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) event.target.form.requestSubmit();
});

for (const button of document.querySelectorAll(".js-only")) button.hidden = false;
document.querySelector(".error-summary")?.focus();
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
    const name = button.textContent;
    button.textContent = "Kopieret";
    setTimeout(() => { button.textContent = name; }, 3000);
  });
}
const isWide = window.matchMedia("(min-width: 60rem)").matches;
for (const details of document.querySelectorAll("[data-wide-open]")) details.open = isWide;
