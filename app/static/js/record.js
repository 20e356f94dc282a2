"use strict";
// The record of a hearing keeps itself while it is typed. Saving by the button works without this file.
(() => {
  const form = document.querySelector("form[data-record]");
  if (!form) return;
  const EVERY = 3000;
  const said = document.getElementById("kept");
  const key = `record:${location.pathname}`;
  const dirty = new Set();
  let saving = false;
  let last = form.querySelector("textarea");

  const group = (name) => (name.startsWith("part-") ? name : name.split("-")[0]);

  const say = (text, kind) => {
    said.textContent = text;
    said.className = kind;
  };

  // What is not yet on the server stays in this tab, for a page that is loaded again.
  const remember = () => {
    const fields = {};
    for (const element of form.elements) if (element.name && dirty.has(group(element.name))) fields[element.name] = element.value;
    if (dirty.size) sessionStorage.setItem(key, JSON.stringify(fields));
    else sessionStorage.removeItem(key);
  };

  const body = () => {
    const data = new FormData();
    data.append("csrf_token", form.elements.csrf_token.value);
    for (const element of form.elements) {
      if (!element.name || element.name === "csrf_token" || element.name.startsWith("was-")) continue;
      if (!dirty.has(group(element.name))) continue;
      data.append(element.name, element.value);
      if (element.name.startsWith("part-")) {
        const was = form.elements[`was-${element.name.slice(5)}`];
        data.append(was.name, was.value);
      }
    }
    return data;
  };

  const signInAgain = async () => {
    const answer = await fetch(form.dataset.record, { headers: { Accept: "application/json" } });
    if (answer.ok && answer.headers.get("Content-Type").startsWith("application/json")) {
      form.elements.csrf_token.value = (await answer.json()).csrf_token;
      return;
    }
    const link = document.createElement("a");
    link.href = said.dataset.signIn;
    link.target = "_blank";
    link.textContent = said.dataset.ended;
    said.className = "live-stop";
    said.replaceChildren(link);
  };

  const take = (found, sent) => {
    for (const name of sent) {
      const phase = name.slice(5);
      if (name.startsWith("part-") && !(phase in found.conflicts)) form.elements[`was-${phase}`].value = found.marks[phase];
    }
    for (const [phase, text] of Object.entries(found.conflicts)) {
      const stands = document.createElement("p");
      stands.className = "longtext";
      stands.textContent = text;
      const mine = document.createElement("button");
      mine.type = "button";
      mine.className = "btn btn-sm btn-outline-primary";
      mine.textContent = said.dataset.mine;
      mine.addEventListener("click", () => {
        form.elements[`was-${phase}`].value = found.marks[phase];
        dirty.add(`part-${phase}`);
        mine.parentElement.replaceChildren();
        save();
      });
      form.querySelector(`[data-phase="${phase}"] .conflict`).replaceChildren(stands, mine);
    }
    if (Object.keys(found.conflicts).length) say(said.dataset.others, "live-stop");
    else say(found.said, "live-fits");
  };

  const save = async () => {
    if (saving || !dirty.size) return;
    saving = true;
    const sent = new Set(dirty);
    const data = body();
    dirty.clear();
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (answer.ok && json) take(await answer.json(), sent);
      else {
        sent.forEach((name) => dirty.add(name));
        if (answer.status === 422 && json) say((await answer.json()).refused.join(" "), "live-stop");
        else await signInAgain();
      }
    } catch {
      sent.forEach((name) => dirty.add(name));
      say(said.dataset.lost, "live-stop");
    }
    remember();
    saving = false;
  };

  // A line that only names a speaker says nothing yet.
  const written = (area) => area.value.split("\n").some((one) => one.trim() && !/^[^：:]{1,24}[：:]\s*$/.test(one.trim()));
  form.addEventListener("input", (event) => {
    dirty.add(group(event.target.name));
    remember();
    const phase = event.target.closest("[data-phase]")?.dataset.phase;
    const left = document.querySelector(`#unwritten a[href="#phase-${phase}"]`);
    if (left) left.parentElement.hidden = written(event.target);
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea")) last = event.target;
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
  setInterval(save, EVERY);
  document.addEventListener("visibilitychange", save);
  window.addEventListener("beforeunload", (event) => {
    if (dirty.size) event.preventDefault();
  });

  // Words put in by a button go to the end of the line the writer is at.
  const put = (area, words) => {
    const at = area.selectionEnd ?? area.value.length;
    const end = area.value.indexOf("\n", at) < 0 ? area.value.length : area.value.indexOf("\n", at);
    const before = area.value.slice(0, end);
    const text = (before && !before.endsWith("\n") ? "\n" : "") + words;
    area.setRangeText(text, end, end, "end");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-say]");
    if (!button) return;
    const phase = button.closest("[data-phase]");
    put(phase ? phase.querySelector("textarea") : last, button.dataset.say);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "s") {
      event.preventDefault();
      save();
    }
    if (!event.altKey) return;
    const who = document.querySelectorAll("aside [data-say]")[Number(event.key) - 1];
    if (/^[1-9]$/.test(event.key) && who) {
      event.preventDefault();
      put(last, who.dataset.say);
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const areas = [...form.querySelectorAll("textarea")];
      areas[areas.indexOf(last) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    }
  });

  const kept = JSON.parse(sessionStorage.getItem(key) || "null");
  for (const [name, value] of Object.entries(kept || {})) {
    const element = form.elements[name];
    if (!element || element.value === value) continue;
    element.value = value;
    dirty.add(group(name));
  }
})();
