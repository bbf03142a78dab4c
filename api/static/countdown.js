/* Counts what the server wrote: a <time datetime data-open> says how long is left, in working
   time and in the words of domain/working_time/clock_words.py. What is far away, or has no
   openings given, stays as it was written. */
(() => {
  "use strict";

  const MINUTE = 60;
  const HOUR = 3600;
  const FAR = 20 * HOUR; // of working time: told in days

  const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  const stretch = (span) => {
    if (span < MINUTE) return "less than a minute";
    if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
    const hours = Math.floor(span / HOUR);
    const minutes = Math.floor((span % HOUR) / MINUTE);
    if (hours < 24) return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
    const days = Math.floor(hours / 24);
    return hours % 24 && days < 3 ? `${counted(days, "day")} ${hours % 24} h` : counted(days, "day");
  };
  const workingStretch = (span) => {
    if (span < HOUR) return counted(Math.floor(span / MINUTE), "working minute");
    const hours = Math.floor(span / HOUR);
    const minutes = Math.floor((span % HOUR) / MINUTE);
    return minutes ? `${hours} h ${minutes} min of working time` : counted(hours, "working hour");
  };
  const withSeconds = (span) => `${Math.floor(span / MINUTE)} min ${Math.floor(span % MINUTE)} s`;
  const worked = (openings, start, end) => openings.reduce((sum, [since, until]) => (
    sum + Math.max(0, Math.min(until, end) - Math.max(since, start))
  ), 0);

  const late = (at, now, openings) => {
    const words = `${stretch(now - at)} late`;
    const working = worked(openings, at, now);
    if (working >= now - at - MINUTE) return words;
    if (working < MINUTE) return `${words}, all of it while closed`;
    return working > FAR ? null : `${words}, ${workingStretch(working)}`;
  };
  const left = (at, now, openings) => {
    const working = worked(openings, now, at);
    if (working > FAR) return null;
    const together = working >= at - now - MINUTE;
    if (together && working < HOUR) return `in ${withSeconds(at - now)}`;
    if (together) return `in ${stretch(working)}`;
    return working < MINUTE ? "due while closed" : `in ${workingStretch(working)}`;
  };
  const openingsOf = (time) => time.dataset.open.split(" ").map((one) => one.split("/").map(Number));
  const count = (time) => {
    const at = Date.parse(time.dateTime) / 1000;
    const now = Date.now() / 1000;
    const openings = openingsOf(time);
    const words = (at <= now ? late : left)(at, now, openings);
    if (words && words !== time.textContent) time.textContent = words;
    if (at > now) return;
    time.parentElement.className = "late-text";
    const card = time.closest(".lead");
    if (card) card.classList.add("late");
  };
  const countAll = () => document.querySelectorAll("time[data-open]:not([data-open=''])").forEach(count);

  countAll();
  setInterval(() => { if (!document.hidden) countAll(); }, 1000);
  document.addEventListener("visibilitychange", countAll);
  document.addEventListener("htmx:afterSettle", countAll);
})();
