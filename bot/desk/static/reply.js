// Writing an answer: the draft is kept, its length is told in the channel's own units, words that customers
// are spared are asked about, and an answer is the same one until the desk has said yes.
const at = (id) => document.getElementById(id);
const words = document.body.dataset;
const calm = 400; // milliseconds of quiet before a text is looked over
const countAfter = 250; // milliseconds of quiet before it is counted
const typingTold = 4000; // it is told at most this often that someone is writing
let lastTyping = 0;
let checking = 0;
let counting = 0;
let fresh = 0;

const parsed = (answer) => new DOMParser().parseFromString(answer, "text/html");
const draftKey = (form) => `sportello.draft.${form.dataset.conversation}`;

function beside(form, name) {
  return form.getAttribute("action").replace(/reply$/, name);
}

function tellTyping(form) {
  if (Date.now() - lastTyping < typingTold) return;
  lastTyping = Date.now();
  fetch(beside(form, "typing"), { method: "POST", body: new URLSearchParams() }).catch(() => {});
}

function askFirst(page) {
  at("warned").replaceChildren(...document.adoptNode(page.getElementById("warned")).childNodes);
  at("reply-send").textContent = page.getElementById("reply-send").textContent;
}

function lookOver(form, text) {
  at("warned").querySelector("[name=anyway]")?.remove();
  at("reply-send").textContent = at("reply-send").dataset.plain;
  clearTimeout(checking);
  checking = setTimeout(async () => {
    const said = text.value;
    try {
      const answer = await fetch(beside(form, "check"), { method: "POST", body: new URLSearchParams({ text: said }) });
      const { warnings } = await answer.json();
      if (text.value !== said) return;
      at("warned").replaceChildren(...warnings.map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })));
    } catch {
      // It is asked again when the text is sent.
    }
  }, calm);
}

// Words put into the field by something else than typing are the reader's draft too.
export function write(words_) {
  const text = at("reply-text");
  text.value = words_;
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function tell(sentence, wrong = false) {
  at("told").textContent = sentence;
  at("told").className = wrong ? "told wrong" : "told";
}

function sent(form, text, said) {
  // A new id only now: until the desk has said yes, a repeat must be the same message.
  form.elements.id.value = fresh++ + "-" + [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("");
  if (text.value === said) text.value = "";
  sessionStorage.setItem(draftKey(form), text.value);
  lookOver(form, text);
  countWords(text);
  tell(form.dataset.heldWord || words.sentWord);
}

function answered(form, text, said, { xhr, successful }) {
  delete form.dataset.busy;
  if (successful) sent(form, text, said);
  else if (xhr.status === 409) askFirst(parsed(xhr.responseText));
  else tell((xhr.status === 422 && parsed(xhr.responseText).getElementById("told")?.textContent.trim()) || words.failedWord, true);
  text.focus();
}

export function replying(form) {
  const text = at("reply-text");
  let said = "";
  const edited = () => {
    lookOver(form, text);
    sessionStorage.setItem(draftKey(form), text.value);
  };
  text.value ||= sessionStorage.getItem(draftKey(form)) ?? "";
  if (text.value !== text.defaultValue) {
    edited(); // brought back, or typed before this file was there
    countWords(text);
  }
  text.addEventListener("input", () => {
    edited();
    if (text.value.trim()) tellTyping(form);
    tell("");
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    if (form.dataset.busy || !text.value.trim()) {
      event.preventDefault();
      return;
    }
    form.dataset.busy = "yes";
    said = text.value;
    clearTimeout(checking);
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target === form && form.dataset.busy) answered(form, text, said, event.detail);
  });
}

async function countWords(field) {
  const body = new URLSearchParams({ text: field.value });
  try {
    const answer = await fetch(field.dataset.count, { method: "POST", body, signal: AbortSignal.timeout(10000) });
    if (!answer.ok) return;
    const found = await answer.json();
    const told = at(field.dataset.counted);
    if (!told) return;
    told.textContent = found.said;
    told.classList.toggle("over", found.length > found.limit);
  } catch {
    // The desk counts again before anything is sent.
  }
}

export function countSoon(event) {
  const field = event.target;
  if (!field.matches?.("[data-count]")) return;
  clearTimeout(counting);
  counting = setTimeout(() => countWords(field), event.type === "input" ? countAfter : 0);
}
