// Keys, files that are dropped, progress, the look. All of the desk works without.
const body = document.body;
const stored = {
  get(name) { try { return localStorage.getItem(name); } catch { return null; } },
  set(name, value) { try { localStorage.setItem(name, value); } catch { /* a browser that keeps nothing */ } },
};

// The look, before anything is seen to change.
const theme = stored.get("rashomon-theme");
if (theme) document.documentElement.dataset.theme = theme;
for (const choice of document.querySelectorAll("[data-theme-choice]")) {
  choice.value = theme ?? "";
  choice.addEventListener("change", () => {
    stored.set("rashomon-theme", choice.value);
    if (choice.value) document.documentElement.dataset.theme = choice.value;
    else delete document.documentElement.dataset.theme;
  });
}

// Single keys can be switched off: who dictates to the machine sets them off unawares (WCAG 2.1.4).
for (const box of document.querySelectorAll("[data-keys]")) {
  box.checked = stored.get("rashomon-keys") !== "off";
  box.addEventListener("change", () => stored.set("rashomon-keys", box.checked ? "on" : "off"));
}

const items = () => [...document.querySelectorAll("[data-item]")].filter((e) => e.offsetParent !== null);
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

function step(by) {
  const all = items();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  // From somewhere else, the next is the first below what is in view.
  const inView = all.findIndex((e) => e.getBoundingClientRect().top >= 0);
  const next = at >= 0 ? at + by : by > 0 ? Math.max(inView, 0) : Math.max(inView - 1, 0);
  const to = all[Math.min(Math.max(next, 0), all.length - 1)];
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

const places = { s: "/", c: "/check", a: "/add", p: "/corrections" };
let waiting = 0;
const keys = {
  "/": () => document.getElementById("q")?.focus(),
  "?": () => location.assign("/about#keys"),
  j: () => step(1),
  k: () => step(-1),
  u: () => document.querySelector("[rel=up]")?.click(),
  d: () => {
    const parts = document.getElementById("parts");
    if (!parts) return;
    parts.scrollIntoView({ behavior: calm ? "auto" : "smooth" });
    document.querySelector(".parting [data-item]")?.focus({ preventScroll: true });
  },
  g: () => { waiting = Date.now() + 1500; },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || stored.get("rashomon-keys") === "off") return;
  const typing = event.target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (waiting > Date.now() && places[event.key]) {
    waiting = 0;
    event.preventDefault();
    location.assign(places[event.key]);
    return;
  }
  waiting = 0;
  if (!Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});

// Files that are dropped anywhere on the page go into its form.
const form = document.querySelector("[data-drop]");
if (form) {
  const field = form.querySelector("input[type=file]");
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    form.classList.add("over");
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}

// How far adding is; at its end the page is loaded once more, with all that came of it.
const job = document.querySelector("[data-job]");
if (job) {
  const source = new EventSource(job.dataset.job);
  source.addEventListener("message", (event) => {
    const state = JSON.parse(event.data);
    if (job.textContent !== state.said) job.textContent = state.said;
    if (state.over) {
      source.close();
      location.reload();
    }
  });
}
