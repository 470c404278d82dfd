// No page scrolls sideways: on a phone of 320 px, and on a screen of 1280 px at 200 %, which is 640.
import { onDisk, sideBySide } from '../lib/browser.mjs';

export const name = 'reflow';

/** What the statement of accessibility says of this check. */
export const about = {
  name: { zh: '窄屏和放大', en: 'Narrow screens and enlargement' },
  scope: { zh: '所有页面；宽320像素的屏幕，以及宽1280像素的屏幕放大到200%，都不需要左右滚动整页', en: 'Every page; on a screen of 320 pixels and on one of 1280 at 200% no page has to be scrolled sideways' },
};

export async function run({ site, browser, report }) {
  await sideBySide(browser, site.pages, async (tab, page) => {
    await tab.goto(onDisk(site, page.file), { waitUntil: 'domcontentloaded' });
    for (const width of [320, 640]) {
      await tab.setViewportSize({ width, height: 800 });
      report.judge(`${page.file} at ${width} px`, await tab.evaluate(overflow));
    }
  });
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
