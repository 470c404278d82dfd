// Every chart can be read without seeing it: a name, a description, and the data in a table beside it.
export const name = 'charts';

/** What the statement of accessibility says of this check. */
export const about = {
  name: { zh: '图表的文字', en: 'Charts in words' },
  scope: { zh: '所有页面上的所有图表；有名称，有文字说明，旁边有数据表', en: 'Every chart on every page; it has a name, a description and a data table beside it' },
};

export function run({ site, report }) {
  for (const page of site.pages) {
    for (const figure of page.all('figure.figure')) {
      report.judge(`${page.file}#${figure.getAttribute('id')}`, [...table(figure), ...[...figure.querySelectorAll('svg')].flatMap(drawing)]);
    }
    const stray = page.all('svg').filter((svg) => !svg.closest('figure') && svg.getAttribute('aria-hidden') !== 'true');
    if (stray.length > 0) report.judge(page.file, 'a chart outside a figure');
  }
  report.judge('the whole site', site.pages.every((page) => page.all('figure svg').length === 0) && 'not one chart');
}

function drawing(svg) {
  const title = svg.querySelector('title');
  const desc = svg.querySelector('desc');
  return [
    svg.getAttribute('role') !== 'img' && 'role is not img',
    !title?.textContent.trim() && 'no title',
    (desc?.textContent.trim().length ?? 0) < 10 && 'no description',
    title && svg.getAttribute('aria-labelledby') !== title.getAttribute('id') && 'not labelled by its title',
    desc && svg.getAttribute('aria-describedby') !== desc.getAttribute('id') && 'not described by its description',
  ];
}

function table(figure) {
  const cells = [...figure.querySelectorAll('table tbody td')];
  const heads = figure.querySelectorAll('table th[scope]').length;
  return [
    figure.querySelectorAll('svg').length === 0 && 'no drawing',
    cells.length === 0 && 'no table',
    cells.length > 0 && heads === 0 && 'a table without headers',
    cells.some((cell) => cell.textContent.trim() === '') && 'an empty cell',
  ];
}
