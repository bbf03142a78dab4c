/* Keeps open pages up to date: what they show of a lead is never more than a second old.

   A part of a page becomes live by three attributes beside its id:

     <section id="leads" hx-get="{{ here }}" hx-trigger="live" hx-swap="outerHTML" data-live="">

   It is fetched again when a lead changes that its reader may see: any lead (data-live=""), one
   lead (data-live="<its id>"), or those that somebody has or had (data-live="ana"). While somebody
   types or has a form or dialog open in it, it waits, and has the attribute data-stale.

   Without JavaScript nothing is lost but this: the page is as of when it was opened. */
(() => {
  "use strict";

  const SPACED = 700; // milliseconds between two fetches of one part
  const BACK_AFTER = [1000, 2000, 5000, 10000, 30000]; // milliseconds, when a proxy answers for us
  let since = document.body.dataset.liveSince;
  let stream = null;
  let failures = 0;

  // ---- Parts
  const parts = () => [...document.querySelectorAll("[data-live]")];
  const concerned = (part, changed) => {
    const about = part.dataset.live;
    return !about || changed.some((one) => one.lead === about || one.owners.includes(about));
  };
  const engaged = (part) => {
    const focused = document.activeElement;
    const typing = focused && focused.matches("input:not([type=checkbox], [type=radio]), textarea, select");
    if (typing && part.contains(focused)) return true;
    return Boolean(part.querySelector("details.act[open], dialog[open], [data-dragged]"));
  };
  const fetched = new Map(); // when a part was, by its id
  const timers = new Map();
  const refresh = (id) => {
    if (timers.has(id)) return;
    const wait = Math.max(0, SPACED - (Date.now() - (fetched.get(id) || 0)));
    timers.set(id, setTimeout(() => {
      timers.delete(id);
      const part = document.getElementById(id);
      if (!part) return;
      if (document.hidden || engaged(part)) {
        part.dataset.stale = "";
        return;
      }
      fetched.set(id, Date.now());
      htmx.trigger(part, "live");
    }, wait));
  };
  const refreshStale = () => parts().filter((part) => "stale" in part.dataset).forEach((part) => {
    if (document.hidden || engaged(part)) return;
    delete part.dataset.stale;
    refresh(part.id);
  });
  ["focusout", "toggle", "close", "pointerup"].forEach((name) => {
    document.addEventListener(name, () => setTimeout(refreshStale), true);
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const answered = event.detail.xhr.responseURL;
    if (!answered || new URL(answered).pathname !== "/sign-in") return;
    event.detail.shouldSwap = false;
    window.location.reload(); // signed out elsewhere
  });

  // ---- The stream
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const hear = () => {
    if (stream) return;
    stream = new EventSource(`/events?since=${encodeURIComponent(since)}`);
    const on = (name, what) => stream.addEventListener(name, (event) => {
      since = event.lastEventId || since;
      what(JSON.parse(event.data));
    });
    stream.onopen = () => { failures = 0; };
    on("leads", (changed) => {
      tell("live:leads", changed);
      parts().filter((part) => concerned(part, changed)).forEach((part) => refresh(part.id));
    });
    on("missed", () => {
      tell("live:missed");
      parts().forEach((part) => refresh(part.id));
    });
    on("signed-out", () => window.location.reload());
    stream.onerror = () => {
      // The browser itself comes back after a lost connection, but not after an answer of 5xx.
      if (stream.readyState !== EventSource.CLOSED) return;
      hush();
      setTimeout(() => { if (wanted()) hear(); }, BACK_AFTER[Math.min(failures, BACK_AFTER.length - 1)]);
      failures += 1;
    };
  };
  const hush = () => {
    if (stream) stream.close();
    stream = null;
  };

  // A browser has six connections to a site: tabs in the background do without one, except for
  // the one that notices of the desk come through (desk.js).
  let kept = false;
  const wanted = () => kept || !document.hidden;
  const decide = () => {
    if (wanted()) hear();
    else hush();
    refreshStale();
  };
  document.addEventListener("visibilitychange", decide);
  document.addEventListener("live:keep", (event) => {
    kept = event.detail;
    decide();
  });
  window.addEventListener("pagehide", hush);
  window.addEventListener("pageshow", decide);
  decide();
})();
