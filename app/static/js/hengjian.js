"use strict";
// Small helps only: every page works without this file.

// A preview opens beside the form: nothing was sent yet.
const looksOnly = (event) => event.submitter?.hasAttribute("data-preview");

// A step is sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || looksOnly(event)) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});

// What was typed is not lost by leaving the page unawares.
let touched = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-keep]")) touched = true;
});
document.addEventListener("submit", (event) => {
  if (!looksOnly(event)) touched = false;
});
window.addEventListener("beforeunload", (event) => {
  if (touched) event.preventDefault();
});

// Close the account box when the focus leaves it.
document.addEventListener("click", (event) => {
  for (const box of document.querySelectorAll("details.me[open]")) {
    if (!box.contains(event.target)) box.removeAttribute("open");
  }
});

// Of a service only the proofs the chosen method asks for.
const method = document.getElementById("service_method");
if (method) {
  const show = () => {
    for (const box of document.querySelectorAll("[data-only]")) {
      box.hidden = !box.dataset.only.split(" ").includes(method.value);
    }
  };
  method.addEventListener("change", show);
  show();
}

// Lead to the first problem of a form that came back.
const problems = document.getElementById("problems");
if (problems) {
  problems.tabIndex = -1;
  problems.focus();
}

// "/" leads to the search box from anywhere but a field.
document.addEventListener("keydown", (event) => {
  const box = document.getElementById("search");
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || !box || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// Long forms are kept on the server while they are typed (app/web/autosave.py), and again after the line or the session broke.
const PAUSE = 2000, AGAIN = 8000;
const waiting = new WeakMap();

function keepSoon(form, after) {
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => keepNow(form), after));
}

async function keepNow(form) {
  if (!form.isConnected || form.dataset.sent) return;
  const line = form.querySelector("[data-autosave-line]");
  const say = (kind, more) => { line.className = `autosave autosave-${kind}`; line.textContent = line.dataset[kind] + (more || ""); };
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: fields, redirect: "manual" });
    if (answer.ok) {
      touched = false;
      return say("kept", ` ${(await answer.json()).saved}`);
    }
    if (answer.status === 409) return say("other");
    if (answer.status === 422) { line.className = "autosave autosave-away"; line.textContent = (await answer.json()).problem; return; }
    say("ended");
    const now = await fetch(form.dataset.token, { redirect: "manual" });
    if (now.ok) form.elements.csrf_token.value = (await now.json()).token;
  } catch {
    say("away");
  }
  keepSoon(form, AGAIN);
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (form) keepSoon(form, PAUSE);
  });
}
document.addEventListener("visibilitychange", () => {
  for (const form of document.querySelectorAll("form[data-autosave]")) if (touched && document.hidden) keepNow(form);
});

// A link into something folded unfolds it; so does printing.
function unfold(place) {
  for (let box = place; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
}
function lookAtHash() {
  const place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (place) unfold(place);
}
window.addEventListener("hashchange", lookAtHash);
lookAtHash();
window.addEventListener("beforeprint", () => {
  for (const box of document.querySelectorAll("main details:not([open])")) {
    box.open = true;
    box.dataset.printed = "yes";
  }
});
window.addEventListener("afterprint", () => {
  for (const box of document.querySelectorAll("details[data-printed]")) {
    box.open = false;
    delete box.dataset.printed;
  }
});
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A table wider than its place is scrolled from the keyboard too.
for (const box of document.querySelectorAll(".table-responsive")) {
  if (box.scrollWidth > box.clientWidth && !box.querySelector("a, button, input, select, summary")) box.tabIndex = 0;
}
