// By keyboard: the skip link comes first, shows itself and works; every stop shows where it is; the language switch leads over and back.
import path from 'node:path';
import { onDisk, sideBySide } from '../lib/browser.mjs';

export const name = 'keyboard';

/** What the statement of accessibility says of this check. */
export const about = {
  name: { zh: '只用键盘', en: 'Keyboard alone' },
  scope: { zh: '每类页面、每种语言各一页；跳到正文的链接排在最前，前四十次停留都看得见焦点、不被遮住，语言切换去得了、回得来', en: 'One page of each kind in each language; the skip link comes first, each of the first forty stops shows the focus and is not covered, and the language switch leads over and back' },
};

/** Stops of the tab key looked at on a page. */
const STOPS = 40;

export async function run({ site, browser, report }) {
  const judge = async (tab, page) => {
    await tab.goto(onDisk(site, page.file), { waitUntil: 'load' });
    // An embed is one figure in another page's frame: it has nothing to skip.
    if (page.kind !== 'embed') report.judge(`${page.file} skip link`, await skipLink(tab));
    await tab.goto(onDisk(site, page.file), { waitUntil: 'load' });
    report.judge(`${page.file} focus`, await stops(tab));
    if (page.kind !== '404') report.judge(`${page.file} language switch`, await overAndBack(tab, site, page));
  };
  await sideBySide(browser, site.specimens(), judge, { options: { viewport: { width: 1280, height: 900 } } });
}

async function skipLink(tab) {
  await tab.keyboard.press('Tab');
  const stop = await tab.evaluate(() => {
    const { top, left, width, height } = document.activeElement.getBoundingClientRect();
    return { skip: document.activeElement.matches('a.skip[href="#main"]'), shown: top >= 0 && left >= 0 && width > 20 && height > 10 };
  });
  if (!stop.skip) return 'the first stop is not the skip link';
  await tab.keyboard.press('Enter');
  const there = await tab.evaluate(() => document.activeElement.id === 'main');
  return [!stop.shown && 'the skip link does not show itself', !there && 'the skip link does not lead to the text'];
}

async function stops(tab) {
  const wrong = [];
  for (let stop = 0; stop < STOPS; stop += 1) {
    await tab.keyboard.press('Tab');
    const seen = await tab.evaluate(look);
    if (seen === 'end') break;
    if (seen) wrong.push(seen);
  }
  return wrong;
}

/** In the page: whether the focused element shows its focus and is not covered. */
function look() {
  const element = document.activeElement;
  if (!element || element === document.body) return 'end';
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const label = `${element.localName} ${element.textContent.trim().slice(0, 20)}`;
  if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) return `no focus to see on ${label}`;
  const box = element.getClientRects()[0];
  if (!box || box.top < 0 || box.bottom > innerHeight) return null;
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return top && (element.contains(top) || top.contains(element)) ? null : `covered: ${label}`;
}

async function overAndBack(tab, site, page) {
  const follow = async () => {
    await tab.locator('.languages a[hreflang]').first().focus();
    await Promise.all([tab.waitForLoadState('load'), tab.waitForURL((url) => url.href !== tab.__from, { timeout: 5000 }), tab.keyboard.press('Enter')]);
    return path.relative(site.folder, decodeURIComponent(new URL(tab.url()).pathname));
  };
  await tab.goto(onDisk(site, page.file));
  tab.__from = tab.url();
  const over = await follow();
  const expected = page.file.startsWith('en/') ? page.file.slice(3) : `en/${page.file}`;
  tab.__from = tab.url();
  const back = await follow();
  return [over !== expected && `leads to ${over}`, back !== page.file && `the way back leads to ${back}`];
}
