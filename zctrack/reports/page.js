// The page of an interactive chart: a mark or a button filters the rows, the other marks fade.
// What it needs stands in the page: the figure, the values of every row, what every mark stands for.
"use strict";
(() => {
  const page = JSON.parse(document.getElementById("page").textContent);
  const chart = document.getElementById("chart");
  const lines = [...document.querySelectorAll("#rows tbody tr")];
  const buttons = [...document.querySelectorAll("button[data-group]")];
  const state = document.getElementById("state");
  const clear = document.getElementById("clear");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  // Group to value; empty for no filter.
  let filter = {};

  const fits = (row, wanted) =>
    Object.entries(wanted).every(([group, value]) => (row[group] || []).includes(value));
  const rowsOf = {};
  for (const [mark, wanted] of Object.entries(page.marks)) {
    rowsOf[mark] = page.rows.flatMap((row, at) => (fits(row, wanted) ? [at] : []));
  }
  const same = (one, other) => {
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
  };

  // Fill a sentence of the page: {name} by its value.
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const show = () => {
    const on = Object.keys(filter).length > 0;
    const shown = new Set(page.rows.flatMap((row, at) => (fits(row, filter) ? [at] : [])));
    lines.forEach((line, at) => { line.hidden = !shown.has(at); });
    buttons.forEach((button) => {
      button.setAttribute("aria-pressed", String(filter[button.dataset.group] === button.dataset.value));
    });
    const said = Object.entries(filter).map(([group, value]) => {
      const own = page.groups[group];
      return fill(page.say.pair, { group: own.label, value: own.values[value] || value });
    });
    state.textContent = !on ? page.say.all
      : shown.size ? fill(page.say.some, { filter: said.join(page.say.join), k: shown.size, n: lines.length })
      : page.say.none;
    clear.hidden = !on;
    document.body.classList.toggle("filtered", on);
    fade((mark) => !on || !(mark in rowsOf) || rowsOf[mark].some((at) => shown.has(at)));
  };

  // Towards the paper, for what has no opacity of its own.
  const pale = (colour) => {
    if (colour.startsWith("rgba")) return colour.replace(/[\d.]+\)$/, (a) => `${parseFloat(a) * 0.2})`);
    const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    return `#${parts.map((x) => Math.round(255 - (255 - x) * 0.15).toString(16).padStart(2, "0")).join("")}`;
  };
  const markOf = (own) => (Array.isArray(own) ? own[1] : own);

  const fade = (lit) => {
    if (!page.figure) return;
    const points = [], opacity = [], ink = [];
    page.figure.data.forEach((trace, at) => {
      if (trace.type === "icicle") {
        const of = (colours) => [colours.map((c, i) => (lit(trace.ids[i]) ? c : pale(c)))];
        const { colors, pattern } = trace.marker;
        Plotly.restyle(chart, {
          "marker.colors": of(colors),
          "marker.pattern.bgcolor": of(pattern.bgcolor),
          "marker.pattern.fgcolor": of(pattern.fgcolor),
        }, [at]);
      } else if (trace.type === "sankey") {
        const of = (part) => part.color.map((c, i) => (lit(markOf(part.customdata[i])) ? c : pale(c)));
        Plotly.restyle(chart, { "node.color": [of(trace.node)], "link.color": [of(trace.link)] }, [at]);
      } else if (trace.customdata) {
        const bright = trace.customdata.map((own) => own === null || lit(own));
        const any = trace.customdata.some((own, i) => own !== null && bright[i]);
        points.push(at);
        opacity.push(bright.map((is) => (is ? 1 : 0.15)));
        ink.push(trace.line ? (any ? trace.line.color : pale(trace.line.color)) : undefined);
      }
    });
    if (points.length) Plotly.restyle(chart, { "marker.opacity": opacity, "line.color": ink }, points);
  };

  const choose = (wanted) => {
    filter = same(filter, wanted) ? {} : { ...wanted };
    show();
  };

  buttons.forEach((button) => button.addEventListener("click", () => {
    const { group, value } = button.dataset;
    const { [group]: old, ...rest } = filter;
    filter = old === value ? rest : { ...rest, [group]: value };
    show();
  }));
  clear.addEventListener("click", () => {
    filter = {};
    show();
    // The button goes; the keyboard goes on from the rows.
    document.getElementById("rows").focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && Object.keys(filter).length) {
      filter = {};
      show();
    }
  });

  // Labels that a narrow screen has room for; the whole one shows on touch and stands in the rows.
  const shorten = (trace) => {
    if (trace.type === "sankey") {
      trace.node.label = trace.node.label.map((label, i) => {
        const mark = markOf(trace.node.customdata[i]);
        return mark.startsWith("chapter:") && mark !== "chapter:0" ? mark.slice(8) : label;
      });
    } else if (trace.type === "icicle") {
      trace.labels = trace.labels.map((label) => cut(label, chart.clientWidth / 4 - 12));
    }
  };
  const cut = (label, room) => {
    let at = 0;
    for (let used = 0; at < label.length; at += 1) {
      used += label.charCodeAt(at) > 0x2e7f ? 11 : 6.2;
      if (used > room) return `${label.slice(0, at - 1).trim()}…`;
    }
    return label;
  };

  if (!page.figure) return;
  const narrow = window.innerWidth < 720;
  const layout = page.figure.layout;
  if (narrow) {
    layout.font = { ...layout.font, size: 12 };
    layout.margin = { ...layout.margin, l: 4, r: 8 };
    page.figure.data.forEach(shorten);
  }
  const config = { responsive: true, displayModeBar: false, displaylogo: false, doubleClick: false };
  // Plotly keeps what it is given and writes into it; the page's own stays as it came.
  const copy = JSON.parse(JSON.stringify(page.figure));
  Plotly.newPlot(chart, copy.data, copy.layout, config).then(() => {
    chart.on("plotly_click", (event) => {
      const point = event.points[0];
      const trace = page.figure.data[point.curveNumber];
      if (!trace || trace.type === "icicle") return;
      const mark = markOf(point.customdata);
      if (mark in page.marks) choose(page.marks[mark]);
    });
    // A click enlarges a part of the notice: what is in sight then is what the rows are about.
    chart.on("plotly_icicleclick", (event) => {
      const mark = event.nextLevel || event.points[0].id;
      if (mark in page.marks) {
        filter = { ...page.marks[mark] };
        show();
      }
      if (still && event.nextLevel !== undefined) {
        Plotly.restyle(chart, { level: [event.nextLevel] }, [0]);
        return false;
      }
      return true;
    });
    chart.dataset.ready = "true";
  });
})();
