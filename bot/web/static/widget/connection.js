// One socket at a time, opened again after every loss, with growing and scattered pauses.
const PING = 25000, PATIENCE = 10000, LONGEST = 30000;

class Connection {
  constructor(url, hello, hear) {
    Object.assign(this, { url, hello, hear, tries: 0, wanted: false, ready: false });
    this.wake = () => this.wanted && (this.ready ? this.ping() : this.connect());
    this.away = () => this.lost();
    this.seen = () => document.visibilityState === "visible" && this.wake();
  }

  start() {
    if (this.wanted) return;
    this.wanted = true;
    addEventListener("online", this.wake);
    addEventListener("offline", this.away);
    document.addEventListener("visibilitychange", this.seen);
    this.connect();
  }

  stop() {
    this.wanted = false;
    removeEventListener("online", this.wake);
    removeEventListener("offline", this.away);
    document.removeEventListener("visibilitychange", this.seen);
    this.drop();
  }

  connect() {
    this.drop();
    const socket = (this.socket = new WebSocket(this.url));
    this.expect(PATIENCE);
    socket.onopen = () => this.send({ type: "hello", ...this.hello() });
    socket.onclose = () => this.lost();
    socket.onmessage = ({ data }) => {
      clearTimeout(this.doom);
      const frame = JSON.parse(data);
      if (frame.type === "welcome") this.welcomed();
      if (frame.type === "error" && !frame.id && frame.retry_after) this.pause = frame.retry_after * 1000;
      this.hear(frame);
    };
  }

  welcomed() {
    this.ready = true;
    this.tries = 0;
    this.beat = setInterval(() => this.ping(), PING);
  }

  send(frame) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(frame));
  }

  ping() {
    this.send({ type: "ping" });
    this.expect(PATIENCE);
  }

  // Browsers notice a dead line late or never: whoever does not answer in time is gone.
  expect(time) {
    clearTimeout(this.doom);
    this.doom = setTimeout(() => this.lost(), time);
  }

  lost() {
    this.drop();
    if (!this.wanted) return;
    const pause = this.pause || Math.min(LONGEST, 500 * 2 ** this.tries++) * (0.5 + Math.random() / 2);
    this.pause = 0;
    this.retry = setTimeout(() => this.connect(), pause);
    this.hear({ type: "lost" });
  }

  drop() {
    clearTimeout(this.retry);
    clearTimeout(this.doom);
    clearInterval(this.beat);
    this.ready = false;
    const socket = this.socket;
    if (!socket) return;
    this.socket = socket.onopen = socket.onclose = socket.onmessage = null;
    socket.close();
  }
}
