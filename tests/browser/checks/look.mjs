// How every kind of page looks: small pictures of phone and desktop beside those kept in `golden/`, so that a change of look is seen in review.
// `SHANWAI_BLESS=1` keeps the new pictures; those that differ are written beside the old ones as `<name>.new.png` otherwise.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onDisk } from '../lib/browser.mjs';
import { differ, shrink } from '../lib/picture.mjs';

export const name = 'golden screenshots';

const GOLDEN = path.join(path.dirname(fileURLToPath(import.meta.url)), '../golden');
/** Name, width and height of the window, width of the kept picture, scheme. */
const VIEWS = [['phone', 390, 1300, 195, 'light'], ['desk', 1280, 1100, 320, 'light'], ['night', 1280, 1100, 320, 'dark']];
/** A page of each kind, by its address in the Chinese site: fixed, so that a new page elsewhere changes nothing here. Of other kinds the first is taken. */
const PAGES = {
  home: '', project: 'projects/city-camps/', section: 'projects/', place: 'places/431228/', places: 'places/', indicator: 'indicators/ST-02/', indicators: 'indicators/',
  fact: 's/study-camp-sessions/', 'fact-withheld': 's/placements-2024/', facts: 's/', dataset: 'data/camp-attendances/', datasets: 'data/', slice: 'data/children-by-programme/by/year/programme/',
  explore: 'data/children-by-programme/explore/', search: 'search/', page: 'methods/protection/', embed: 'embed/camp-by-county/', releases: 'releases/',
};

export async function run({ site, browser, report }) {
  const bless = process.env.SHANWAI_BLESS === '1';
  if (bless) fs.mkdirSync(GOLDEN, { recursive: true });
  const painter = await (await browser.newContext()).newPage();
  for (const [view, width, height, small, colorScheme] of VIEWS) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    const tab = await context.newPage();
    for (const [kind, address] of Object.entries(addresses(site)).filter(([kind]) => (site.narrow ?? kind) === kind)) {
      // At night the home page and one of each family of charts and tables; by day every kind, in the language of the picture's turn.
      if (view === 'night' && !['home', 'dataset', 'explore', 'fact'].includes(kind)) continue;
      const prefix = view === 'desk' ? 'en/' : '';
      const file = `${prefix}${address}index.html`;
      const picture = path.join(GOLDEN, `${kind}.${view}.png`);
      if (!site.files.has(file)) {
        report.judge(`${kind} ${view}`, `no page ${file}`);
        continue;
      }
      await tab.goto(onDisk(site, file), { waitUntil: 'load' });
      await tab.waitForTimeout(60);
      const taken = await shrink(painter, await tab.screenshot({ animations: 'disabled' }), small);
      if (bless) {
        fs.writeFileSync(picture, taken.png);
        report.judge(`${kind} ${view}`, null);
        continue;
      }
      const wrong = fs.existsSync(picture) ? await differ(painter, taken, fs.readFileSync(picture)) : 'no picture to compare with: keep one with SHANWAI_BLESS=1';
      if (wrong) fs.writeFileSync(picture.replace(/png$/, 'new.png'), taken.png);
      report.judge(`${kind} ${view}`, wrong);
    }
    await context.close();
  }
  await painter.context().close();
}

/** The address of a page of every kind there is. */
function addresses(site) {
  const known = { ...PAGES };
  for (const page of site.pages.filter((page) => page.lang === 'zh' && page.file.endsWith('index.html'))) {
    const kind = page.kind.replace(/^page-.*/, 'page');
    known[kind] ??= page.file.replace(/index\.html$/, '');
  }
  return known;
}
