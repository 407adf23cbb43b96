// Reading again.

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
