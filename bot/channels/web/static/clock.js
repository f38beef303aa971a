// The server's time: the page names its days by it, whatever the browser's own clock says.
export class Clock {
  #ahead = 0;

  constructor(iso) {
    this.set(iso);
  }

  set(iso) {
    this.#ahead = new Date(iso) - Date.now();
  }

  now() {
    return new Date(Date.now() + this.#ahead);
  }
}

// Calendar days in a time zone (the browser's own where none is named), as "2026-12-05".
export class Days {
  #format;

  constructor(zone) {
    this.#format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  }

  of(moment) {
    return this.#format.format(moment);
  }

  before(day) {
    const noon = new Date(`${day}T12:00:00Z`);
    noon.setUTCDate(noon.getUTCDate() - 1);
    return noon.toISOString().slice(0, 10);
  }
}

// How times are written: the browser's own way within the page's language.
export function locale() {
  const { lang } = document.documentElement;
  return navigator.languages.find((wanted) => wanted.split("-")[0] === lang) ?? lang;
}
