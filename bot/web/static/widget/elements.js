// Making elements. Words from people and servers only ever become text nodes.
const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
};

const SHAPES = {
  chat: "M4 11.5C4 7.4 7.6 4 12 4s8 3.4 8 7.5-3.6 7.5-8 7.5c-1 0-2-.2-2.9-.5L5 20l1-3.6a7.2 7.2 0 0 1-2-4.9Z",
  close: "M6 6l12 12M18 6 6 18",
  down: "m6 9 6 6 6-6",
  send: "M12 19V5m-6 6 6-6 6 6",
  spark: "M12 3.5c.6 4.7 3.2 7.3 8 8-4.8.7-7.4 3.3-8 8-.6-4.7-3.2-7.3-8-8 4.8-.7 7.4-3.3 8-8Z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
  check: "m5 12.5 4.5 4.5L19 7.5",
  clock: "M12 8v4.5l3 1.5M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0Z",
  out: "M14 4h6v6m0-6-9 9M18 14v4.5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 4 18.5v-11A1.5 1.5 0 0 1 5.5 6H10",
  file: "M13 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V9Zm0 0V9h5.5",
  warn: "M12 8v5m0 3.5v.1M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0Z",
};

const icon = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "i-" + name);
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
};

const hidden = (text) => h("span", { class: "sr" }, text);

const LINK = /https?:\/\/[^\s<>"'`\u0600-\u06ff\u2066-\u2069]+/gi;

// Bare http(s) addresses become links; the punctuation of the sentence around them does not belong to them.
const linked = (text, note) => {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(/[.,;:!?)\]}»”’]+$/, "");
    parts.push(text.slice(from, match.index));
    parts.push(h("a", { href: address, target: "_blank", rel: "noopener" }, address, hidden(` (${note})`)));
    from = match.index + address.length;
  }
  return [...parts, text.slice(from)];
};
