// The chat page: one customer, one conversation, remembered by this browser.
import { Clock } from "./clock.js";
import { Talk } from "./talk.js";
import { View } from "./view.js";
import { keep, recall, secret } from "./memory.js";

const words = JSON.parse(document.body.dataset.words);
const customer = recall("customer") ?? keep("customer", secret());
const view = new View(words, new Clock(document.body.dataset.now), {
  again: (id) => talk.again(id),
  discard: (id) => talk.discard(id),
  choose: (label) => talk.say(label),
});
const talk = new Talk({
  base: `/api/chat/${customer}`,
  box: "outbox",
  view,
  author: () => ({ name: view.name(), language: navigator.language || null }),
});

view.start((text) => talk.say(text), { name: recall("name") ?? "", changed: (name) => keep("name", name) });
talk.start();
