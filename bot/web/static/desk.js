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

// ---- Making elements -------------------------------------------------------

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

// ---- Words -----------------------------------------------------------------

const CHANNELS = { widget: "Website", telegram: "Telegram" };
const REASONS = {
  asked: "Asked for a person",
  bot_failed: "The assistant could not answer",
  misunderstood: "Not understood twice",
  complaint: "Complaint",
  needs_colleague: "Only a colleague can do it",
  order_late: "The order is late",
  wrong_value: "A value was wrong several times",
  shop_unavailable: "The shop's system did not answer",
};
const ENDS = {
  returned: (agent) => `${agent} handed back to the assistant`,
  resolved: (agent) => `${agent} closed the conversation`,
  withdrawn: () => "The customer went back to the assistant",
  expired: () => "Nobody took the hand-off in time",
  answered: () => "The call-back was dealt with",
};
const EVENTS = { call_back_answered: (name) => `${name} marked the call-back as answered` };
const DECISIONS = { ask: "not sure, asked back", reject: "out of scope" };
const languages = new Intl.DisplayNames(["en"], { type: "language" });

const plain = (name) => (name ?? "").replaceAll("_", " ");
const sentence = (name) => plain(name).replace(/^./, (first) => first.toUpperCase());
const channel = (name) => CHANNELS[name] ?? sentence(name);
const percent = (share) => `${Math.round(share * 100)} %`;

function language(code) {
  try {
    return languages.of(code);
  } catch {
    return code;
  }
}

function clock(at) {
  const day = new Date(at);
  const time = day.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const today = day.toDateString() === new Date().toDateString();
  return today ? time : `${day.toLocaleDateString([], { day: "numeric", month: "short" })} ${time}`;
}

function lasting(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1440)} days`;
}

const now = () => Date.now() + state.skew;
const since = (at) => make("span", { class: "since", "data-since": at }, lasting(now() - Date.parse(at)));

function tick() {
  for (const element of document.querySelectorAll("[data-since]")) {
    const passed = now() - Date.parse(element.dataset.since);
    element.textContent = lasting(passed);
    element.dataset.long = passed > 300_000 ? "very" : passed > 120_000 ? "yes" : "no";
  }
}

// ---- Talking to the server -------------------------------------------------

class Refusal extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

/** Reads, or with a body writes. Throws Refusal for an answer of 4xx or 5xx, TypeError when none came. */
async function call(path, body) {
  const request = body === undefined ? {} : {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await fetch(BASE + path, request);
  const answer = await response.json().catch(() => ({}));
  if (response.status === 401) leave("You were signed out. Sign in again.");
  if (!response.ok) throw new Refusal(response.status, answer.error ?? `The desk answered ${response.status}.`);
  return answer;
}

let noticeTimer = 0;

function notice(text, alarming = false) {
  clearTimeout(noticeTimer);
  $("notice").textContent = alarming ? "" : text;
  $("alarm").textContent = alarming ? text : "";
  noticeTimer = setTimeout(() => notice(""), 9000);
}

const kept = (name, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(`desk.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
};
const keep = (name, value) => localStorage.setItem(`desk.${name}`, JSON.stringify(value));

// ---- Coming in and leaving -------------------------------------------------

const linkKey = () => (location.pathname === "/desk/enter" ? new URLSearchParams(location.search).get("key") : null);

async function start() {
  const key = linkKey();
  const me = await call(`/me${key ? `?key=${encodeURIComponent(key)}` : ""}`);
  if (me.agent && key) history.replaceState(null, "", "/desk");
  if (me.agent) enter(me);
  else ask(me, key);
}

function ask(me, key) {
  const byLink = Boolean(key && me.link_opens);
  const stale = key && !me.link_opens ? "This link was used before, or is older than a day. " : "";
  $("entry").hidden = false;
  $("desk").hidden = true;
  $("password-field").hidden = byLink || !me.password;
  $("entry-fields").hidden = !byLink && !me.password;
  $("entry-why").textContent = byLink ? "Tell us who you are, and you are in."
    : me.password ? `${stale}Use the desk's password.`
    : `${stale}Open the desk through the link that is printed where Shopdesk was started. Each start prints a new one.`;
  $("name").value ||= kept("name", "");
  $("name").focus();
}

