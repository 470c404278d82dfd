// Journeys of readers, from the home page by links alone: the public, journalists and developers, in every language, scripts on and off.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { onDisk } from '../lib/browser.mjs';
import { valueOf } from '../lib/number.mjs';

export const name = 'journeys';

export async function run({ site, browser, report }) {
  for (const scripts of site.narrow ? [false] : [true, false]) {
    for (const [lang, prefix] of site.narrow ? [['zh', '']] : [['zh', ''], ['en', 'en/']]) {
      const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 1280, height: 900 }, acceptDownloads: true });
      const tab = await context.newPage();
      tab.setDefaultTimeout(6000);
      for (const [id, what, walk] of JOURNEYS.filter(([id]) => (site.narrow ?? id) === id)) {
        const reader = new Reader(site, tab, lang, prefix, scripts);
        let wrong;
        try {
          await reader.home();
          wrong = await walk(reader);
        } catch (error) {
          wrong = `stuck at ${reader.here()}: ${error.message.split('\n')[0]}`;
        }
        report.judge(`${id} ${lang}, scripts ${scripts ? 'on' : 'off'}: ${what}`, wrong);
      }
      await context.close();
    }
  }
}

/** Who walks: a tab, and words for what is done in it. */
class Reader {
  constructor(site, tab, lang, prefix, scripts) {
    Object.assign(this, { site, tab, lang, prefix, scripts });
  }

  home() {
    return this.tab.goto(onDisk(this.site, `${this.prefix}index.html`), { waitUntil: 'load' });
  }

  here() {
    return path.relative(this.site.folder, decodeURIComponent(new URL(this.tab.url()).pathname));
  }

  /** Follows the first link that a selector finds and that can be seen. */
  async follow(selector) {
    const link = this.tab.locator(selector).locator('visible=true').first();
    const from = this.tab.url();
    await link.click();
    await this.tab.waitForURL((url) => url.href !== from);
    await this.tab.waitForLoadState('load');
  }

  /** A link of the main navigation, by the folder it leads to. */
  go(folder) {
    return this.follow(`.site-nav a[href$="${folder}/index.html"], .site-nav a[href$="${folder}/"]`);
  }

  text(selector) {
    return this.tab.locator(selector).first().innerText();
  }

  count(selector) {
    return this.tab.locator(selector).count();
  }

  sees(selector) {
    return this.tab.locator(selector).first().isVisible();
  }

  all(selector) {
    return this.tab.locator(selector).evaluateAll((found) => found.map((element) => element.textContent.trim()));
  }

  links(selector) {
    return this.tab.locator(selector).evaluateAll((found) => found.map((link) => link.getAttribute('href')));
  }

  /** A file that this page links to: its path in the site. */
  file(href) {
    return path.join(this.site.folder, decodeURIComponent(path.relative(this.site.folder, new URL(href, this.tab.url()).pathname)));
  }
}

/** Opens the folds of the page, as a reader does who looks for something: with the mouse, which needs no script. */
async function unfold(reader, selector) {
  for (const fold of await reader.tab.locator(selector).all()) if ((await fold.getAttribute('open')) === null) await fold.locator('summary').first().click();
}

