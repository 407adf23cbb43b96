// Words.

const CHANNELS = { widget: "Website", telegram: "Telegram", email: "E-mail", slack: "Slack", slack_dm: "Slack, direct message" };
const REASONS = {
  asked: "Asked for a person",
  bot_failed: "The assistant could not answer",
  misunderstood: "Not understood twice",
  complaint: "Complaint",
  needs_colleague: "Only a colleague can do it",
  order_late: "The order is late",
  wrong_value: "A value was wrong several times",
  cannot_answer: "The shop's data has no answer",
  answer_disputed: "Says that the answer is wrong",
  item_problem: "Something is wrong with an article",
  return_window_closed: "The return is past its time limit",
  return_excluded: "The rules exclude the article from returns",
  returned: "A mail came back",
  erasure: "Wants their data erased",
  shop_unavailable: "The shop's system did not answer",
};
const ENDS = {
  lapsed: () => "Closed after a long silence",
  returned: (agent) => `${agent} handed back to the assistant`,
  resolved: (agent) => `${agent} closed the conversation`,
  withdrawn: () => "The customer went back to the assistant",
  expired: () => "Nobody took the hand-off in time",
  answered: () => "The call-back was dealt with",
};
const VERDICTS = { solved: "Solved", unsolved: "Not solved", no_case: "No case" };
const ALARMING = ["refused", "in_doubt", "file_refused", "alert", "escalated", "erasure", "returned"];
// Most events bring their own sentence.
const EVENTS = {
  call_back_answered: ({ name }) => `${name} marked the call-back as answered`,
  snoozed: ({ text, until }) => (until ? `${text.replace(/ for now\.$/, "")} until ${clock(until)}` : text),
};
const happened = (line) => EVENTS[line.event]?.(line) ?? (line.text || sentence(line.event));
/** Where a customer of a call-back can be reached: an e-mail address, or a channel and the address there. */
const byMail = (contact) => contact?.includes("@") && !contact.includes(" ");
const reached = (contact) => {
  const [name, ...address] = contact.split(" ");
  return byMail(contact) ? contact : `${channel(name)} ${address.join(" ")}`;
};
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
