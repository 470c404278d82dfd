// The table builder, from disk and served: what it shows is what the published JSON-stat says, cell by cell; withheld stays withheld.
import fs from 'node:fs';
import path from 'node:path';
import { onDisk, watchedTab } from '../lib/browser.mjs';
import { serve } from '../lib/server.mjs';

export const name = 'table builder';

const TOTAL = '_T';
/** A dataset with four dimensions, and one with two measures and withheld cells. */
const [WIDE, MEASURED] = ['children-by-programme', 'camp-attendances'];

export async function run({ site, browser, report }) {
  const server = await serve(site.folder);
  for (const [lang, prefix] of [['zh', ''], ['en', 'en/']]) {
    const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, acceptDownloads: true });
    const { tab, notes, forget } = await watchedTab(context);
    const file = (id) => `${prefix}data/${id}/explore/index.html`;
    for (const id of datasets(site).filter((id) => (site.narrow ?? id) === id)) {
      await open(tab, onDisk(site, file(id)));
      report.judge(`${lang} ${id}: every cell as published`, await compare(tab, stat(site, id, lang)));
    }
    if (site.narrow) {
      await context.close();
      break;
    }
    await open(tab, onDisk(site, file(WIDE)));
    report.judge(`${lang}: rows, columns and one code chosen by hand`, await choices(tab, stat(site, WIDE, lang)));
    report.judge(`${lang}: a link leads to the same table`, await link(tab, onDisk(site, file(WIDE))));
    report.judge(`${lang}: only some codes`, await some(tab, stat(site, WIDE, lang)));
    report.judge(`${lang}: sorting`, await sorting(tab));
    report.judge(`${lang}: charts`, await charts(tab));
    report.judge(`${lang}: by keyboard alone`, await keyboard(tab, onDisk(site, file(WIDE))));
    await open(tab, onDisk(site, file(MEASURED)));
    report.judge(`${lang}: withheld cells`, await withheld(tab, stat(site, MEASURED, lang), lang));
    report.judge(`${lang}: from disk`, [...notes.requests.filter((address) => !/^(file|blob):/.test(address)), ...notes.complaints]);
    forget();
    await open(tab, server.base + file(MEASURED));
    report.judge(`${lang}: the slice as CSV, served`, await download(tab, site, stat(site, MEASURED, lang), lang));
    report.judge(`${lang}: served`, [...notes.requests.filter((address) => !address.startsWith(server.base) && !address.startsWith('blob:')), ...notes.complaints]);
    report.judge(`${lang}: a strange address`, await strange(tab, server.base + file(WIDE)));
    report.judge(`${lang}: labels that look like code`, await hostile(tab, server, file(MEASURED), lang));
    await context.close();
    report.judge(`${lang}: scripts off`, await plain(browser, site, prefix, lang));
  }
  server.close();
}

const datasets = (site) => site.pages.map((page) => page.file.match(/^data\/([\w-]+)\/explore\/index\.html$/)?.[1]).filter(Boolean);
const stat = (site, id, lang) => JSON.parse(fs.readFileSync(path.join(site.folder, `data/${id}/${id}.${lang}.json`)));

async function open(tab, address) {
  await tab.goto('about:blank');
  await tab.goto(address, { waitUntil: 'load' });
  await tab.waitForFunction(() => document.documentElement.dataset.explored === 'yes', null, { timeout: 5000 });
}

/** What the page shows: names of rows and columns, values, and the address's choices. */
const shown = (tab) => tab.evaluate(() => ({
  heads: [...document.querySelectorAll('.explore-result thead th')].slice(1).map((head) => head.textContent),
  rows: [...document.querySelectorAll('.explore-result tbody tr')].map((row) => ({
    name: row.querySelector('th').textContent,
    cells: [...row.querySelectorAll('td')].map((cell) => cell.dataset.value ?? null),
    texts: [...row.querySelectorAll('td')].map((cell) => cell.textContent),
  })),
}));

/** The value of the published table at a code of each dimension. */
function value(data, codes) {
  const at = data.id.reduce((sum, id, place) => sum * data.size[place] + data.dimension[id].category.index.indexOf(codes[id]), 0);
  return data.value[at] === null ? null : String(data.value[at]);
}

/** Every dimension against every other: what is shown is what is published, at the totals of the rest. */
async function compare(tab, data) {
  const wrong = [];
  let cells = 0;
  for (const rows of data.id) {
    for (const columns of data.id.filter((id) => id !== rows)) {
      await tab.evaluate((hash) => { location.hash = hash; }, `#rows=${rows}&columns=${columns}`);
      await tab.waitForFunction(([heads, lines]) => document.querySelectorAll('.explore-result thead th').length === heads + 1 && document.querySelectorAll('.explore-result tbody tr').length === lines, [data.size[data.id.indexOf(columns)], data.size[data.id.indexOf(rows)]], { timeout: 3000 });
      const table = await shown(tab);
      order(data, rows).forEach((row, y) => order(data, columns).forEach((column, x) => {
        const codes = Object.fromEntries(data.id.map((id) => [id, id === rows ? row : id === columns ? column : first(data, id)]));
        cells += 1;
        const [found, published] = [table.rows[y].cells[x], value(data, codes)];
        if (found !== published) wrong.push(`${row} × ${column}: ${found}, published ${published}`);
      }));
    }
  }
  return cells === 0 ? 'no cell was compared' : wrong;
}

