/* The inbox by keys and ticks. Everything here is also done by a button, a link or a box. */
(() => {
  "use strict";

  const find = (id) => document.getElementById(id);
  const rows = () => [...document.querySelectorAll("#leads [data-lead]")];
  const titleOf = (row) => row.querySelector("h2 a").textContent.trim();

  // ---- Ticks survive when the list is fetched again, as long as the lead is in it.
  let ticked = new Set();
  const boxes = () => [...document.querySelectorAll("#leads .tick")];
  const tell = () => {
    ticked = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
    const bar = find("bulk");
    if (!bar) return;
    bar.hidden = !ticked.size;
    find("ticked").textContent = `${ticked.size} ticked:`;
  };

  // ---- Where one is in the list: the lead whose link has, or had, the focus
  let place = -1;
  const current = () => {
    const row = document.activeElement && document.activeElement.closest("[data-lead]");
    return row || rows()[place] || null;
  };
  const goTo = (index) => {
    const all = rows();
    if (!all.length) return;
    place = Math.max(0, Math.min(index, all.length - 1));
    const link = all[place].querySelector("h2 a");
    link.focus();
    all[place].scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const at = rows().indexOf(current());
    goTo(at < 0 ? 0 : at + by);
  };
  const press = (kind) => {
    const row = current();
    const button = row && row.querySelector(`form[action$="/${kind}"] button`);
    if (button) {
      sessionStorage.setItem("inbox:place", String(rows().indexOf(row)));
      button.click();
    } else if (row) {
      announce(`${titleOf(row)} is not to be ${kind === "accept" ? "accepted" : "reported"} just now.`);
    }
  };
  const announce = (words) => { find("announced").textContent = words; };

  // ---- Keys, never while somebody types or looks at something else
  const openSnooze = () => {
    const row = current();
    if (!ticked.size && row) row.querySelector(".tick").click();
    if (!ticked.size || !find("snooze")) return;
    find("snooze").open = true;
    find("snooze-until").focus();
  };
  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    a: () => press("accept"),
    c: () => press("contacted"),
    s: openSnooze,
    x: () => {
      const row = current();
      if (row) row.querySelector(".tick").click();
    },
    "/": () => find("search").select(),
    "?": () => find("keys").showModal(),
  };
  const typing = (target) => target.matches && target.matches("input:not([type=checkbox]), textarea, select");
  document.addEventListener("keydown", (event) => {
    const known = KEYS[event.key];
    if (!known || event.ctrlKey || event.metaKey || event.altKey || event.repeat && event.key.length === 1 && !"jk".includes(event.key)) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    known();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest && event.target.closest("#bulk details[open]");
    if (open) {
      open.open = false;
      goTo(place);
    } else if (event.target.id === "search") goTo(Math.max(place, 0));
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("#leads [data-lead]");
    if (row) place = rows().indexOf(row);
  });

  // ---- What happens on the page
  document.addEventListener("change", (event) => {
    if (event.target.matches(".tick")) tell();
    if (event.target.matches(".filters select")) event.target.form.requestSubmit();
  });
  const showMine = (mine) => {
    const menu = document.querySelector('.menu a[href="/inbox"]');
    const count = menu.querySelector(".count") || menu.appendChild(document.createElement("span"));
    count.className = "count";
    count.textContent = mine === "0" ? "" : ` ${mine}`;
  };
  // A list that is fetched again says what is new in it, and leaves focus and ticks where they were.
  let known = new Set(rows().map((row) => row.dataset.lead));
  document.addEventListener("htmx:beforeSwap", (event) => {
    const swapped = event.detail.target;
    if (swapped.id === "desk" && event.detail.xhr.status === 422) event.detail.shouldSwap = true;
    known = new Set(rows().map((row) => row.dataset.lead));
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const whole = event.detail.target.id === "desk" || event.detail.elt.id === "desk";
    if (!whole) boxes().forEach((box) => { box.checked = ticked.has(box.value); });
    tell();
    showMine(find("leads").dataset.mine);
    const fresh = rows().filter((row) => !known.has(row.dataset.lead));
    fresh.forEach((row) => row.classList.add("fresh"));
    if (fresh.length && !whole) announce(`New: ${fresh.map(titleOf).join(", ")}`);
    if (document.activeElement === document.body && place >= 0) goTo(place);
  });

  find("show-keys").hidden = false;
  find("show-keys").addEventListener("click", () => find("keys").showModal());
  tell();
  const kept = sessionStorage.getItem("inbox:place");
  sessionStorage.removeItem("inbox:place");
  if (kept !== null) goTo(Number(kept));
})();
