// The card.

function showCard() {
  const { conversation, handoffs, others, id } = state.open;
  const handoff = handoffs.at(-1);
  $("card").hidden = false;
  $("card").replaceChildren(
    handoff ? handoffSection(handoff) : "",
    make("section", {}, make("h2", {}, "Customer"), facts([
      ["Name", conversation.customer && make("bdi", {}, conversation.customer)],
      ["Blocked us", conversation.blocked_at && make("strong", { class: "bad" }, `since ${clock(conversation.blocked_at)}: nothing reaches them`)],
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
    [sentence(name), said("span", readable(value))]);
  const open = !handoff.ended_at && !handoff.claimed_at;
  const { contact, resolution } = handoff;
  const mail = byMail(contact) ? make("a", { href: `mailto:${encodeURIComponent(contact)}` }, contact) : contact && make("bdi", {}, reached(contact));
  return make("section", { class: "handoff" }, make("h2", {}, "Hand-off"),
    handoff.summary ? said("p", handoff.summary, { class: "summary" }) : null,
    facts([
      ["Answer to", mail],
      ["Reason", REASONS[handoff.reason] ?? sentence(handoff.reason)],
      ["Topic", sentence(handoff.topic)],
      ["Asked", make("time", { datetime: handoff.asked_at }, clock(handoff.asked_at))],
      ["Waiting", open && since(handoff.asked_at)],
      ["Claimed", handoff.claimed_at && make("span", {}, make("bdi", {}, handoff.agent), `, ${clock(handoff.claimed_at)}`)],
      ["Put aside", asideUntil(handoff) && `until ${clock(handoff.snoozed_until)}`],
      ["Outcome", resolution && `${VERDICTS[resolution.verdict]}: ${plain(resolution.cause)}`],
    ]),
    slots.length ? make("h3", {}, "What the assistant knows") : null, slots.length ? facts(slots) : null);
}

const asideUntil = ({ snoozed_until: until }) => until && Date.parse(until) > now();

function readable(value) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value === null || typeof value !== "object") return value;
  return Object.entries(value).map(([name, part]) => (Array.isArray(value) ? readable(part) : `${plain(name)}: ${readable(part)}`)).join(", ");
}
