// Gives what is wider than the window, or can be scrolled sideways: on a phone neither may be.
() => {
  const told = (node) => `<${node.tagName.toLowerCase()}${node.id ? `#${node.id}` : ""}${node.classList.length ? `.${[...node.classList].join(".")}` : ""}>`;
  const clipped = (node) => {
    for (let up = node.parentElement; up && up !== document.body; up = up.parentElement) {
      if (/hidden|clip/.test(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  // The columns of a table belong side by side: it may have a frame of its own, which keys can scroll.
  const besides = (node) => {
    const frame = node.closest("[role=region][tabindex='0']:is([aria-label], [aria-labelledby])");
    return frame !== null && [...frame.children].every((child) => child.matches("table")) && fits(frame.getBoundingClientRect());
  };
  const fits = (box) => box.left >= -1 && box.right <= innerWidth + 1;
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  for (const node of document.body.querySelectorAll("*")) {
    if (!node.checkVisibility({ visibilityProperty: true }) || node.closest("svg, .unseen, .skip") || besides(node)) continue;
    const style = getComputedStyle(node);
    if (/auto|scroll/.test(style.overflowX) && node.scrollWidth > node.clientWidth + 1) found.push(`${told(node)} scrolls sideways`);
    if (clipped(node)) continue; // with dots, on purpose
    const box = node.getBoundingClientRect();
    if (box.width && !fits(box)) found.push(`${told(node)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)}`);
  }
  return found;
}
