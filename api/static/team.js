// The team's page. Without it a lead is moved by a select and a button; with it one is chosen
// in a dialog (by the key "m" too), or the lead is dragged onto somebody. All end in one form.
(() => {
  "use strict";
  document.documentElement.classList.add("with-js");
  const dialog = () => document.getElementById("move");
  const leadOf = (node) => node.closest && node.closest("[data-lead]");
  const buttons = () => [...dialog().querySelectorAll("button[name=to]")];
  const shown = () => buttons().filter((one) => !one.disabled && !one.parentElement.hidden);

  // ---- The form: which lead, and who may not have it
  const choose = (lead) => {
    const box = dialog();
    box.querySelector("input[name=lead]").value = lead.dataset.lead;
    box.querySelector("[data-title]").textContent = lead.dataset.title;
    const hadIt = lead.dataset.hadIt.split(" ");
    buttons().forEach((one) => {
      const but = one.querySelector("[data-but]");
      const has = one.value === lead.dataset.owner;
      const again = hadIt.includes(one.value) ? "Let this lead slip before, or declined it" : "";
      one.disabled = has;
      one.parentElement.hidden = false;
      but.textContent = has ? "Has it now" : [but.dataset.but, again].filter(Boolean).join("; ");
    });
  };
  const give = (lead, to) => {
    choose(lead);
    const button = buttons().find((one) => one.value === to && !one.disabled);
    if (button) button.form.requestSubmit(button);
  };

  // ---- By key
  const open = (lead) => {
    const box = dialog();
    if (!box || box.open) return;
    choose(lead);
    box.showModal();
    const filter = document.getElementById("move-filter");
    if (filter) filter.value = "";
    (filter || shown()[0] || box).focus();
  };
  const walk = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const list = shown();
    if (!step || !list.length) return;
    event.preventDefault();
    const at = list.indexOf(document.activeElement);
    list[at < 0 ? 0 : (at + step + list.length) % list.length].focus();
  };
  const typing = (target) => target.matches("input, textarea, select");
  document.addEventListener("keydown", (event) => {
    const box = dialog();
    if (box && box.contains(event.target)) {
      if (event.key === "Enter" && event.target.id === "move-filter") {
        event.preventDefault();
        if (shown()[0]) shown()[0].focus();
      }
      walk(event);
      return;
    }
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const lead = event.key === "m" && plain && !typing(event.target) && leadOf(event.target);
    if (!lead) return;
    event.preventDefault();
    open(lead);
  });
  document.addEventListener("input", (event) => {
    if (event.target.id !== "move-filter") return;
    const words = event.target.value.toLowerCase().trim();
    buttons().forEach((one) => {
      one.parentElement.hidden = !one.dataset.name.includes(words);
    });
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#move [data-close]")) dialog().close();
    const give = event.target.closest("[data-move]");
    if (!give || event.ctrlKey || event.metaKey || !dialog()) return;
    event.preventDefault();
    open(leadOf(give));
  });

  // ---- By dragging: the people come to the edge of the window, and are rows of the page too
  let dragged = null;
  const target = (node) => node.closest && node.closest("#move button[name=to], [data-person]");
  const nameOf = (place) => place.value || place.dataset.person;
  const over = (place) => {
    document.querySelectorAll(".drop").forEach((one) => one.classList.remove("drop"));
    if (place) place.classList.add("drop");
  };
  document.addEventListener("dragstart", (event) => {
    const lead = leadOf(event.target);
    if (!lead || !dialog()) return;
    dragged = lead;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", lead.dataset.title);
    // A page that changes within the event makes Chromium end the drag.
    setTimeout(() => {
      if (!dragged) return;
      choose(dragged);
      dragged.dataset.dragged = ""; // holds off what would print the page anew (live.js)
      dialog().classList.add("docked");
      dialog().show();
    });
  });
  document.addEventListener("dragover", (event) => {
    const place = dragged && target(event.target);
    if (!place || place.disabled || nameOf(place) === dragged.dataset.owner) return over(null);
    event.preventDefault();
    over(place);
  });
  document.addEventListener("drop", (event) => {
    const place = dragged && target(event.target);
    if (!place) return;
    event.preventDefault();
    give(dragged, nameOf(place));
  });
  document.addEventListener("dragend", () => {
    if (!dragged) return;
    delete dragged.dataset.dragged;
    dragged = null;
    over(null);
    dialog().classList.remove("docked");
    dialog().close();
  });

  // ---- What was said after a move is where the keyboard goes on
  const notice = document.getElementById("move-notice");
  if (notice) (notice.querySelector("select, button.main") || notice).focus();
})();
