// The demo shop page: its words in each language, its prices, and the doors to the chat.
window.shopdesk ||= (...command) => (window.shopdesk.q ||= []).push(command);

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];
const PAGE = {
  en: { own: "English" },
  nb: {
    own: "Norsk",
    skip: "Hopp til varene", shop: "Butikk", shoes: "Sko", clothing: "Klær", electronics: "Elektronikk", home: "Hjem", language: "Språk",
    headline: "Laget for veien dit", look: "Se varene", help: "Spør oss om hva som helst",
    lead: "Sko, klær og ting til hjemmet som er laget for å brukes i årevis, og en butikk som svarer når du spør.",
    chosen: "Valgt ut for sesongen", k_running: "Løpesko", k_boots: "Fjellstøvler", k_sweaters: "Gensere", k_rain: "Regnjakker",
    k_headphones: "Hodetelefoner", k_kettles: "Vannkokere", k_mugs: "Krus", k_lanterns: "Lykter",
    ask_title: "Noe du lurer på, før du kjøper eller lenge etterpå?", ask_button: "Åpne chatten",
    ask_text: "Hvor bestillingen er, hvordan du sender noe tilbake, når en butikk åpner: spør i chatten. Vil du heller snakke med et menneske, er det bare å si fra.",
    footer: "Varde er en oppdiktet butikk, laget for å prøve chatten i.", title: "Varde – ting som varer",
  },
  fi: {
    own: "Suomi",
    skip: "Siirry tuotteisiin", shop: "Kauppa", shoes: "Kengät", clothing: "Vaatteet", electronics: "Elektroniikka", home: "Koti", language: "Kieli",
    headline: "Tehty matkaa varten", look: "Katso tuotteet", help: "Kysy meiltä mitä vain",
    lead: "Kenkiä, vaatteita ja kodin tavaroita, jotka kestävät käytössä vuosia – ja kauppa, joka vastaa kun kysyt.",
    chosen: "Valittu tähän kauteen", k_running: "Juoksukengät", k_boots: "Vaelluskengät", k_sweaters: "Villapaidat", k_rain: "Sadetakit",
    k_headphones: "Kuulokkeet", k_kettles: "Vedenkeittimet", k_mugs: "Mukit", k_lanterns: "Lyhdyt",
    ask_title: "Kysyttävää ennen ostosta tai kauan sen jälkeen?", ask_button: "Avaa chat",
    ask_text: "Missä tilauksesi on, miten palautat tuotteen, milloin myymälä aukeaa: kysy chatissa. Jos haluat mieluummin jutella ihmisen kanssa, sano vain.",
    footer: "Varde on keksitty kauppa, jossa chatia voi kokeilla.", title: "Varde – tavaraa, joka kestää",
  },
  it: {
    own: "Italiano",
    skip: "Vai ai prodotti", shop: "Negozio", shoes: "Scarpe", clothing: "Abbigliamento", electronics: "Elettronica", home: "Casa", language: "Lingua",
    headline: "Fatti per il cammino", look: "Guarda i prodotti", help: "Chiedici qualsiasi cosa",
    lead: "Scarpe, vestiti e oggetti per la casa fatti per durare anni, e un negozio che risponde quando chiedi.",
    chosen: "Scelti per questa stagione", k_running: "Scarpe da corsa", k_boots: "Scarponi da trekking", k_sweaters: "Maglioni", k_rain: "Giacche impermeabili",
    k_headphones: "Cuffie", k_kettles: "Bollitori", k_mugs: "Tazze", k_lanterns: "Lanterne",
    ask_title: "Una domanda prima dell’acquisto, o molto dopo?", ask_button: "Apri la chat",
    ask_text: "Dov’è il tuo ordine, come restituire un articolo, quando apre un negozio: chiedi nella chat. Se preferisci parlare con una persona, basta dirlo.",
    footer: "Varde è un negozio inventato, qui per provare la chat.", title: "Varde – cose che durano",
  },
  ur: {
    own: "اردو",
    skip: "مصنوعات پر جائیں", shop: "دکان", shoes: "جوتے", clothing: "کپڑے", electronics: "الیکٹرانکس", home: "گھر", language: "زبان",
    headline: "راستے کے ساتھی", look: "مصنوعات دیکھیں", help: "ہم سے کچھ بھی پوچھیں",
    lead: "جوتے، کپڑے اور گھر کی چیزیں جو برسوں ساتھ دیں، اور ایک دکان جو پوچھنے پر جواب دیتی ہے۔",
    chosen: "اس موسم کا انتخاب", k_running: "دوڑنے کے جوتے", k_boots: "پہاڑی جوتے", k_sweaters: "سویٹر", k_rain: "برساتی جیکٹیں",
    k_headphones: "ہیڈفون", k_kettles: "کیتلیاں", k_mugs: "مگ", k_lanterns: "لالٹینیں",
    ask_title: "خریدنے سے پہلے یا بعد میں کوئی سوال؟", ask_button: "چیٹ کھولیں",
    ask_text: "آپ کا آرڈر کہاں ہے، چیز کیسے واپس کریں، دکان کب کھلتی ہے: چیٹ میں پوچھیں۔ اگر آپ کسی شخص سے بات کرنا چاہیں تو بس بتا دیں۔",
    footer: "واردے ایک فرضی دکان ہے، تاکہ چیٹ آزمائی جا سکے۔", title: "Varde – دیرپا چیزیں",
  },
};

for (const element of document.querySelectorAll("[data-say]")) PAGE.en[element.dataset.say] = element.textContent;
Object.assign(PAGE.en, { shop: "Shop", title: document.title });

const choose = (language) => {
  const words = PAGE[language] || PAGE.en;
  document.documentElement.lang = language;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
  document.title = words.title;
  document.querySelector("[data-label]").setAttribute("aria-label", words.shop);
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = words[element.dataset.say];
  const money = new Intl.NumberFormat(language, { style: "currency", currency: "EUR", maximumFractionDigits: 0 });
  for (const element of document.querySelectorAll("[data-price]")) element.textContent = money.format(element.dataset.price);
  window.shopdesk("setLocale", language);
};

const picker = document.getElementById("language");
picker.append(...Object.entries(PAGE).map(([code, { own }]) => Object.assign(new Option(own, code), { lang: code })));
const asked = new URLSearchParams(location.search).get("lang");
picker.value = asked in PAGE ? asked : "en";
choose(picker.value);
picker.addEventListener("change", () => {
  choose(picker.value);
  history.replaceState(null, "", picker.value === "en" ? location.pathname : `?lang=${picker.value}`);
});
for (const door of document.querySelectorAll("[data-chat]")) door.addEventListener("click", () => window.shopdesk("open"));
