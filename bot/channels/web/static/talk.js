// One conversation: what the server holds is shown, what is written is sent, a lost connection is survived.
import { Outbox } from "./outbox.js";
import { Stream } from "./stream.js";
import { secret } from "./memory.js";

export class Talk {
  #outbox;
  #stream;
  #author;

  // `box` names where unsent messages are kept, `author` gives what goes with each of them.
  constructor({ base, box, view, author }) {
    this.#author = author;
    this.#outbox = new Outbox(base, box, {
      changed: (letters) => view.showLetters(letters.filter((letter) => !letter.shown)),
      stored: async () => {
        await this.#stream.catchUp();
        view.awaitAnswer();
      },
    });
    this.#stream = new Stream(base, {
      line: (line) => {
        if (line.from === "customer") this.#outbox.arrived(line.text);
        view.showLine(line);
      },
      typing: () => view.showTyping(),
      state: (online) => {
        view.showConnection(online);
        this.#outbox.online(online);
      },
    });
  }

  start() {
    this.#outbox.start();
    this.#stream.start();
  }

  stop() {
    this.#outbox.stop();
    this.#stream.stop();
  }

  say(text) {
    const wanted = text.trim();
    if (!wanted) return false;
    this.#outbox.add({ id: secret(), text: wanted, author: this.#author() });
    return true;
  }

  again(id) {
    this.#outbox.again(id);
  }

  discard(id) {
    this.#outbox.discard(id);
  }

  // Between `hold` and `release` nothing new is shown; both can be trusted to keep the order.
  hold() {
    this.#stream.hold();
  }

  async release() {
    await this.#stream.catchUp();
    this.#stream.release();
  }
}
