// One conversation.

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
  const last = handoffs.at(-1);
  const asked = handoffs.at(-1)?.asked_at;
  switch (conversation.handling) {
    case "waiting": return ["Waits for a person: ", since(asked ?? conversation.active_at)];
    case "human": return can.reply ? ["You answer this customer."] : [make("bdi", {}, conversation.agent), " answers this customer."];
    case "closed": return ["Closed."];
    default:
      if (!can.answered || !last?.contact) return ["The assistant answers this customer."];
      return [`${byMail(last.contact) ? "Waits for an e-mail." : `${REASONS[last.reason] ?? "Waits for a call-back"}.`} The assistant answers meanwhile.`];
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
    button.hidden = !can[button.dataset.do.replaceAll("-", "_")];
  }
  for (const handoff of handoffs) showHandoff(handoff);
  showCard();
  showComposer();
  markSeen();
  showQueue();
}
