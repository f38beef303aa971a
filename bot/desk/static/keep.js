// Puts new content in the place of old, and keeps what is the reader's: focus, folds, words being written,
// the scroll of the talk. htmx swaps by it, under the name "keep".
const at = (id) => document.getElementById(id);

export function keep(part, next) {
  const { innerHTML } = next;
  if (innerHTML === part.dataset.shown) return false;
  part.dataset.shown = innerHTML;
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const caret = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  const folds = new Map([...part.querySelectorAll("details")].map((fold) => [fold.id, fold.open]));
  for (const fold of next.querySelectorAll("details")) if (folds.has(fold.id)) fold.open = folds.get(fold.id);
  for (const field of next.querySelectorAll("textarea[id], input[id], select[id]")) keepField(field);
  keepDraft(part, next);
  const body = at("talk-body");
  const follow = body && isAtNewest(body);
  const fresh = [...document.adoptNode(next).childNodes];
  part.replaceChildren(...fresh);
  if (focused?.id) refocus(focused.id, caret);
  if (follow && part.id === "live-lines") toNewest(body);
  return fresh;
}

function keepField(field) {
  const now = at(field.id);
  if (!now) return;
  const said = field.tagName === "SELECT" ? [...now.options].find((one) => one.defaultSelected)?.value ?? "" : now.defaultValue;
  if (now.value !== said) field.value = now.value; // words that are being written stay
}

function keepDraft(part, next) {
  for (const field of part.querySelectorAll("textarea[data-count]")) {
    const gone = field.value !== field.defaultValue && ![...next.querySelectorAll("textarea")].some((one) => one.id === field.id);
    if (gone && at("reply-text")) at("reply-text").value ||= field.value; // the draft is gone, one's own words are not
  }
}

function refocus(id, caret) {
  const field = at(id);
  field?.focus({ preventScroll: true });
  if (field && caret && caret[0] !== null) field.setSelectionRange(...caret);
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

export function toNewest(body) {
  const last = newest();
  if (!last) return;
  body.scrollTop += last.getBoundingClientRect().bottom - body.getBoundingClientRect().bottom + 24;
}

htmx.defineExtension("keep", {
  handleSwap(style, target, fragment) {
    if (style !== "keep") return false;
    const next = document.createElement("div");
    next.append(...fragment.childNodes);
    const fresh = keep(target, next);
    return fresh ? fresh.filter((node) => node.nodeType === Node.ELEMENT_NODE) : [];
  },
});
