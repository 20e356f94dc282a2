"use strict";
// Small helps only: every page works without this file.

// A step is sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
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
document.addEventListener("submit", () => {
  touched = false;
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
