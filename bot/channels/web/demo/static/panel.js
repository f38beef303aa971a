// The panel: it shows the clock, the channels and the conversations, and says what was chosen in it.
import { element } from "./extras.js";
import { put } from "./times.js";

const at = (id) => document.getElementById(id);
const languages = ["it", "en", "fr", "de", "es", "pt"];
const remembered = 6; // happenings listed below the clock

export class Panel {
  #words;
  #clock;
  #times;
  #on;
  #state = null;
  #goals = new Map();

  // `on`: move(body), skip(), become(change), begin(), choose(person), refresh().
  constructor(words, clock, times, on) {
    this.#words = words;
    this.#clock = clock;
    this.#times = times;
    this.#on = on;
  }

  start() {
    at("skip").addEventListener("click", () => this.#on.skip());
    at("goto").addEventListener("submit", (event) => {
      event.preventDefault();
      const to = at("goto-text").value.trim();
      if (to) this.#on.move({ to });
    });
    at("who-name").addEventListener("change", () => this.#on.become({ name: at("who-name").value.trim() }));
    at("who-language").addEventListener("change", () => this.#on.become({ language: at("who-language").value }));
    at("who-followers").addEventListener("change", () => this.#on.become({ followers: at("who-followers").value }));
    at("talk-new").addEventListener("click", () => this.#on.begin());
    this.#listLanguages();
    this.#drawer();
    setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  showState(state) {
    this.#state = state;
    at("hours").textContent = this.#times.hours(state);
    at("hours").classList.toggle("closed", !state.open);
    at("next").textContent = state.next ? this.sentence(state.next) : this.#words.nothing_next;
    this.#showGoals(state.presets);
    if (!at("places").children.length) this.#listPlaces(state.places);
    this.#tick();
  }

  showPeople(people) {
    const { current } = people;
    const place = this.place(current.address);
    for (const radio of at("places").querySelectorAll("input")) radio.checked = radio.value === current.address;
    at("who-name").value = current.name;
    at("who-language").value = current.language;
    at("who-followers").value = current.followers;
    at("followers-row").hidden = !place?.audience;
    const note = this.#words[`place_note_${place?.mode}`] ?? "";
    at("place-note").textContent = note;
    at("place-note").hidden = !note;
    at("talks").replaceChildren(...people.all.map((person) => this.#talk(person, person === current)));
    const title = this.title(current.address);
    const name = current.name || this.#words.unnamed;
    at("whose").textContent = place?.surface === "public" ? `${name} · ${title} · ${this.#words.public}` : `${name} · ${title}`;
    at("whose").classList.toggle("public", place?.surface === "public");
  }

  showHappened(happened) {
    const lines = happened.slice(-remembered).map((one) => this.#happening(one));
    at("happened").replaceChildren(...lines);
  }

  showRemark(text) {
    at("happened").replaceChildren(element("li", "", text));
  }

  showFault(code) {
    at("fault").textContent = code ? (this.#words[`fault_${code}`] ?? this.#words.fault_other) : "";
    at("fault").hidden = !code;
  }

  busy(yes) {
    at("panel").setAttribute("aria-busy", String(yes));
  }

  close() {
    this.#open(false);
  }

  // "Sun 6 Dec, 08:00: reassurance to Giulia".
  sentence(one) {
    return `${this.#times.short(new Date(one.at))}: ${this.#what(one)}`;
  }

  place(address) {
    return this.#state?.places.find((place) => place.address === address);
  }

  title(address) {
    const place = this.place(address);
    if (!place) return address;
    if (place.surfaces === 1) return place.title;
    return put(this.#words[`place_${kindOf(place)}`], { channel: place.title });
  }

  #what({ kind, name }) {
    const known = this.#words[`kind_${kind}`] ?? this.#words.kind_other;
    return put(known, { kind: kind.replaceAll("_", " "), name: name || this.#words.someone });
  }

  #happening(one) {
    const node = element("li", "", this.sentence(one));
    if (!one.said.length && one.why.length) {
      node.append(element("span", "unsaid", put(this.#words.unsaid, { why: one.why.join("; ") })));
    }
    node.append(element("span", "mark", this.title(one.address)));
    return node;
  }

  // The same buttons stay, so that whoever is on one with the keyboard stays there too.
  #showGoals(presets) {
    this.#goal("hour", this.#words.hour, "").onclick = () => this.#on.move({ by: "1h" });
    for (const { name, at: iso } of presets) {
      const moment = new Date(iso);
      const later = name === "evening" && !this.#times.isToday(moment) ? "_later" : "";
      const label = put(this.#words[`${name}${later}`], { time: this.#times.time(moment) });
      this.#goal(name, label, this.#times.short(moment)).onclick = () => this.#on.move({ to: iso });
    }
  }

  #goal(name, label, title) {
    if (!this.#goals.has(name)) {
      this.#goals.set(name, document.createElement("button"));
      this.#goals.get(name).type = "button";
      at("presets").append(this.#goals.get(name));
    }
    return Object.assign(this.#goals.get(name), { textContent: label, title });
  }

  #listPlaces(places) {
    const rows = places.map(({ address }) => {
      const row = element("label", "place");
      const radio = document.createElement("input");
      Object.assign(radio, { type: "radio", name: "place", value: address });
      radio.addEventListener("change", () => this.#on.become({ address }));
      row.append(radio, element("span", "", this.title(address)));
      return row;
    });
    at("places").replaceChildren(...rows);
  }

  #listLanguages() {
    const names = new Intl.DisplayNames(document.documentElement.lang, { type: "language" });
    const own = document.body.dataset.languages.split(" ");
    const options = [...new Set([...own, ...languages])].map((code) => new Option(names.of(code), code));
    at("who-language").replaceChildren(new Option(this.#words.language_automatic, ""), ...options);
  }

  #talk(person, current) {
    const row = element("li", "");
    const button = document.createElement("button");
    button.type = "button";
    button.addEventListener("click", () => this.#on.choose(person));
    button.append(element("span", "customer", person.name || this.#words.unnamed));
    if (person.unread) button.append(element("span", "unread", this.#words.talk_unread));
    button.append(element("span", "mark", this.title(person.address)));
    if (current) button.setAttribute("aria-current", "true");
    row.append(button);
    return row;
  }

  #tick() {
    const now = this.#clock.now();
    at("clock-time").textContent = this.#times.exact(now);
    at("clock-day").textContent = this.#times.day(now);
    at("clock-short").textContent = this.#times.brief(now);
    const changes = this.#state?.changes_at;
    if (changes && now >= new Date(changes)) {
      this.#state = { ...this.#state, changes_at: null };
      this.#on.refresh();
    }
  }

  #drawer() {
    at("panel-open").addEventListener("click", () => this.#open(at("panel-open").getAttribute("aria-expanded") !== "true"));
    at("panel-close").addEventListener("click", () => this.#open(false));
    at("veil").addEventListener("click", () => this.#open(false));
    at("panel").addEventListener("keydown", (event) => event.key === "Escape" && this.#open(false));
  }

  #open(yes) {
    const was = document.body.classList.contains("panel-open");
    document.body.classList.toggle("panel-open", yes);
    at("panel-open").setAttribute("aria-expanded", String(yes));
    at("veil").hidden = !yes;
    for (const behind of document.querySelectorAll("main, footer")) behind.inert = yes;
    if (yes) at("panel-close").focus();
    else if (was) at("panel-open").focus();
  }
}

// What all can read is a post where the account speaks in public, and a group where it is at home in private.
function kindOf(place) {
  return place.surface === "public" && !place.audience ? "group" : place.surface;
}
