// What is made of invented records says so: the datasets and charts of records that the catalogue declares synthetic.
import fs from 'node:fs';

export const name = 'synthetic data';

const WORDS = { zh: /模拟数据/, en: /synthetic data/i };

export function run({ site, report, root }) {
  const { datasets, charts } = invented(fs.readFileSync(`${root}/data/catalog.toml`, 'utf8'), fs.readFileSync(`${root}/content/charts.toml`, 'utf8'));
  report.judge('the catalogue', datasets.size === 0 && 'no synthetic dataset to look for');
  for (const page of site.pages) {
    const dataset = page.file.match(/(?:^|\/)data\/([\w-]+)\/index\.html$/)?.[1];
    const figures = page.all('figure.figure').filter((figure) => charts.has(figure.getAttribute('id').replace(/^chart-/, '')));
    const whole = dataset && datasets.has(dataset);
    if (!whole && figures.length === 0) continue;
    const words = WORDS[page.lang];
    report.judge(page.file, [
      !words.test(page.document.querySelector('.synthetic-note')?.textContent ?? '') && 'no note at its head',
      whole && !words.test(page.document.querySelector('.page-head')?.textContent ?? '') && 'not in the head of the dataset',
      ...figures.map((figure) => !words.test(figure.querySelector('figcaption')?.textContent ?? '') && `${figure.getAttribute('id')}: not in the caption`),
      ...figures.flatMap((figure) => [...figure.querySelectorAll('svg')].map((svg) => ![...svg.querySelectorAll('text')].some((text) => words.test(text.textContent)) && `${figure.getAttribute('id')}: not in the drawing`)),
    ]);
  }
}

/** Ids of datasets and charts whose cubes read records declared synthetic. */
function invented(catalog, charts) {
  const records = new Set(tables(catalog, /^\[records\.([\w-]+)\]/).filter((table) => /^synthetic = true/m.test(table.body)).map((table) => table.id));
  const from = (list, key, set) => new Set(list.filter((table) => set.has(value(table.body, key))).map((table) => value(table.body, 'id')));
  const cubes = from(tables(catalog, /^\[\[cube\]\]/), 'records', records);
  return { datasets: from(tables(catalog, /^\[\[dataset\]\]/), 'cube', cubes), charts: from(tables(charts, /^\[\[chart\]\]/), 'cube', cubes) };
}

const value = (body, key) => body.match(new RegExp(`^${key} = "([^"]+)"`, 'm'))?.[1];

/** The tables of a TOML text whose header matches, with their lines. */
function tables(text, header) {
  return text.split(/^(?=\[)/m).flatMap((body) => {
    const found = body.match(header);
    return found ? [{ id: found[1], body }] : [];
  });
}