/** Codes as they are shown: the total last. */
const order = (data, id) => [...data.dimension[id].category.index.filter((code) => code !== TOTAL), ...data.dimension[id].category.index.filter((code) => code === TOTAL)];
const first = (data, id) => (data.dimension[id].category.index.includes(TOTAL) ? TOTAL : data.dimension[id].category.index[0]);

async function choices(tab, data) {
  const [a, b, c] = data.id;
  const code = data.dimension[c].category.index[1];
  await tab.selectOption(`#explore-d-${a}`, 'r');
  await tab.selectOption(`#explore-d-${b}`, 'c');
  await tab.selectOption(`#explore-d-${c}`, `=${code}`);
  const table = await shown(tab);
  const wrong = table.rows.flatMap((row, y) => row.cells.map((found, x) => {
    const codes = Object.fromEntries(data.id.map((id) => [id, first(data, id)]));
    Object.assign(codes, { [a]: order(data, a)[y], [b]: order(data, b)[x], [c]: code });
    return found !== value(data, codes) && `row ${y}, column ${x}: ${found}`;
  }));
  const caption = await tab.textContent('.explore-result caption');
  return [...wrong, !caption.includes(data.dimension[c].category.label[code]) && 'the caption does not name the code'];
}

async function link(tab, address) {
  const [before, hash] = [await shown(tab), await tab.evaluate(() => location.hash)];
  await open(tab, address + hash);
  return JSON.stringify(await shown(tab)) !== JSON.stringify(before) && 'another table';
}

async function some(tab, data) {
  const rows = data.id[0];
  await tab.click('.explore-pick summary');
  const boxes = tab.locator('.explore-pick').first().locator('input');
  await boxes.nth(0).uncheck();
  const table = await shown(tab);
  const all = data.dimension[rows].category.index.length;
  const focused = await tab.evaluate(() => document.activeElement?.matches('.explore-pick input'));
  return [table.rows.length !== all - 1 && `${table.rows.length} rows of ${all}`, !focused && 'the focus was lost'];
}

async function sorting(tab) {
  await tab.click('.explore-result thead .explore-sort >> nth=0');
  const sorted = (await shown(tab)).rows.map((row) => row.cells[0]).filter((cell) => cell !== null).map(Number);
  const aria = await tab.getAttribute('.explore-result thead th:nth-child(2)', 'aria-sort');
  const down = sorted.every((number, at) => at === 0 || number <= sorted[at - 1]);
  return [!down && `not sorted: ${sorted}`, aria !== 'descending' && `aria-sort is ${aria}`];
}

async function charts(tab) {
  const wrong = [];
  for (const kind of ['bars', 'lines']) {
    await tab.selectOption('#explore-chart', kind);
    const marks = await tab.locator(kind === 'bars' ? '.explore-chart rect' : '.explore-chart circle').count();
    const label = await tab.getAttribute('.explore-chart', 'aria-label').catch(() => null);
    wrong.push(marks === 0 && `no ${kind}`, !label && `${kind} without a name`);
  }
  return wrong;
}

async function keyboard(tab, address) {
  await open(tab, address);
  await tab.focus('#explore-chart');
  const stops = new Set();
  for (let at = 0; at < 30; at += 1) {
    await tab.keyboard.press('Tab');
    stops.add(await tab.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.localName));
  }
  await tab.focus('.explore-result thead .explore-sort');
  await tab.keyboard.press('Enter');
  const aria = await tab.locator('.explore-result thead [aria-sort]').count();
  const focused = await tab.evaluate(() => document.activeElement.className);
  const said = await tab.textContent('.explore-status');
  return [...['explore-copy', 'explore-csv', 'table-scroll'].filter((stop) => !stops.has(stop)).map((stop) => `no stop at ${stop}`), aria !== 1 && 'Enter does not sort', focused !== 'explore-sort' && 'the focus was lost', !/\d/.test(said) && 'the status says nothing'];
}

async function withheld(tab, data, lang) {
  const at = Number(Object.entries(data.status ?? {}).find(([, sign]) => sign === 'c')?.[0] ?? -1);
  if (at < 0) return 'the dataset has no withheld cell to look for';
  let rest = at;
  const codes = {};
  [...data.id].reverse().forEach((id) => {
    const size = data.size[data.id.indexOf(id)];
    codes[id] = data.dimension[id].category.index[rest % size];
    rest = Math.floor(rest / size);
  });
  const [rows, columns] = data.id;
  await tab.evaluate((hash) => { location.hash = hash; }, `#rows=${rows}&columns=${columns}&${data.id.slice(2).map((id) => `at.${id}=${codes[id]}`).join('&')}`);
  await tab.waitForSelector('.explore-result td.withheld');
  const cells = await tab.evaluate(() => [...document.querySelectorAll('.explore-result td.withheld')].map((cell) => ({ text: cell.textContent, href: cell.querySelector('a')?.getAttribute('href') })));
  return [
    cells.some((cell) => /\d/.test(cell.text)) && 'a digit in a withheld cell',
    cells.some((cell) => !cell.href) && 'no link to the explanation',
    !cells.some((cell) => (lang === 'zh' ? /不公布/ : /withheld/i).test(cell.text)) && 'no withheld cell says so',
  ];
}

