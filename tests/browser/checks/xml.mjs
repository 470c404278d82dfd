// Feeds and the sitemap through a real XML parser; what a feed must say; a sitemap names every page and its twin.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

export const name = 'feeds and sitemap';

export function run({ site, report }) {
  const files = [...site.files].filter((file) => file.endsWith('.xml'));
  report.judge('feeds', ['feed.xml', 'en/feed.xml'].filter((file) => !site.files.has(file)).map((file) => `no ${file}`));
  for (const file of files) {
    report.judge(file, [malformed(path.join(site.folder, file)), ...(file.endsWith('feed.xml') ? feed(site.read(file).toString()) : sitemap(site, site.read(file).toString()))]);
  }
}

function malformed(file) {
  try {
    execFileSync('xmllint', ['--noout', '--nonet', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    return null;
  } catch (error) {
    return String(error.stderr ?? error.message).split('\n')[0];
  }
}

function feed(text) {
  return ['<id>', '<title>', '<updated>', 'rel="self"'].filter((part) => !text.includes(part)).map((part) => `no ${part}`);
}

function sitemap(site, text) {
  const count = text.split('<loc>').length - 1;
  const pages = site.pages.filter((page) => page.kind !== '404' && !page.document.querySelector('meta[name=robots][content*=noindex]')).length;
  return [count !== pages && `${count} addresses for ${pages} pages`, !text.includes('hreflang="en"') && 'no alternates'];
}
