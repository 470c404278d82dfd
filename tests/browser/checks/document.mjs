// Every page on its own: language, title, one first heading, headings that skip no level, unique ids, the 404 page.
export const name = 'documents';

/** What the statement of accessibility says of this check. */
export const about = {
  name: { zh: '标题和语言', en: 'Headings and language' },
  scope: { zh: '所有页面；标明语言，有且只有一个一级标题，标题不跳级', en: 'Every page; its language is declared, there is exactly one top-level heading, and headings skip no level' },
};

export function run({ site, report }) {
  for (const page of site.pages) report.judge(page.file, [...language(page), ...headings(page), ...ids(page), ...head(page)]);
  for (const lang of new Set(site.pages.map((page) => page.lang))) {
    const there = site.pages.some((page) => page.kind === '404' && page.lang === lang);
    report.judge(`404 page in ${lang}`, !there && 'there is none');
  }
}

function language(page) {
  const expected = page.file.startsWith('en/') ? 'en' : 'zh';
  return [page.lang !== expected && `lang is ${page.lang}, should be ${expected}`];
}

function headings(page) {
  const levels = page.all('h1, h2, h3, h4, h5, h6').map((heading) => Number(heading.localName[1]));
  const first = levels.filter((level) => level === 1).length;
  const skip = levels.findIndex((level, at) => at > 0 && level > levels[at - 1] + 1);
  const empty = page.all('h1, h2, h3, h4').some((heading) => heading.textContent.trim() === '');
  return [
    first !== 1 && `${first} first headings`,
    levels[0] !== 1 && 'the first heading is not an h1',
    skip > 0 && `heading ${skip + 1} is an h${levels[skip]} after an h${levels[skip - 1]}`,
    empty && 'an empty heading',
  ];
}

function ids(page) {
  const seen = new Set();
  const twice = page.all('[id]').map((element) => element.getAttribute('id')).find((id) => seen.size === seen.add(id).size);
  return [twice && `id ${twice} stands twice`];
}

/** The text of a page without code to be copied, where braces are its own. */
function spoken(page) {
  return page.all('textarea, pre').reduce((text, code) => text.replace(code.textContent, ''), page.document.body.textContent);
}

function head(page) {
  const description = page.document.querySelector('meta[name=description]')?.getAttribute('content') ?? '';
  const title = page.document.querySelector('title')?.textContent ?? '';
  const scripts = page.all('script:not([type="application/ld+json"]):not([src][defer]), iframe, object, embed, [style], style').length;
  return [
    title.trim() === '' && 'no title',
    page.kind !== '404' && description.trim() === '' && 'no description',
    scripts > 0 && 'a script, frame or inline style',
    /\{\{|\}\}|\{%|undefined|NaN|\[object/.test(spoken(page)) && 'machine words in the text',
  ];
}
