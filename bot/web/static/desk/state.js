// The desk's page: reads the queue and one conversation again whenever the live socket hints at news.
// What people wrote becomes text nodes only, never markup.

const $ = (id) => document.getElementById(id);
const BASE = "/desk/api";
const RECENT = 8; // conversations opened lately, kept in this browser
const SILENCE = 45_000; // ms without a frame, then the line is taken for dead; the server speaks every 20 s

const state = {
  me: null,
  queue: null,
  open: null, // the conversation on screen: {id, cursor, conversation, can, handoffs, others}
  skew: 0, // ms that the server's clock is ahead
  waiting: null, // ids that waited at the last reading
  drafts: new Map(), // "id/mode" -> text
  sending: null,
};

// Making elements.

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child || child === 0));
  return element;
}

/** Something that a person wrote: keeps its own direction, and its language where that is known. */
const said = (tag, text, attributes = {}) => make(tag, { dir: "auto", ...attributes }, String(text));

const facts = (pairs) =>
  make("dl", { class: "facts" }, ...pairs.filter(([, value]) => value).map(([name, value]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, value))));
