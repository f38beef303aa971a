// Gives what moves although its reader asked for rest.
() => {
  const found = [];
  for (const node of document.querySelectorAll("*")) {
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(node, part);
      const long = style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0.01);
      if (style.animationName !== "none" || long) found.push(`<${node.tagName.toLowerCase()}.${node.className}${part ?? ""}>`);
    }
  }
  return found;
}
