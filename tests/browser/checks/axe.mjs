// axe-core: WCAG 2.0 to 2.2, A and AA, one page of each kind, light and dark, phone and desktop; details opened.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { onDisk } from '../lib/browser.mjs';

export const name = 'axe-core';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MODES = [['light', 1280], ['dark', 1280], ['dark', 390], ['light', 390]];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

export async function run({ site, browser, report }) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  for (const page of site.specimens()) {
    await tab.goto(onDisk(site, page.file), { waitUntil: 'load' });
    await tab.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
    await tab.evaluate(AXE);
    for (const [colorScheme, width] of MODES) {
      await tab.emulateMedia({ colorScheme });
      await tab.setViewportSize({ width, height: 900 });
      report.judge(`${page.file} ${colorScheme} ${width} px`, await tab.evaluate(judge, TAGS));
    }
  }
  await context.close();
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
