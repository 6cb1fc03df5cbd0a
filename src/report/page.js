"use strict";
// Draws the charts of the page from the JSON beside it, sorts and filters tables, turns light into dark.
// Text reaches the page through textContent and ECharts' canvas text only; tooltips are rich text, which is no HTML.
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  // Numbers as everywhere on the page: three significant figures, commas between thousands.
  const number = value => {
    if (value === null || value === undefined || !isFinite(value)) return "–";
    if (value === 0) return "0";
    const size = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
    if (size >= 3) {
      const scale = Math.pow(10, size - 2);
      return (Math.round(value / scale) * scale).toLocaleString("en-GB", {maximumFractionDigits: 0});
    }
    return value.toFixed(Math.min(12, Math.max(0, 2 - size)));
  };
  const tick = value => value === 0 ? "0" : Math.abs(value) >= 1e6 ? number(value / 1e6).replace(/\.0+$/, "") + " M"
    : value.toLocaleString("en-GB", {maximumSignificantDigits: 6});
  const roundUp = value => {  // to one of 1, 1.5, 2, 2.5 ... 9.5 times a power of ten
    const size = Math.pow(10, Math.floor(Math.log10(value)));
    return Math.ceil(2 * value / size) / 2 * size;
  };
  const withUnit = (value, unit) => unit && unit.startsWith("€") && isFinite(value) && value !== null
    ? (value < 0 ? "-€" : "€") + number(Math.abs(value)) + unit.slice(1) : number(value) + (unit ? "\u00a0" + unit : "");
  // What ECharts would read as its own marks in rich text.
  const plain = text => String(text).replace(/[{}|]/g, " ");

  const colours = () => {
    const style = getComputedStyle(root);
    const get = name => style.getPropertyValue("--" + name).trim();
    return {ink: get("ink"), soft: get("soft"), line: get("line"), paper: get("paper"), wash: get("wash"),
            warn: get("warn"), series: [0, 1, 2, 3, 4, 5, 6, 7].map(i => get("c" + i))};
  };
  const family = getComputedStyle(document.body).fontFamily;

  const base = (c, more) => Object.assign({
    animation: false, backgroundColor: "transparent", color: c.series,
    textStyle: {fontFamily: family, color: c.ink, fontSize: 13},
    aria: {enabled: false},
  }, more);
  const tooltip = (c, more) => Object.assign({
    renderMode: "richText", confine: true, transitionDuration: 0, backgroundColor: c.paper, borderColor: c.soft,
    borderWidth: 1, textStyle: {color: c.ink, fontFamily: family, fontSize: 13},
  }, more);
  const valueAxis = (c, more) => Object.assign({
    type: "value", axisLabel: {color: c.soft, formatter: tick, hideOverlap: true}, splitLine: {lineStyle: {color: c.line}},
    axisLine: {show: false}, nameTextStyle: {color: c.soft},
  }, more);
  const categoryAxis = (c, data, more) => Object.assign({
    type: "category", data, axisLabel: {color: c.soft, hideOverlap: true}, axisTick: {show: false},
    axisLine: {lineStyle: {color: c.soft}},
  }, more);
  const limitLine = (c, limit, horizontal) => !limit ? undefined : {
    silent: true, symbol: "none", lineStyle: {color: c.warn, type: "dashed", width: 1.5},
    label: {color: c.warn, position: horizontal ? "insideEndTop" : "start", formatter: plain(limit.name) + ": " + number(limit.value)},
    data: [horizontal ? {yAxis: limit.value} : {xAxis: limit.value}],
  };
  const pen = document.createElement("canvas").getContext("2d");
  const widthOf = text => {
    pen.font = "13px " + family;
    return pen.measureText(text).width;
  };
  // Lines no wider than `width`: broken at spaces; a word that has no room alone behind "/" and "_", or anywhere.
  const wrapped = (text, width) => {
    const lines = [];
    let line = "";
    const add = part => {
      if (line && widthOf((line + part).trimEnd()) > width) {
        lines.push(line.trimEnd());
        line = "";
      }
      line += part;
    };
    for (const word of plain(text).split(/(?<= )/)) {
      if (widthOf(word.trimEnd()) <= width) add(word);
      else for (const part of word.split(/(?<=[/_])/)) widthOf(part) <= width ? add(part) : [...part].forEach(add);
    }
    return line || !lines.length ? lines.concat(line.trimEnd()) : lines;
  };
  // Names at the left of bars: what room they take, their lines, how high a row is.
  const rowNames = (names, width, least) => {
    const longest = Math.max(0, ...names.map(name => widthOf(plain(name)))) + 18;
    const left = Math.ceil(Math.min(longest, Math.max(110, width * 0.38)));
    const lines = names.map(name => wrapped(name, left - 16));
    return {left, lines, height: Math.max(least, 15 * Math.max(1, ...lines.map(one => one.length)) + 8)};
  };
  // They stand in rows, the first on top.
  const nameAxis = (c, rows) => categoryAxis(c, rows.lines.map((_, i) => i), {
    inverse: true, axisLine: {show: false},
    axisLabel: {color: c.ink, interval: 0, lineHeight: 15, formatter: (_, i) => rows.lines[i].join("\n")},
  });

  const builders = {
    partition(spec, c) {
      const all = spec.items.reduce((sum, item) => sum + Math.max(0, item.value), 0) || 1;
      return {height: () => 56, option: base(c, {
        grid: {left: 0, right: 0, top: 4, bottom: 4},
        xAxis: {type: "value", max: all, show: false}, yAxis: {type: "category", data: [""], show: false},
        tooltip: tooltip(c, {formatter: p => plain(p.seriesName) + "\n" + withUnit(p.value, spec.unit) + " · " + (100 * p.value / all).toFixed(1) + " %"}),
        series: spec.items.map((item, i) => ({
          type: "bar", stack: "all", name: item.name, data: [item.value], barWidth: 44,
          itemStyle: {color: c.series[i % c.series.length], borderColor: c.paper, borderWidth: 1},
          label: {show: item.value / all > 0.07, formatter: () => (100 * item.value / all).toFixed(0) + " %", color: c.paper, fontWeight: 600},
        })),
      })};
    },
    ranking(spec, c, width) {
      const rows = rowNames(spec.items.map(item => item.name), width, 27), left = rows.left;
      const values = spec.items.map(item => item.value);
      const shown = values.every(Number.isInteger) ? value => value.toLocaleString("en-GB") : number;  // counts: all digits
      const whiskers = spec.items.map((item, i) => item.low === undefined ? null : [i, item.low, item.high]).filter(w => w);
      return {height: () => rows.lines.length * rows.height + 40 + (spec.limit ? 18 : 0), option: base(c, {
        grid: {left, right: 62, top: spec.limit ? 24 : 6, bottom: 28},
        xAxis: valueAxis(c, Object.assign({splitNumber: width < 500 ? 3 : 5},
          spec.limit ? {max: v => roundUp(Math.max(v.max, spec.limit.value) * 1.03)} : {})), yAxis: nameAxis(c, rows),
        tooltip: tooltip(c, {formatter: p => {
          const item = spec.items[p.seriesType === "custom" ? p.value[0] : p.dataIndex];
          return plain(item.name) + "\n" + (shown === number ? withUnit(item.value, plain(spec.unit)) : shown(item.value) + " " + plain(spec.unit)) +
            (item.low === undefined ? "" : "\n" + number(item.low) + " to " + number(item.high));
        }}),
        series: [{
          type: "bar", data: values, barMaxWidth: 17, itemStyle: {color: c.series[0]}, markLine: limitLine(c, spec.limit, false),
          label: {show: !whiskers.length, position: "right", color: c.ink, formatter: p => shown(p.value)},
        }].concat(whiskers.length ? [{
          type: "custom", data: whiskers, encode: {x: [1, 2], y: 0}, z: 5, renderItem: (params, api) => {
            const a = api.coord([api.value(1), api.value(0)]), b = api.coord([api.value(2), api.value(0)]);
            const style = {stroke: c.ink, lineWidth: 1.5, fill: null};
            const stroke = (x1, y1, x2, y2) => ({type: "line", shape: {x1, y1, x2, y2}, style});
            return {type: "group", children: [stroke(a[0], a[1], b[0], b[1]), stroke(a[0], a[1] - 5, a[0], a[1] + 5),
                                              stroke(b[0], b[1] - 5, b[0], b[1] + 5)]};
          },
        }] : []),
      })};
    },
    tornado(spec, c, width) {
      const above = width < 620;  // no room beside the bars: names stand above them
      const names = spec.items.map(item => item.name);
      const rows = above ? {left: 8, lines: names.map(name => wrapped(name, width - 24))} : rowNames(names, width, 28);
      const most = Math.max(1, ...rows.lines.map(lines => lines.length)), height = above ? 15 * most + 30 : rows.height;
      const ends = spec.items.flatMap(item => [item.low, item.high]).concat(spec.base);
      const least = Math.min(...ends), largest = Math.max(...ends), margin = (largest - least) * (above ? 0.22 : 0.12) || 1;
      const down = above ? 7.5 * most : 0;
      const side = (key, colour, named) => ({
        type: "custom", encode: {x: [1], y: 0}, data: spec.items.map((item, i) => [i, item[key]]), renderItem: (params, api) => {
          const from = api.coord([spec.base, api.value(0)]), to = api.coord([api.value(1), api.value(0)]), y = to[1] + down;
          const x = Math.min(from[0], to[0]), w = Math.abs(to[0] - from[0]);
          const name = {type: "text", style: {text: rows.lines[api.value(0)].join("\n"), x: 8, y: to[1] - height / 2 + 3, fill: c.ink,
            font: "13px " + family, lineHeight: 15, textVerticalAlign: "top"}};
          return {type: "group", children: [
            {type: "rect", shape: {x, y: y - 8, width: Math.max(1, w), height: 16}, style: {fill: colour}},
            {type: "text", style: {text: number(api.value(1)), x: to[0] + (to[0] < from[0] ? -4 : 4), y, fill: c.ink,
                                   font: "12px " + family, textAlign: to[0] < from[0] ? "right" : "left", textVerticalAlign: "middle"}}]
            .concat(above && named ? [name] : [])};
        },
      });
      return {height: () => names.length * height + 44, option: base(c, {
        grid: {left: rows.left, right: above ? 8 : 20, top: 6, bottom: 28},
        xAxis: valueAxis(c, {min: least - margin, max: largest + margin, splitNumber: above ? 3 : 4,
          axisLabel: {color: c.soft, formatter: number, hideOverlap: true, showMinLabel: false, showMaxLabel: false}}),
        yAxis: Object.assign(nameAxis(c, rows), above ? {axisLabel: {show: false}} : {}),
        tooltip: tooltip(c, {formatter: p => {
          const item = spec.items[p.value[0]];
          return plain(item.name) + "\n" + number(item.low) + " to " + withUnit(item.high, spec.unit);
        }}),
        series: [side("low", c.series[1], true), side("high", c.series[0], false)],
      })};
    },
    stacked(spec, c, width) {
      const few = spec.categories.length <= 8, longest = spec.categories.reduce((most, name) => Math.max(most, name.length), 0);
      const lines = few ? Math.min(5, Math.ceil(longest * 7.5 * spec.categories.length / (width - 74))) : 1;
      return {height: () => 285 + 15 * lines, option: base(c, {
        grid: {left: 62, right: 12, top: 14, bottom: 15 + 15 * lines},
        xAxis: categoryAxis(c, spec.categories, few ? {axisLabel: {color: c.soft, interval: 0, formatter: plain,
          width: (width - 74) / spec.categories.length - 8, overflow: "break"}} : {}),
        yAxis: valueAxis(c, {splitNumber: 4}),
        tooltip: tooltip(c, {trigger: "axis", axisPointer: {type: "shadow"}, formatter: all => plain(all[0].axisValue) +
          all.map(p => "\n" + plain(p.seriesName) + ": " + withUnit(p.value, spec.unit)).join("")}),
        series: spec.series.map((series, i) => ({
          type: "bar", stack: "all", name: series.name, data: series.values, barMaxWidth: 40, barCategoryGap: "22%",
          itemStyle: {color: c.series[i % c.series.length]},
        })),
      })};
    },
    lines(spec, c, width) {
      // Where another series lies on the first for a while, that one is drawn broader, to be seen under the other's dashes.
      const first = spec.series[0].values, range = Math.max(...first) - Math.min(...first) || 1;
      const covered = spec.series.slice(1).some(other =>
        5 * other.values.filter((value, i) => Math.abs(value - first[i]) < 0.02 * range).length > first.length);
      const series = spec.series.map((one, i) => ({
        type: "line", name: one.name, data: one.values, showSymbol: one.values.length < 3, symbolSize: 5, connectNulls: false, z: 4,
        lineStyle: {width: i === 0 && covered ? 5 : 1.8, type: ["solid", "dashed", "dotted", [9, 3, 2, 3]][i % 4], color: c.series[i % c.series.length]},
        itemStyle: {color: c.series[i % c.series.length]}, markLine: i === 0 ? limitLine(c, spec.limit, true) : undefined,
      }));
      if (spec.band) {
        const [low, high] = spec.band, colour = c.series[spec.series.length % c.series.length];
        const area = (name, data, fill) => ({type: "line", name, data, stack: "band", stackStrategy: "all", symbol: "none", silent: true,
          lineStyle: {width: 0}, areaStyle: fill ? {color: colour, opacity: 0.35} : {opacity: 0}, z: 2});
        series.push(area("", low.values, false));
        series.push(area("", high.values.map((value, i) => value === null || low.values[i] === null ? null : value - low.values[i]), true));
      }
      const text = index => spec.series.concat(spec.band || [])
        .map(one => "\n" + plain(one.name) + ": " + withUnit(one.values[index], spec.unit)).join("");
      const limit = spec.limit ? {max: v => roundUp(Math.max(v.max, spec.limit.value) * 1.03)} : {};
      return {height: () => spec.selectable ? 340 : 290, option: base(c, {
        grid: {left: 62, right: 14, top: 16, bottom: spec.selectable ? 74 : 30},
        xAxis: categoryAxis(c, spec.categories, {boundaryGap: false}),
        yAxis: valueAxis(c, Object.assign({scale: spec.from === null, splitNumber: 4}, spec.from ? {min: spec.from} : {}, limit)),
        dataZoom: spec.selectable ? [{
          type: "slider", height: 24, bottom: 12, brushSelect: false, borderColor: c.line, textStyle: {color: c.soft}, fillerColor: "transparent",
          dataBackground: {lineStyle: {color: c.soft}, areaStyle: {color: c.line}},
          selectedDataBackground: {lineStyle: {color: c.series[0]}, areaStyle: {color: c.series[0], opacity: 0.3}},
          handleStyle: {color: c.paper, borderColor: c.ink}, moveHandleStyle: {color: c.line},
        }] : [],
        tooltip: tooltip(c, {trigger: "axis", formatter: all => plain(all[0].axisValue) + text(all[0].dataIndex)}),
        series,
      })};
    },
    sankey(spec, c, width) {
      const names = [...new Set(spec.flows.flatMap(flow => [flow.from, flow.to]))];
      const small = width < 560;
      return {height: () => 340, option: base(c, {
        tooltip: tooltip(c, {formatter: p => p.dataType === "edge" ? plain(p.data.source) + " → " + plain(p.data.target) + "\n" + withUnit(p.data.value, spec.unit)
          : plain(p.name) + "\n" + withUnit(p.value, spec.unit)}),
        series: [{
          type: "sankey", left: 4, right: small ? 120 : 200, top: 10, bottom: 10, nodeWidth: 14, nodeGap: small ? 16 : 18, draggable: false,
          emphasis: {disabled: true}, layoutIterations: 64,
          data: names.map((name, i) => ({name, itemStyle: {color: c.series[i % c.series.length], borderWidth: 0}})),
          links: spec.flows.map(flow => ({source: flow.from, target: flow.to, value: flow.value})),
          lineStyle: {color: "source", opacity: 0.32, curveness: 0.5},
          label: {color: c.ink, fontSize: small ? 11 : 13, lineHeight: 15, formatter: p => plain(p.name) + (small ? "\n" : "  ") + number(p.value)},
        }],
      })};
    },
    timeline(spec, c, width) {
      const rows = rowNames(spec.rows, width, 30), left = rows.left;
      return {height: () => spec.rows.length * rows.height + 46, option: base(c, {
        grid: {left, right: 16, top: 6, bottom: 30},
        xAxis: valueAxis(c, {min: 0, max: Math.max(...spec.spans.map(span => span[3])), axisLabel: {color: c.soft, formatter: number, hideOverlap: true}, splitNumber: width < 500 ? 3 : 6}),
        yAxis: nameAxis(c, rows),
        tooltip: tooltip(c, {formatter: p => plain(spec.kinds[p.value[1]]) + "\n" + number(p.value[2]) + " to " + withUnit(p.value[3], spec.unit)}),
        series: [{type: "custom", encode: {x: [2, 3], y: 0}, data: spec.spans, clip: true, renderItem: (params, api) => {
          const a = api.coord([api.value(2), api.value(0)]), b = api.coord([api.value(3), api.value(0)]);
          return {type: "rect", shape: {x: a[0], y: a[1] - 10, width: Math.max(0.4, b[0] - a[0]), height: 20},
                  style: {fill: c.series[api.value(1) % c.series.length]}};
        }}],
      })};
    },
    scatter(spec, c, width) {
      const data = marked => spec.points.filter(point => point.marked === marked)
        .map(point => ({value: [point.x, point.y], name: point.name}));
      const xs = spec.points.map(point => point.x), middle = (Math.min(...xs) + Math.max(...xs)) / 2;
      const front = data(true).sort((a, b) => a.value[0] - b.value[0]);
      // A front by these two figures falls or rises all the way; one by more than these is no line here.
      const ys = front.map(one => one.value[1]), falls = ys.every((y, i) => i === 0 || y <= ys[i - 1]);
      const rises = ys.every((y, i) => i === 0 || y >= ys[i - 1]);
      // Labels stand where the line does not go: of one that falls right above it or left below, else the other way.
      front.forEach(one => {
        const right = one.value[0] < middle;
        one.label = {position: right ? "right" : "left", offset: [0, right === (rises && !falls) || (falls && !right) ? 12 : -12]};
      });
      const few = spec.points.length <= 30 && width > 560;
      return {height: () => 400, option: base(c, {
        grid: {left: 70, right: 30, top: 34, bottom: 50},
        xAxis: valueAxis(c, {name: spec.x_name, nameLocation: "middle", nameGap: 30, scale: true}),
        yAxis: valueAxis(c, {name: spec.y_name, scale: true, boundaryGap: ["6%", "6%"], nameTextStyle: {color: c.soft, align: "left"}, nameGap: 14}),
        tooltip: tooltip(c, {formatter: p => plain(p.name) + "\n" + plain(spec.x_name) + ": " + number(p.value[0]) + "\n" + plain(spec.y_name) + ": " + number(p.value[1])}),
        series: [
          {type: "line", data: front, symbol: "circle", symbolSize: 10, lineStyle: {color: c.series[0], width: falls || rises ? 1.5 : 0}, itemStyle: {color: c.series[0]}, z: 4,
           label: {show: few, color: c.ink, textBorderColor: c.paper, textBorderWidth: 3, formatter: p => wrapped(p.name, 190).join("\n"), lineHeight: 15},
           labelLayout: {hideOverlap: true}},
          {type: "scatter", data: data(false), symbol: "diamond", symbolSize: 9, itemStyle: {color: c.series[4]}, z: 3},
        ],
      })};
    },
  };

  const specs = JSON.parse(document.getElementById("charts").textContent);
  const drawn = [];
  const draw = (one, width) => {
    const built = builders[one.spec.kind](one.spec, colours(), width);
    one.place.style.height = built.height() + "px";
    if (!one.chart) one.chart = echarts.init(one.place, null, {renderer: "svg", width, height: built.height()});
    else one.chart.resize({width, height: built.height()});
    one.chart.setOption(built.option, true);
    one.width = width;
  };
  const drawAll = width => drawn.forEach(one => draw(one, width || one.place.clientWidth || 640));
  if (typeof echarts !== "undefined") {
    document.querySelectorAll(".plot").forEach(place => drawn.push({place, spec: specs[Number(place.dataset.chart)]}));
    drawAll();
    let waiting = 0;
    addEventListener("resize", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => drawn.forEach(one => {
        if (one.place.clientWidth && one.place.clientWidth !== one.width) draw(one, one.place.clientWidth);
      }), 100);
    });
  }

  // Light and dark: what the system says, until the reader says otherwise.
  const dark = matchMedia("(prefers-color-scheme: dark)"), button = document.getElementById("theme");
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
  const show = () => {
    button.setAttribute("aria-pressed", String(isDark()));
    drawAll();
  };
  button.hidden = false;
  button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    show();
  });
  dark.addEventListener("change", show);

  // Paper is light, and as wide as A4 less its margins.
  let before = null;
  addEventListener("beforeprint", () => {
    before = root.dataset.theme || "";
    root.dataset.theme = "light";
    drawAll(670);
  });
  addEventListener("afterprint", () => {
    if (before) root.dataset.theme = before;
    else delete root.dataset.theme;
    drawAll();
  });

  // A table wider than its box says so, and only such a box is a stop of the keyboard.
  const boxes = [...document.querySelectorAll(".scroll")].map(box => {
    const cue = document.createElement("p");
    cue.className = "cue";
    cue.hidden = true;
    cue.setAttribute("aria-hidden", "true");
    cue.textContent = "More columns at the right: scroll sideways →";
    box.before(cue);
    return {box, cue};
  });
  const showCues = () => boxes.forEach(({box, cue}) => {
    if (!box.clientWidth) return;
    const wide = box.scrollWidth > box.clientWidth + 1, high = box.scrollHeight > box.clientHeight + 1;
    cue.hidden = !wide;
    if (wide || high) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });
  showCues();
  addEventListener("resize", showCues);
  document.addEventListener("toggle", showCues, true);

  // Tables: a button in each head sorts its column; numbers by value, those missing last.
  document.querySelectorAll(".sort").forEach(sort => sort.addEventListener("click", () => {
    const head = sort.closest("th"), table = sort.closest("table"), body = table.tBodies[0];
    const column = head.cellIndex, down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const numeric = head.classList.contains("number");
    table.querySelectorAll("thead th").forEach(other => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down === 1 ? "ascending" : "descending");
    const key = row => {
      const cell = row.cells[column];
      return numeric ? (cell && cell.dataset.number !== undefined ? Number(cell.dataset.number) : null) : cell ? cell.textContent : "";
    };
    [...body.rows].map(row => ({row, key: key(row)})).sort((a, b) => {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null);
      return down * (numeric ? a.key - b.key : a.key.localeCompare(b.key, "en"));
    }).forEach(one => body.append(one.row));
  }));

  // Filters: rows that hold every word.
  document.querySelectorAll(".filter input").forEach(input => {
    const rows = [...document.getElementById(input.dataset.table).tBodies[0].rows];
    const texts = rows.map(row => row.textContent.toLowerCase()), count = input.parentElement.querySelector("output");
    input.addEventListener("input", () => {
      const wanted = input.value.toLowerCase().split(/\s+/).filter(word => word);
      let shown = 0;
      rows.forEach((row, i) => {
        row.hidden = !wanted.every(word => texts[i].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = shown + " rows";
    });
  });
  document.querySelectorAll("a[data-filter]").forEach(link => link.addEventListener("click", () => {
    const target = document.getElementById(link.getAttribute("href").slice(1));
    const table = target && target.closest("table");
    const input = table && document.querySelector(".filter input[data-table=\"" + table.id + "\"]");
    if (input) {
      input.value = link.dataset.filter;
      input.dispatchEvent(new Event("input"));
    }
  }));
  document.body.dataset.ready = String(drawn.length);
})();
