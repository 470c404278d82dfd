// Search, from disk and served: what readers ask for comes first, with its number, grouped by kind; without scripts the plain index.
import { onDisk, watchedTab } from '../lib/browser.mjs';
import { serve } from '../lib/server.mjs';

export const name = 'search';

const ZHIJIANG = 'places/431228';
const TRIPS = ['projects/out-of-province-trips', 'projects/in-province-trips'];
const GUARDIANS = ['projects/pairing', 'indicators/PV-01', 's/love-guardians'];

/** What is asked, and the pages of which one must come first. */
const QUERIES = {
  zh: [
    ['留守儿童', 'indicators/ID-02'], ['农村留守儿童', 'indicators/ID-02'], ['流动儿童', 'indicators/ID-03'], ['孤儿', 'indicators/ID-04'],
    ['研学', TRIPS], ['外省市研学', [TRIPS[0], 'indicators/ST-04']], ['省内研学', TRIPS[1]], ['夏令营', 'projects/city-camps'], ['冬夏令营', 'projects/city-camps'],
    ['芷江', ZHIJIANG], ['Zhijiang', ZHIJIANG], ['zhijiang', ZHIJIANG], ['ZHIJIANG', ZHIJIANG], ['芷江县', ZHIJIANG], ['431228', ZHIJIANG],
    ['洪江市', 'places/431281'], ['洪江', ['places/431281', 'places/431271']], ['通道', 'places/431230'], ['jingzhou', 'places/431229'], ['hecheng', 'places/431202'],
    ['yanxue', TRIPS], ['liushou', 'indicators/ID-02'], ['ST-02', 'indicators/ST-02'], ['ｓｔ－０２', 'indicators/ST-02'],
    ['爱心守护人', GUARDIANS], ['结对', ['projects/pairing', 'indicators/PV-03', 'indicators/PV-02']], ['托管', 'projects/after-school-care'], ['助餐', ['projects/after-school-care', 'indicators/AC-03', 's/centre-free-meals']],
    ['监护评估', ['projects/guardianship', 'indicators/GC-01', 'indicators/GC-02']], ['摸底', ['projects/identification', 'indicators/ID-06']], ['资金', 'projects/funding'], ['满意度', ['indicators/QE-01', 's/study-satisfaction']],
    ['女童', 'indicators/QE-03'], ['上海', ['s/shanghai-trip-children', 's/shanghai-trip-days']], ['隐私', 'privacy'], ['left behind', 'indicators/ID-02'], ['困境儿童', ['indicators/ID-01', 's/children-profiled', 'indicators/ID-07']],
  ],
  en: [
    ['left behind', 'indicators/ID-02'], ['left-behind children', 'indicators/ID-02'], ['Left Behind Child', 'indicators/ID-02'], ['留守儿童', 'indicators/ID-02'],
    ['migrant children', 'indicators/ID-03'], ['orphans', 'indicators/ID-04'], ['orphan', 'indicators/ID-04'], ['study trips', TRIPS], ['研学', TRIPS],
    ['out-of-province', [TRIPS[0], 'indicators/ST-04', 's/out-of-province-batches']], ['camps', 'projects/city-camps'], ['city camp', ['projects/city-camps', 'indicators/ST-01', 's/study-camp-sessions']],
    ['Zhijiang', ZHIJIANG], ['zhijiang', ZHIJIANG], ['Zhijiang county', ZHIJIANG], ['zhiji', ZHIJIANG], ['芷江', ZHIJIANG], ['431228', ZHIJIANG],
    ['Hongjiang City', 'places/431281'], ['hongjiang', ['places/431281', 'places/431271']], ['Tongdao', 'places/431230'], ['Miao', ['places/431226', 'places/431229']],
    ['love guardians', GUARDIANS], ['free meals', ['indicators/AC-03', 's/centre-free-meals']], ['after-school care', ['projects/after-school-care', 'indicators/AC-01']],
    ['guardianship', ['projects/guardianship', 'indicators/GC-01']], ['screening rate', ['indicators/ID-06', 's/screening-rate']], ['money', 'projects/funding'], ['satisfaction', ['indicators/QE-01', 's/study-satisfaction']],
    ['girls', 'indicators/QE-03'], ['Shanghai', ['s/shanghai-trip-children', 's/shanghai-trip-days']], ['privacy', 'privacy'], ['volunteer hours', 'indicators/PV-05'], ['ST-02', 'indicators/ST-02'],
    ['places planned 2025', 's/study-places-2025-plan'], ['children in difficulty', ['indicators/ID-01', 's/children-profiled', 'indicators/ID-07', 'projects/identification']],
  ],
};

