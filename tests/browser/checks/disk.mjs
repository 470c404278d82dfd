// Opened by double click, with scripts off, and through a server under a sub-path with a strict policy: whole, silent, small.
import { onDisk, sideBySide, watchedTab } from '../lib/browser.mjs';
import { serve } from '../lib/server.mjs';

export const name = 'opened from disk and served';

/** Bytes of a page with all it loads but pictures: as a server sends them that compresses, and as a plain host does that compresses nothing. */
const PACKED = 60_000;
const PLAIN = 100_000;
/** The print edition is the whole site in one document. */
const EDITION = 1_500_000;

export async function run({ site, browser, report }) {
  await fromDisk(site, browser, report);
  await served(site, browser, report);
}

async function fromDisk(site, browser, report) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const { tab, notes, forget } = await watchedTab(context);
  for (const page of site.specimens()) {
    forget();
    await tab.goto(onDisk(site, page.file), { waitUntil: 'load' });
    const outside = notes.requests.filter((address) => !address.startsWith('file:'));
    const seen = await tab.locator('main h1').isVisible();
    report.judge(`${page.file} from disk, scripts off`, [!seen && 'no visible heading', ...outside.map((address) => `asks for ${address}`), ...notes.complaints]);
  }
  await context.close();
}

async function served(site, browser, report) {
  const server = await serve(site.folder);
  const judge = async ({ tab, notes, settle, forget }, page) => {
    forget();
    await tab.goto(server.base + page.file, { waitUntil: 'load' });
    await settle();
    const outside = notes.requests.filter((address) => !address.startsWith(server.base));
    const [plain, packed] = page.kind === 'edition' ? [EDITION, EDITION] : [PLAIN, PACKED];
    const heavy = (notes.bytes > plain || notes.packed > packed) && `${notes.bytes} bytes, ${notes.packed} compressed`;
    report.judge(`${page.file} served`, [heavy, ...outside.map((address) => `asks for ${address}`), ...notes.complaints]);
  };
  await sideBySide(browser, site.pages, judge, { open: watchedTab });
  server.close();
}
