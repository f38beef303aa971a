// The editor of a reply: line numbers that follow the text, and lint and preview read again as one types.
// Without this file the button "Check" does the same.
const at = (id) => document.getElementById(id);
const [editor, text, mirror] = [at("editor"), at("text"), at("mirror")];
const calm = 60; // keystrokes within this many milliseconds are one
const nothing = "\u200b"; // gives an empty line its height
let timer = 0;
let asking = null;
const { base, seen } = editor.elements;
const kept = `sportello.reply.${location.pathname}`;
const saved = "dirty" in editor.dataset ? null : text.defaultValue;
let leaving = false;

function mirrorText() {
  const marks = new Map();
  for (const item of document.querySelectorAll("#findings li[data-line]")) {
    const { line, level } = item.dataset;
    if (marks.get(line) !== "error") marks.set(line, level);
  }
  mirror.replaceChildren(
    ...text.value.split("\n").map((line, index) => {
      const shown = document.createElement("div");
      shown.textContent = line || nothing;
      shown.className = marks.get(String(index + 1)) ?? "";
      return shown;
    }),
  );
}

function edited() {
  sessionStorage.setItem(kept, JSON.stringify({ base: base.value, seen: seen.value, text: text.value }));
  at("drop").hidden = false;
  mirrorText();
  at("looked")?.remove(); // it speaks of another text
  checkSoon();
}

function checkSoon() {
  clearTimeout(timer);
  timer = setTimeout(check, calm);
}

// Words that were typed in this tab and never saved come back, with what they were begun on: the desk then
// tells whether that has changed meanwhile.
function restore() {
  const words = JSON.parse(sessionStorage.getItem(kept) ?? "null");
  if (!words || words.text === text.value) return;
  [base.value, seen.value, text.value] = [words.base, words.seen, words.text];
}

async function check() {
  asking?.abort();
  const mine = (asking = new AbortController());
  const body = new URLSearchParams(new FormData(editor));
  body.set("go", "check");
  try {
    const answer = await fetch(editor.action, { method: "POST", body, signal: mine.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["findings", "tried"]) {
      const [now, next] = [at(id), page.getElementById(id)];
      if (next && now.innerHTML !== next.innerHTML) now.replaceChildren(...document.adoptNode(next).childNodes);
    }
    mirrorText();
    editor.dataset.checked = String(Number(editor.dataset.checked ?? 0) + 1);
  } catch {
    // A newer keystroke asks again; the button "Check" is there too.
  }
}

function insert(words) {
  text.focus();
  text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
  edited();
}

function goTo(line, column) {
  const before = text.value.split("\n").slice(0, line - 1);
  const offset = before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  text.focus();
  text.setSelectionRange(offset, offset);
  mirror.children[line - 1]?.scrollIntoView({ block: "nearest" });
}

for (const name of document.querySelectorAll("code[data-insert]")) {
  const chip = document.createElement("button");
  chip.type = "button";
  chip.textContent = name.textContent;
  chip.addEventListener("click", () => insert(name.textContent));
  name.replaceWith(chip);
}

text.addEventListener("input", edited);
editor.addEventListener("change", (event) => event.target.type === "radio" && checkSoon());
editor.addEventListener("submit", () => (leaving = true));
at("findings").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  goTo(Number(link.dataset.line), Number(link.dataset.column));
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  editor.requestSubmit(at("save"));
});
addEventListener("beforeunload", (event) => {
  if (!leaving && text.value !== saved) event.preventDefault();
});
at("drop").addEventListener("click", () => {
  sessionStorage.removeItem(kept);
  leaving = true;
});
if ("done" in editor.dataset) sessionStorage.removeItem(kept);
else if (saved !== null && !location.search) restore();
at("check").hidden = true; // it happens by itself
if (text.value === text.defaultValue) mirrorText();
else edited(); // brought back, or typed before this file was there
at("looked")?.scrollIntoView({ block: "nearest" });