$("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("entry-error").textContent = "";
  const name = $("name").value.trim();
  const proof = $("password-field").hidden ? { key: linkKey() } : { password: $("password").value };
  try {
    if (!name) throw new Refusal(422, "Please write your name.");
    await call("/sign-in", { name, ...proof });
    keep("name", name);
    $("password").value = "";
    history.replaceState(null, "", `/desk${location.hash}`);
    $("entry").hidden = true;
    await start();
  } catch (error) {
    $("entry-error").textContent = error instanceof Refusal ? error.message : "The desk cannot be reached. Is it running?";
    (name ? $("password") : $("name")).focus();
  }
});

function enter(me) {
  state.me = me;
  $("entry").hidden = true;
  $("desk").hidden = false;
  $("who").textContent = me.agent.name;
  $("who-mark").textContent = [...me.agent.name][0].toUpperCase();
  follow();
  fromAddress();
}

function leave(why) {
  if (!state.me) return;
  const password = state.me.password;
  state.me = null;
  line.stop();
  document.title = "Shopdesk desk";
  ask({ password, link_opens: false }, null);
  $("entry-error").textContent = why;
}

$("sign-out").addEventListener("click", async () => {
  await call("/sign-out", {}).catch(() => undefined);
  keep("recent", []);
  location.assign("/desk");
});

// ---- Reading again ---------------------------------------------------------

const reading = { running: false, again: false };

async function refresh() {
  reading.again = true;
  if (reading.running) return;
  reading.running = true;
  try {
    while (reading.again && state.me) {
      reading.again = false;
      await readQueue();
      if (state.open) await readOpen();
    }
  } catch (error) {
    if (error instanceof Refusal && error.status !== 401) notice(error.message, true);
  } finally {
    reading.running = false;
  }
}

async function readQueue() {
  const queue = await call("/queue");
  state.skew = Date.parse(queue.now) - Date.now();
  const ids = queue.waiting.map(({ id }) => id);
  const fresh = state.waiting ? ids.filter((id) => !state.waiting.includes(id)) : [];
  state.waiting = ids;
  state.queue = queue;
  if (fresh.length) notice(fresh.length === 1 ? "A customer is waiting." : `${fresh.length} new customers are waiting.`);
  showQueue();
}

async function readOpen() {
  const open = state.open;
  let answer;
  do {
    answer = await call(`/conversations/${open.id}?after=${open.cursor}`);
    if (state.open !== open) return; // another one was opened meanwhile
    if (open.cursor === 0) open.others = answer.others;
    Object.assign(open, { conversation: answer.conversation, can: answer.can, handoffs: answer.handoffs });
    showLines(answer.lines);
    open.cursor = answer.lines.at(-1)?.seq ?? open.cursor;
  } while (answer.more);
  showOpen();
}

// ---- The queue -------------------------------------------------------------

function showQueue() {
  const focused = document.activeElement?.closest?.("#queue a")?.hash;
  const { waiting, mine, others, callbacks } = state.queue;
  const queued = new Set([...waiting, ...mine, ...others, ...callbacks].map(({ id }) => id));
  const recent = kept("recent", []).filter(({ id }) => !queued.has(id));
  $("queue").replaceChildren(
    part("Waiting", waiting, waitingItem, "Nobody is waiting."),
    part("Yours", mine, mineItem, "Nothing claimed. Claim a waiting customer to answer."),
    part("With colleagues", others, othersItem),
    part("Call-backs", callbacks, callbackItem),
    part("Opened lately", recent, recentItem),
  );
  if (focused) $("queue").querySelector(`a[href="${focused}"]`)?.focus();
  showNothing();
  showTitle();
  tick();
}

