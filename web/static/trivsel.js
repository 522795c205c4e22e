// Additions only: every page works without this file. It stops CPR numbers before they are sent, copies text and prints.
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

function showProblem(form, field) {
  document.getElementById("cpr-stop")?.remove();
  const box = document.createElement("div");
  box.id = "cpr-stop";
  box.className = "error-summary";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  for (const [tag, text] of [
    ["h2", "Der er et problem"],
    ["p", "Dit spørgsmål ser ud til at indeholde et cpr-nummer. Det er ikke sendt. Fjern nummeret, og prøv igen."],
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

for (const [id, name] of [["spoerg", "q"], ["sparql", "query"]]) {
  const form = document.getElementById(id);
  form?.addEventListener("submit", (event) => {
    const field = form.elements[name];
    if (!holdsCpr(field.value)) return;
    event.preventDefault();
    showProblem(form, field);
  });
}
document.getElementById("query")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) event.target.form.requestSubmit();
});

for (const button of document.querySelectorAll(".js-only")) button.hidden = false;
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
    button.textContent = "Kopieret";
  });
}
if (window.matchMedia("(min-width: 60rem)").matches) {
  for (const details of document.querySelectorAll("[data-wide-open]")) details.open = true;
}
