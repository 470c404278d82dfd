// Labels that would be code if anything forgot to escape them: a site whose every name, title and description ends in one is built, and
// each page, picture, feed and document must hold them as text. Called with the program: `node hostile.mjs target/release/shanwai`.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { launch, onDisk, watchedTab } from './lib/browser.mjs';
import { Report } from './lib/report.mjs';
import { Site } from './lib/site.mjs';

/** Ends a script, an attribute, a picture, a style sheet and a comment; the last sign turns the direction of text. */
const HOSTILE = '</script><script>window.hit=1</script>"><img src=x onerror="window.hit=1"></svg></style>-->\u202e';

/** Texts of settings and of front matter that readers get to see. */
const SETTINGS = /(\b(?:zh|en|one|other)\s*=\s*")((?:[^"\\]|\\.)*)"/g;
const FRONT = /^((?:title|description|short) = ")((?:[^"\\]|\\.)*)"/gm;

const report = new Report();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hostile-'));
try {
  const program = path.resolve(process.argv[2]);
  const root = path.join(folder, 'site');
  execFileSync(program, ['new', root], { stdio: 'ignore' });
  poison(root);
  const base = ['--as-of', '2025-03-01', '--base-url', 'https://example.org/'];
  execFileSync(program, ['build', '--quiet', '--root', root, '--out', path.join(folder, 'public'), ...base], { stdio: ['ignore', 'ignore', 'inherit'] });
  const site = new Site(path.join(folder, 'public'));
  await pages(site);
  for (const file of [...site.files].sort()) document(site, file);
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
report.failures.forEach(({ place, text }) => console.log(`    ${place}: ${text}`));
console.log(`${report.passed} passed, ${report.failures.length} failed`);
process.exitCode = report.failures.length ? 1 : 0;

/** Puts the label behind every text of the site. */
function poison(root) {
  const quoted = JSON.stringify(HOSTILE).slice(1, -1);
  const behind = (_, before, text) => `${before}${text}${quoted}"`;
  for (const entry of fs.readdirSync(root, { recursive: true })) {
    const file = path.join(root, entry);
    if (file.endsWith('.toml')) edit(file, (text) => text.replace(SETTINGS, behind));
    if (file.endsWith('.md') && entry.startsWith('content')) edit(file, (text) => text.replace(FRONT, behind));
    if (file.endsWith('.csv') && entry.includes('codes')) edit(file, codes);
  }
}

function edit(file, change) {
  const before = fs.readFileSync(file, 'utf8');
  const after = change(before);
  report.judge(`${path.basename(file)} takes the label`, after === before && 'nothing was changed');
  fs.writeFileSync(file, after);
}

/** A code list: every column of names. */
function codes(text) {
  const [head, ...rows] = text.trim().split(/\r?\n/);
  const names = head.split(',').map((name) => /^(short_)?(zh|en)$/.test(name));
  const cell = (value, at) => (names[at] ? `"${value}${HOSTILE.replaceAll('"', '""')}"` : value);
  return `${[head, ...rows.map((row) => row.split(',').map(cell).join(','))].join('\n')}\n`;
}

/** Opens each page: nothing may run, and nothing may be an element that a label wrote. */
async function pages(site) {
  const browser = await launch();
  const { tab, notes, forget } = await watchedTab(await browser.newContext());
  let seen = 0;
  for (const page of site.pages) {
    forget();
    await tab.goto(onDisk(site, page.file), { waitUntil: 'load' });
    const { wrong, labels } = await tab.evaluate(inPage);
    seen += labels;
    report.judge(page.file, [...wrong, ...notes.complaints]);
  }
  report.judge('all pages together', seen < site.pages.length && `the label was seen ${seen} times: the test tests nothing`);
  await browser.close();
}

/** In the page. */
function inPage() {
  const wrong = [];
  if (window.hit) wrong.push('a label ran');
  const own = [...document.querySelectorAll('script')];
  own.filter((script) => !script.src && script.type !== 'application/ld+json').forEach((script) => wrong.push(`a script: ${script.textContent.slice(0, 40)}`));
  own.filter((script) => script.type === 'application/ld+json').forEach((script) => {
    try {
      JSON.parse(script.textContent);
    } catch (error) {
      wrong.push(`JSON-LD: ${error.message}`);
    }
  });
  document.querySelectorAll('img[src="x"]').forEach(() => wrong.push('an image of a label'));
  document.querySelectorAll('*').forEach((element) => [...element.attributes].filter(({ name }) => name.startsWith('on')).forEach(({ name }) => wrong.push(`${element.localName} has ${name}`)));
  return { wrong, labels: document.documentElement.textContent.split('onerror').length - 1 };
}

/** Files for machines: well-formed, and without an element that a label wrote. */
function document(site, file) {
  const bytes = site.read(file);
  const text = bytes.toString('utf8');
  if (/\.(svg|xml)$/.test(file)) {
    report.judge(file, [/<(script|img)\b/.test(text) && 'an element of a label', wellFormed(path.join(site.folder, file))]);
  } else if (/\.(json|jsonld)$/.test(file)) {
    report.judge(file, broken(() => JSON.parse(text)));
  } else if (file.endsWith('.js')) {
    report.judge(file, [broken(() => new vm.Script(text)), /<\/script/i.test(text) && 'ends a script']);
  }
}

function broken(read) {
  try {
    read();
  } catch (error) {
    return error.message;
  }
  return false;
}

function wellFormed(file) {
  return broken(() => execFileSync('xmllint', ['--noout', file], { stdio: ['ignore', 'ignore', 'pipe'] }));
}