function part(title, rows, item, empty) {
  if (!rows.length && !empty) return "";
  const id = `part-${title.replaceAll(" ", "-").toLowerCase()}`;
  const body = rows.length
    ? make("ul", { "aria-labelledby": id }, ...rows.map((row) => make("li", {}, entry(row, item(row)))))
    : make("p", { class: "none" }, empty);
  const count = rows.length ? make("span", { class: "count" }, String(rows.length)) : null;
  return make("section", {}, make("h2", { id }, title, " ", count), body);
}

function entry(row, [top, middle, aside]) {
  const current = state.open?.id === row.id;
  return make("a", { href: `#${row.id}`, class: "item", "aria-current": current && "true" },
    make("span", { class: "item-top" }, top, aside),
    middle && said("span", middle, { class: "item-middle" }),
    make("span", { class: "item-low" }, `${channel(row.channel)} · ${language(row.language)} · no. ${row.id}`));
}

const subject = (row) => sentence(row.handoff.topic) || REASONS[row.handoff.reason] || sentence(row.handoff.reason);

const waitingItem = (row) => [
  make("span", { class: "subject" }, make("span", { class: "place", title: "Place in the queue" }, `${row.place}.`), " ", subject(row)),
  row.handoff.summary,
  since(row.handoff.asked_at),
];
const mineItem = (row) => [
  make("span", { class: "subject" }, subject(row)),
  row.handoff.summary,
  unread(row) && make("span", { class: "unread" }, "New"),
];
const othersItem = (row) => [
  make("span", { class: "subject" }, subject(row)),
  row.handoff.summary,
  make("bdi", { class: "holder" }, row.agent ?? ""),
];
const callbackItem = (row) => [
  make("span", { class: "subject" }, subject(row)),
  row.handoff.contact,
  make("span", { class: "holder" }, clock(row.handoff.asked_at)),
];
const recentItem = (row) => [make("span", { class: "subject" }, row.subject), null, null];

const unread = (row) => {
  const seen = kept("seen", {})[row.id];
  return seen !== row.active_at && !(state.open?.id === row.id && !document.hidden);
};

function markSeen() {
  const open = state.open;
  if (!open?.conversation || document.hidden) return;
  const queued = new Set((state.queue?.mine ?? []).map(({ id }) => String(id)).concat(String(open.id)));
  const seen = Object.entries(kept("seen", {})).filter(([id]) => queued.has(id));
  keep("seen", { ...Object.fromEntries(seen), [open.id]: open.conversation.active_at });
}

document.addEventListener("visibilitychange", () => {
  markSeen();
  if (state.queue) showQueue();
});

function showTitle() {
  const count = state.queue.waiting.length + state.queue.mine.filter(unread).length;
  document.title = count ? `(${count}) Shopdesk desk` : "Shopdesk desk";
}

// ---- Nothing open ----------------------------------------------------------

function showNothing() {
  $("nothing").hidden = Boolean(state.open);
  const { waiting, mine, callbacks } = state.queue;
  const some = waiting.length + mine.length + callbacks.length > 0;
  $("nothing-title").textContent = some ? "Choose a conversation" : "Nobody needs you right now";
  const body = some
    ? [make("p", {}, "Those who wait longest stand first. ", make("kbd", {}, "Alt J"), " opens the next one.")]
    : [make("p", {}, "Customers who ask for a person appear on the left, at once."), ...firstSteps()];
  $("nothing-body").replaceChildren(...body);
}

function firstSteps() {
  if (!state.me?.shop_page) return [];
  const shop = make("a", { href: state.me.shop_page, target: "_blank", rel: "noopener" }, "shop page");
  return [make("p", {}, "To see how it goes:"), make("ol", {},
    make("li", {}, "Open the ", shop, " and its chat."),
    make("li", {}, "Ask for a person."),
    make("li", {}, "Come back here and claim the conversation."))];
}

// ---- One conversation ------------------------------------------------------

function fromAddress() {
  const id = Number(location.hash.slice(1));
  if (Number.isSafeInteger(id) && id > 0) show(id);
  else close();
}

window.addEventListener("hashchange", () => state.me && fromAddress());

function close() {
  saveDraft();
  state.open = null;
  document.body.classList.remove("reading");
  $("open").hidden = true;
  $("card").hidden = true;
  if (state.queue) showQueue();
  refresh();
}

