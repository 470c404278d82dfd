// No page scrolls sideways: on a phone of 320 px, and on a screen of 1280 px at 200 %, which is 640.
import { onDisk } from '../lib/browser.mjs';

export const name = 'reflow';

export async function run({ site, browser, report }) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  for (const page of site.pages) {
    await tab.goto(onDisk(site, page.file), { waitUntil: 'domcontentloaded' });
    for (const width of [320, 640]) {
      await tab.setViewportSize({ width, height: 800 });
      report.judge(`${page.file} at ${width} px`, await tab.evaluate(overflow));
    }
  }
  await context.close();
}

/** In the page: what sticks out of it to the right, unless it scrolls in a frame of its own. */
function overflow() {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return null;
  const framed = (element) => {
    for (let up = element.parentElement; up; up = up.parentElement) {
      if (up !== document.documentElement && /auto|scroll|hidden/.test(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  const out = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > room + 1 && !framed(element));
  const names = out.slice(-2).map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`);
  return `${document.scrollingElement.scrollWidth} px wide: ${names.join(', ')}`;
}
