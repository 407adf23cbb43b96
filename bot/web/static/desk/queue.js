// The queue.

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
    row.customer && make("bdi", { class: "customer-name" }, row.customer),
    make("span", { class: "item-low" }, `${channel(row.channel)} · ${language(row.language)} · no. ${row.id}`));
}

const subject = (row) => sentence(row.handoff.topic) || REASONS[row.handoff.reason] || sentence(row.handoff.reason);

const waitingItem = (row) => [
  make("span", { class: "subject" }, make("span", { class: "place", title: "Place in the queue" }, `${row.place}.`), " ", subject(row)),
  row.handoff.summary,
  asideUntil(row.handoff) ? make("span", { class: "holder" }, `until ${clock(row.handoff.snoozed_until)}`) : since(row.handoff.asked_at),
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
  row.handoff.contact && reached(row.handoff.contact),
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

// Nothing open.

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
