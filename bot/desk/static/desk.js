// The desk's page, kept fresh: it reads itself again after a change and swaps its live parts in place, so
// that drafts, focus and scrolling stay. Without this file every link and form still works.
const at = (id) => document.getElementById(id);
const words = document.body.dataset;
const calm = 400; // changes within this many milliseconds are one
let fresh = 0;
let timer = 0;
let reading = false;
let again = false;

function refreshSoon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, calm);
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
    if (next && next.innerHTML !== part.dataset.shown) swap(part, next);
  }
}

function swap(part, next) {
  part.dataset.shown = next.innerHTML;
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  const folds = new Map([...part.querySelectorAll("details")].map((fold) => [fold.id, fold.open]));
  for (const fold of next.querySelectorAll("details")) if (folds.has(fold.id)) fold.open = folds.get(fold.id);
  for (const field of next.querySelectorAll("textarea[id]")) {
    const now = at(field.id);
    if (now && now.value !== now.defaultValue) field.value = now.value; // words that are being corrected stay
  }
  for (const field of part.querySelectorAll("textarea[data-count]")) {
    const gone = field.value !== field.defaultValue && ![...next.querySelectorAll("textarea")].some((one) => one.id === field.id);
    if (gone && at("reply-text")) at("reply-text").value ||= field.value; // the draft is gone, one's own words are not
  }
  const body = at("talk-body");
  const follow = body && isAtNewest(body);
  part.replaceChildren(...document.adoptNode(next).childNodes);
  if (focused) at(focused)?.focus({ preventScroll: true });
  if (follow && part.id === "live-lines") toNewest(body);
}

function newest() {
  const lines = document.querySelectorAll(".lines .line, .pending .letter");
  return lines[lines.length - 1];
}

function isAtNewest(body) {
  const last = newest();
  if (!last) return true;
  const gap = last.getBoundingClientRect().bottom - body.getBoundingClientRect().bottom;
  return Math.abs(gap) < 160;
}

function toNewest(body) {
  const last = newest();
  if (!last) return;
  body.scrollTop += last.getBoundingClientRect().bottom - body.getBoundingClientRect().bottom + 24;
}

function listen() {
  const source = new EventSource("/desk/events");
  source.addEventListener("changed", refreshSoon);
  source.onopen = () => {
    at("status").textContent = words.liveWord;
    at("status").className = "status on";
    refreshSoon();
  };
  source.onerror = () => {
    at("status").textContent = words.lostWord;
    at("status").className = "status off";
    if (source.readyState !== EventSource.CLOSED) return;
    refreshSoon();
    setTimeout(listen, 5000);
  };
  addEventListener("pagehide", () => source.close(), { once: true });
}

let refusal = ""; // why the desk would not send a text, in its own words

function reasonIn(page) {
  return (page.getElementById("told") ?? page.querySelector("main p"))?.textContent.trim() ?? "";
}

async function post(form) {
  refusal = "";
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(20000) });
    if (answer.status === 409) {
      askFirst(await answer.text());
      return false;
    }
    if (answer.status === 422) refusal = reasonIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (!answer.ok) return false;
    if (new URL(answer.url).pathname === location.pathname) await show(answer);
    else await refresh();
    return true;
  } catch {
    return false;
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-act]")) return;
  event.preventDefault();
  if (form.dataset.sure && !confirm(form.dataset.sure)) return;
  if (await post(form)) {
    form.closest("details.stopper")?.removeAttribute("open");
  } else {
    if (refusal || form.dataset.failed) alert(refusal || form.dataset.failed);
    refreshSoon();
  }
});

const typingTold = 4000; // the customer is told at most this often that someone is writing
let lastTyping = 0;

function tellTyping(form) {
  if (Date.now() - lastTyping < typingTold) return;
  lastTyping = Date.now();
  const path = form.action.replace(/reply$/, "typing");
  fetch(path, { method: "POST", body: new URLSearchParams() }).catch(() => {});
}

function askFirst(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  at("warned").replaceChildren(...document.adoptNode(page.getElementById("warned")).childNodes);
  at("reply-send").textContent = page.getElementById("reply-send").textContent;
}

let checking = 0;

function lookOver(form, text) {
  at("warned").querySelector("[name=anyway]")?.remove();
  at("reply-send").textContent = at("reply-send").dataset.plain;
  clearTimeout(checking);
  checking = setTimeout(async () => {
    const said = text.value;
    try {
      const path = form.action.replace(/reply$/, "check");
      const answer = await fetch(path, { method: "POST", body: new URLSearchParams({ text: said }) });
      const { warnings } = await answer.json();
      if (text.value !== said) return;
      at("warned").replaceChildren(...warnings.map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })));
    } catch {
      // It is asked again when the text is sent.
    }
  }, calm);
}

function replying(form) {
  const [text, told] = [at("reply-text"), at("told")];
  text.addEventListener("input", () => lookOver(form, text));
  text.addEventListener("input", () => text.value.trim() && tellTyping(form));
  const draft = `sportello.draft.${form.dataset.conversation}`;
  text.value ||= sessionStorage.getItem(draft) ?? "";
  text.addEventListener("input", () => {
    told.textContent = "";
    sessionStorage.setItem(draft, text.value);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.busy || !text.value.trim()) return;
    form.dataset.busy = "yes";
    const said = text.value;
    clearTimeout(checking);
    const sent = await post(form);
    delete form.dataset.busy;
    if (!sent && form.elements.anyway) {
      text.focus();
      return; // it is asked first, not refused
    }
    if (sent) lookOver(form, text);
    told.textContent = sent ? words.sentWord : refusal || words.failedWord;
    told.className = sent ? "told" : "told wrong";
    if (sent) {
      // A new id only now: until the desk has said yes, a repeat must be the same message.
      form.elements.id.value = fresh++ + "-" + [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("");
      if (text.value === said) text.value = "";
      sessionStorage.setItem(draft, text.value);
    }
    text.focus();
  });
}

const countAfter = 250; // words are counted, by the desk itself, when the typing pauses this long
let counting = 0;

async function countWords(field) {
  const body = new URLSearchParams({ text: field.value });
  try {
    const answer = await fetch(field.dataset.count, { method: "POST", body, signal: AbortSignal.timeout(10000) });
    if (!answer.ok) return;
    const found = await answer.json();
    const told = at(field.dataset.counted);
    if (!told) return;
    told.textContent = found.said;
    told.className = found.length > found.limit ? "over" : "";
  } catch {
    // The desk counts again before anything is sent.
  }
}

function countSoon(event) {
  const field = event.target;
  if (!field.matches?.("[data-count]")) return;
  clearTimeout(counting);
  counting = setTimeout(() => countWords(field), event.type === "input" ? countAfter : 0);
}

document.addEventListener("input", countSoon);
document.addEventListener("focusin", countSoon);

if (at("reply")) {
  replying(at("reply"));
  toNewest(at("talk-body"));
}
listen();
setInterval(refreshSoon, 60000);
