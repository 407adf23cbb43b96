// The live line.

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
