// Colours come from the page's style, so that light, dark and print look like the rest.

function look() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: of("ink"), soft: of("soft"), line: of("line"), paper: of("paper"),
    first: of("first"), second: of("second"), third: of("third"), pale: of("pale"),
  };
}

const CONFIG = { displayModeBar: false, responsive: true, doubleClick: false };
const SHARE = { tickformat: ".0%", rangemode: "tozero", fixedrange: true };

function layout(colours, height, more) {
  const axes = {};
  for (const [name, axis] of Object.entries(more)) {
    if (!/^[xy]axis/.test(name)) continue;
    axes[name] = {
      gridcolor: colours.line, zerolinecolor: colours.line, linecolor: colours.line, fixedrange: true,
      automargin: true, ...axis,
    };
  }
  return {
    height,
    margin: { l: 8, r: 12, t: 8, b: 28, pad: 4 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: "system-ui, Segoe UI, Roboto, Noto Sans, sans-serif", size: 12, color: colours.soft },
    hoverlabel: { bgcolor: colours.paper, bordercolor: colours.line, font: { color: colours.ink } },
    legend: { orientation: "h", traceorder: "normal", x: 0, y: 1, yanchor: "bottom", font: { color: colours.ink } },
    dragmode: false,
    ...more,
    ...axes,
  };
}

// Rows of a bar chart stand as in the table: the first on top.
const DOWNWARDS = { autorange: "reversed", ticks: "", showgrid: false };
const ROW = 24;
