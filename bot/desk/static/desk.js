// The desk's page, kept fresh: what changed is fetched by itself and put in its place, so that drafts, focus
// and scrolling stay. Without this file every link and form still works.
import { keep, toNewest } from "./keep.js";
import { keysOf } from "./keys.js";
import { listen } from "./live.js";
import { countSoon, replying, write } from "./reply.js";
import { changedRows, hasRows, mergeRows, shownRows, watchRows } from "./rows.js";

const at = (id) => document.getElementById(id);
const words = document.body.dataset;
const calm = 400; // changes of the whole page within this many milliseconds are one
const unseen = 2000; // and within so many while nobody looks at it
const writes = 8000; // somebody who typed counts as writing for so long
let timer = 0;
let reading = false;
let again = false;
let missed = new Set();

function refreshSoon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, document.hidden ? unseen : calm);
}

async function refresh() {
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  try {
    await show(await fetch(location.href, { signal: AbortSignal.timeout(15000) }));
  } catch {
    // The stream says that we are not live; it comes back with a refresh.
  }
  reading = false;
  if (again) {
    again = false;
    refreshSoon();
  }
}

async function show(answer) {
  if (new URL(answer.url).pathname.startsWith("/desk/enter")) {
    location.assign("/desk/enter");
    return;
  }
  if (!answer.ok) throw new Error(`the desk answered ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = page.title;
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = page.getElementById(part.id);
    if (next && keep(part, next)) htmx.process(part);
  }
  if (hasRows()) mergeRows(page);
}

function heardChanges({ conversations, more }) {
  if (more || !hasRows()) refreshSoon();
  if (!hasRows()) return;
  for (const number of conversations) missed.add(number);
  if (!document.hidden) catchUp();
  else if (missed.size === conversations.length) setTimeout(catchUp, unseen);
}

function catchUp() {
  if (!missed.size) return;
  const numbers = [...missed];
  missed = new Set();
  changedRows(numbers);
  const open = Number(at("talk-source")?.dataset.conversation);
  if (numbers.includes(open)) htmx.trigger("#talk-source", "talk-changed");
}

function heard({ state, changed }) {
  if (changed) heardChanges(changed);
  if (!state) return;
  at("status").textContent = state === "on" ? words.liveWord : words.lostWord;
  at("status").className = `status ${state}`;
  refreshSoon();
}

function everyMinute() {
  if (hasRows()) changedRows(shownRows()); // how long they wait has changed
}

// Who was writing is told no more once they stopped.
function watchWriting() {
  let told = 0;
  new MutationObserver(() => {
    clearTimeout(told);
    told = setTimeout(() => at("writing")?.remove(), writes);
  }).observe(at("live-head"), { childList: true });
}

function reasonIn(xhr) {
  if (xhr.status !== 422) return "";
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  return page.getElementById("act-told") ? " " : page.querySelector("main p")?.textContent.trim() ?? "";
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname.startsWith("/desk/enter")) {
    event.preventDefault();
    location.assign("/desk/enter");
  }
});

function ended(form, { xhr, successful }) {
  if (successful) {
    for (const fold of form.querySelectorAll("textarea, input[type=text], input:not([type])")) fold.value = fold.defaultValue;
    form.closest("details.stopper, details.menu")?.removeAttribute("open");
    if (form.dataset.undo) takenBack(form, xhr);
    return;
  }
  const reason = reasonIn(xhr);
  if (reason !== " " && (reason || form.dataset.failed)) alert(reason || form.dataset.failed);
  refreshSoon();
}

function takenBack(form, xhr) {
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const said = page.getElementById("reply-text")?.value ?? "";
  const text = at("reply-text");
  write(text.value.trim() ? `${said}\n${text.value}` : said);
  at("told").textContent = form.dataset.undo;
  text.focus();
}

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.requestConfig.elt; // it may be gone from the page by now
  if (form.matches?.("form") && form !== at("reply")) ended(form, event.detail);
});
document.addEventListener("keydown", keysOf);
document.addEventListener("input", countSoon);
document.addEventListener("focusin", countSoon);
document.addEventListener("visibilitychange", () => document.hidden || catchUp());

function findPrepared(event) {
  event.preventDefault();
  at("prepared").hidden = false;
  at("prepared-find").focus();
}

function usePrepared(event) {
  const chosen = event.target.closest("[data-use]");
  if (!chosen) return;
  event.preventDefault();
  const said = at(chosen.dataset.use).textContent;
  const text = at("reply-text");
  write(text.value.trim() ? `${text.value.trimEnd()}\n${said}` : said);
  at("prepared").hidden = true;
  text.focus();
}

if (at("reply")) {
  replying(at("reply"));
  at("prepared-open").addEventListener("click", findPrepared);
  at("prepared-found").addEventListener("click", usePrepared);
  at("prepared-form").addEventListener("submit", (event) => event.preventDefault());
}
if (at("talk-source")) {
  watchWriting();
  toNewest(at("talk-body"));
}
if (hasRows()) watchRows();
for (const part of document.querySelectorAll("[data-live]")) part.dataset.shown ??= part.innerHTML;
htmx.process(document.body); // before it is told that we are live: a form pressed at once is ours too
listen(heard);
setInterval(everyMinute, 60000);
