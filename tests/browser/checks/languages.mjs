// The languages of a page: the links between them are mutual, and all of them say the same numbers.
import { valueOf } from '../lib/number.mjs';

export const name = 'languages';

export function run({ site, report }) {
  for (const page of site.pages) {
    if (page.kind === '404') continue;
    const others = new Map(page.all('link[rel=alternate][hreflang]').map((link) => [link.getAttribute('hreflang'), file(page, link)]));
    report.judge(`${page.file} alternates`, alternates(page, others, site));
    report.judge(`${page.file} switch`, languageSwitch(page, others));
    const other = site.byFile.get(others.get(page.lang === 'zh' ? 'en' : 'zh'));
    if (other && page.lang === 'zh') report.judge(`${page.file} numbers`, unequal(page, other));
  }
}

/** The file an element's address leads to; absolute addresses are those of the site itself. */
function file(page, link) {
  const href = link.getAttribute('href');
  return page.resolve(href)?.file ?? decodeURI(new URL(href).pathname).replace(/^\/(?:portal\/)?/, '').replace(/(^|\/)$/, '$1index.html');
}

function alternates(page, others, site) {
  const wrong = ['zh', 'en', 'x-default'].filter((lang) => !others.has(lang)).map((lang) => `no alternate for ${lang}`);
  if (others.get(page.lang) !== page.file) wrong.push(`names ${others.get(page.lang)} as itself`);
  for (const [lang, target] of others) {
    const there = site.byFile.get(target);
    if (!there) wrong.push(`${lang}: ${target} does not exist`);
    else if (lang !== 'x-default' && there.lang !== lang) wrong.push(`${lang}: ${target} is in ${there.lang}`);
    else if (!there.all('link[rel=alternate][hreflang]').some((link) => file(there, link) === page.file)) wrong.push(`${target} does not lead back`);
  }
  return wrong;
}

function languageSwitch(page, others) {
  const links = page.all('.languages a[hreflang]');
  const wrong = links.filter((link) => file(page, link) !== others.get(link.getAttribute('hreflang')));
  return [links.length === 0 && 'there is none', ...wrong.map((link) => `${link.getAttribute('href')} is not this page`)];
}

function unequal(page, other) {
  const [here, there] = [numbers(page), numbers(other)];
  const wrong = here.filter((value, at) => value !== there[at]).map((value) => `only in ${page.lang}: ${value}`);
  if (here.length !== there.length) wrong.push(`${here.length} numbers in ${page.lang}, ${there.length} in ${other.lang}`);
  return wrong;
}

/** What a page says in figures: statistics by name, table cells and marks of charts in order; prose by set, as order differs. */
function numbers(page) {
  const facts = page.all('.number[data-fact]').map((element) => `${element.getAttribute('data-fact')} ${valueOf(element.querySelector('.digits')?.textContent ?? '')}`);
  const said = page.all('a.fact').map((link) => `${page.resolve(link.getAttribute('href'))?.file.replace(/^en\//, '')} ${valueOf(link.textContent)}`);
  const cells = page.all('main td.num, main td[id]').map((cell) => `cell ${valueOf(cell.textContent)}`);
  const charts = page.all('svg.chart-wide text.value').map((text) => `chart ${valueOf(text.textContent)}`);
  return [...facts.sort(), ...said.sort(), ...cells, ...charts.sort()];
}