export async function run({ site, browser, report }) {
  if (!site.files.has('search/index.html')) {
    report.judge('search/', 'there is no page of search');
    return;
  }
  const server = await serve(site.folder);
  for (const [lang, prefix] of [['zh', ''], ['en', 'en/']]) {
    const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
    const { tab, notes, forget } = await watchedTab(context);
    const file = `${prefix}search/index.html`;
    await tab.goto(onDisk(site, file), { waitUntil: 'load' });
    const asked = QUERIES[lang].filter(([query]) => (site.narrow ?? query) === query);
    for (const [query, expected] of asked) {
      const first = await ask(tab, query);
      const wanted = [expected].flat().map((address) => `${prefix}${address}/index.html`);
      report.judge(`${lang}: ${query}`, !wanted.includes(first) && `${first} comes first, not ${wanted.join(' or ')}`);
    }
    if (site.narrow) {
      await context.close();
      break;
    }
    report.judge(`${lang}: one question, all kinds`, await kinds(tab, lang));
    report.judge(`${lang}: nothing found`, await nothing(tab));
    report.judge(`${lang}: what looks like code`, await hostile(tab));
    report.judge(`${lang}: from disk`, [...notes.requests.filter((address) => !address.startsWith('file:')), ...notes.complaints]);
    forget();
    report.judge(`${lang}: served`, [...await served(tab, server, prefix), ...notes.requests.filter((address) => !address.startsWith(server.base)), ...notes.complaints]);
    report.judge(`${lang}: by keyboard from any page`, await fromAnyPage(tab, site, prefix));
    await context.close();
    report.judge(`${lang}: scripts off`, await plain(browser, site, file, prefix));
  }
  server.close();
}

/** Asks and gives the file of the first result, as a path from the root of the site. */
async function ask(tab, query) {
  await tab.fill('#search-query', query);
  const answered = tab.waitForFunction((wanted) => document.documentElement.dataset.searched === wanted, query, { timeout: 5000 });
  if (!(await answered.then(() => true, () => false))) return 'no answer';
  return tab.evaluate(() => {
    const link = document.querySelector('#search-results a.result-title');
    if (!link) return 'nothing';
    const root = new URL(JSON.parse(document.querySelector('[data-index]').dataset.index).root, location.href).href;
    return decodeURIComponent(link.href.slice(root.length));
  });
}

async function kinds(tab, lang) {
  await ask(tab, lang === 'zh' ? '儿童' : 'children');
  const seen = await tab.evaluate(() => ({
    groups: [...document.querySelectorAll('.result-group > h2')].map((heading) => heading.id),
    numbers: document.querySelectorAll('#found-facts ~ ol .result-number strong, .result-group[aria-labelledby=found-facts] .result-number strong').length,
    synthetic: document.querySelectorAll('.result-group[aria-labelledby=found-datasets] .synthetic-badge').length,
    said: document.getElementById('search-status').textContent,
  }));
  const lacking = ['facts', 'indicators', 'datasets', 'projects'].filter((kind) => !seen.groups.includes(`found-${kind}`));
  return [...lacking.map((kind) => `no ${kind}`), seen.numbers === 0 && 'no number in a result', seen.synthetic === 0 && 'invented data without their mark', !/\d/.test(seen.said) && 'does not say how many'];
}

async function nothing(tab) {
  const first = await ask(tab, 'qqqqxxzz');
  const plainShown = await tab.locator('#search-plain').isVisible();
  return [first !== 'nothing' && `${first} for nonsense`, !plainShown && 'no plain index', !(await tab.textContent('#search-status')).includes('qqqqxxzz') && 'does not say that nothing was found'];
}

async function hostile(tab) {
  await ask(tab, '"><img src=x onerror=window.__hit=1><script>window.__hit=1</script>');
  return tab.evaluate(() => [window.__hit && 'it ran', document.querySelector('main img, main script') && 'it became an element'].filter(Boolean));
}

/** The field in the head of a served page, as a form. */
async function served(tab, server, prefix) {
  await tab.goto(`${server.base}${prefix}data/index.html`, { waitUntil: 'load' });
  await tab.fill('.site-search input', 'zhijiang');
  await Promise.all([tab.waitForURL(/search\/index\.html\?q=zhijiang/), tab.press('.site-search input', 'Enter')]);
  await tab.waitForSelector('#search-results a.result-title');
  const href = await tab.getAttribute('#search-results a.result-title', 'href');
  const began = Date.now();
  await ask(tab, 'camp');
  const spent = Date.now() - began;
  return [!href.includes('places/431228') && `${href} comes first`, spent > 1500 && `the answer took ${spent} ms`];
}

async function fromAnyPage(tab, site, prefix) {
  await tab.goto(onDisk(site, `${prefix}index.html`), { waitUntil: 'load' });
  await tab.focus('.site-search input');
  await tab.keyboard.type('zhijiang');
  await Promise.all([tab.waitForURL(/search\/index\.html\?q=zhijiang/), tab.keyboard.press('Enter')]);
  await tab.waitForSelector('#search-results a.result-title');
  await tab.focus('#search-results a.result-title');
  await Promise.all([tab.waitForURL(/places\/431228/), tab.keyboard.press('Enter')]);
  return [!(await tab.locator('h1').isVisible()) && 'no page'];
}

async function plain(browser, site, file, prefix) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(onDisk(site, `${prefix}index.html`), { waitUntil: 'load' });
  await tab.fill('.site-search input', '芷江');
  await Promise.all([tab.waitForURL(/search\/index\.html/), tab.press('.site-search input', 'Enter')]);
  const links = await tab.locator('#search-plain li a').count();
  const link = tab.locator('#search-plain a[href*="places/431228"]');
  const there = await link.isVisible();
  await context.close();
  return [links < 50 && `only ${links} entries in the plain index`, !there && 'a place is not in it'];
}
