// How every kind of page looks: small pictures of phone and desktop beside those kept in `golden/`, so that a change of look is seen in review.
// Compared in squares of many points with a tolerance, since letters are drawn a little differently from machine to machine.
// `SHANWAI_BLESS=1` keeps the new pictures; those that differ are written beside the old ones as `<name>.new.png` otherwise.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onDisk } from '../lib/browser.mjs';

export const name = 'golden screenshots';

const GOLDEN = path.join(path.dirname(fileURLToPath(import.meta.url)), '../golden');
/** Name, width and height of the window, width of the kept picture, scheme. */
const VIEWS = [['phone', 390, 1300, 195, 'light'], ['desk', 1280, 1100, 320, 'light'], ['night', 1280, 1100, 320, 'dark']];
/** Points of a square; shades of grey by which a square may differ; part of the squares that may differ more. */
const [SQUARE, SHADES, PART] = [8, 20, 0.02];

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

/** A picture made small in a canvas of the browser, in shades of few colours, so that its file is small too. */
async function shrink(painter, bytes, width) {
  const data = await painter.evaluate(async ([source, wide]) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${source}`)).blob());
    const canvas = new OffscreenCanvas(wide, Math.round((image.height * wide) / image.width));
    const pen = canvas.getContext('2d');
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const points = pen.getImageData(0, 0, canvas.width, canvas.height);
    // Steps of 17: sixteen shades of each colour, which compress well and are as many as a reviewer needs.
    for (let at = 0; at < points.data.length; at += 1) points.data[at] = Math.round(points.data[at] / 17) * 17;
    pen.putImageData(points, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''));
  }, [bytes.toString('base64'), width]);
  return { png: Buffer.from(data, 'base64') };
}

/** What differs, in words; nothing when no more than a small part of the squares does. */
async function differ(painter, taken, kept) {
  const found = await painter.evaluate(async ([one, two, square, shades]) => {
    const read = async (source) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${source}`)).blob());
      const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
      pen.drawImage(image, 0, 0);
      return pen.getImageData(0, 0, image.width, image.height);
    };
    const [a, b] = [await read(one), await read(two)];
    if (a.width !== b.width || a.height !== b.height) return { size: `${a.width}×${a.height}, kept ${b.width}×${b.height}` };
    let [squares, unlike] = [0, 0];
    for (let y = 0; y < a.height; y += square) {
      for (let x = 0; x < a.width; x += square) {
        const sums = [0, 0, 0];
        let points = 0;
        for (let row = y; row < Math.min(y + square, a.height); row += 1) {
          for (let column = x; column < Math.min(x + square, a.width); column += 1) {
            const at = (row * a.width + column) * 4;
            points += 1;
            for (let colour = 0; colour < 3; colour += 1) sums[colour] += a.data[at + colour] - b.data[at + colour];
          }
        }
        squares += 1;
        if (sums.some((sum) => Math.abs(sum / points) > shades)) unlike += 1;
      }
    }
    return { squares, unlike };
  }, [taken.png.toString('base64'), kept.toString('base64'), SQUARE, SHADES]);
  if (found.size) return found.size;
  return found.unlike / found.squares > PART && `${found.unlike} of ${found.squares} squares look different`;
}
