// A table builder over one dataset, read as JSON-stat from a script beside the page, so that it also works from a folder opened by
// double click. It only picks published cells: nothing is ever added up, so a withheld figure cannot come back in a sum.
(() => {
  const box = document.getElementById('explore');
  if (!box) return;
  const setting = JSON.parse(box.dataset.explore);
  const { words, signs } = setting;
  const lang = document.documentElement.lang;
  const TOTAL = '_T';
  const MOST_SERIES = 4;
  let data;
  let dims;
  let state;

  // ── The document ──
  const element = (name, attributes, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  };
  const drawn = (name, attributes, ...inside) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  };
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');

  // ── The table ──
  const understand = (document_) => {
    data = document_;
    dims = data.id.map((id) => {
      const { label, category } = data.dimension[id];
      return { id, label, codes: category.index, name: (code) => category.label[code], unit: category.unit };
    });
  };
  const dim = (id) => dims.find((found) => found.id === id);
  const whole = (found) => (found.codes.includes(TOTAL) ? TOTAL : found.codes[0]);

  /** The published cell at a code of each dimension. */
  const cell = (codes) => {
    const at = dims.reduce((sum, found, place) => sum * data.size[place] + found.codes.indexOf(codes[found.id]), 0);
    return { value: data.value[at], sign: data.status?.[at] };
  };
  const number = (value, places) => new Intl.NumberFormat(lang, { minimumFractionDigits: places ?? 0, maximumFractionDigits: places ?? 6 }).format(value);
  // Readers meet the parts first and their total after them.
  const ordered = (found) => [...found.codes.filter((code) => code !== TOTAL), ...found.codes.filter((code) => code === TOTAL)];
  const shown = (found) => ordered(found).filter((code) => !state.only[found.id] || state.only[found.id].includes(code));
  const places = (codes) => dim('measure').unit?.[codes.measure]?.decimals;

  /** Rows with their cells, sorted as asked; numbers first, cells without one last. */
  const pivot = () => {
    const rows = dim(state.rows);
    const columns = state.columns ? dim(state.columns) : null;
    const heads = columns ? shown(columns) : [null];
    const made = shown(rows).map((code) => ({
      code,
      cells: heads.map((head) => {
        const codes = { ...state.at, [rows.id]: code, ...(columns ? { [columns.id]: head } : {}) };
        return { ...cell(codes), codes };
      }),
    }));
    if (state.sort) {
      const at = heads.indexOf(columns ? state.sort.by : null);
      const key = (row) => row.cells[at]?.value;
      const way = state.sort.down ? -1 : 1;
      if (at >= 0) made.sort((a, b) => (key(a) == null) - (key(b) == null) || way * (key(a) - key(b)) || 0);
    }
    return { rows, columns, heads, made };
  };

  // ── The address: all choices stand in its fragment, so a link to it is a link to this table ──
  const written = () => {
    const parts = new URLSearchParams();
    parts.set('rows', state.rows);
    if (state.columns) parts.set('columns', state.columns);
    for (const found of dims) if (![state.rows, state.columns].includes(found.id) && state.at[found.id] !== whole(found)) parts.set(`at.${found.id}`, state.at[found.id]);
    for (const [id, codes] of Object.entries(state.only)) if ([state.rows, state.columns].includes(id)) parts.set(`only.${id}`, codes.join(' '));
    if (state.sort) parts.set('sort', `${state.sort.down ? '-' : '+'}${state.sort.by ?? ''}`);
    if (state.chart) parts.set('chart', state.chart);
    return `#${parts}`;
  };
  const read = (fragment) => {
    const parts = new URLSearchParams(fragment.replace(/^#/, ''));
    const known = (id) => (dims.some((found) => found.id === id) ? id : null);
    const rows = known(parts.get('rows')) ?? setting.rows;
    const asked = parts.has('rows') ? known(parts.get('columns')) : setting.columns;
    state = { rows, columns: asked === rows ? null : asked, at: {}, only: {}, sort: null, chart: ['bars', 'lines'].includes(parts.get('chart')) ? parts.get('chart') : '' };
    for (const found of dims) {
      const at = parts.get(`at.${found.id}`);
      state.at[found.id] = found.codes.includes(at) ? at : whole(found);
      const only = (parts.get(`only.${found.id}`) ?? '').split(' ').filter((code) => found.codes.includes(code));
      if (only.length > 0) state.only[found.id] = only;
    }
    const sort = parts.get('sort');
    if (sort) state.sort = { down: sort[0] === '-', by: sort.slice(1) || null };
  };

  // ── Choices ──
  const choose = (found, value) => {
    const [kind, code] = [value[0], value.slice(1)];
    for (const place of ['rows', 'columns']) if (state[place] === found.id) state[place] = null;
    if (kind === 'r') { if (state.columns === found.id) state.columns = null; state.rows = found.id; }
    if (kind === 'c') state.columns = found.id;
    if (kind === '=') state.at[found.id] = code;
    if (!state.rows) { state.rows = state.columns ?? dims.find((other) => other !== found).id; state.columns = null; }
    state.sort = null;
  };
  const option = (value, text, selected) => {
    const made = element('option', { value }, text);
    made.selected = selected;
    return made;
  };
  const field = (id, label, control) => {
    control.id = `explore-${id}`;
    return element('p', { class: 'explore-field' }, element('label', { for: control.id }, label), control);
  };
  const chooser = (found) => {
    const select = element('select', {}, option('r', words.rows, state.rows === found.id), option('c', words.columns, state.columns === found.id));
    const free = ![state.rows, state.columns].includes(found.id);
    const only = element('optgroup', { label: words.only });
    found.codes.forEach((code) => only.append(option(`=${code}`, found.name(code), free && state.at[found.id] === code)));
    select.append(only);
    select.addEventListener('change', () => { choose(found, select.value); update(select.id); });
    return field(`d-${found.id}`, found.label, select);
  };
  const picker = (found) => {
    const boxes = ordered(found).map((code) => {
      const tick = element('input', { type: 'checkbox', value: code });
      tick.checked = shown(found).includes(code);
      tick.id = `explore-o-${found.id}-${code}`;
      tick.addEventListener('change', () => {
        const ticked = found.codes.filter((other) => (other === code ? tick.checked : shown(found).includes(other)));
        if (ticked.length === 0) { tick.checked = true; return; }
        if (ticked.length === found.codes.length) delete state.only[found.id]; else state.only[found.id] = ticked;
        update(tick.id);
      });
      return element('label', { for: tick.id }, tick, ` ${found.name(code)}`);
    });
    const made = element('details', { class: 'explore-pick' }, element('summary', {}, say(words.pick, { name: found.label })), element('fieldset', {}, element('legend', { class: 'visually-hidden' }, say(words.pick, { name: found.label })), ...boxes));
    made.open = opened.has(found.id);
    made.addEventListener('toggle', () => (made.open ? opened.add(found.id) : opened.delete(found.id)));
    return made;
  };
  const opened = new Set();
  const button = (id, text, act) => {
    const made = element('button', { type: 'button', id: `explore-${id}`, class: 'explore-button' }, text);
    made.addEventListener('click', () => act(made));
    return made;
  };
  const controls = () => {
    const chart = element('select', {}, option('', words.none, !state.chart), option('bars', words.bars, state.chart === 'bars'), option('lines', words.lines, state.chart === 'lines'));
    chart.addEventListener('change', () => { state.chart = chart.value; update(chart.id); });
    const pickers = [state.rows, state.columns].filter(Boolean).map((id) => picker(dim(id)));
    return [
      element('div', { class: 'explore-fields' }, ...dims.filter((found) => found.codes.length > 1).map(chooser), field('chart', words.chart, chart)),
      ...pickers,
      element('p', { class: 'explore-buttons' }, button('copy', words.copy, copy), button('csv', words.csv, () => save('csv')), button('meta', words.meta, () => save('csv-metadata.json')), button('reset', words.reset, () => { read(''); update('explore-reset'); })),
    ];
  };

  // ── Table and chart ──
  const caption = () => {
    const fixed = dims.filter((found) => ![state.rows, state.columns].includes(found.id) && (state.at[found.id] !== TOTAL || found.id === 'measure')).map((found) => {
      const unit = found.unit?.[state.at[found.id]]?.label;
      return found.name(state.at[found.id]) + (unit && unit !== found.name(state.at[found.id]) ? say(words.unit, { unit }) : '');
    });
    return [data.label, ...fixed].join(words.part);
  };
  const content = ({ value, sign, codes }) => {
    if (value != null) return [number(value, places(codes))];
    const { text, said, href } = signs[sign] ?? signs.x;
    const mark = element('span', { 'aria-hidden': 'true' }, text);
    const spoken = element('span', { class: 'visually-hidden' }, said);
    return href ? [element('a', { href, title: said }, mark, spoken)] : [mark, spoken];
  };
  const header = (head, columns) => {
    const text = columns ? columns.name(head) : dim('measure').name(state.at.measure);
    const sorted = state.sort && (state.sort.by ?? null) === head;
    const sort = element('button', { type: 'button', class: 'explore-sort', id: `explore-s-${head ?? ''}` }, text);
    sort.addEventListener('click', () => {
      state.sort = sorted && !state.sort.down ? null : { by: head, down: !sorted };
      update(sort.id);
    });
    const made = element('th', { scope: 'col', class: 'num' }, sort);
    if (sorted) made.setAttribute('aria-sort', state.sort.down ? 'descending' : 'ascending');
    return made;
  };
  const table = ({ rows, columns, heads, made }) => {
    const top = element('tr', {}, element('th', { scope: 'col' }, rows.label), ...heads.map((head) => header(head, columns)));
    const body = made.map(({ code, cells }) => element('tr', code === TOTAL ? { class: 'total' } : {}, element('th', { scope: 'row' }, rows.name(code)), ...cells.map((found) => element('td', { class: found.value == null ? 'num withheld' : 'num', ...(found.value == null ? {} : { 'data-value': found.value }) }, ...content(found)))));
    return element('div', { class: 'table-scroll', role: 'group', tabindex: '0', 'aria-label': caption() }, element('table', {}, element('caption', {}, caption()), element('thead', {}, top), element('tbody', {}, ...body)));
  };
  // Drawn as wide as there is room, so that words keep their size on a phone.
  const room = () => Math.max(280, Math.min(680, box.clientWidth));
  const bars = (series, rows, most) => {
    const wide = room();
    const left = Math.round(Math.min(170, wide * 0.34));
    const [width, line] = [wide - left - 70, 16];
    const step = line * series.length + 12;
    const marks = rows.flatMap((row, at) => [
      drawn('text', { x: left - 8, y: at * step + (step - 12) / 2 + 4, 'text-anchor': 'end' }, shorten(row.label, Math.floor(left / 7))),
      ...row.cells.flatMap((found, place) => {
        const y = at * step + place * line;
        const long = found.value == null ? 0 : (width * found.value) / most;
        return [drawn('rect', { x: left, y, width: Math.max(long, 0.5), height: line - 3, class: `series-${place}` }), drawn('text', { x: left + long + 5, y: y + 11, class: 'explore-value' }, found.value == null ? (signs[found.sign] ?? signs.x).text : number(found.value, places(found.codes)))];
      }),
    ]);
    return drawn('svg', { viewBox: `0 0 ${wide} ${rows.length * step}`, role: 'img', 'aria-label': caption(), class: 'explore-chart' }, drawn('line', { x1: left, x2: left, y1: 0, y2: rows.length * step - 8 }), ...marks);
  };
  const lines = (series, rows, most) => {
    const wide = room();
    const [left, right, top, height] = [50, wide - Math.min(130, Math.round(wide * 0.32)), 12, 220];
    const x = (at) => left + ((right - left) * at) / Math.max(1, rows.length - 1);
    const y = (value) => top + height - (height * value) / most;
    const ends = [];
    const marks = series.flatMap((name, place) => {
      const points = rows.map((row, at) => [x(at), row.cells[place]]);
      // A line is broken where a figure is not there: nothing is guessed between.
      const path = points.map(([px, found], at) => (found.value == null ? '' : `${at > 0 && points[at - 1][1].value != null ? 'L' : 'M'}${px.toFixed(1)} ${y(found.value).toFixed(1)}`)).join('');
      const dots = points.filter(([, found]) => found.value != null).map(([px, found]) => drawn('circle', { cx: px, cy: y(found.value), r: 3, class: `series-${place}` }, drawn('title', {}, number(found.value, places(found.codes)))));
      const last = points.filter(([, found]) => found.value != null).pop();
      if (last) ends.push({ at: y(last[1].value), name, place });
      return [drawn('path', { d: path, class: `line-${place}` }), ...dots];
    });
    ends.sort((a, b) => a.at - b.at).forEach((end, at) => { if (at > 0) end.at = Math.max(end.at, ends[at - 1].at + 15); });
    const every = Math.ceil(rows.length / Math.max(2, Math.floor((right - left) / 75)));
    return drawn('svg', { viewBox: `0 0 ${wide} ${top + height + 28}`, role: 'img', 'aria-label': caption(), class: 'explore-chart' }, drawn('line', { x1: left, x2: right, y1: y(0), y2: y(0) }), drawn('text', { x: left - 6, y: y(0) + 4, 'text-anchor': 'end' }, '0'), drawn('text', { x: left - 6, y: y(most) + 4, 'text-anchor': 'end' }, number(most)), ...marks, ...ends.map((end) => drawn('text', { x: right + 8, y: end.at + 4, class: `text-${end.place}` }, shorten(end.name, Math.floor((wide - right) / 7.5)))), ...rows.map((row, at) => (at % every ? '' : drawn('text', { x: x(at), y: top + height + 18, 'text-anchor': 'middle' }, shorten(row.label, 10)))));
  };
  const shorten = (text, most) => {
    let room = most;
    const kept = [...text].filter((sign) => (room -= sign.codePointAt(0) > 0x2e7f ? 2 : 1) >= 0);
    return kept.join('') + (kept.length < [...text].length ? '…' : '');
  };
  const chart = ({ rows, columns, heads, made }) => {
    if (!state.chart) return '';
    const series = heads.slice(0, MOST_SERIES).map((head) => (columns ? columns.name(head) : dim('measure').name(state.at.measure)));
    const parts = made.filter((row) => row.code !== TOTAL || made.length === 1).map((row) => ({ label: rows.name(row.code), cells: row.cells.slice(0, MOST_SERIES) }));
    const values = parts.flatMap((row) => row.cells.map((found) => found.value)).filter((value) => value != null);
    if (values.length === 0 || Math.min(...values) < 0) return element('p', { class: 'explore-note' }, words.undrawn);
    const most = Math.max(...values) || 1;
    const key = state.chart === 'bars' && series.length > 1 ? element('p', { class: 'explore-key' }, ...series.map((name, place) => element('span', { class: `key-${place}` }, name))) : '';
    const left = heads.length > MOST_SERIES ? element('p', { class: 'explore-note' }, say(words.first, { n: MOST_SERIES })) : '';
    return element('figure', { class: 'explore-figure' }, key, (state.chart === 'bars' ? bars : lines)(series, parts, most), left);
  };

  // ── Taking it away ──
  const copy = async (pressed) => {
    const address = location.href.replace(/#.*/, '') + written();
    try {
      await navigator.clipboard.writeText(address);
      pressed.textContent = words.copied;
    } catch {
      note.replaceChildren(element('input', { readonly: '', value: address, 'aria-label': words.copy, class: 'explore-link' }));
      note.firstChild.select();
    }
  };
  // As the program defuses texts for spreadsheets: nothing that runs, nothing that turns into a date.
  const safe = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/(\d)-(?=\d)/g, '$1–');
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const reasons = data_ => (sign) => data_.extension.status.label[sign] ?? '';
  const name = () => `${data.extension.dataset}-${[state.rows, state.columns].filter(Boolean).join('-')}`;
  const fields = () => [...dims.map((found) => found.label), words.unitColumn, words.valueColumn, words.reasonColumn, words.datasetColumn, words.licenceColumn, words.addressColumn, ...(data.extension.synthetic ? [words.syntheticColumn] : [])];
  const csv = () => {
    const reason = reasons(data);
    const address = setting.address + written();
    const lines_ = pivot().made.flatMap((row) => row.cells).map(({ value, sign, codes }) => [
      ...dims.map((found) => safe(found.name(codes[found.id]))), safe(dim('measure').unit?.[codes.measure]?.label ?? ''), value ?? '', value == null ? safe(reason(sign ?? 'x')) : '', `${data.extension.dataset} ${data.extension.version}`, data.extension.licence, address, ...(data.extension.synthetic ? [words.synthetic] : []),
    ]);
    return `\ufeff${[fields().map(safe), ...lines_].map((line) => line.map((text) => quoted(String(text))).join(',')).join('\r\n')}\r\n`;
  };
  /** CSV on the Web: what the file is, of what, under which licence, and what stands in each column. */
  const metadata = () => JSON.stringify({
    '@context': ['http://www.w3.org/ns/csvw', { '@language': lang }],
    url: `${name()}.csv`,
    'dc:title': caption(),
    'dc:description': data.note,
    'dc:source': setting.address + written(),
    'dc:publisher': data.source,
    'dc:license': { '@id': data.extension.licence },
    ...(data.updated ? { 'dc:modified': data.updated } : {}),
    tableSchema: { columns: fields().map((title, at) => ({ name: dims[at]?.id.replaceAll('-', '_') ?? `column_${at + 1}`, titles: title, datatype: at === dims.length + 1 ? 'decimal' : 'string' })) },
  }, null, 2);
  const save = (ending) => {
    const [text, type] = ending === 'csv' ? [csv(), 'text/csv;charset=utf-8'] : [metadata(), 'application/json'];
    const link = element('a', { href: URL.createObjectURL(new Blob([text], { type })), download: `${name()}.${ending}` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // ── All of it ──
  const panel = element('form', { class: 'explore-form', 'aria-label': words.form });
  panel.addEventListener('submit', (event) => event.preventDefault());
  const note = element('div', { class: 'explore-copied' });
  const status = element('p', { class: 'explore-status', role: 'status' });
  const result = element('div', { class: 'explore-result' });
  const update = (focus) => {
    const found = pivot();
    panel.replaceChildren(...controls());
    result.replaceChildren(chart(found), table(found));
    note.replaceChildren();
    const without = found.made.flatMap((row) => row.cells).filter(({ value }) => value == null).length;
    status.textContent = say(without ? words.statusWithout : words.status, { rows: found.made.length, columns: found.heads.length, without });
    if (focus) document.getElementById(focus)?.focus();
    const address = written();
    if (focus && location.hash !== address) { mine = address; location.hash = address; }
  };
  let mine = null;
  window.addEventListener('hashchange', () => {
    if (location.hash === mine) return;
    read(location.hash);
    update();
  });
  window.shanwaiTable = (found) => {
    understand(found);
    read(location.hash || location.search.replace('?', '#'));
    box.replaceChildren(panel, note, status, result);
    update();
    document.documentElement.dataset.explored = 'yes';
  };
  const script = document.createElement('script');
  script.src = setting.table;
  document.head.append(script);
})();
