// The messages of the conversation as they come: an event stream that is opened again whenever it breaks.
const slowest = 15000;
const patience = 1500; // a shorter break is not worth a word

export class Stream {
  #base;
  #on;
  #last = 0;
  #source = null;
  #pause = 1000;
  #timer = 0;
  #alarm = 0;
  #held = null;
  #life = new AbortController();

  constructor(base, on) {
    this.#base = base;
    this.#on = on;
  }

  start() {
    const { signal } = this.#life;
    addEventListener("online", () => this.#open(), { signal });
    addEventListener("offline", () => this.#on.state(false), { signal });
    addEventListener("pagehide", () => this.#source?.close(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.#open(), { signal });
    this.#open();
  }

  stop() {
    this.#life.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#alarm);
    this.#source?.close();
    this.#source = null;
  }

  hold() {
    this.#held ??= [];
  }

  release() {
    const held = this.#held ?? [];
    this.#held = null;
    for (const line of held) this.#take(line);
  }

  // Reads what is new at once; whoever just sent something sees it even if the stream is down.
  async catchUp() {
    try {
      const answer = await fetch(`${this.#base}/messages?after=${this.#last}`, { signal: AbortSignal.timeout(10000) });
      if (answer.ok) for (const line of (await answer.json()).messages) this.#take(line);
    } catch {
      // The stream will bring it when it is back.
    }
  }

  #open() {
    if (this.#life.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource(`${this.#base}/events?after=${this.#last}`);
    this.#source = source;
    source.onopen = () => this.#well();
    source.onerror = () => this.#broken(source);
    source.addEventListener("message", (event) => this.#take(JSON.parse(event.data)));
    source.addEventListener("typing", () => this.#on.typing());
  }

  #take(line) {
    if (this.#life.signal.aborted || line.n <= this.#last) return;
    if (this.#held) {
      this.#held.push(line);
      return;
    }
    this.#last = line.n;
    this.#on.line(line);
  }

  #well() {
    clearTimeout(this.#alarm);
    this.#alarm = 0;
    this.#pause = 1000;
    this.#on.state(true);
  }

  #broken(source) {
    if (source !== this.#source) return;
    this.#alarm ||= setTimeout(() => this.#on.state(false), patience);
    source.close();
    this.#timer = setTimeout(() => this.#open(), this.#pause);
    this.#pause = Math.min(slowest, this.#pause * 2);
  }
}
