"use strict";
// The draft award looks itself over while it is typed. Saving, checking and previewing work without this file.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const whole = document.getElementById("live-whole");
  let waiting = null;
  let asking = false;
  let again = false;
  let typed = false;

  const line = (text, kind, basis) => {
    const li = document.createElement("li");
    li.className = kind;
    li.textContent = basis ? `${text}（${basis}）` : text;
    return li;
  };

  const item = (found) => {
    const box = document.getElementById(`item-${found.id}`);
    if (!box) return;
    const upper = box.querySelector(".live-upper");
    if (upper) upper.textContent = found.upper;
    const list = box.querySelector(".live-lines");
    list.replaceChildren(...found.lines.map((one) => line(one.text, `live-${one.level}`, one.basis)));
    if (found.fits) list.append(line(found.fits, "live-fits", ""));
  };

  const show = (found) => {
    found.items.forEach(item);
    if (!typed) return; // as saved: the page already says what is missing, and where to send it
    const list = document.createElement("ul");
    list.className = "reasons mb-1";
    list.append(...found.whole.map((one) => line(one.text, `live-${one.level}`, one.basis)));
    const sums = document.createElement("p");
    sums.className = "num mb-1";
    sums.textContent = found.said;
    const parts = [sums];
    if (list.childElementCount) parts.unshift(list);
    else if (found.ready) parts.unshift(document.createTextNode(found.ready));
    whole.replaceChildren(...parts);
  };

  const ask = async () => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form) });
      if (answer.ok && answer.headers.get("Content-Type").startsWith("application/json")) show(await answer.json());
    } catch {
      // The server does not answer: what is typed stays, and the next change asks again.
    }
    asking = false;
    if (again) {
      again = false;
      soon();
    }
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 900);
  };

  form.addEventListener("input", () => {
    typed = true;
    soon();
  });
  if (form.querySelector("[data-item]") && form.querySelector("button[type=submit]")) soon();

  // Ctrl+S saves; Alt+↓ and Alt+↑ go from claim to claim.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "s") {
      event.preventDefault();
      form.querySelector("button[value=save]")?.click();
    }
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const boxes = [...form.querySelectorAll("[data-item]")];
      const here = boxes.findIndex((box) => box.contains(document.activeElement));
      const next = boxes[here + (event.key === "ArrowDown" ? 1 : -1)] ?? boxes[0];
      event.preventDefault();
      next?.querySelector("select, input, textarea")?.focus();
      next?.scrollIntoView({ block: "nearest" });
    }
  });
})();
