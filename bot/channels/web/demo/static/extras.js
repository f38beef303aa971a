// What the demo adds to a message of the bot's: its length on this channel, and why it was said.
import { put } from "./times.js";

const worthShowing = 0.005; // a meaning less likely than this would read "0 %"

export class Extras {
  #words;
  #whereabouts;

  // `whereabouts()` gives the conversation shown: its address, its key and its channel's title.
  constructor(words, whereabouts) {
    this.#words = words;
    this.#whereabouts = whereabouts;
  }

  dress(line, node) {
    if (line.from !== "bot") return;
    const extras = element("div", "extras");
    if (line.limit) extras.append(this.#length(line));
    extras.append(this.#why(line.n));
    node.append(extras);
  }

  async decisions(n) {
    const { address, key } = this.#whereabouts();
    const answer = await fetch(`/api/demo/why/${address}/${key}?n=${n}`, { signal: AbortSignal.timeout(10000) });
    return answer.ok ? (await answer.json()).decisions : [];
  }

  #length({ length, limit }) {
    const count = element("span", length > limit ? "length over" : "length", `${length}/${limit}`);
    const channel = this.#whereabouts().title;
    count.title = put(this.#words.length, { length, limit, channel });
    count.append(element("span", "unseen", ` ${count.title}`));
    return count;
  }

  #why(n) {
    const why = element("details", "why");
    why.append(element("summary", "", this.#words.why));
    why.addEventListener("toggle", async () => {
      if (!why.open || why.querySelector(".reasons")) return;
      const reasons = element("div", "reasons");
      why.append(reasons);
      try {
        reasons.append(...this.#reasons(await this.decisions(n)));
      } catch {
        reasons.append(element("p", "", this.#words.fault_other));
      }
      why.scrollIntoView({ block: "nearest" });
    });
    return why;
  }

  #reasons(decisions) {
    if (!decisions.length) return [element("p", "", this.#words.why_unknown)];
    return decisions.flatMap(({ rule, outcome, why, candidates }) => [
      element("p", "rule", put(this.#words.why_rule, { rule, outcome: this.#words[`outcome_${outcome}`] ?? outcome })),
      ...why.map((sentence) => element("p", "", sentence)),
      this.#candidates(candidates.filter(({ confidence }) => confidence >= worthShowing)),
    ]);
  }

  #candidates(candidates) {
    const list = element("ol", "candidates");
    for (const { intent, confidence, example, source } of candidates) {
      const item = element("li", "");
      const meter = document.createElement("meter");
      meter.value = confidence;
      meter.setAttribute("aria-label", intent);
      const share = element("b", "", `${Math.round(confidence * 100)} %`);
      item.append(meter, share, element("span", "intent", intent));
      if (example) item.append(element("span", "example", `“${example}” ${source}`));
      list.append(item);
    }
    return list;
  }
}

export function element(kind, name, text = "") {
  const node = document.createElement(kind);
  if (name) node.className = name;
  node.textContent = text;
  return node;
}
