// The log.

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];
const AUTHORS = { customer: "Customer", bot: "Assistant", shop: "Shop" };

function showLines(lines) {
  const atEnd = $("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < 80;
  for (const each of lines) {
    if (each.corrects && showChange(each)) continue;
    place(each.by === "event" ? eventElement(happened(each), each.at, each.event) : lineElement(each),
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
    const earlier = seq && otherSeq ? otherSeq < seq : otherAt < at || (otherAt === at && otherSeq <= seq);
    if (earlier) break;
    before = other;
  }
  $("log").insertBefore(element, before);
}

function lineElement(each) {
  const { by, name, buttons, at, pressed, kind, forwarded, corrects, quotes } = each;
  const own = by === "agent" && name === state.me.agent.name;
  const author = by === "note" ? [make("bdi", {}, name), ": internal note"]
    : by === "agent" ? [make("bdi", {}, name), own ? " (you)" : ""] : [AUTHORS[by] ?? sentence(by)];
  const how = pressed ? " pressed a button" : kind && by === "customer" ? ` sent ${kindOf(kind)}` : null;
  return make("article", { class: `line ${by}`, "data-quotes": quotes },
    make("p", { class: "line-head" }, make("span", { class: "author" }, ...author), how, forwarded ? " (forwarded)" : null, " ",
      make("time", { datetime: at }, clock(at)), by === "note" ? make("span", { class: "private" }, "Not shown to the customer") : null,
      corrects ? make("span", { class: "changed" }, "changes an earlier line") : null),
    saidElement(each),
    buttons.length ? make("ul", { class: "offered", "aria-label": "Offered buttons" },
      ...buttons.map((title) => said("li", title, { lang: languageOf(by) }))) : null);
}

const languageOf = (by) => (by === "note" ? null : state.open.conversation.language);

function saidElement(each) {
  const lang = languageOf(each.by);
  // Our own sentences follow their language: an Urdu one may begin with a Latin name.
  const dir = ["bot", "shop"].includes(each.by) && RIGHT_TO_LEFT.includes(lang) ? "rtl" : "auto";
  const words = each.withdrawn ? make("p", { class: "text gone" }, "Taken back")
    : each.text ? said("p", each.text, { class: "text", lang, dir }) : null;
  return make("div", { class: "said" }, quotedElement(each), words, ...brought(each));
}

const eventElement = (text, at, name) =>
  make("p", { class: `event${ALARMING.includes(name) ? " alarming" : name === "praise" ? " praise" : ""}` }, make("span", {}, said("span", text), " ", make("time", { datetime: at }, clock(at))));

function showHandoff(handoff) {
  const { id, asked_at, claimed_at, ended_at, agent, end, reason } = handoff;
  const event = (name, at, text) => at && place(eventElement(text, at), Date.parse(at), 0, `handoff-${id}-${name}-${at}`);
  event("asked", asked_at, `Handed to people: ${(REASONS[reason] ?? sentence(reason)).toLowerCase()}`);
  event("claimed", claimed_at, `${agent} claimed the conversation`);
  event("ended", ended_at, ENDS[end]?.(agent) ?? sentence(end));
}

function showUnderstood(messageId, { intent, confidence, ranking, entities, decision }) {
  const asked = shown(messageId);
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
