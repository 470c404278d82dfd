// Breaks a copy of the site in one way after another: the check that guards against it must notice.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Report } from './lib/report.mjs';
import { Site } from './lib/site.mjs';

/** Checks in the browser, which judge one page at a time: here only the broken one, so that each try is quick. */
const BY_PAGE = new Set(['html', 'disk', 'reflow', 'keyboard', 'axe']);
/** Checks that walk over many pages: they get the whole site, and the last entry of a fault narrows them to the part that must see it. */
const WHOLE = new Set(['search', 'explore', 'journeys', 'look']);

/** A page with rules of its own. Its policy would refuse them, so it goes. */
const styled = (html, rules) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '').replace('</head>', `<style>${rules}</style></head>`);

/** A fault: the check that must see it, the kind of page or the file it is done to, and what is done to the text. */
const FAULTS = [
  ['document', 'home', 'a second h1', (html) => html.replace('</main>', '<h1>x</h1></main>')],
  ['document', 'home', 'a wrong language', (html) => html.replace(/<html lang="\w+"/, '<html lang="fr"')],
  ['document', '404', 'no 404 page', () => null],
  ['links', 'project', 'a dead link', (html) => html.replace('</main>', '<a href="../nowhere/index.html">x</a></main>')],
  ['links', 'project', 'a dead anchor', (html) => html.replace('</main>', '<a href="#nowhere">x</a></main>')],
  ['languages', 'dataset', 'a number changed in one language', (html) => html.replace(/(<td id="cell[^>]*>)\d/, '$19')],
  ['languages', 'fact', 'an alternate lost', (html) => html.replace(/<link rel="alternate" hreflang="en"[^>]*>/, '')],
  ['languages', 'fact', 'a switch to another page', (html) => html.replace(/(class="languages"[^>]*><a href=")[^"]*"/, '$1../../index.html"')],
  ['charts', 'dataset', 'a chart without description', (html) => html.replace(/<desc[^>]*>[^<]*<\/desc>/, '')],
  ['charts', 'dataset', 'a chart without table', (html) => html.replace(/<table>.*?<\/table>/s, '')],
  ['withheld', 'fact-withheld', 'a digit where a number is withheld', (html) => html.replace('class="withheld-title">', 'class="withheld-title">7 ')],
  ['synthetic', 'dataset', 'no word that the data are invented', (html) => html.replaceAll(/模拟数据|synthetic data/gi, '')],
  ['html', 'home', 'an unclosed element', (html) => html.replace('</main>', '<div></main>')],
  ['xml', 'feed.xml', 'a broken feed', (xml) => xml.replace('</title>', '')],
  ['disk', 'home', 'a request to another host', (html) => html.replace('</main>', '<img alt="" src="https://example.invalid/x.png"></main>')],
  ['disk', 'home', 'an inline script under the policy', (html) => html.replace('</main>', '<script>1</script></main>')],
  ['disk', 'home', 'a page too heavy', (html) => html.replace('</main>', `<!--${'x'.repeat(100_000)}--></main>`)],
  ['reflow', 'page-gaps', 'a line too long for a phone', (html) => styled(html.replace('</h1>', `${'m'.repeat(300)}</h1>`), 'h1{white-space:nowrap;overflow-wrap:normal}')],
  ['keyboard', 'home', 'a stop before the skip link', (html) => html.replace('<a class="skip"', '<a href="#main">x</a><a class="skip"')],
  ['keyboard', 'home', 'a focus that cannot be seen', (html) => styled(html, 'a:focus-visible{outline:none}')],
  ['search', 'search/zh/t0.js', 'a shard of the index lost', () => null, 'Zhijiang'],
  ['search', 'search/zh/e0.js', 'a result that leads elsewhere', (text) => text.replace('places/431228', 'places/431202'), '芷江县'],
  ['explore', 'data/camp-attendances/explore/table.zh.js', 'another value than published', (text) => text.replace(/"value":\[\d+/, '"value":[7'), 'camp-attendances'],
  ['journeys', 'index.html', 'figures without units', (html) => html.replaceAll('<span class="unit">', '<span class="u">'), 'P1'],
  ['journeys', 'data/camp-attendances/index.html', 'signs without explanation', (html) => html.replaceAll(/<p class="legend">.*?<\/p>/gs, ''), 'P3'],
  ['journeys', 's/study-camp-sessions/index.html', 'no citation', (html) => html.replaceAll('class="citation"', 'class="x"'), 'J1'],
  ['journeys', 'data/camp-attendances/index.html', 'a snippet with a script', (html) => html.replaceAll('&lt;figure', '&lt;script'), 'J3'],
  ['journeys', 'data/camp-attendances/SHA256SUMS', 'a sum that does not hold', (text) => text.replace(/^./, (sign) => (sign === 'a' ? 'b' : 'a')), 'D1'],
  ['journeys', 'data/camp-attendances/camp-attendances.csv', 'a blank without a reason', (text) => text.replace('confidential', ''), 'D2'],
  ['look', 'index.html', 'a page without its style', (html) => html.replace(/<link rel="stylesheet"[^>]*>/, ''), 'home'],
  ['axe', 'home', 'grey on grey', (html) => styled(html, 'p{color:#999;background:#aaa}')],
];

export async function selfTest({ folder, judge, report, names }) {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'shanwai-broken-'));
  let whole;
  try {
    const excerpt = cut(folder, temporary);
    const known = new Map();
    const sound = async (file) => {
      if (!known.has(file)) known.set(file, await faults(excerpt, judge, names.filter((name) => BY_PAGE.has(name)), file));
      return known.get(file);
    };
    const quiet = await faults(excerpt, judge, names.filter((name) => !BY_PAGE.has(name) && !WHOLE.has(name)));
    for (const [check, kind, what, break_, narrow] of FAULTS.filter(([check]) => names.includes(check))) {
      if (WHOLE.has(check)) {
        whole ??= copyOf(folder);
        report.judge(`${check}: ${what}`, await inWhole(whole, judge, check, kind, break_, narrow));
        continue;
      }
      const file = kind.includes('.') ? kind : new Site(excerpt).pages.find((page) => page.kind === kind && page.lang === 'zh')?.file;
      if (!file) {
        report.judge(`${check}: ${what}`, `no page of kind ${kind}`);
        continue;
      }
      const full = path.join(excerpt, file);
      const alone = BY_PAGE.has(check) && file;
      const before = alone ? await sound(alone) : quiet;
      const text = fs.readFileSync(full, 'utf8');
      const broken = break_(text);
      if (broken === null) fs.rmSync(full);
      else fs.writeFileSync(full, broken);
      const seen = await faults(excerpt, judge, [check], alone);
      const fresh = [...seen].filter((line) => !before.has(line));
      report.judge(`${check}: ${what}`, broken === text ? 'the text to break was not found' : fresh.length === 0 && 'not noticed');
      fs.writeFileSync(full, text);
    }
  } finally {
    fs.rmSync(temporary, { recursive: true });
    if (whole) fs.rmSync(whole, { recursive: true });
  }
}

/** A copy of the whole site, to break one file of at a time. */
function copyOf(folder) {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'shanwai-whole-'));
  fs.cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Breaks one file of the copy, looks whether the check notices, and mends it. */
async function inWhole(copy, judge, check, file, break_, narrow) {
  const full = path.join(copy, file);
  const text = fs.readFileSync(full, 'utf8');
  const broken = break_(text);
  if (broken === text) return 'the text to break was not found';
  const before = await faults(copy, judge, [check], undefined, narrow);
  if (broken === null) fs.rmSync(full);
  else fs.writeFileSync(full, broken);
  const fresh = [...await faults(copy, judge, [check], undefined, narrow)].filter((line) => !before.has(line));
  fs.writeFileSync(full, text);
  return fresh.length === 0 && 'not noticed';
}

/** What the checks say of a folder, or of one page of it. */
async function faults(folder, judge, only, file, narrow) {
  const site = new Site(folder);
  site.narrow = narrow;
  if (file) site.pages = site.pages.filter((page) => page.file === file);
  const { failures } = await judge(site, new Report(), only);
  return new Set(failures.map((failure) => `${failure.check} ${failure.place} ${failure.text}`));
}

/** A small copy to break, so that each try is quick: one page of each kind the faults need, with its twin and all that is no page. */
function cut(folder, temporary) {
  const site = new Site(folder);
  const kinds = new Set(FAULTS.map((fault) => fault[1]));
  const chosen = new Set();
  for (const page of site.specimens().filter((page) => page.lang === 'zh' && kinds.has(page.kind))) chosen.add(page.file).add(`en/${page.file}`);
  for (const file of site.files) {
    if (file.endsWith('.html') && !chosen.has(file)) continue;
    fs.mkdirSync(path.dirname(path.join(temporary, file)), { recursive: true });
    fs.copyFileSync(path.join(folder, file), path.join(temporary, file));
  }
  return temporary;
}