async function show(id) {
  if (state.open?.id === id) return;
  saveDraft();
  const open = { id, cursor: 0, others: [], can: {}, handoffs: [], mode: null, conversation: null };
  state.open = open;
  $("log").replaceChildren();
  notice("");
  $("log").setAttribute("aria-live", "off"); // what was said before is read, not announced
  document.body.classList.add("reading");
  try {
    await readOpen();
    if (state.open !== open) return;
    remember(open);
    $("log").scrollTop = $("log").scrollHeight;
    $("talk").focus({ preventScroll: true });
    setTimeout(() => $("log").setAttribute("aria-live", "polite"), 500);
  } catch (error) {
    if (!(error instanceof Refusal)) return; // the line is down: the next reading shows it
    forget(id);
    notice(error.message, true);
    location.hash = "";
  }
  refresh();
}

function remember({ id, conversation, handoffs }) {
  const request = handoffs.at(-1);
  const subject = sentence(request?.topic) || REASONS[request?.reason] || "Conversation";
  const row = { id, subject, channel: conversation.channel, language: conversation.language };
  keep("recent", [row, ...kept("recent", []).filter((other) => other.id !== id)].slice(0, RECENT));
}

const forget = (id) => keep("recent", kept("recent", []).filter((other) => other.id !== id));

function whoAnswers({ conversation, can, handoffs }) {
  const asked = handoffs.at(-1)?.asked_at;
  switch (conversation.handling) {
    case "waiting": return ["Waits for a person: ", since(asked ?? conversation.active_at)];
    case "human": return can.reply ? ["You answer this customer."] : [make("bdi", {}, conversation.agent), " answers this customer."];
    case "closed": return ["Closed."];
    default: return can.answered && handoffs.at(-1)?.contact ? ["Waits for an e-mail. The assistant answers meanwhile."] : ["The assistant answers this customer."];
  }
}

function showOpen() {
  const open = state.open;
  const { conversation, can, handoffs } = open;
  $("open").hidden = false;
  $("nothing").hidden = true;
  $("open").dataset.handling = conversation.handling;
  const topic = handoffs.at(-1)?.topic ?? handoffs.at(-1)?.reason;
  $("talk-title").textContent = sentence(topic) || `Conversation ${open.id}`;
  $("talk-state").replaceChildren(...whoAnswers(open));
  for (const button of document.querySelectorAll("[data-do]")) {
    button.hidden = !can[button.dataset.do.replace("-", "_")];
  }
  for (const handoff of handoffs) showHandoff(handoff);
  showCard();
  showComposer();
  markSeen();
  showQueue();
}

// ---- The log ---------------------------------------------------------------

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];
const AUTHORS = { customer: "Customer", bot: "Assistant", shop: "Shop" };

