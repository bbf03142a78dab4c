// The review by keys. Without this every case is decided by its form; with it one key does, the
// next case is there at once, and a decision can be taken back for a few seconds.
(() => {
  "use strict";
  const HOLD = 5000; // milliseconds in which a decision can be taken back
  const list = document.getElementById("cases");
  const help = document.getElementById("keys");
  const said = document.getElementById("said");
  const held = []; // decisions that are not sent yet, the last one last
  document.documentElement.classList.add("with-js");
  document.getElementById("show-keys").hidden = false;

  const cases = () => [...list.querySelectorAll(".case")];
  const open = () => cases().filter((one) => !one.matches(".held, .decided"));
  const say = (words) => { said.textContent = words; };
  const titleOf = (card) => card.querySelector("h2").textContent.trim();
  let last = null;
  const current = () => document.activeElement?.closest?.(".case") || last || open()[0] || null;
  const go = (card) => {
    if (!card) return;
    last = card;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  };
  const step = (by) => {
    const all = cases(), here = document.activeElement?.closest?.(".case");
    go(here ? all[all.indexOf(here) + by] : all[all.indexOf(last) + by] || open()[0]);
  };
  const afterwards = (card) => {
    const all = cases(), at = all.indexOf(card);
    const waits = (one) => !one.matches(".held, .decided");
    return all.slice(at + 1).find(waits) || all.slice(0, at).reverse().find(waits) || card;
  };

  // ---- A decision waits for a moment before it is sent
  const note = (card, words) => {
    const line = document.createElement("p");
    line.className = "held-note notice";
    line.append(words, " ");
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "small";
    undo.textContent = "Take it back (u)";
    undo.addEventListener("click", () => takeBack(held.find((one) => one.card === card)));
    line.append(undo);
    card.prepend(line);
  };
  const rest = (card, off) => {
    [...card.children].forEach((part) => {
      if (!part.matches(".held-note")) part.inert = off;
    });
  };
  const hold = (form, button) => {
    const card = form.closest(".case");
    if (card.matches(".held")) return;
    const body = new URLSearchParams(new FormData(form));
    body.set(button.name, button.value);
    const words = button.cloneNode(true);
    words.querySelectorAll("kbd").forEach((key) => key.remove());
    const verdict = `${words.textContent.trim()}: ${titleOf(card)}`;
    card.classList.add("held");
    note(card, verdict);
    rest(card, true);
    const one = { card, body, action: form.action, verdict };
    one.timer = setTimeout(() => send(one), HOLD);
    held.push(one);
    say(`${verdict}. Press u to take it back.`);
    go(afterwards(card));
  };
  const release = (one) => {
    clearTimeout(one.timer);
    held.splice(held.indexOf(one), 1);
    one.card.querySelector(".held-note")?.remove();
    one.card.classList.remove("held");
    rest(one.card, false);
  };
  const takeBack = (one) => {
    if (!one) {
      say("There is nothing left to take back.");
      return;
    }
    release(one);
    say(`Taken back. ${one.verdict}`);
    go(one.card);
  };
  const refuse = (card, words) => {
    const alert = document.createElement("p");
    alert.className = "notice late";
    alert.setAttribute("role", "alert");
    alert.textContent = words;
    card.prepend(alert);
  };
  const put = (card, html) => {
    const around = document.createElement("template");
    around.innerHTML = html;
    const fresh = around.content.querySelector(".case");
    const focused = card.contains(document.activeElement);
    card.replaceWith(fresh);
    window.htmx?.process(fresh);
    if (last === card) last = fresh;
    if (focused) go(fresh);
    return fresh;
  };
  const send = async (one) => {
    release(one);
    rest(one.card, true);
    one.card.dataset.sending = "";
    const how = { method: "POST", body: one.body, headers: { "HX-Request": "true" }, keepalive: true };
    try {
      const response = await fetch(one.action, how);
      if (![200, 409, 422, 503].includes(response.status)) throw new Error(response.status);
      const fresh = put(one.card, await response.text());
      say(fresh.querySelector("[role=alert]")?.textContent || `Done: ${one.verdict}`);
    } catch {
      rest(one.card, false);
      delete one.card.dataset.sending;
      refuse(one.card, "This was not sent: Handraise did not answer. Decide it again.");
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".decide") || !event.submitter) return;
    event.preventDefault();
    hold(form, event.submitter);
  });
  // Whoever leaves has decided.
  window.addEventListener("pagehide", () => [...held].forEach(send));

  // ---- What others do meanwhile (live.js tells)
  const isTyping = (target) => target?.matches?.("input, select, textarea, [contenteditable]");
  const isChanged = (field) => (field.matches("select")
    ? field.selectedIndex > 0 : field.type !== "hidden" && field.value !== field.defaultValue);
  const engaged = (card) => isTyping(document.activeElement) && card.contains(document.activeElement)
    || [...card.querySelectorAll("input, select")].some(isChanged);
  const get = async (path) => {
    const response = await fetch(path, { headers: { "HX-Request": "true" } });
    const around = document.createElement("template");
    if (response.ok) around.innerHTML = await response.text();
    return around.content;
  };
  const add = (fresh) => {
    list.querySelector(".empty")?.remove();
    const behind = document.getElementById("more");
    if (behind) behind.before(fresh);
    else list.append(fresh);
    window.htmx?.process(fresh);
    say(`New: ${titleOf(fresh)}`);
  };
  const look = async (lead) => {
    const path = `/review/${lead}`, fresh = (await get(path)).querySelector(".case");
    const card = document.getElementById(`case-${lead}`);
    if (!fresh || card?.matches(".held, .decided, [data-sending]")) return;
    if (!card) {
      if (!fresh.matches(".decided")) add(fresh);
    } else if (!engaged(card)) {
      put(card, fresh.outerHTML);
    } else if (fresh.matches(".decided") && !card.querySelector("[role=alert]")) {
      refuse(card, fresh.querySelector("p").textContent); // what was put in stays to be read
    }
  };
  const lookAll = async () => {
    const waiting = [...(await get("/review")).querySelectorAll(".case")];
    const ids = new Set([...waiting, ...open()].map((one) => one.id.slice("case-".length)));
    for (const id of ids) await look(id);
  };
  let looking = Promise.resolve(); // one after the other
  const soon = (what) => { looking = looking.then(what).catch(() => {}); };
  document.addEventListener("live:leads", (event) => {
    event.detail.forEach((one) => soon(() => look(one.lead)));
  });
  document.addEventListener("live:missed", () => soon(lookAll));

  // ---- Keys
  const press = (code) => current()?.querySelector(`.verdicts [value="${code}"]`)?.click();
  const into = (selector) => {
    const field = current()?.querySelector(selector);
    field?.closest("details")?.setAttribute("open", "");
    field?.focus();
    field?.select?.();
  };
  const correct = () => { // what is suggested to be put right, or else the first field
    const first = current()?.querySelector(".correct [data-first]");
    into(first ? ".correct [data-first]" : ".correct input");
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-correct]");
    if (!link) return;
    event.preventDefault();
    last = link.closest(".case");
    last.focus({ preventScroll: true });
    correct();
  });
  const KEYS = {
    j: () => step(1), k: () => step(-1),
    1: () => press("high"), h: () => press("high"),
    2: () => press("medium"), m: () => press("medium"),
    3: () => press("low"), l: () => press("low"),
    n: () => press("reject"), x: () => press("spam"),
    o: () => into("select[name=owner]"), e: () => correct(),
    u: () => takeBack(held.at(-1)), "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const target = event.target;
    if (isTyping(target)) {
      const card = target.closest(".case");
      if (event.key === "Escape" && card) go(card);
      // Enter in a reason must not send the first button of the form.
      if (event.key === "Enter" && target.closest(".decide")) event.preventDefault();
      return;
    }
    if (event.key === "Enter") {
      if (target !== document.body && !target.matches(".case, main")) return;
      event.preventDefault();
      current()?.querySelector("[data-confirm]")?.click();
      return;
    }
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.getElementById("show-keys").addEventListener("click", () => help.showModal());
  if (!location.hash) last = null;
  else go(document.querySelector(location.hash));
})();
