/** Draws the chart of each element with `data-chart`, the id of the table that has its numbers. */

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "./charts.css";

const COLOURS = ["#2e7d8c", "#b3541e", "#6a4fb3"];
const DASHES = [[], [6, 4], []];
const HEIGHT = 260;
const DAYS = [1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * 86400);

const readNumber = (cell) => (cell.dataset.count === "" ? null : Number(cell.dataset.count));

/** Columns of numbers, the days in seconds first. */
function readColumns(table) {
  const rows = [...table.tBodies[0].rows];
  const days = rows.map((row) => Date.parse(row.cells[0].dataset.day) / 1000);
  const counts = [...table.tHead.rows[0].cells].slice(1).map((_, n) => rows.map((row) => readNumber(row.cells[n + 1])));
  return [days, ...counts];
}

function draw(element) {
  const table = document.getElementById(element.dataset.chart);
  const labels = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const text = getComputedStyle(element).color;
  const axis = { stroke: text, grid: { stroke: "rgba(128, 128, 128, 0.25)" }, ticks: { stroke: text } };
  const language = document.documentElement.lang || "en";
  const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const short = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });
  const write = new Intl.NumberFormat(language).format;
  const count = (_plot, number) => (number == null ? "" : write(number));
  const days = { ...axis, incrs: DAYS, values: (_plot, splits) => splits.map((day) => short.format(day * 1000)) };
  const plot = new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      axes: [days, { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6] }],
      scales: { y: { range: (_plot, _least, most) => [0, Math.max(most || 0, 1) * 1.05] } },
      series: [
        { label: labels[0], value: (_plot, day) => (day == null ? "" : format.format(day * 1000)) },
        ...labels.slice(1).map((label, n) => ({ label, value: count, stroke: COLOURS[n % COLOURS.length], width: 2, dash: DASHES[n % DASHES.length], points: { size: 5 } })),
      ],
    },
    readColumns(table),
    element,
  );
  addEventListener("resize", () => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
}

document.querySelectorAll("[data-chart]").forEach(draw);
