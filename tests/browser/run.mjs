// Judges a built site: node run.mjs SITE [--root REPOSITORY] [--only CHECK] [--self-test] [--record FILE]. Ends with `N passed, N failed`.
// `--record content/tested.toml` keeps the results that the statement of accessibility shows.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { launch } from './lib/browser.mjs';
import { Report } from './lib/report.mjs';
import { Site } from './lib/site.mjs';
import { selfTest } from './self-test.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const NAMES = ['document', 'links', 'languages', 'charts', 'withheld', 'synthetic', 'html', 'xml', 'disk', 'reflow', 'keyboard', 'search', 'explore', 'journeys', 'look', 'axe'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string', default: path.resolve(HERE, '../..') }, only: { type: 'string' }, 'self-test': { type: 'boolean' }, record: { type: 'string' } },
});
const folder = positionals[0] ?? path.join(values.root, 'public');
const names = values.only ? values.only.split(',') : NAMES;
const browser = await launch();
const report = new Report();

const checks = new Map();
for (const name of names) checks.set(name, await import(`./checks/${name}.mjs`));

const judge = async (site, into, only = names) => {
  for (const name of only) {
    into.check = name;
    await checks.get(name).run({ site, browser, report: into, root: values.root });
  }
  return into;
};

if (values['self-test']) {
  report.check = 'self-test';
  await selfTest({ folder, judge, report, names });
  for (const line of report.lines('self-test')) console.log(line);
} else {
  const site = new Site(folder);
  const kept = [];
  console.log(`${site.pages.length} pages, ${site.specimens().length} kinds`);
  for (const name of names) {
    const [passed, began] = [report.passed, Date.now()];
    await judge(site, report, [name]);
    const failed = report.failures.filter((failure) => failure.check === name).length;
    console.log(`${failed === 0 ? 'ok  ' : 'FAIL'} ${checks.get(name).name}: ${report.passed - passed} passed, ${failed} failed (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    for (const line of report.lines(name)) console.log(line);
    if (checks.get(name).about) kept.push({ id: name, ...checks.get(name).about, looked: report.passed - passed + failed, failed });
  }
  if (values.record) fs.writeFileSync(values.record, recorded(kept, byHand(values.record)));
}

await browser.close();
console.log(`${report.passed} passed, ${report.failures.length} failed`);
process.exitCode = report.failures.length === 0 ? 0 : 1;

/** What a person looked at: entries of the file that carry a date. */
function byHand(file) {
  const entries = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split(/^(?=\[\[check\]\])/m).slice(1) : [];
  return entries.filter((entry) => /^date = /m.test(entry)).map((entry) => `${entry.trimEnd()}\n`);
}

/** Results as the site reads them. */
function recorded(kept, entries) {
  const said = ({ zh, en }) => `{ zh = ${JSON.stringify(zh)}, en = ${JSON.stringify(en)} }`;
  const checks = kept.filter(({ looked }) => looked > 0).map(({ id, name, scope, looked, failed }) => `[[check]]\nid = "${id}"\nname = ${said(name)}\nscope = ${said(scope)}\nlooked = ${looked}\nfailed = ${failed}\n`);
  const head = '# 测试留下的结果，由 `node tests/browser/run.mjs public --record content/tested.toml` 写成；人工检查的也可以照样加上，写明 `date`。\n# Results of the tests, written by that command. What a person tried by hand may be added in the same form, with its `date`.\n';
  return [head, ...checks, ...entries].join('\n');
}