const JOURNEYS = [
  ['P1', 'the programme in one screen, each figure to its page', async (reader) => {
    const cards = await reader.count('.headline .fact-card');
    const whole = await reader.tab.locator('.headline .fact-card').evaluateAll((found) => found.every((card) => ['.unit', '.fact-when', '.fact-label a[href]'].every((part) => card.querySelector(part)?.textContent.trim())));
    const lowest = await reader.tab.locator('.headline .fact-card').first().evaluate((card) => card.getBoundingClientRect().bottom < innerHeight);
    const said = valueOf(await reader.text('.headline .fact-card .digits'));
    await reader.follow('.headline .fact-label a');
    const there = valueOf(await reader.text('.statistic-number .digits'));
    return [(cards < 5 || cards > 8) && `${cards} headline figures`, !whole && 'a figure without unit, period or link', !lowest && 'no figure on the first screen', said !== there && `home says ${said}, the page ${there}`];
  }],
  ['P2', 'a chart without seeing it, and at phone width', async (reader) => {
    await reader.go('data');
    await reader.follow('main a[href*="camp-attendances/index.html"]');
    await reader.tab.setViewportSize({ width: 390, height: 800 });
    const chart = reader.tab.locator('figure.figure').first();
    const drawn = await chart.locator('svg[role=img]').evaluateAll((found) => found.filter((svg) => svg.getBoundingClientRect().width > 0).map((svg) => ({ title: svg.querySelector('title')?.textContent ?? '', words: svg.querySelector('desc')?.textContent ?? '', wide: svg.getBoundingClientRect().width })));
    await unfold(reader, 'figure.figure details.figure-data');
    const cells = await chart.locator('table tbody td').count();
    const words = await chart.locator('details.figure-data > p').first().innerText();
    await reader.tab.setViewportSize({ width: 1280, height: 900 });
    return [drawn.length !== 1 && `${drawn.length} drawings at phone width`, drawn[0]?.wide > 390 && 'wider than the phone', !drawn[0]?.title && 'no name', !(drawn[0]?.words.length > 20) && 'no description', cells === 0 && 'no table', words.length < 20 && 'no words'];
  }],
  ['P3', 'what a sign in a table means', async (reader) => {
    await reader.go('data');
    await reader.follow('main a[href*="camp-attendances/index.html"]');
    const signs = await reader.all('main table td.withheld');
    const zeros = await reader.tab.locator('main table td[data-value="0"].withheld').count();
    const sign = signs[0]?.replace(/\s.*/s, '').slice(0, 1);
    const legend = await reader.text('.legend');
    await reader.follow('.legend a');
    const explained = await reader.text('main');
    return [signs.length === 0 && 'no sign to ask about', zeros > 0 && 'a sign that is zero', !legend.includes(sign) && 'the legend does not name the sign', !(reader.lang === 'zh' ? /不公布|隐去/ : /withheld/i).test(explained) && `${reader.here()} does not explain it`];
  }],
  ['P4', 'a county by its name', async (reader) => {
    const asked = reader.lang === 'zh' ? '芷江' : 'Zhijiang';
    await reader.tab.fill('.site-search input[type=search]', asked);
    await Promise.all([reader.tab.waitForURL(/search\/index\.html/), reader.tab.press('.site-search input[type=search]', 'Enter')]);
    await reader.follow(reader.scripts ? '#search-results a.result-title' : '#search-plain a[href*="places/431228"]');
    return [!(await reader.text('h1')).includes(asked) && `${reader.here()} is not ${asked}`];
  }],
  ['P5', 'what is not shown', async (reader) => {
    await reader.follow('.site-foot a[href*="gaps/index.html"]');
    const gaps = (await reader.all('main h2, main h3')).length;
    await reader.home();
    await reader.go('projects');
    await reader.follow('main a[href*="city-camps/index.html"]');
    const own = await reader.sees('#unknown, #gaps, a[href*="gaps/"]');
    return [gaps < 3 && `only ${gaps} gaps`, !own && 'a project that does not say what is unknown'];
  }],
  ['J1', 'to cite one statistic', async (reader) => {
    await reader.go('s');
    await reader.follow('main a[href*="study-camp-sessions/index.html"]');
    const citations = await reader.all('.citation');
    const files = await reader.links('.citation-files a, .citations ~ * a[download]');
    const missing = files.filter((href) => !fs.existsSync(reader.file(href)) || fs.statSync(reader.file(href)).size < 50);
    const source = await reader.sees('.source');
    const copies = await reader.count('button.copy');
    return [citations.length === 0 && 'no citation', citations.some((text) => text.length < 30) && 'an empty citation', files.length < 3 && `${files.length} files for reference managers`, ...missing.map((href) => `${href} is not there`), !source && 'no source', !reader.scripts && copies > 0 && 'a button that does nothing'];
  }],
  ['J2', 'whether a number changed', async (reader) => {
    await reader.follow('.site-foot a[href*="corrections/index.html"]');
    const rules = (await reader.text('main')).length;
    const feed = await reader.tab.getAttribute('link[type="application/atom+xml"]', 'href');
    const releases = reader.file(path.posix.relative('', feed)).replace(/feed\.xml$/, 'releases/index.html');
    return [rules < 200 && 'nothing is said of corrections', !fs.existsSync(reader.file(feed)) && 'no feed', !fs.existsSync(releases) && 'no list of releases'];
  }],
  ['J3', 'to embed a chart', async (reader) => {
    await reader.go('data');
    await reader.follow('main a[href*="camp-attendances/index.html"]');
    await unfold(reader, 'figure.figure details.embed');
    const snippets = await reader.tab.locator('details.embed textarea').evaluateAll((found) => found.map((field) => field.value ?? field.textContent));
    const files = await reader.links('details.embed a[download]');
    const missing = files.filter((href) => !fs.existsSync(reader.file(href)));
    await reader.follow('details.embed a[href*="embed/"]');
    const alone = await reader.sees('figure svg');
    return [snippets.length === 0 && 'no snippet', snippets.some((text) => /<script|onload|onclick/i.test(text)) && 'a snippet with a script', !files.some((href) => href.endsWith('.svg')) && 'no SVG', !files.some((href) => href.endsWith('.png')) && 'no PNG', ...missing.map((href) => `${href} is not there`), !alone && 'no chart on the page to embed'];
  }],
  ['J4', 'to write rightly about children', async (reader) => {
    const kit = reader.site.files.has(`${reader.prefix}press/index.html`);
    await reader.follow(kit ? 'a[href*="press/index.html"]' : '.site-foot a[href*="privacy/index.html"]');
    const said = await reader.text('main');
    const words = { zh: /不要.{0,12}(找|打听|辨认)/, en: /not try to (find|identify)|not look for/i }[reader.lang];
    return [!words.test(said) && `${reader.here()} does not ask to leave the children alone`, kit && said.length < 600 && 'a press kit with little in it'];
  }],
  ['J5', 'to compare counties fairly', async (reader) => {
    await reader.go('places');
    const codes = (await reader.all('main table tbody tr')).map((row) => row.match(/\d{6}/)?.[0]).filter(Boolean);
    const listed = fs.readFileSync(path.join(reader.site.folder, 'codelists/county.csv'), 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.match(/\d{6}/)?.[0]).filter(Boolean);
    await reader.follow('main a[href*="431228/index.html"]');
    const residents = (await reader.tab.locator('main .sheet').first().innerText()).match(/20\d\d/);
    const heads = await reader.tab.locator('main table').first().locator('thead th').allInnerTexts();
    const city = heads.some((head) => head.includes(reader.lang === 'zh' ? '怀化' : 'Huaihua'));
    return [codes.length < 13 && `${codes.length} places`, codes.join() !== listed.join() && 'not in the order of the code list', !residents && 'residents without a year', !city && 'the county stands without the city'];
  }],
  ['D1', 'everything in stable formats, with sums that hold', async (reader) => {
    await reader.go('data');
    await reader.follow('main a[href*="camp-attendances/index.html"]');
    await unfold(reader, 'details.more-files');
    const hrefs = [...new Set(await reader.links('.downloads a[download], .files a[download]'))];
    const gone = hrefs.filter((href) => !fs.existsSync(reader.file(href)) || fs.statSync(reader.file(href)).size === 0);
    const folder = path.join(reader.site.folder, 'data/camp-attendances');
    const sums = fs.readFileSync(path.join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n').map((line) => line.split(/\s+/));
    const wrong = sums.filter(([sum, file]) => createHash('sha256').update(fs.readFileSync(path.join(folder, file))).digest('hex') !== sum);
    const wanted = ['.csv', '.xlsx', '.json', '.parquet', '.zip'].filter((end) => !hrefs.some((href) => href.endsWith(end)));
    return [...gone.map((href) => `${href} is not there`), ...wrong.map(([, file]) => `the sum of ${file} is wrong`), sums.length < 8 && `${sums.length} sums`, ...wanted.map((end) => `no ${end}`)];
  }],
  ['D2', 'whether a blank is withheld, absent or zero', async (reader) => {
    await reader.go('data');
    await reader.follow('main a[href*="camp-attendances/index.html"]');
    const [shown, signs] = [await reader.count('main section table td[id]:not(.withheld)'), await reader.count('main section table td.withheld')];
    const lines = fs.readFileSync(path.join(reader.site.folder, 'data/camp-attendances/camp-attendances.csv'), 'utf8').trim().split(/\r?\n/).map((line) => line.split(','));
    const at = (column) => lines[0].indexOf(column);
    const [value, status, reason] = [at('value'), at('obs_status'), at('reason')];
    const unexplained = lines.slice(1).filter((line) => (line[value] === '') !== (line[reason] !== ''));
    const confidential = lines.slice(1).filter((line) => line[reason] === 'confidential');
    return [Math.min(value, status, reason) < 0 && `columns ${lines[0]}`, unexplained.length > 0 && `${unexplained.length} blanks without a reason`, confidential.some((line) => line[status] !== 'Q') && 'a withheld cell with another status', confidential.length === 0 && 'no withheld cell', shown + signs < lines.length - 1 && `${shown + signs} cells on the page, ${lines.length - 1} in the file`];
  }],
];
