// A built site as a folder of files: its pages, what kind each is, which page says the same in the other language.
import fs from 'node:fs';
import path from 'node:path';
import { parseHTML } from 'linkedom';

export class Site {
  /** Reads every file name and every page below `folder`. */
  constructor(folder) {
    this.folder = path.resolve(folder);
    this.files = new Set(walk(this.folder).map((file) => path.relative(this.folder, file)));
    this.pages = [...this.files].filter((file) => file.endsWith('.html')).sort().map((file) => new Page(this, file));
    this.byFile = new Map(this.pages.map((page) => [page.file, page]));
    if (this.pages.length === 0) throw new Error(`no page in ${this.folder}: build the site first`);
  }

  /** The path of the public address: `/`, or `/portal/`. */
  get basePath() {
    const home = this.byFile.get('index.html')?.document.querySelector('link[rel=canonical]')?.getAttribute('href');
    return home ? new URL(home).pathname : '/';
  }

  /** Bytes of a file, by its path in the folder. */
  read(file) {
    return fs.readFileSync(path.join(this.folder, file));
  }

  /** One page of each kind and language, the heaviest of its kind: what holds for it holds for the rest. */
  specimens() {
    const best = new Map();
    for (const page of this.pages) {
      const key = `${page.kind} ${page.lang}`;
      const rival = best.get(key);
      if (!rival || page.html.length > rival.html.length) best.set(key, page);
    }
    return [...best.keys()].sort().map((key) => best.get(key));
  }
}

export class Page {
  constructor(site, file) {
    this.site = site;
    this.file = file;
    this.html = site.read(file).toString('utf8');
    this.document = parseHTML(this.html).document;
    this.lang = this.document.documentElement.getAttribute('lang');
    this.kind = kindOf(this);
  }

  /** All elements a selector finds. */
  all(selector) {
    return [...this.document.querySelectorAll(selector)];
  }

  /** The file a link of this page leads to and its fragment; nothing for a link out of the site. */
  resolve(href) {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) return null;
    const [written, fragment = ''] = href.split('#');
    const address = written.split('?')[0];
    // Links of the 404 page begin at the root of the server: below the path of the public address lies the site.
    const whole = address.startsWith('/') ? decodeURI(address).replace(this.site.basePath, '') : null;
    const below = whole ?? path.posix.join(path.posix.dirname(this.file), decodeURI(address));
    const target = address === '' ? this.file : below;
    return { file: target, fragment: decodeURIComponent(fragment) };
  }
}

/** The kind a page declares on its body; the withheld statistic and the topic pages that tests treat apart. */
function kindOf(page) {
  const kind = (page.document.body.getAttribute('class') ?? '').match(/kind-([\w-]+)/)?.[1] ?? 'unknown';
  if (kind === 'fact' && page.document.querySelector('.statistic.is-withheld')) return 'fact-withheld';
  const name = page.file.match(/^(?:en\/)?([\w-]+)\/index\.html$/)?.[1];
  return kind === 'page' && name ? `page-${name}` : kind;
}

function walk(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? walk(full) : [full];
  });
}
