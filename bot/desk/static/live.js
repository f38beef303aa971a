// Hears what changes, by the worker that all pages share, or by a stream of its own where there is none.
// `heard` is called with {state: "on" or "off"} and {changed: {conversations, more}}.
export function listen(heard) {
  if (typeof SharedWorker === "function") shared(heard);
  else own(heard);
}

function shared(heard) {
  const { port } = new SharedWorker("/static/live-worker.js", { name: "sportello" });
  port.onmessage = ({ data }) => heard(data);
  addEventListener("pagehide", () => port.postMessage("bye"), { once: true });
  addEventListener("pageshow", (event) => event.persisted && shared(heard), { once: true });
}

function own(heard) {
  const source = new EventSource("/desk/events");
  source.addEventListener("changed", (event) => heard({ changed: JSON.parse(event.data) }));
  source.onopen = () => heard({ state: "on" });
  source.onerror = () => {
    heard({ state: "off" });
    if (source.readyState === EventSource.CLOSED) setTimeout(own, 5000, heard);
  };
  addEventListener("pagehide", () => source.close(), { once: true });
}
