// The playbook's editor. Without it every page works; with it rows are dragged, filtered and
// moved by keys, and the text has its line numbers.
(() => {
  "use strict";
  const root = document.documentElement;
  const find = (id) => document.getElementById(id);
  root.classList.add("with-js");

  // ---- The text: numbers beside it, and the way to a line
  const number = () => {
    const text = find("text"), numbers = find("numbers");
    if (!text || !numbers) return;
    const lines = text.value.split("\n");
    text.rows = lines.length + 1;
    text.cols = Math.max(60, ...lines.map((line) => line.length + 1));
    while (numbers.children.length > lines.length) numbers.lastElementChild.remove();
    for (let line = numbers.children.length + 1; line <= lines.length; line += 1) {
      const span = document.createElement("span");
      span.id = `line-${line}`;
      span.textContent = line;
      numbers.append(span, "\n");
    }
  };
  const goToLine = (line) => {
    const text = find("text"), at = find(`line-${line}`);
    if (!text || !at) return;
    const lines = text.value.split("\n");
    const begin = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    text.focus({ preventScroll: true });
    text.setSelectionRange(begin, begin + (lines[line - 1] || "").length);
    at.scrollIntoView({ block: "center", inline: "nearest" });
  };

  // ---- Remarks: what they are about is marked
  const mark = () => {
    document.querySelectorAll("[data-marked]").forEach((one) => delete one.dataset.marked);
    document.querySelectorAll(".remark[data-at]").forEach((remark) => {
      const about = remark.dataset.at && find(remark.dataset.at);
      if (!about) return;
      const place = about.closest(".item") || about;
      if (place.dataset.marked !== "error") place.dataset.marked = remark.dataset.severity;
    });
  };

  // ---- The filter
  const filter = () => {
    const input = find("filter");
    if (!input) return;
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const items = [...document.querySelectorAll(".item")];
    items.forEach((item) => {
      item.hidden = !words.every((word) => item.dataset.search.includes(word));
    });
    const hidden = items.filter((item) => item.hidden).length;
    find("filtered").textContent = words.length ? `${hidden} hidden` : "";
    root.classList.toggle("filtered", words.length > 0);
  };

  // ---- Moving a row or rule
  const move = (item, to) => {
    const list = item.closest("[data-list]");
    htmx.ajax("POST", "/playbook/edit", {
      target: "#editor",
      swap: "outerHTML",
      values: {
        do: "move", list: list.dataset.list, index: item.dataset.index, to,
        now: find("now").value,
      },
    });
  };
  let dragged = null;
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button !== 0 || root.classList.contains("filtered")) return;
    event.preventDefault();
    dragged = grip.closest(".item");
    dragged.classList.add("dragged");
    grip.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const others = [...dragged.parentElement.children].filter((one) => one !== dragged);
    const below = others.find((one) => {
      const box = one.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    });
    const wanted = below || null;
    if (dragged.nextElementSibling !== wanted) dragged.parentElement.insertBefore(dragged, wanted);
    const edge = 80;
    if (event.clientY < edge) window.scrollBy(0, -12);
    if (event.clientY > window.innerHeight - edge) window.scrollBy(0, 12);
  });
  const drop = () => {
    if (!dragged) return;
    const item = dragged;
    dragged = null;
    item.classList.remove("dragged");
    const to = [...item.parentElement.children].indexOf(item);
    if (String(to) !== item.dataset.index) move(item, to);
  };
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);

  // ---- Keys
  const typing = (target) => target.matches("input:not([type=checkbox]), textarea, select");
  document.addEventListener("keydown", (event) => {
    const item = event.target.closest && event.target.closest(".item");
    if (event.altKey && item && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      const button = find(`${item.id}-${event.key === "ArrowUp" ? "up" : "down"}`);
      if (button && !button.disabled) button.click();
    } else if (!typing(event.target) && event.key === "?") {
      event.preventDefault();
      find("keys").togglePopover();
    } else if (!typing(event.target) && event.key === "/") {
      event.preventDefault();
      find("filter").focus();
    }
  });

  // ---- What happens on the page
  document.addEventListener("input", (event) => {
    if (event.target.id === "text") {
      unsaved = true;
      number();
    }
    if (event.target.id === "filter") filter();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches(".filter")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    if (!link) return;
    event.preventDefault();
    goToLine(Number(link.dataset.line));
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    number();
    mark();
    filter();
    const done = find("done");
    const swapped = event.detail.target.id === "editor" || event.detail.elt.id === "editor";
    const focus = swapped && done && done.dataset.focus && find(done.dataset.focus);
    if (!focus || focus.contains(document.activeElement)) return;
    const first = focus.matches("button, input, textarea") ? focus : focus.querySelector("input:not([type=hidden]), textarea");
    if (first) first.focus();
  });
  document.addEventListener("htmx:responseError", (event) => {
    const done = find("done");
    const stale = event.detail.xhr.status === 409;
    if (stale) window.location.reload();
    else if (done) done.textContent = "This was not kept: the server did not answer as it should. Try again.";
  });
  document.addEventListener("htmx:sendError", () => {
    const done = find("done");
    if (done) done.textContent = "Not kept: the server cannot be reached. Your input stays here; change it again to retry.";
  });
  let unsaved = false;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.requestConfig.path === "/playbook/edit/text") unsaved = false;
  });
  window.addEventListener("pagehide", () => {
    if (unsaved) navigator.sendBeacon("/playbook/edit/text", new FormData(find("text").form));
  });

  number();
  mark();
  filter();
})();
