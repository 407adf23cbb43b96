// Writing.

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
  const blocked = conversation.blocked_at ? ["The customer has blocked us: nothing reaches them."] : [];
  $("composer-why").replaceChildren(...(can.reply ? blocked : {
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