function showLines(lines) {
  const atEnd = $("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < 80;
  for (const each of lines) {
    place(each.by === "event" ? eventElement(EVENTS[each.event]?.(each.name) ?? sentence(each.event), each.at) : lineElement(each),
      Date.parse(each.at), each.seq, `line-${each.id}`);
    if (each.understood && each.answers) showUnderstood(each.answers, each.understood);
  }
  if (atEnd) $("log").scrollTop = $("log").scrollHeight;
}

/** In order of time; lines of the same moment by their number, hand-off events before them. */
function place(element, at, seq, id) {
  if (document.getElementById(id)) return;
  Object.assign(element, { id, order: [at, seq] });
  let before = null;
  for (let other = $("log").lastElementChild; other; other = other.previousElementSibling) {
    const [otherAt, otherSeq] = other.order;
    const earlier = seq && otherSeq ? otherSeq < seq : otherAt < at || (otherAt === at && otherSeq < seq);
    if (earlier) break;
    before = other;
  }
  $("log").insertBefore(element, before);
}

function lineElement({ by, name, text, buttons, at, pressed }) {
  const own = by === "agent" && name === state.me.agent.name;
  const author = by === "note" ? [make("bdi", {}, name), ": internal note"]
    : by === "agent" ? [make("bdi", {}, name), own ? " (you)" : ""] : [AUTHORS[by] ?? sentence(by)];
  const lang = by === "note" ? null : state.open.conversation.language;
  // Our own sentences follow their language: an Urdu one may begin with a Latin name.
  const dir = ["bot", "shop"].includes(by) && RIGHT_TO_LEFT.includes(lang) ? "rtl" : "auto";
  return make("article", { class: `line ${by}` },
    make("p", { class: "line-head" }, make("span", { class: "author" }, ...author), pressed ? " pressed a button" : null, " ",
      make("time", { datetime: at }, clock(at)), by === "note" ? make("span", { class: "private" }, "Not shown to the customer") : null),
    said("p", text, { class: "text", lang, dir }),
    buttons.length ? make("ul", { class: "offered", "aria-label": "Offered buttons" },
      ...buttons.map((title) => said("li", title, { lang }))) : null);
}

const eventElement = (text, at) =>
  make("p", { class: "event" }, make("span", {}, said("span", text), " ", make("time", { datetime: at }, clock(at))));

function showHandoff(handoff) {
  const { id, asked_at, claimed_at, ended_at, agent, end, reason } = handoff;
  const event = (name, at, text) => at && place(eventElement(text, at), Date.parse(at), 0, `handoff-${id}-${name}-${at}`);
  event("asked", asked_at, `Handed to people: ${(REASONS[reason] ?? sentence(reason)).toLowerCase()}`);
  event("claimed", claimed_at, `${agent} claimed the conversation`);
  event("ended", ended_at, ENDS[end]?.(agent) ?? sentence(end));
}

function showUnderstood(messageId, { intent, confidence, ranking, entities, decision }) {
  const asked = $(`line-${messageId}`);
  if (!asked || asked.querySelector(".understood") || !intent) return;
  const bar = make("span", { class: "meter", "aria-hidden": "true" }, make("span"));
  bar.firstChild.style.inlineSize = `${100 * (confidence ?? 0)}%`;
  const summary = make("summary", {}, make("span", { class: "intent" }, plain(intent)), bar,
    make("span", { class: "sure" }, percent(confidence ?? 0)),
    DECISIONS[decision] ? make("span", { class: "decision" }, DECISIONS[decision]) : null);
  const readings = make("ol", {}, ...ranking.map((reading) =>
    make("li", {}, `${plain(reading.name)} ${percent(reading.confidence)}`)));
  const found = entities.map(({ entity, value }) =>
    make("li", {}, `${plain(entity)}: `, said("b", value)));
  asked.append(make("div", { class: "understood" },
    make("details", {}, summary, make("p", {}, "The assistant's three likeliest readings"), readings),
    found.length ? make("ul", { class: "entities", "aria-label": "Found in the message" }, ...found) : null));
}

// ---- The card --------------------------------------------------------------

function showCard() {
  const { conversation, handoffs, others, id } = state.open;
  const handoff = handoffs.at(-1);
  $("card").hidden = false;
  $("card").replaceChildren(
    handoff ? handoffSection(handoff) : "",
    make("section", {}, make("h2", {}, "Customer"), facts([
      ["Channel", channel(conversation.channel)],
      ["Language", language(conversation.language)],
      ["Known as", make("bdi", { class: "address" }, conversation.address)],
      ["Conversation", `no. ${id}, since ${clock(conversation.opened_at)}`],
    ])),
    make("section", {}, make("h2", {}, "Other conversations"), others.length
      ? make("ul", { class: "others" }, ...others.map((other) => make("li", {},
        make("a", { href: `#${other.id}` }, make("span", { class: "help" }, `no. ${other.id}, ${clock(other.at)}`), said("span", other.text)))))
      : make("p", { class: "none" }, "This is the first one.")),
  );
}

function handoffSection(handoff) {
  const slots = Object.entries(handoff.slots).map(([name, value]) =>
    [sentence(name), said("span", typeof value === "object" ? JSON.stringify(value) : value)]);
  const open = !handoff.ended_at && !handoff.claimed_at;
  const mail = handoff.contact && make("a", { href: `mailto:${encodeURIComponent(handoff.contact)}` }, handoff.contact);
  return make("section", { class: "handoff" }, make("h2", {}, "Hand-off"),
    handoff.summary ? said("p", handoff.summary, { class: "summary" }) : null,
    facts([
      ["Answer to", mail],
      ["Reason", REASONS[handoff.reason] ?? sentence(handoff.reason)],
      ["Topic", sentence(handoff.topic)],
      ["Asked", make("time", { datetime: handoff.asked_at }, clock(handoff.asked_at))],
      ["Waiting", open && since(handoff.asked_at)],
      ["Claimed", handoff.claimed_at && make("span", {}, make("bdi", {}, handoff.agent), `, ${clock(handoff.claimed_at)}`)],
    ]),
    slots.length ? make("h3", {}, "What the assistant knows") : null, slots.length ? facts(slots) : null);
}

// ---- Writing ---------------------------------------------------------------

const modes = document.querySelectorAll('input[name="mode"]');
const draftKey = () => `${state.open.id}/${state.open.mode}`;

function saveDraft() {
  if (state.open?.mode) state.drafts.set(draftKey(), $("text").value);
}

function setMode(mode) {
  const open = state.open;
  if (open.mode === mode) return;
  saveDraft();
  open.mode = mode;
  $("text").value = state.drafts.get(draftKey()) ?? "";
  $("composer").dataset.mode = mode;
  $("text").setAttribute("aria-label", mode === "reply" ? "Reply to the customer" : "Internal note");
  $("text").placeholder = mode === "reply" ? "Write to the customer" : "Write to your colleagues; the customer never sees it";
  $("send").textContent = mode === "reply" ? "Send" : "Save note";
  for (const radio of modes) radio.checked = radio.value === mode;
}

function showComposer() {
  const { conversation, can } = state.open;
  const [reply] = modes;
  const gained = reply.disabled && can.reply;
  reply.disabled = !can.reply;
  const writesNote = state.open.mode === "note" && $("text").value.trim();
  if (!can.reply) setMode("note");
  else if (!state.open.mode || (gained && !writesNote)) setMode("reply");
  $("composer-why").replaceChildren(...(can.reply ? [] : {
    waiting: ["Claim it to reply."],
    human: [make("bdi", {}, conversation.agent ?? ""), " has it: only notes can be written."],
    closed: ["It is closed: only notes can be written."],
  }[conversation.handling] ?? ["The assistant has it: only notes can be written."]));
}

for (const radio of modes) {
  radio.addEventListener("change", () => setMode(radio.value));
}

$("text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("composer").requestSubmit();
});

