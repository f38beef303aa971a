// Messages on their way to the server: one at a time, in order, repeated with the same id until it has them.
import { keep, recall } from "./memory.js";

const slowest = 15000;

export class Outbox {
  #base;
  #box;
  #on;
  #stopped = false;
  #letters = [];
  #busy = false;
  #timer = 0;
  #pause = 1000;

  constructor(base, box, on) {
    this.#base = base;
    this.#box = box;
    this.#on = on;
  }

  start() {
    try {
      const left = JSON.parse(recall(this.#box) ?? "[]");
      const unsent = left.filter((letter) => letter.state !== "stored"); // the page was left before it could forget it
      this.#letters = unsent.map((letter) => ({ ...letter, sent: false, shown: false }));
    } catch {
      this.#letters = [];
    }
    this.#changed();
    this.#send();
  }

  // What is on its way goes on, and is not shown any more.
  stop() {
    this.#stopped = true;
  }

  add(letter) {
    this.#letters.push({ ...letter, state: "sending" });
    this.#changed();
    this.#send();
  }

  // The server showed us a message of ours, maybe before it answered our request: hide the copy on its way.
  // It is only hidden: until the answer comes, an equal text may be an older message's.
  arrived(text) {
    const found = this.#letters.find((one) => one.sent && !one.shown && plain(one.text) === plain(text));
    if (found) this.#mark(found.id, { shown: true });
  }

  again(id) {
    this.#mark(id, { state: "sending" });
    this.#send();
  }

  discard(id) {
    this.#remove(id);
  }

  online(yes) {
    if (!yes) return;
    this.#pause = 1000;
    this.#send();
  }

  async #send() {
    clearTimeout(this.#timer);
    const letter = this.#letters.find((one) => one.state === "sending" || one.state === "waiting");
    if (this.#busy || !letter) return;
    this.#busy = true;
    const wait = await this.#post(letter);
    this.#busy = false;
    if (wait) this.#timer = setTimeout(() => this.#send(), wait);
    else this.#send();
  }

  // Gives how long to wait before the next attempt: 0 when this letter is done with.
  async #post({ id, text, author }) {
    this.#mark(id, { sent: true });
    try {
      const answer = await fetch(`${this.#base}/messages`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ id, text, ...author }),
        signal: AbortSignal.timeout(20000),
      });
      if (answer.ok) {
        await this.#stored(id);
        return 0;
      }
      if (answer.status >= 400 && answer.status < 500 && ![408, 429].includes(answer.status)) {
        this.#mark(id, { state: "failed", status: answer.status });
        return 0;
      }
      this.#mark(id, { state: "waiting" });
      return Math.max(this.#slower(), 1000 * Number(answer.headers.get("Retry-After") ?? 0));
    } catch {
      this.#mark(id, { state: "waiting" });
      return this.#slower();
    }
  }

  async #stored(id) {
    this.#pause = 1000;
    this.#mark(id, { state: "stored" });
    if (!this.#stopped) await this.#on.stored();
    this.#remove(id);
  }

  #slower() {
    const pause = this.#pause;
    this.#pause = Math.min(slowest, pause * 2);
    return pause;
  }

  #mark(id, change) {
    this.#letters = this.#letters.map((one) => (one.id === id ? { ...one, ...change } : one));
    this.#changed();
  }

  #remove(id) {
    this.#letters = this.#letters.filter((one) => one.id !== id);
    this.#changed();
  }

  #changed() {
    keep(this.#box, JSON.stringify(this.#letters));
    if (!this.#stopped) this.#on.changed(this.#letters);
  }
}

function plain(text) {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}
