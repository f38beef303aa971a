// Follows the focus: what was reached, and whether one can see where one is. Run once a page, then read.
() => {
  const told = (node) => {
    const text = (node.getAttribute("aria-label") ?? node.innerText ?? "").trim().slice(0, 40);
    return `<${node.tagName.toLowerCase()}${node.id ? `#${node.id}` : ""}${node.name ? ` name=${node.name}` : ""}> ${text}`;
  };
  const looks = (node) => {
    const style = getComputedStyle(node);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.borderBottomWidth, style.backgroundColor].join();
  };
  const around = (node) => [node, node.parentElement, node.parentElement?.parentElement].filter(Boolean);
  const seen = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && node.getClientRects().length > 0;
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
    (node) => !node.disabled && node.tabIndex >= 0 && node.type !== "hidden" && seen(node),
  );
  const groups = new Map(); // of radio buttons the keyboard stops at one
  const wanted = new Set();
  for (const node of stops) {
    if (node.type !== "radio") wanted.add(node);
    else if (node.checked || !groups.has(node.form?.id + node.name)) groups.set(node.form?.id + node.name, node);
  }
  const plain = new Map(stops.map((node) => [node, around(node).map(looks)]));
  const walked = { reached: new Set(), unseen: [], hidden: [] };
  document.addEventListener("focusin", ({ target }) => {
    if (walked.reached.has(target)) return;
    walked.reached.add(target);
    const before = plain.get(target);
    if (before && around(target).map(looks).join() === before.join()) walked.unseen.push(told(target));
    const box = target.getBoundingClientRect();
    if (box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth) walked.hidden.push(told(target));
  });
  window.walked = () => ({
    missed: [...[...wanted], ...groups.values()].filter((node) => node.isConnected && seen(node) && !walked.reached.has(node)).map(told),
    unseen: walked.unseen,
    hidden: walked.hidden,
  });
  const parts = document.querySelectorAll("input[type^=date], input[type=time]").length; // the tab key stops at each part of a date
  return stops.length + 8 * parts;
}
