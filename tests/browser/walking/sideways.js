// Gives what is wider than the window, or can be scrolled sideways: on a phone neither may be.
() => {
  const told = (node) => `<${node.tagName.toLowerCase()}${node.id ? `#${node.id}` : ""}${node.classList.length ? `.${[...node.classList].join(".")}` : ""}>`;
  const clipped = (node) => {
    for (let up = node.parentElement; up && up !== document.body; up = up.parentElement) {
      if (/hidden|clip/.test(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  for (const node of document.body.querySelectorAll("*")) {
    if (!node.checkVisibility({ visibilityProperty: true }) || node.closest("svg, .unseen, .skip")) continue;
    const style = getComputedStyle(node);
    if (/auto|scroll/.test(style.overflowX) && node.scrollWidth > node.clientWidth + 1) found.push(`${told(node)} scrolls sideways`);
    if (clipped(node)) continue; // with dots, on purpose
    const box = node.getBoundingClientRect();
    if (box.width && (box.right > innerWidth + 1 || box.left < -1)) found.push(`${told(node)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)}`);
  }
  return found;
}
