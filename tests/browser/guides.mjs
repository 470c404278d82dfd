// The pictures of the guides: what the program makes of a new site, taken anew and compared with those kept in `docs/guides/pictures/`,
// so that a guide never shows what is not there any more. Called with the program: `node guides.mjs target/release/shanwai`.
// `SHANWAI_BLESS=1` keeps the new pictures; one that differs is written beside the old one as `<name>.new.png` otherwise.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch } from './lib/browser.mjs';
import { differ, shrink } from './lib/picture.mjs';
import { Report } from './lib/report.mjs';

const KEPT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../docs/guides/pictures');
/** The window, and the width of the kept pictures. */
const [WIDTH, HEIGHT, SMALL] = [1120, 720, 640];
const DAY = '2025-03-01';

/** What each picture shows: a file of the site in each language, and how far down the page it begins. */
const SHOWN = {
  home: { zh: 'public/index.html', en: 'public/en/index.html' },
  page: { zh: 'public/projects/holiday-camps/index.html', en: 'public/en/projects/holiday-camps/index.html', part: '.column' },
  report: { zh: 'data/private/protection/report.html', en: 'data/private/protection/report.html' },
  check: { zh: 'data/private/check/report.html', en: 'data/private/check/report.html' },
};

const report = new Report();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guides-'));
const bless = process.env.SHANWAI_BLESS === '1';
try {
  const program = path.resolve(process.argv[2]);
  const root = path.join(folder, 'site');
  const run = (...words) => execFileSync(program, words, { cwd: fs.existsSync(root) ? root : folder, stdio: ['ignore', 'ignore', 'inherit'] });
  // The guides begin with the site of a city; the page of a programme is that of the example, whose register holds figures.
  run('new', '--quiet', '--province', '43', '--city', '4303', root);
  run('build', '--quiet', '--as-of', DAY);
  run('check', '--quiet', '--as-of', DAY, '--report');
  const example = path.join(folder, 'example');
  run('new', '--quiet', example);
  run('build', '--quiet', '--root', example, '--as-of', DAY);
  fs.mkdirSync(KEPT, { recursive: true });
  const browser = await launch();
  const painter = await (await browser.newContext()).newPage();
  for (const lang of ['zh', 'en']) {
    run('protect', '--quiet', '--report', '--lang', lang);
    const context = await browser.newContext({ viewport: { width: WIDTH, height: HEIGHT }, colorScheme: 'light', reducedMotion: 'reduce', locale: lang });
    const tab = await context.newPage();
    for (const [name, shown] of Object.entries(SHOWN)) {
      await tab.goto(pathToFileURL(path.join(name === 'page' ? example : root, shown[lang])).href, { waitUntil: 'load' });
      await tab.evaluate(settle, { lang, part: shown.part ?? null });
      await tab.waitForTimeout(60);
      await judge(painter, `${name}.${lang}.png`, await tab.screenshot({ animations: 'disabled' }));
    }
    await context.close();
  }
  await browser.close();
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
report.failures.forEach(({ place, text }) => console.log(`    ${place}: ${text}`));
console.log(`${report.passed} passed, ${report.failures.length} failed`);
process.exitCode = report.failures.length ? 1 : 0;

/** In the page: begins at the part that is meant; of a report in both languages, the part in this one. A line around it shows where a picture ends. */
function settle({ lang, part }) {
  const own = [...document.querySelectorAll('body [lang]')].find((element) => element.getAttribute('lang').startsWith(lang) && element.offsetHeight > 200);
  const from = part ? document.querySelector(part) : document.documentElement.lang.startsWith(lang) ? null : own;
  const line = document.body.appendChild(document.createElement('div'));
  Object.assign(line.style, { position: 'fixed', inset: '0', zIndex: '9', border: '2px solid #98a29b', pointerEvents: 'none' });
  window.scrollTo(0, from ? from.getBoundingClientRect().top + window.scrollY - 16 : 0);
}

async function judge(painter, name, bytes) {
  const taken = await shrink(painter, bytes, SMALL);
  const file = path.join(KEPT, name);
  if (bless) {
    fs.writeFileSync(file, taken.png);
    return report.judge(name, null);
  }
  const wrong = fs.existsSync(file) ? await differ(painter, taken, fs.readFileSync(file)) : 'no picture to compare with: keep one with SHANWAI_BLESS=1';
  if (wrong) fs.writeFileSync(file.replace(/png$/, 'new.png'), taken.png);
  return report.judge(name, wrong);
}
