// A number that is withheld is nowhere: not as a figure on its page, not in a card, row or chart that names it.
export const name = 'withheld';

export function run({ site, report }) {
  const pages = site.pages.filter((page) => page.kind === 'fact-withheld');
  report.judge('the register', pages.length === 0 && 'no page of a withheld statistic');
  for (const page of pages) {
    report.judge(page.file, [
      !page.document.querySelector('.withheld-box')?.textContent.trim() && 'does not say why',
      page.all('.statistic-number, .fact-number, svg, [data-value]').length > 0 && 'holds a figure',
      figures(page.document.querySelector('.withheld-box')) && 'a digit in the words that say why',
      figures(page.document.querySelector('.bound-text')) && 'a digit in the bound',
    ]);
  }
  for (const page of site.pages) {
    const numbers = page.all('.is-withheld').filter((item) => !item.closest('article.is-withheld') && !item.matches('article')).flatMap((item) => [...item.querySelectorAll('.number')]);
    if (numbers.length > 0) report.judge(`${page.file} lists`, numbers.some(figures) && 'a digit where a number is withheld');
  }
}

/** Whether a text holds a digit; years and the like are no figures. */
const figures = (element) => /[0-9０-９]/.test((element?.textContent ?? '').replaceAll(/(?:19|20)\d\d年?/g, ''));
