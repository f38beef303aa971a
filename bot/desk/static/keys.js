// The keys of the desk. None acts while one types in a field, or beside Ctrl, Alt or the command key.
const at = (id) => document.getElementById(id);
const fields = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

const press = (id) => () => at(id)?.click();
const focus = (id) => () => at(id)?.focus();

function unfold(id, field) {
  return () => {
    const fold = at(id);
    if (!fold) return;
    fold.open = true;
    (at(field) ?? fold.querySelector("summary")).focus();
  };
}

function move(step) {
  return () => {
    const rows = [...document.querySelectorAll("#rows .entry")];
    const now = rows.findIndex((row) => row === document.activeElement || (document.activeElement === document.body && row.matches(".chosen")));
    const next = now < 0 ? (step > 0 ? 0 : rows.length - 1) : now + step;
    rows[next]?.focus();
  };
}

function showKeys() {
  const keys = at("keys");
  if (!keys) return;
  keys.open = !keys.open;
  if (keys.open) at("keys-open").focus();
}

const keys = {
  t: press("act-take"),
  r: focus("reply-text"),
  b: press("act-hand-back"),
  f: unfold("menu-due", "due-30m"),
  n: unfold("menu-note", "note-text"),
  e: press("act-close"),
  u: () => document.querySelector("button.undo")?.click(),
  j: move(1),
  k: move(-1),
  "/": press("prepared-open"),
  "?": showKeys,
};

function leave(field) {
  if (field.id === "prepared-find") {
    at("prepared").hidden = true;
    at("reply-text").focus();
  } else {
    field.blur();
  }
}

export function keysOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.closest?.(fields);
  if (event.key === "Escape" && typing) {
    leave(typing);
    return;
  }
  const act = keys[event.key.toLowerCase()];
  if (typing || !act || event.repeat && !"jk".includes(event.key)) return;
  event.preventDefault();
  act();
}
