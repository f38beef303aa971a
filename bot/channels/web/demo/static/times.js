// The clock and the calendar in words: the brand's time, in the page's language.
import { Days, locale } from "/chat/static/clock.js";

export class Times {
  #words;
  #clock;
  #days;
  #formats;

  constructor(words, clock, zone) {
    this.#words = words;
    this.#clock = clock;
    this.#days = new Days(zone);
    const format = (options) => new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options });
    this.#formats = {
      exact: format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
      time: format({ hour: "2-digit", minute: "2-digit" }),
      day: format({ weekday: "long", day: "numeric", month: "long" }),
      short: format({ weekday: "short", day: "numeric", month: "short" }),
      weekday: format({ weekday: "short" }),
    };
  }

  exact(moment) {
    return this.#formats.exact.format(moment);
  }

  day(moment) {
    return this.#formats.day.format(moment);
  }

  time(moment) {
    return this.#formats.time.format(moment);
  }

  // "Sat 22:00": for a button.
  brief(moment) {
    return `${this.#formats.weekday.format(moment)} ${this.time(moment)}`;
  }

  // "Sun 6 Dec, 08:00".
  short(moment) {
    return `${this.#formats.short.format(moment)}, ${this.time(moment)}`;
  }

  isToday(moment) {
    return this.#days.of(moment) === this.#days.of(this.#clock.now());
  }

  hours({ open, closure, changes_at }) {
    const why = this.#words[`closure_${closure}`] ?? "";
    if (!changes_at) return open ? this.#words.open_always : put(this.#words.closed_always, { why });
    const moment = new Date(changes_at);
    const [times, sentence] = open ? ["until", this.#words.open_until] : ["opens", this.#words.closed_until];
    const which = this.#words[`${times}_${this.isToday(moment) ? "time" : "day"}`];
    return put(sentence, { why, when: put(which, { day: this.day(moment), time: this.time(moment) }) });
  }
}

// Puts values into a sentence: put("to {name}", { name: "Giulia" }).
export function put(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
