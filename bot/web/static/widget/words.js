// What the widget itself says. Other lines come from the server, in the visitor's language.
const WORDS = {
  en: {
    title: "Customer service", open: "Open chat", close: "Close chat", chat: "Chat with customer service",
    assistant: "Assistant", shop: "Shop", you: "You", colleague: "customer service",
    bot: "Assistant · answers right away", waiting: "Waiting for a colleague", human: "You are talking with a person",
    hello: "Hi! How can we help?", about: "Ask about orders, returns, products and stores. A person can take over at any time.",
    ask: ["Where is my order?", "How do I return something?", "When are you open?"], suggestions: "Suggestions",
    placeholder: "Write a message…", send: "Send", sending: "Sending…", sent: "Delivered", failed: "Could not be sent",
    typing: "{name} is typing", offline: "You are offline. What you write is kept and sent when you are back.",
    again: "Connection lost. Trying again…", newOne: "New message", newMany: "{n} new messages", messages: "Messages",
    left: "{n} characters left", over: "{n} characters too many", window: "opens in a new tab",
    telegram: "Continue on Telegram", goTelegram: "Open Telegram (the link works for 10 minutes)", edited: "edited", withdrawn: "Message withdrawn",
  },
  nb: {
    title: "Kundeservice", open: "Åpne chat", close: "Lukk chat", chat: "Chat med kundeservice",
    assistant: "Assistent", shop: "Butikken", you: "Du", colleague: "kundeservice",
    bot: "Assistent · svarer med en gang", waiting: "Venter på en kollega", human: "Du snakker med et menneske",
    hello: "Hei! Hva kan vi hjelpe deg med?", about: "Spør om bestillinger, retur, varer og butikker. Et menneske kan ta over når som helst.",
    ask: ["Hvor er bestillingen min?", "Hvordan returnerer jeg en vare?", "Når har dere åpent?"], suggestions: "Forslag",
    placeholder: "Skriv en melding …", send: "Send", sending: "Sender …", sent: "Levert", failed: "Kunne ikke sendes",
    typing: "{name} skriver", offline: "Du er frakoblet. Det du skriver, tas vare på og sendes når du er tilbake.",
    again: "Mistet forbindelsen. Prøver igjen …", newOne: "Ny melding", newMany: "{n} nye meldinger", messages: "Meldinger",
    left: "{n} tegn igjen", over: "{n} tegn for mye", window: "åpnes i ny fane",
    telegram: "Fortsett på Telegram", goTelegram: "Åpne Telegram (lenken virker i 10 minutter)", edited: "redigert", withdrawn: "Meldingen er trukket tilbake",
  },
  fi: {
    title: "Asiakaspalvelu", open: "Avaa chat", close: "Sulje chat", chat: "Chat asiakaspalvelun kanssa",
    assistant: "Avustaja", shop: "Kauppa", you: "Sinä", colleague: "asiakaspalvelu",
    bot: "Avustaja · vastaa heti", waiting: "Odotetaan asiakaspalvelijaa", human: "Keskustelet ihmisen kanssa",
    hello: "Hei! Miten voimme auttaa?", about: "Kysy tilauksista, palautuksista, tuotteista ja myymälöistä. Ihminen voi jatkaa milloin tahansa.",
    ask: ["Missä tilaukseni on?", "Miten palautan tuotteen?", "Milloin olette auki?"], suggestions: "Ehdotuksia",
    placeholder: "Kirjoita viesti…", send: "Lähetä", sending: "Lähetetään…", sent: "Toimitettu", failed: "Lähetys ei onnistunut",
    typing: "{name} kirjoittaa", offline: "Ei verkkoyhteyttä. Viestisi säilyvät ja lähtevät, kun yhteys palaa.",
    again: "Yhteys katkesi. Yritetään uudelleen…", newOne: "Uusi viesti", newMany: "{n} uutta viestiä", messages: "Viestit",
    left: "{n} merkkiä jäljellä", over: "{n} merkkiä liikaa", window: "avautuu uuteen välilehteen",
    telegram: "Jatka Telegramissa", goTelegram: "Avaa Telegram (linkki toimii 10 minuuttia)", edited: "muokattu", withdrawn: "Viesti peruttu",
  },
  it: {
    title: "Servizio clienti", open: "Apri la chat", close: "Chiudi la chat", chat: "Chat con il servizio clienti",
    assistant: "Assistente", shop: "Negozio", you: "Tu", colleague: "servizio clienti",
    bot: "Assistente · risponde subito", waiting: "In attesa di un collega", human: "Stai parlando con una persona",
    hello: "Ciao! Come possiamo aiutarti?", about: "Chiedi di ordini, resi, prodotti e negozi. Una persona può subentrare in qualsiasi momento.",
    ask: ["Dov’è il mio ordine?", "Come faccio un reso?", "Quando siete aperti?"], suggestions: "Suggerimenti",
    placeholder: "Scrivi un messaggio…", send: "Invia", sending: "Invio in corso…", sent: "Consegnato", failed: "Invio non riuscito",
    typing: "{name} sta scrivendo", offline: "Sei offline. Quello che scrivi viene conservato e inviato appena torni in linea.",
    again: "Connessione persa. Nuovo tentativo…", newOne: "Nuovo messaggio", newMany: "{n} nuovi messaggi", messages: "Messaggi",
    left: "{n} caratteri rimasti", over: "{n} caratteri di troppo", window: "si apre in una nuova scheda",
    telegram: "Continua su Telegram", goTelegram: "Apri Telegram (il link vale 10 minuti)", edited: "modificato", withdrawn: "Messaggio ritirato",
  },
  ur: {
    title: "کسٹمر سروس", open: "چیٹ کھولیں", close: "چیٹ بند کریں", chat: "کسٹمر سروس سے چیٹ",
    assistant: "معاون", shop: "دکان", you: "آپ", colleague: "کسٹمر سروس",
    bot: "معاون · فوراً جواب دیتا ہے", waiting: "ہمارے ساتھی کا انتظار ہے", human: "آپ ایک شخص سے بات کر رہے ہیں",
    hello: "السلام علیکم! ہم آپ کی کیا مدد کریں؟", about: "آرڈر، واپسی، مصنوعات اور دکانوں کے بارے میں پوچھیں۔ کسی بھی وقت ہمارا عملہ بات سنبھال سکتا ہے۔",
    ask: ["میرا آرڈر کہاں ہے؟", "چیز کیسے واپس کروں؟", "آپ کی دکان کب کھلتی ہے؟"], suggestions: "تجاویز",
    placeholder: "پیغام لکھیں…", send: "بھیجیں", sending: "بھیجا جا رہا ہے…", sent: "پہنچ گیا", failed: "بھیجا نہیں جا سکا",
    typing: "{name} لکھ رہے ہیں", offline: "آپ آف لائن ہیں۔ آپ کا لکھا ہوا محفوظ ہے اور رابطہ بحال ہوتے ہی بھیج دیا جائے گا۔",
    again: "رابطہ منقطع ہو گیا۔ دوبارہ کوشش جاری ہے…", newOne: "نیا پیغام", newMany: "{n} نئے پیغامات", messages: "پیغامات",
    left: "{n} حروف باقی ہیں", over: "{n} حروف زیادہ ہیں", window: "نئے ٹیب میں کھلے گا",
    telegram: "ٹیلیگرام پر جاری رکھیں", goTelegram: "ٹیلیگرام کھولیں (لنک 10 منٹ تک کارآمد ہے)", edited: "ترمیم شدہ", withdrawn: "پیغام واپس لے لیا گیا",
  },
};

const languageOf = (tag) => {
  const primary = String(tag || "en").toLowerCase().split("-")[0];
  return primary === "no" || primary === "nn" ? "nb" : WORDS[primary] ? primary : "en";
};
