// The rows of the list, changed one by one. What a row says changes at once; where it stands changes only
// while neither the pointer nor the focus is in the list: nothing moves under a hand.
const at = (id) => document.getElementById(id);
const most = 60; // rows of a group; more would make the page heavy
const mouse = matchMedia("(hover: hover)");
const waiting = new Map(); // what is to be moved, by row
const changed = new Set();
let fetching = false;

export const hasRows = () => at("rows") !== null;

export function changedRows(numbers) {
  for (const number of numbers) changed.add(number);
  if (!fetching) fetchRows();
}

async function fetchRows() {
  fetching = true;
  while (changed.size) {
    const some = [...changed].slice(0, most);
    for (const number of some) changed.delete(number);
    try {
      await fetchSome(some);
    } catch {
      break; // the stream says that we are not live; it comes back with a whole reading
    }
  }
  fetching = false;
}

async function fetchSome(numbers) {
  const query = new URLSearchParams(numbers.map((number) => ["id", number]));
  query.set("show", at("rows").dataset.shelf);
  const answer = await fetch(`/desk/rows?${query}`, { signal: AbortSignal.timeout(15000) });
  if (answer.redirected) location.assign("/desk/enter");
  if (!answer.ok || answer.redirected) throw new Error(`the desk answered ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = rowsOf(page);
  for (const number of new Set([...numbers.map(String), ...found.keys()])) place(number, found.get(number));
  const { waiting: wait, mine } = page.querySelector("ul").dataset;
  count("waiting", wait);
  count("mine", mine);
}

function count(name, number) {
  const badge = at(`count-${name}`);
  badge.textContent = number;
  badge.hidden = number === "0";
  if (name === "waiting" && !at("talk-source")) document.title = document.title.replace(/^(\(\d+\) )?/, number === "0" ? "" : `(${number}) `);
}

const rowsOf = (page) => new Map([...page.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));

// Takes over a page of the list that was read whole.
export function mergeRows(page) {
  const found = page.getElementById("rows");
  if (!found || found.dataset.shelf !== at("rows").dataset.shelf) return;
  const fresh = rowsOf(found);
  for (const row of at("rows").querySelectorAll("[data-row]")) if (!fresh.has(row.dataset.row)) place(row.dataset.row, null);
  for (const [number, row] of fresh) place(number, row);
  for (const name of ["waiting", "mine"]) count(name, page.getElementById(`count-${name}`).textContent);
}

export const shownRows = () => [...at("rows").querySelectorAll("[data-row]")].map((row) => row.dataset.row);

function place(number, next) {
  const row = at(`row-${number}`);
  if (!next) {
    if (row) later(number, () => remove(row));
    else forget(number);
    return;
  }
  if (row) {
    say(row, next);
    if (stands(row, next.dataset)) forget(number);
    else later(number, () => put(row, next.dataset));
  } else if ("first" in at("rows").dataset) {
    later(number, () => put(document.adoptNode(next), next.dataset));
  }
}

// The link stays the same element, so that focus and a click under way stay on it.
function say(row, next) {
  const [now, then] = [row.querySelector("a"), next.querySelector("a")];
  if (now.innerHTML !== then.innerHTML) now.replaceChildren(...[...then.childNodes].map((node) => document.importNode(node, true)));
}

function stands(row, { group, order }) {
  if (row.closest("[data-group].group")?.dataset.group !== group) return false;
  const rank = Number(order);
  const before = row.previousElementSibling;
  const after = row.nextElementSibling;
  return (!before || Number(before.dataset.order) <= rank) && (!after || rank <= Number(after.dataset.order)) && keepOrder(row, order);
}

function keepOrder(row, order) {
  row.dataset.order = order;
  return true;
}

function put(row, { group, order }) {
  const place = at("rows").querySelector(`.group[data-group="${group}"]`);
  if (!place) return;
  const left = row.closest(".group");
  row.dataset.order = order;
  row.dataset.group = group;
  const list = place.querySelector("ul");
  const after = [...list.children].find((other) => other !== row && Number(other.dataset.order) > Number(order));
  const focused = row.contains(document.activeElement) ? document.activeElement : null;
  list.insertBefore(row, after ?? null);
  focused?.focus({ preventScroll: true });
  while (list.children.length > most) list.lastElementChild.remove();
  show(place);
  if (left && left !== place) show(left);
}

function remove(row) {
  const group = row.closest(".group");
  row.remove();
  if (group) show(group);
}

function show(group) {
  const empty = group.querySelector("ul").children.length === 0;
  group.querySelector(".calm").hidden = !empty;
  group.hidden = empty && group !== at("rows").firstElementChild;
}

function touched() {
  const list = at("list");
  return list.contains(document.activeElement) || (mouse.matches && list.matches(":hover"));
}

function later(key, move) {
  if (touched()) {
    waiting.set(key, move);
    tell();
  } else {
    waiting.delete(key);
    move();
    tell();
  }
}

function forget(key) {
  if (waiting.delete(key)) tell();
}

function settle() {
  for (const move of waiting.values()) move();
  waiting.clear();
  tell();
}

function settleIfLeft() {
  if (waiting.size && !touched()) settle();
}

function tell() {
  at("news").hidden = waiting.size === 0;
  at("news-show").textContent = at("news-show").dataset.say.replace("{n}", waiting.size);
}

export function watchRows() {
  at("list").addEventListener("pointerleave", () => setTimeout(settleIfLeft));
  at("list").addEventListener("focusout", () => setTimeout(settleIfLeft));
  at("news-show").addEventListener("click", settle);
}
