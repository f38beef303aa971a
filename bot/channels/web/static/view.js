// What the customer sees. Every text becomes a text node: nothing a person wrote is ever read as HTML.
import { Days, locale } from "./clock.js";

const typingShown = 8000;
const answerExpected = 2500; // the bot lets a burst end before it answers; beyond this the dots would promise too much
const oneBreath = 10 * 60 * 1000; // messages of one sender within this stand together, under one time
const at = (id) => document.getElementById(id);

export class View {
  #words;
  #clock;
  #on;
  #days;
  #lines = at("lines");
  #scroller = at("scroller");
  #letters = new Map();
  #previous = { from: "", day: "", at: 0, node: null };
  #typingTimer = 0;
  #lastToAnswer = "";
  #time;
  #day;

  // `on` says what to do; its `dress(line, node)`, where there is one, adds to a message. `zone`: whose clock is shown.
  constructor(words, clock, on, zone) {
    this.#words = words;
    this.#clock = clock;
    this.#on = on;
    this.#days = new Days(zone);
    this.#time = new Intl.DateTimeFormat(locale(), { timeStyle: "short", timeZone: zone });
    this.#day = new Intl.DateTimeFormat(locale(), { weekday: "long", day: "numeric", month: "long", timeZone: zone });
  }

  // `naming`: the name so far and whom to tell of another; without it nobody is asked for a name.
  start(say, naming) {
    const [form, text] = [at("form"), at("text")];
    at("name").value = naming?.name ?? "";
    at("name-row").hidden = !naming || Boolean(naming.name);
    at("name").addEventListener("input", () => naming?.changed(this.name()));
    at("name").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      text.focus();
    });
    text.addEventListener("input", () => grow(text));
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (say(text.value)) {
        text.value = "";
        at("name-row").hidden = true;
      }
      grow(text);
      text.focus();
      this.#toEnd();
    });
    at("newer").addEventListener("click", () => this.#toEnd());
    this.#scroller.addEventListener("scroll", () => this.#isAtEnd() && (at("newer").hidden = true));
    if (matchMedia("(pointer: fine)").matches) text.focus();
  }

  name() {
    return at("name").value.trim();
  }

  showLine(line) {
    if (line.revises) {
      this.#revise(line);
      return;
    }
    const follow = this.#isAtEnd() || line.from === "customer";
    if (line.from !== "customer") {
      this.#hideTyping();
      this.#lastToAnswer = line.from;
    }
    const when = new Date(line.at);
    this.#separateDay(when);
    const joins = this.#previous.from === line.from && when - this.#previous.at < oneBreath;
    const node = this.#bubble(line.from, line.text, !joins);
    node.dataset.n = line.n;
    node.append(foot(stamp(line.at, this.#time)));
    for (const address of line.pictures ?? []) this.#picture(node, address);
    if (line.taken_back) this.#hide(node);
    if (joins) this.#previous.node?.querySelector(".foot")?.remove();
    this.#on.dress?.(line, node);
    this.#place(node);
    this.#previous = { ...this.#previous, from: line.from, at: when, node };
    this.#showChips(line.from === "bot" ? line.buttons : []);
    this.#settle(follow);
  }

  // A message that stands here already says something else now, or was taken back.
  #revise(line) {
    const node = this.#lines.querySelector(`[data-n="${Number(line.revises)}"]`);
    if (!node) return;
    if (line.taken_back) this.#hide(node);
    else node.querySelector(".bubble").textContent = line.text;
    if (node === this.#previous.node) this.#showChips([]);
  }

  // A picture of the brand's own, from this site and no other; the words stand below it.
  #picture(node, address) {
    const url = new URL(address, location.href);
    if (url.origin !== location.origin) return;
    const image = document.createElement("img");
    image.className = "picture";
    image.alt = "";
    image.addEventListener("load", () => this.#isAtEnd() || this.#settle(node === this.#previous.node));
    image.addEventListener("error", () => image.remove());
    image.src = url.href;
    node.querySelector(".bubble").before(image);
  }

  #hide(node) {
    node.classList.add("gone");
    for (const image of node.querySelectorAll(".picture")) image.remove();
    node.querySelector(".bubble").textContent = this.#words.taken_back;
  }

  // Begins with another conversation.
  clear() {
    this.#lines.setAttribute("aria-live", "off");
    this.#lines.replaceChildren();
    this.#letters.clear();
    this.#previous = { from: "", day: "", at: 0, node: null };
    this.#lastToAnswer = "";
    this.#hideTyping();
    this.#showChips([]);
  }

  // A remark between the messages; one of a moment stands below its day.
  note(text, when = null) {
    const follow = when || this.#isAtEnd();
    if (when) this.#separateDay(when);
    const node = document.createElement("li");
    node.className = "note";
    node.textContent = text;
    this.#place(node);
    this.#previous = { ...this.#previous, from: "", node: null };
    this.#settle(follow);
  }

  // The clock was moved, or midnight has passed: today's messages may be yesterday's.
  redate() {
    for (const node of this.#lines.querySelectorAll(".day")) node.textContent = this.#nameDay(new Date(node.dataset.at));
  }

  showLetters(letters) {
    const follow = this.#isAtEnd();
    for (const [id, node] of this.#letters) {
      if (letters.some((letter) => letter.id === id)) continue;
      node.remove();
      this.#letters.delete(id);
    }
    for (const letter of letters) this.#showLetter(letter);
    if (letters.length) this.#showChips([]);
    this.#settle(follow);
  }

  // The customer's message is stored: show the dots while the bot's answer is due, never for a person.
  awaitAnswer() {
    if (this.#previous.from === "customer" && this.#lastToAnswer !== "agent") this.showTyping(answerExpected);
  }

  showTyping(shown = typingShown) {
    const follow = this.#isAtEnd();
    at("typing").hidden = false;
    at("typing-text").textContent = this.#words.typing;
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#hideTyping(), shown);
    this.#settle(follow);
  }

  showConnection(online) {
    const status = at("status");
    status.textContent = online ? this.#words.connected : this.#words.connecting;
    status.className = `status ${online ? "on" : "off"}`;
    at("lost").hidden = online;
    if (online) setTimeout(() => this.#lines.setAttribute("aria-live", "polite"), 1000);
  }

  #showLetter(letter) {
    const node = this.#letters.get(letter.id) ?? this.#bubble("customer", letter.text, !this.#letters.size);
    node.classList.toggle("unsent", letter.state !== "stored");
    node.classList.toggle("failed", letter.state === "failed");
    node.querySelector(".foot")?.remove();
    node.append(letter.state === "failed" ? this.#failure(letter) : foot(this.#progress(letter)));
    if (!this.#letters.has(letter.id)) this.#lines.append(node);
    this.#letters.set(letter.id, node);
  }

  #progress({ state }) {
    const span = document.createElement("span");
    span.textContent = state === "waiting" ? this.#words.waiting : this.#words.sending;
    return span;
  }

  #failure({ id, status }) {
    const reason = document.createElement("span");
    reason.className = "wrong";
    const why = [413, 422].includes(status) ? this.#words.too_large : this.#words.refused;
    reason.textContent = `${this.#words.failed}. ${why}`;
    return foot(reason, act(this.#words.again, () => this.#on.again(id)), act(this.#words.discard, () => this.#on.discard(id)));
  }

  #bubble(from, text, first) {
    const node = document.createElement("li");
    node.className = `line ${from === "customer" ? "mine" : from}${first ? " first" : ""}`;
    const by = document.createElement("span");
    by.className = from === "customer" || !first ? "unseen" : "by";
    by.textContent = this.#words[from] ?? "";
    const bubble = document.createElement("div");
    bubble.className = "bubble";
    bubble.dir = "auto";
    bubble.textContent = text;
    node.append(by, bubble);
    return node;
  }

  #separateDay(when) {
    const day = this.#days.of(when);
    if (day === this.#previous.day) return;
    this.redate();
    const node = document.createElement("li");
    node.className = "day";
    node.dataset.at = when.toISOString();
    node.textContent = this.#nameDay(when);
    this.#place(node);
    this.#previous = { from: "", day, at: 0, node: null };
  }

  #nameDay(when) {
    const [day, today] = [this.#days.of(when), this.#days.of(this.#clock.now())];
    if (day === today) return this.#words.today;
    if (day === this.#days.before(today)) return this.#words.yesterday;
    return this.#day.format(when);
  }

  // What the server holds stands above what is still on its way.
  #place(node) {
    this.#lines.insertBefore(node, this.#letters.values().next().value ?? null);
  }

  #showChips(labels) {
    const chips = labels.map((label) => act(label, () => this.#on.choose(label)));
    at("chips").replaceChildren(...chips);
    at("chips").hidden = !chips.length;
  }

  #hideTyping() {
    clearTimeout(this.#typingTimer);
    at("typing").hidden = true;
    at("typing-text").textContent = "";
  }

  #isAtEnd() {
    return this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight < 60;
  }

  #settle(follow) {
    if (follow) this.#toEnd();
    else at("newer").hidden = this.#isAtEnd();
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    at("newer").hidden = true;
  }
}

function stamp(iso, format) {
  const time = document.createElement("time");
  time.dateTime = iso;
  time.textContent = format.format(new Date(iso));
  return time;
}

function foot(...parts) {
  const node = document.createElement("span");
  node.className = "foot";
  node.append(...parts);
  return node;
}

function act(label, what) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", what);
  return button;
}

function grow(text) {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}
