"use strict";

// Charts are drawn from the tables: what a chart shows cannot differ from what its table says.

function tableOf(figure) {
  const table = document.querySelector(`[data-table="${figure}"]`);
  const titles = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells]);
  return { titles, rows, names: rows.map((row) => row[0].textContent) };
}

function numbers(rows, column) {
  return rows.map((row) => valueOf(row[column]));
}

function valueOf(cell) {
  return cell.dataset.v === undefined ? null : Number(cell.dataset.v);
}

function wordsOf(rows, column) {
  return rows.map((row) => row[column].firstChild?.textContent ?? "");
}
