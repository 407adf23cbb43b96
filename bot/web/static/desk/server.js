// Talking to the server.

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
