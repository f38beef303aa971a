// One stream of changes for all open pages of the desk: a browser keeps few connections to one host, and a
// seventh page with a stream of its own would hang. Runs as a shared worker.
const pages = new Set();
const patience = 5000; // milliseconds until a refused stream is tried again
let source = null;
let state = "";

function tell(message) {
  for (const page of pages) page.postMessage(message);
}

function say(now) {
  state = now;
  tell({ state });
}

function listen() {
  source = new EventSource("/desk/events");
  source.addEventListener("changed", (event) => tell({ changed: JSON.parse(event.data) }));
  source.onopen = () => say("on");
  source.onerror = () => {
    say("off");
    if (source?.readyState !== EventSource.CLOSED) return;
    source = null;
    setTimeout(() => source ?? (pages.size && listen()), patience);
  };
}

function leave(page) {
  pages.delete(page);
  if (pages.size) return;
  source?.close();
  source = null;
  state = "";
}

self.onconnect = ({ ports: [page] }) => {
  pages.add(page);
  page.onmessage = ({ data }) => data === "bye" && leave(page);
  if (state) page.postMessage({ state });
  if (!source) listen();
};
