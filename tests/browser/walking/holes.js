// Gives what a hole in the escaping would leave behind: refused policies, handlers, elements, ways elsewhere.
() => {
  const found = [...window.policyReports];
  window.policyReports.length = 0;
  const ours = (url) => new URL(url, location.href).origin === location.origin;
  for (const node of document.querySelectorAll("*")) {
    for (const { name, value } of node.attributes) {
      if (name.startsWith("on") || name === "srcdoc") found.push(`an attribute ${name}=${value}`);
      const leads = /^(href|src|action|formaction|data)$/.test(name);
      if (leads && !value.startsWith("data:") && !ours(value)) found.push(`${name} leads to ${value}`);
    }
  }
  for (const node of document.querySelectorAll("script:not([src]), style, iframe, object, embed, base")) {
    found.push(`an element ${node.outerHTML.slice(0, 80)}`);
  }
  return found;
}
