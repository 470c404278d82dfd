// Chromium, and pages that write down everything they ask for and complain about.
import { availableParallelism } from 'node:os';
import { gzipSync } from 'node:zlib';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { chromium } from 'playwright-core';

export async function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}

/** The address of a file of the site when its folder is opened from disk. */
export const onDisk = (site, file) => pathToFileURL(path.join(site.folder, file)).href;

/**
 * Goes through `items` with a tab for each core, each in a context of its own with these `options`. `open` makes a tab, or one with more.
 * What is judged must not depend on the order.
 */
export async function sideBySide(browser, items, work, { options = {}, open = (context) => context.newPage() } = {}) {
  const left = [...items];
  const walk = async () => {
    const context = await browser.newContext(options);
    const tab = await open(context);
    while (left.length > 0) await work(tab, left.shift());
    await context.close();
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, walk));
}

/**
 * A new tab with its `notes`: addresses asked for, bytes received but those of pictures, messages and errors of the console.
 * `settle` waits until all is counted; `forget` starts the notes anew for the next page.
 */
export async function watchedTab(context) {
  const tab = await context.newPage();
  const notes = { requests: [], complaints: [], bytes: 0, packed: 0 };
  let received = [];
  tab.on('request', (request) => notes.requests.push(request.url()));
  // Chromium asks for the icon late and drops the question when the tab moves on: that is no fault of the page.
  const dropped = (request) => request.failure()?.errorText === 'net::ERR_ABORTED';
  tab.on('requestfailed', (request) => dropped(request) || notes.complaints.push(`could not load ${request.url()}`));
  tab.on('console', (message) => ['error', 'warning'].includes(message.type()) && notes.complaints.push(message.text()));
  tab.on('pageerror', (error) => notes.complaints.push(error.message));
  tab.on('response', (response) => {
    if (response.status() >= 400) notes.complaints.push(`${response.status()} ${response.url()}`);
    // Photographs and drawings have a budget of their own: they are made in three widths and load when they come into sight.
    if (response.request().resourceType() === 'image' && !response.url().endsWith('favicon.svg')) return;
    received.push(response.body().then((body) => { notes.bytes += body.length; notes.packed += gzipSync(body).length; }, () => undefined));
  });
  const forget = () => {
    Object.assign(notes, { requests: [], complaints: [], bytes: 0, packed: 0 });
    received = [];
  };
  return { tab, notes, settle: () => Promise.all(received), forget };
}