$("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text || state.sending) return;
  const { id, mode } = state.open;
  state.sending = { id: crypto.randomUUID(), text }; // one id however often it is sent: one message
  setSending(true);
  try {
    await sendUntilAnswered(`/conversations/${id}/${mode}`);
    state.drafts.delete(`${id}/${mode}`);
    if (state.open?.id === id && state.open.mode === mode) $("text").value = "";
    typing.stop();
  } catch (error) {
    notice(error.message, true);
  } finally {
    state.sending = null;
    setSending(false);
    refresh();
  }
});

function setSending(on) {
  $("text").readOnly = on;
  $("send").setAttribute("aria-disabled", on);
}

/** Sends again after a lost line, under the same id, until the desk answers. Throws its refusal. */
async function sendUntilAnswered(path) {
  for (;;) {
    try {
      return await call(path, state.sending);
    } catch (error) {
      if (error instanceof Refusal && error.status < 500) throw error;
      if (!state.me) throw error;
      notice("Not sent yet: the desk cannot be reached. Trying again.", true);
      await new Promise((later) => setTimeout(later, 2000));
    }
  }
}

const typing = {
  at: 0,
  timer: 0,
  key() {
    if (state.open?.mode !== "reply" || !$("text").value.trim()) return this.stop();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.stop(), 5000);
    if (Date.now() - this.at < 3000) return;
    this.at = Date.now();
    line.send({ conversation: state.open.id, typing: true });
  },
  stop() {
    clearTimeout(this.timer);
    if (this.at && state.open) line.send({ conversation: state.open.id, typing: false });
    this.at = 0;
  },
};

