/* Notices of the browser, for who wishes: a new lead of mine, and a clock of mine about to break.
   The wish is kept in this browser alone. */
(() => {
  "use strict";

  const WISH = "inbox:notices";
  const BEFORE = 5 * 60 * 1000; // milliseconds until a clock breaks
  const LOOK_EVERY = 30 * 1000;
  const button = document.getElementById("notices");
  if (!("Notification" in window) || !window.isSecureContext) return; // nothing to offer

  const me = () => document.querySelector(".me a").getAttribute("href").split("/").pop();
  const wished = () => localStorage.getItem(WISH) === "on" && Notification.permission === "granted";
  let told = null; // what was noticed already; null before the first look
  const notice = (lead, what, about) => {
    const shown = new Notification(what, { body: about, tag: `${lead.id} ${what}` });
    shown.onclick = () => {
      window.focus();
      window.location.assign(`/leads/${lead.id}`);
    };
  };
  const due = (lead) => lead.due && Date.parse(lead.due) - Date.now();
  const soon = (lead) => lead.due && due(lead) < BEFORE && due(lead) > 0;
  const look = async () => {
    if (!wished()) return;
    const answer = await fetch("/inbox/mine", { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer || !answer.ok) return; // the next look will tell
    const { leads } = await answer.json();
    const first = told === null;
    const before = told || new Set();
    told = new Set();
    leads.forEach((lead) => {
      if (lead.new) told.add(lead.id);
      if (lead.new && !first && !before.has(lead.id)) notice(lead, `New: ${lead.title}`, lead.due_words);
      const breaks = `${lead.id} ${lead.due}`;
      if (!soon(lead)) return;
      told.add(breaks);
      if (!before.has(breaks)) notice(lead, `About to be late: ${lead.title}`, lead.due_words);
    });
  };

  // One tab of a browser keeps listening in the background (live.js): the one that has the lock.
  let release = null;
  const keep = () => navigator.locks.request(WISH, () => new Promise((resolve) => {
    release = resolve;
    document.dispatchEvent(new CustomEvent("live:keep", { detail: true }));
  }));
  const show = () => {
    button.hidden = Notification.permission === "denied";
    button.setAttribute("aria-pressed", String(wished()));
    button.textContent = wished() ? "Notices are on" : "Notify me";
  };
  const begin = () => {
    keep();
    look();
  };
  button.addEventListener("click", async () => {
    if (wished()) {
      localStorage.removeItem(WISH);
      if (release) release();
      release = null;
      document.dispatchEvent(new CustomEvent("live:keep", { detail: false }));
    } else if (await Notification.requestPermission() === "granted") {
      localStorage.setItem(WISH, "on");
      begin();
    }
    show();
  });
  document.addEventListener("live:leads", (event) => {
    if (event.detail.some((one) => one.owners.includes(me()))) look();
  });
  document.addEventListener("live:missed", look);
  setInterval(look, LOOK_EVERY);
  show();
  if (wished()) begin();
})();
