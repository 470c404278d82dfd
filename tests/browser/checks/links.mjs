// Every link and every file a page names is in the folder, and every anchor on the page it points to.
export const name = 'links and anchors';

const NAMED = [['a', 'href'], ['link', 'href'], ['img', 'src'], ['source', 'src'], ['script', 'src']];

export function run({ site, report }) {
  const anchors = new Map(site.pages.map((page) => [page.file, new Set(page.all('[id]').map((element) => element.getAttribute('id')))]));
  for (const page of site.pages) {
    const wrong = [];
    for (const [tag, attribute] of NAMED) {
      for (const element of page.all(`${tag}[${attribute}]`)) {
        const href = element.getAttribute(attribute);
        const target = page.resolve(href);
        if (!target) continue;
        if (!site.files.has(target.file)) wrong.push(`${href} leads nowhere`);
        else if (target.fragment && anchors.has(target.file) && !anchors.get(target.file).has(target.fragment)) wrong.push(`${href}: no such anchor`);
      }
    }
    report.judge(page.file, wrong);
  }
}