$("text").addEventListener("input", () => typing.key());

// ---- Commands --------------------------------------------------------------

async function command(name) {
  const open = state.open;
  if (!open?.can[name.replace("-", "_")]) return;
  if (name === "close" && !(await sure())) return;
  try {
    await call(`/conversations/${open.id}/${name}`, name === "close" ? { seen: open.cursor } : {});
    await refreshed();
    if (name === "claim") $("text").focus();
    else $("talk").focus();
  } catch (error) {
    await refreshed();
    const faster = name === "claim" && error.status === 409 ? state.open?.conversation?.agent : null;
    const text = error instanceof Refusal ? error.message : "The desk cannot be reached. Nothing was done.";
    notice(faster ? `${faster} was faster and has this conversation.` : text, true);
  }
}

async function refreshed() {
  try {
    await readQueue();
    if (state.open) await readOpen();
  } catch {
    // the line's own notice says so
  }
}

function sure() {
  const box = $("confirm");
  box.returnValue = "no";
  box.showModal();
  return new Promise((answer) => box.addEventListener("close", () => answer(box.returnValue === "yes"), { once: true }));
}

for (const button of document.querySelectorAll("[data-do]")) {
  button.addEventListener("click", () => command(button.dataset.do));
}

$("back").addEventListener("click", () => {
  location.hash = "";
});
$("help-open").addEventListener("click", () => $("help").showModal());
$("invite").addEventListener("click", async () => {
  const { path } = await call("/links", {});
  $("invite-link").replaceChildren("Good once, for a day: ", make("code", {}, location.origin + path));
});
$("help").addEventListener("close", () => $("invite-link").replaceChildren());

// ---- Keys: Alt and a letter, so that nothing fires while somebody types -----

function step(by) {
  const links = [...$("queue").querySelectorAll("a.item")];
  const at = links.findIndex((link) => link.hash === `#${state.open?.id}`);
  links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))]?.click();
}

function writeAs(mode) {
  if (!state.open || (mode === "reply" && !state.open.can.reply)) return;
  setMode(mode);
  $("text").focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  c: () => command("claim"),
  r: () => writeAs("reply"),
  n: () => writeAs("note"),
  g: () => command("hand-back"),
  x: () => command("close"),
};

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !state.me || document.querySelector("dialog[open]")) return;
  // With Alt a Mac types another sign, and an Urdu keyboard has no such letter: then the key's place counts.
  const letter = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace("Key", "").toLowerCase();
  if (!KEYS[letter]) return;
  event.preventDefault();
  KEYS[letter]();
});

// ---- The live line ---------------------------------------------------------

const line = {
  socket: null,
  tries: 0,
  watchdog: 0,
  open() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/desk/live`);
    this.socket = socket;
    socket.onopen = () => {
      this.tries = 0;
      this.tell("");
      this.heard();
      refresh();
    };
    socket.onmessage = () => {
      this.heard();
      refresh();
    };
    socket.onclose = ({ code }) => this.lost(socket, code);
  },
  heard() {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.lost(this.socket, 0), SILENCE);
  },
  lost(socket, code) {
    if (socket !== this.socket || !state.me) return;
    this.stop();
    if (code === 4401) return leave("You were signed out. Sign in again.");
    this.tell("Connection lost. Trying again…");
    this.tries += 1;
    setTimeout(() => state.me && !this.socket && this.open(), Math.min(10_000, 500 * 2 ** this.tries) * (0.5 + Math.random() / 2));
  },
  stop() {
    clearTimeout(this.watchdog);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  },
  send(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  },
  tell(text) {
    $("line-state").textContent = text;
    document.body.classList.toggle("lost", Boolean(text));
  },
};

function follow() {
  line.stop();
  line.open();
}

setInterval(tick, 1000);
start().catch((error) => {
  $("entry").hidden = false;
  $("entry-fields").hidden = true;
  $("entry-error").textContent = error instanceof Refusal ? error.message : "The desk cannot be reached. Is it running?";
});
