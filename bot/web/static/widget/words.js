// What the widget itself says stands in words/, a file a language; other lines come from the server.
const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];
const LOCALES = { "ur-Latn": "en-PK" }; // where dates are written as in another language

const languageOf = (tag) => {
  const [first, script] = String(tag || "en").toLowerCase().split("-");
  const primary = first === "no" || first === "nn" ? "nb" : first;
  const written = Object.keys(WORDS).find((code) => code.toLowerCase() === `${primary}-${script}`);
  return written || (WORDS[primary] ? primary : "en");
};
