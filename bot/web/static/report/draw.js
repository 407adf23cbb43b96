// Drawn once the page is read, and anew when its colours change: another scheme, or paper.

function draw(chart) {
  const { data, layout: shape } = CHARTS[chart.dataset.chart](tableOf(chart.dataset.figure), look(), chart.clientWidth);
  chart.style.height = `${shape.height}px`; // whatever Plotly does with it in between, what follows stays below
  Plotly.react(chart, data, shape, CONFIG);
}

function drawAll() {
  if (!window.Plotly) return; // the tables say it all
  document.querySelectorAll("[data-chart]").forEach(draw);
}

function onPaper(printing) {
  document.documentElement.classList.toggle("paper", printing);
  drawAll();
}

function fetchPlotly() {
  const script = document.createElement("script");
  script.src = "/report/plotly.js";
  script.addEventListener("load", drawAll);
  document.head.append(script);
}

requestAnimationFrame(() => setTimeout(fetchPlotly)); // the page is painted first: its tables are read meanwhile
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
addEventListener("beforeprint", () => onPaper(true));
addEventListener("afterprint", () => onPaper(false));
