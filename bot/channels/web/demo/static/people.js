// Who writes: one conversation for each channel and name; a browser keeps them for as long as the program runs.
import { forget, keep, recall, secret } from "/chat/static/memory.js";

const memory = "demo";

export class People {
  #run;
  #all = [];
  #current = null;

  constructor(run, address) {
    this.#run = run;
    const kept = read();
    if (kept?.run === run) {
      this.#all = kept.all;
      this.#current = this.#all.find((person) => person.key === kept.current);
    } else {
      for (const person of kept?.all ?? []) forget(box(person));
    }
    this.#current ??= this.#begun({ address, name: "", language: "", followers: "" });
  }

  get current() {
    return this.#current;
  }

  // Those who have written, and whoever is about to.
  get all() {
    return this.#all.filter((person) => person.used || person === this.#current);
  }

  // Another channel or another name is another customer, once this one has written.
  become(change) {
    const anew = ["address", "name"].some((field) => field in change && change[field] !== this.#current[field]);
    if (anew && this.#current.used) this.#current = this.#begun({ ...this.#current, ...change });
    else Object.assign(this.#current, change);
    this.#keep();
  }

  begin() {
    if (this.#current.used) this.#current = this.#begun(this.#current);
    this.#keep();
  }

  choose(person) {
    this.#current = person;
    person.unread = false;
    this.#keep();
  }

  wrote() {
    this.#current.used = true;
    this.#keep();
  }

  find(key) {
    return this.#all.find((person) => person.key === key);
  }

  heard(key) {
    const person = this.find(key);
    if (person && person !== this.#current) person.unread = true;
    this.#keep();
  }

  #begun({ address, name, language, followers }) {
    const person = { key: secret(), address, name, language, followers, used: false, unread: false };
    this.#all = [...this.#all.filter((one) => one.used), person];
    return person;
  }

  #keep() {
    keep(memory, JSON.stringify({ run: this.#run, all: this.#all, current: this.#current.key }));
  }
}

export function box(person) {
  return `outbox.${person.key}`;
}

function read() {
  try {
    return JSON.parse(recall(memory));
  } catch {
    return null;
  }
}
