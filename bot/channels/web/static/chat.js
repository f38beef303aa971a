// The chat page: shows what the server holds, sends what the customer writes, and survives a lost connection.
import { Outbox } from "./outbox.js";
import { Stream } from "./stream.js";
import { View } from "./view.js";
import { keep, recall, secret } from "./memory.js";

const words = JSON.parse(document.body.dataset.words);
const customer = recall("customer") ?? keep("customer", secret());
const base = `/api/chat/${customer}`;
const view = new View(words, { again: (id) => outbox.again(id), discard: (id) => outbox.discard(id), choose: say });
const outbox = new Outbox(base, {
  changed: (letters) => view.showLetters(letters.filter((letter) => !letter.shown)),
  stored: async () => {
    await stream.catchUp();
    view.awaitAnswer();
  },
});
const stream = new Stream(base, {
  line: (line) => {
    if (line.from === "customer") outbox.arrived(line.text);
    view.showLine(line);
  },
  typing: () => view.showTyping(),
  state: (online) => {
    view.showConnection(online);
    outbox.online(online);
  },
});

function say(text) {
  const wanted = text.trim();
  if (!wanted) return false;
  outbox.add({ id: secret(), text: wanted, name: view.name(), language: navigator.language || null, at: Date.now() });
  return true;
}

view.start(say, recall("name") ?? "", (name) => keep("name", name));
outbox.start();
stream.start();
