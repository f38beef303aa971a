// The demo's page: the customer's chat, as anyone on any channel, at any time.
import { Clock } from "/chat/static/clock.js";
import { Talk } from "/chat/static/talk.js";
import { View } from "/chat/static/view.js";
import { Extras } from "./extras.js";
import { Panel } from "./panel.js";
import { box, People } from "./people.js";
import { put, Times } from "./times.js";

const { words: written, now, zone, run } = document.body.dataset;
const words = JSON.parse(written);
const clock = new Clock(now);
const times = new Times(words, clock, zone);
const panel = new Panel(words, clock, times, { move, skip, become, begin, choose, refresh });
const extras = new Extras(words, () => ({ ...people.current, title: panel.place(people.current.address)?.title }));
const view = new View(words, clock, { again: (id) => talk.again(id), discard: (id) => talk.discard(id), choose: say, dress }, zone);

let people;
let talk = null;
let last = null; // the latest message shown
let travelling = false;

function show(state) {
  clock.set(state.now);
  panel.showState(state);
  view.redate();
}

function open() {
  talk?.stop();
  view.clear();
  last = null;
  const person = people.current;
  talk = new Talk({
    base: `${panel.place(person.address).base}/${person.key}`,
    box: box(person),
    view,
    author: () => ({ name: person.name, language: person.language || null, ...audience(person) }),
  });
  panel.showPeople(people);
  talk.start();
}

function audience({ address, followers }) {
  return panel.place(address).audience && followers !== "" ? { followers: Number(followers) } : {};
}

function say(text) {
  const said = talk.say(text);
  if (said) {
    people.wrote();
    panel.showPeople(people);
  }
  return said;
}

function dress(line, node) {
  last = line;
  extras.dress(line, node);
}

function become(change) {
  const before = people.current;
  const { address } = before;
  people.become(change);
  if (people.current !== before || people.current.address !== address) open();
  else panel.showPeople(people);
}

function begin() {
  people.begin();
  enter();
}

function choose(person) {
  people.choose(person);
  enter();
}

function enter() {
  panel.close();
  open();
  document.getElementById("text").focus();
}

function move(body) {
  return travel("clock", body, (answer) => {
    const when = times.short(new Date(answer.state.now));
    panel.showHappened(answer.happened);
    if (!answer.happened.length) panel.showRemark(put(words.nothing_happened, { when }));
    if (!answer.arrived) panel.showRemark(words.stopped_early);
    return { after: put(words.clock_at, { when }) };
  });
}

function skip() {
  return travel("skip", {}, (answer) => {
    panel.showHappened(answer.happened);
    if (!answer.happened.length) panel.showRemark(words.nothing_next);
    const mine = answer.happened.filter((one) => one.customer === people.current.key);
    if (!mine.length) return {};
    return { before: { text: mine.map((one) => panel.sentence(one)).join(" · "), when: new Date(mine[0].at) } };
  });
}

// Asks for a journey; what it brought is shown after `before` and before `after`.
async function travel(path, body, told) {
  if (travelling) return;
  travelling = true;
  let fault = "";
  panel.busy(true);
  panel.showFault("");
  talk.hold();
  try {
    const answer = await ask(path, body);
    show(answer.state);
    for (const { customer } of answer.happened) people.heard(customer);
    const { before, after } = told(answer);
    if (before) view.note(before.text, before.when);
    await talk.release();
    if (after) view.note(after, clock.now());
    follow(answer.happened);
    panel.close();
  } catch (error) {
    fault = error.code ?? "other";
    await talk.release();
  } finally {
    panel.busy(false);
    travelling = false;
    panel.showFault(fault); // only now: whoever has read it may ask again at once
  }
}

async function ask(path, body) {
  const answer = await fetch(`/api/demo/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60000),
  });
  const found = await answer.json();
  if (!answer.ok) throw found.error;
  return found;
}

// What happened elsewhere alone is shown: the window goes to that conversation.
function follow(happened) {
  panel.showPeople(people);
  const touched = new Set(happened.map((one) => one.customer));
  const [key] = touched;
  const person = touched.size === 1 ? people.find(key) : null;
  if (person && person !== people.current) {
    people.choose(person);
    open();
  }
}

// A turn was taken: where the bot chose to be silent, say so, once.
async function explainSilence() {
  const line = last;
  if (line?.from !== "customer" || line.explained || travelling) return;
  const decisions = await extras.decisions(line.n);
  if (!decisions.length || line !== last || line.explained) return;
  line.explained = true;
  if (decisions.some((decision) => decision.outcome !== "silent")) return;
  view.note(put(words.silence, { why: decisions.flatMap((decision) => decision.why).join("; ") }));
}

async function refresh() {
  const answer = await fetch("/api/demo/state", { signal: AbortSignal.timeout(10000) });
  const state = await answer.json();
  show(state);
  return state;
}

async function start() {
  const { places } = await refresh();
  people = new People(run, places[0].address);
  view.start(say);
  panel.start();
  open();
  const source = new EventSource("/api/demo/events");
  source.addEventListener("state", (event) => {
    const state = JSON.parse(event.data);
    if (state.run !== run) return location.reload(); // the program was started again: nothing of this is left
    show(state);
    explainSilence();
  });
}

start();
