// One function a kind of chart: the table in, Plotly's data and layout out.

const CHARTS = {
  timeline({ titles, rows }, colours, width) {
    const days = wordsOf(rows, 0);
    const hover = "%{x|%e %B %Y}<br>%{y}";
    const line = (column, colour, dash) => ({
      type: "scatter", mode: days.length * 12 > width ? "lines" : "lines+markers", x: days, y: numbers(rows, column), yaxis: "y2",
      name: titles[column], line: { color: colour, width: 2, dash }, marker: { size: 5 },
      hovertemplate: "%{x|%e %B %Y}<br>%{y:.1%}", connectgaps: false,
    });
    const bars = {
      type: "bar", x: days, y: numbers(rows, 1), name: titles[1], marker: { color: colours.pale }, hovertemplate: hover,
    };
    return {
      data: [bars, line(3, colours.first), line(4, colours.second, "dash"), line(5, colours.third, "dot")],
      layout: layout(colours, 380, {
        xaxis: { type: "date", showgrid: false, anchor: "y2" },
        yaxis: { domain: [0.62, 1], rangemode: "tozero", nticks: 4, title: { text: titles[1] } },
        yaxis2: { ...SHARE, domain: [0, 0.54], range: [0, 1.02], title: { text: "Share" } },
        bargap: 0.15,
      }),
    };
  },

  bars({ titles, rows, names }, colours) {
    const most = Math.max(...numbers(rows, 1));
    const dots = (column, colour, symbol) => ({
      type: "scatter", mode: "markers", y: names, x: numbers(rows, column), xaxis: "x2", name: titles[column],
      marker: { color: colour, size: 9, symbol }, hovertemplate: "%{y}<br>%{x:.1%}",
    });
    return {
      data: [
        {
          type: "bar", orientation: "h", y: names, x: numbers(rows, 1), name: titles[1], marker: { color: colours.pale },
          text: wordsOf(rows, 1), textposition: "outside", textfont: { color: colours.ink }, hovertemplate: "%{y}<br>%{x}",
          cliponaxis: false,
        },
        dots(3, colours.first, "circle"), dots(4, colours.second, "diamond"), dots(5, colours.third, "circle-open"),
      ],
      layout: layout(colours, 90 + ROW * names.length, {
        xaxis: { domain: [0, 0.46], range: [0, 1.45 * most], showgrid: false, showticklabels: false },
        xaxis2: { ...SHARE, domain: [0.54, 1], range: [-0.02, 1.03] },
        yaxis: DOWNWARDS,
        bargap: 0.3,
      }),
    };
  },

  funnel({ rows, names }, colours) {
    const lost = numbers(rows, 3);
    const counts = numbers(rows, 1);
    return {
      data: [
        {
          type: "bar", orientation: "h", y: names, x: counts, marker: { color: colours.first }, name: "Came this far",
          text: rows.map((row) => `${row[1].textContent} · ${row[2].textContent}`), textposition: "auto",
          hovertemplate: "%{y}<br>%{x}",
        },
        {
          type: "bar", orientation: "h", y: names, x: lost, marker: { color: colours.pale }, name: "Lost before it",
          text: lost.map((number) => (number ? `−${number}` : "")), textposition: "auto",
          textfont: { color: colours.ink }, hovertemplate: "%{y}<br>%{x} lost before it",
        },
      ],
      layout: layout(colours, 80 + 34 * names.length, {
        barmode: "stack", xaxis: { showgrid: false, showticklabels: false }, yaxis: DOWNWARDS, bargap: 0.25,
      }),
    };
  },

  stacked({ titles, rows, names }, colours) {
    const shades = [colours.first, colours.second, colours.third];
    const counted = titles.map((_, column) => column).filter((column) => column > 1 && column < 5);
    const parts = counted.filter((column) => !rows[0][column].textContent.includes("%"));
    return {
      data: parts.map((column, place) => ({
        type: "bar", orientation: "h", y: names, x: numbers(rows, column), name: titles[column],
        marker: { color: shades[place] }, hovertemplate: "%{y}<br>%{x}",
      })),
      layout: layout(colours, 80 + ROW * names.length, {
        barmode: "stack", xaxis: { rangemode: "tozero" }, yaxis: DOWNWARDS, bargap: 0.3,
      }),
    };
  },

  intervals({ titles, rows, names }, colours, width) {
    const columns = titles.length - 1;
    const across = width > 900 ? 4 : width > 560 ? 2 : 1;
    const down = Math.ceil(columns / across);
    const data = [];
    const more = {};
    const notes = [];
    for (let place = 0; place < columns; place += 1) {
      const cells = rows.map((row) => row[place + 1]);
      const share = cells.some((cell) => cell.dataset.kind === "share");
      const scale = share ? 1 : 60;
      const value = (cell, key) => (cell.dataset[key] === undefined ? null : Number(cell.dataset[key]) / scale);
      const [at, of] = [place ? place + 1 : "", (number, size) => [number / size, (number + 1) / size]];
      const [column, row] = [place % across, Math.floor(place / across)];
      const [left, right] = of(column, across);
      const [bottom, top] = of(down - 1 - row, down);
      data.push({
        type: "scatter", mode: "markers", y: names, x: cells.map((cell) => value(cell, "v")), xaxis: `x${at}`, yaxis: `y${at}`,
        marker: {
          size: 8,
          color: cells.map((cell) => (cell.querySelector(".worse") ? colours.second : colours.first)),
          symbol: cells.map((cell) => (cell.querySelector(".worse") ? "diamond" : "circle")),
        },
        error_x: {
          type: "data", symmetric: false, color: colours.soft, thickness: 1.4, width: 3,
          array: cells.map((cell) => value(cell, "high") - value(cell, "v")),
          arrayminus: cells.map((cell) => value(cell, "v") - value(cell, "low")),
        },
        hovertemplate: share ? "%{y}<br>%{x:.1%}<extra></extra>" : "%{y}<br>%{x:.1f} minutes<extra></extra>",
      });
      const gap = 0.02;
      more[`xaxis${at}`] = {
        domain: [left + gap, right - gap], anchor: `y${at}`, nticks: 4,
        ...(share ? { tickformat: ".0%" } : { ticksuffix: " min", rangemode: "tozero" }),
      };
      more[`yaxis${at}`] = {
        ...DOWNWARDS, domain: [bottom + 0.25 / down, top - 0.2 / down], anchor: `x${at}`, showticklabels: column === 0, automargin: true,
      };
      notes.push({
        text: titles[place + 1], showarrow: false, xref: "paper", yref: "paper", x: left + gap, xanchor: "left",
        y: top - 0.19 / down, yanchor: "bottom", font: { size: 12, color: colours.ink, weight: 600 },
      });
    }
    return {
      data,
      layout: { ...layout(colours, 40 + down * (60 + 26 * names.length), more), annotations: notes, showlegend: false },
    };
  },
};