async function download(tab, site, data, lang) {
  const take = async (button) => {
    const [file] = await Promise.all([tab.waitForEvent('download'), tab.click(button)]);
    return { name: file.suggestedFilename(), text: fs.readFileSync(await file.path(), 'utf8') };
  };
  const table = await shown(tab);
  const [csv, meta] = [await take('#explore-csv'), await take('#explore-meta')];
  const lines = csv.text.trim().split('\r\n');
  const about = JSON.parse(meta.text);
  const cells = table.rows.length * table.heads.length;
  const values = lines.slice(1).map((line) => line.split(',')[data.id.length + 1]);
  const expected = table.rows.flatMap((row) => row.cells.map((cell) => cell ?? ''));
  return [
    !csv.text.startsWith('\ufeff') && 'no byte-order mark',
    lines.length !== cells + 1 && `${lines.length - 1} lines for ${cells} cells`,
    JSON.stringify(values) !== JSON.stringify(expected) && 'other values than the table',
    !lines[1].includes(data.extension.dataset) && 'does not name its dataset',
    !lines[1].includes(data.extension.licence) && 'does not name its licence',
    data.extension.synthetic && !lines[1].includes(lang === 'zh' ? '模拟数据' : 'ynthetic data') && 'does not say that it is invented',
    about.url !== csv.name && `the metadata are of ${about.url}, not ${csv.name}`,
    about.tableSchema.columns.length !== lines[0].replace('\ufeff', '').split(',').length && 'the metadata have another number of columns',
  ];
}

/** An address made by hand falls back to what there is. */
async function strange(tab, address) {
  await open(tab, `${address}#rows=nothing&columns=<b>&at.sex=%00&only.year=x&sort=&chart=pie`);
  return (await shown(tab)).rows.length === 0 && 'no table';
}

/** The same page with labels that try to be code. */
async function hostile(tab, server, file, lang) {
  const evil = '"><img src=x onerror="window.__hit=1"><script>window.__hit=1</script>\u202e';
  await tab.route(/table\.\w+\.js/, async (route) => {
    const text = await (await route.fetch()).text();
    const data = JSON.parse(text.replace(/^shanwaiTable\(/, '').replace(/\);\s*$/, ''));
    data.label = evil;
    for (const dimension of Object.values(data.dimension)) {
      dimension.label = evil;
      for (const code of dimension.category.index) dimension.category.label[code] = `=${evil}`;
    }
    await route.fulfill({ contentType: 'text/javascript', body: `shanwaiTable(${JSON.stringify(data)});` });
  });
  await open(tab, `${server.base}${file}#rows=year&columns=county&chart=bars`);
  const [csv] = await Promise.all([tab.waitForEvent('download'), tab.click('#explore-csv')]);
  const text = fs.readFileSync(await csv.path(), 'utf8');
  await tab.unroute(/table\.\w+\.js/);
  const seen = await tab.evaluate(() => ({ hit: window.__hit, elements: document.querySelectorAll('#explore img, #explore script').length, text: document.querySelector('.explore-result caption').textContent.includes('<img') }));
  return [seen.hit && 'it ran', seen.elements > 0 && 'it became an element', !seen.text && 'it is not shown as text', /(^|,)"?=/m.test(text) && 'a formula in the CSV'];
}

async function plain(browser, site, prefix, lang) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(onDisk(site, `${prefix}data/${WIDE}/index.html`), { waitUntil: 'load' });
  const links = tab.locator('.slices a[href*="by/"]');
  const count = await links.count();
  await Promise.all([tab.waitForURL(/\/by\//), links.last().click()]);
  const data = stat(site, WIDE, lang);
  const pair = new URL(tab.url()).pathname.match(/\/by\/([\w-]+)\/([\w-]+)\/index\.html$/);
  const cells = await tab.evaluate(() => [...document.querySelectorAll('main tbody td')].map((cell) => cell.dataset.value ?? null));
  const published = [];
  if (pair) {
    const [rows, columns] = [pair[1], pair[2]].sort((a, b) => data.dimension[b].category.index.length - data.dimension[a].category.index.length);
    for (const row of order(data, rows)) for (const column of order(data, columns)) published.push(value(data, { ...Object.fromEntries(data.id.map((id) => [id, first(data, id)])), [rows]: row, [columns]: column }));
  }
  await tab.goto(onDisk(site, `${prefix}data/${WIDE}/explore/index.html`), { waitUntil: 'load' });
  const seen = await tab.locator('#explore table').isVisible();
  await context.close();
  return [count < 6 && `only ${count} slices`, !pair && 'no pair', JSON.stringify(cells) !== JSON.stringify(published) && `the slice differs from what is published: ${cells.slice(0, 5)} ${published.slice(0, 5)}`, !seen && 'no table where the builder would stand'];
}
