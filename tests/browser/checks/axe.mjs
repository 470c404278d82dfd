// axe-core: WCAG 2.0 to 2.2, A and AA, one page of each kind in each language, light, dark and forced colours, phone and desktop, scripts on
// and off; details opened; the page of search with results, the table builder with a chart.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { onDisk, sideBySide } from '../lib/browser.mjs';

export const name = 'axe-core';

/** What the statement of accessibility says of this check. */
export const about = {
  name: { zh: 'axe-core 自动检查', en: 'Automatic rules (axe-core)' },
  scope: { zh: '每类页面、每种语言各取内容最多的一页；浅色、深色和读者自定的配色，手机和电脑宽度，有脚本和没有脚本；依照WCAG 2.2的A级、AA级规则中可以自动判断的部分', en: 'One page of each kind in each language, the longest; light, dark and the reader’s own colours, phone and desktop widths, with scripts and without; those rules of WCAG 2.2, levels A and AA, that can be judged automatically' },
};

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MODES = [['light', 1280], ['dark', 1280], ['dark', 390], ['light', 390]];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

export async function run({ site, browser, report }) {
  await sideBySide(browser, site.specimens(), async (tab, page) => {
    await visit(tab, onDisk(site, page.file));
    for (const [colorScheme, width] of MODES) {
      await tab.emulateMedia({ colorScheme });
      await tab.setViewportSize({ width, height: 900 });
      report.judge(`${page.file} ${colorScheme} ${width} px`, await tab.evaluate(judge, TAGS));
    }
    await forced(tab, site, page, report);
  });
  // An excerpt of a site has neither; that the whole has them is judged by `search` and `explore`.
  const made = ['search/index.html', 'data/camp-attendances/explore/index.html'];
  if (made.every((file) => fs.existsSync(new URL(onDisk(site, file))))) await busy(browser, site, report);
  await bare(browser, site, report);
}

/** Forced colours: the reader's own palette, of which axe can tell that every control still has a name and every table its heads. */
async function forced(tab, site, page, report) {
  await tab.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  await tab.setViewportSize({ width: 1280, height: 900 });
  await visit(tab, onDisk(site, page.file));
  report.judge(`${page.file} forced colours`, await tab.evaluate(judge, TAGS));
  await tab.emulateMedia({ forcedColors: 'none' });
}

/** What scripts make: results, and a table that a reader chose. */
async function busy(browser, site, report) {
  await sideBySide(browser, [['', '儿童'], ['en/', 'children']], async (tab, [prefix, query]) => {
    for (const [colorScheme, width] of MODES) {
      await tab.emulateMedia({ colorScheme });
      await tab.setViewportSize({ width, height: 900 });
      await visit(tab, `${onDisk(site, `${prefix}search/index.html`)}?q=${encodeURIComponent(query)}`);
      await tab.waitForSelector('#search-results a.result-title');
      report.judge(`${prefix}search with results ${colorScheme} ${width} px`, await tab.evaluate(judge, TAGS));
      await visit(tab, `${onDisk(site, `${prefix}data/camp-attendances/explore/index.html`)}#rows=county&columns=year&chart=bars&sort=-_T`);
      report.judge(`${prefix}table builder with a chart ${colorScheme} ${width} px`, await tab.evaluate(judge, TAGS));
    }
  });
}

/** Without the site's scripts: what stands where a script would have made something. Scripts as such stay on, since axe is one. */
async function bare(browser, site, report) {
  const open = async (context) => {
    await context.route('**/*.js', (route) => route.abort());
    return context.newPage();
  };
  const pages = site.specimens().filter((page) => page.document.querySelector('script[src]'));
  await sideBySide(browser, pages, async (tab, page) => {
    await visit(tab, onDisk(site, page.file));
    report.judge(`${page.file} scripts off`, await tab.evaluate(judge, TAGS));
  }, { open });
}

async function visit(tab, address) {
  await tab.goto('about:blank');
  await tab.goto(address, { waitUntil: 'load' });
  await tab.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
  await tab.evaluate(AXE);
}

/** In the page: the violations in words; a dark scheme that is not dark is one. */
async function judge(tags) {
  const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  const found = violations.map((violation) => `${violation.id} ×${violation.nodes.length}: ${violation.nodes[0].target.join(' ')}: ${violation.nodes[0].any[0]?.message ?? violation.help}`);
  const paper = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  if (dark !== paper[0] + paper[1] + paper[2] < 384) found.push(`the paper is ${paper}`);
  return found;
}
