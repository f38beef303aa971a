// What the page remembers between visits; without storage (a private window) it remembers until it is closed.
const prefix = "sportello.";
const spare = new Map();

export function recall(key) {
  try {
    return localStorage.getItem(prefix + key) ?? spare.get(key) ?? null;
  } catch {
    return spare.get(key) ?? null;
  }
}

export function keep(key, value) {
  spare.set(key, value);
  try {
    localStorage.setItem(prefix + key, value);
  } catch {
    // Storage is off or full: the page still works, for this visit.
  }
  return value;
}

// 128 random bits, in letters that an address may carry.
export function secret() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function forget(key) {
  spare.delete(key);
  try {
    localStorage.removeItem(prefix + key);
  } catch {
    // Storage is off: there is nothing to forget.
  }
}
