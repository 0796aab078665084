// What holds on every page, whoever opens it. A person's browser is watched all the time; and every page they arrive
// at is copied and looked at in a browser of its own (both themes, all widths), so that looking never disturbs them.

import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const SCREENS = [{ width: 390, height: 844 }, { width: 1280, height: 900 }];
const WIDTHS = [320, 390, 768, 1280, 1440];

/** What a tab may be called: a place, and never what the place is for, a name, or a word somebody wrote. */
const TITLES = new Set([
  'A break', 'A mark', 'A moment', 'A note', 'A promise', 'A setback', 'About this server', 'Account', 'Aside', 'Before you begin', 'Begin',
  'Between', 'Check-in', 'Find', 'Guide', 'Invitation', 'Keep this', 'Leaving', 'Link', 'List', 'Looking again', 'Looking back', 'Marks',
  'Not here', 'Not now', 'Notes', 'Noticed', 'Now', 'Numbers', 'Once more', 'Overview', 'Passphrase', 'Pause', 'Pieces', 'Plan', 'Questions',
  'Record', 'Recovery', 'Reminders', 'Removing', 'Second step', 'Sharing', 'Sign in', 'Six words', 'Step 1', 'Step 2', 'Step 3', 'Step 4', 'Step 5',
  'Step 6', 'Step 7', 'Step 8', 'Stop', 'Summary', 'Take it back', 'Taking back', 'Talk', 'Today', 'Trends', 'Weeks', 'Welcome', 'Who may read this',
  'Write', 'You two',
]);

/** Titles, ids, weeks and codes taken out, so that two notes count as one page. */
export function shapeOf(url) {
  const { pathname } = new URL(url);
  return pathname.split('/').map((part) => (/^[0-9a-f-]{20,}$|^[A-Za-z0-9_-]{20,}$|^[0-9a-f]{8}-\d+$/.test(part) ? '*' : part)).join('/');
}

/** Watches everything a browser does. What must never happen goes to `problem`. */
export function watch(context, { origin, neutral, problem, expected, seen }) {
  const ours = (url) => new URL(url).origin === origin;
  context.on('request', (request) => {
    const url = request.url();
    if (url.startsWith('data:') || ours(url)) return;
    if (neutral.has(new URL(url).origin)) return;
    problem(`a request to somebody else: ${url}`);
  });
  context.on('response', async (response) => {
    const request = response.request();
    if (!ours(response.url())) return;
    const status = response.status();
    if (status >= 400 && !expected(status)) problem(`${status} from ${request.method()} ${response.url()}`);
    if (request.resourceType() !== 'document') return;
    const headers = response.headers();
    if (!headers['cache-control']?.includes('no-store')) problem(`${response.url()} may be stored`);
    const policy = headers['content-security-policy'] ?? '';
    if (!policy.includes("default-src 'none'") || policy.includes('unsafe')) problem(`${response.url()} has the policy "${policy}"`);
    if (headers['content-type']?.startsWith('text/html')) seen(response.url());
  });
  context.on('weberror', (error) => problem(`a script failed: ${error.error()}`));
  context.on('console', (message) => {
    // An answer of 400 and above is reported here too; it was judged by its status already.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      problem(`the console says: ${message.text()}`);
    }
  });
}

/** Nothing may stay in the browser: somebody else may open it next. */
export async function whatStays(page) {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const caches = 'caches' in globalThis ? await globalThis.caches.keys() : [];
    const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    return Object.entries({
      'local storage': localStorage.length,
      'session storage': sessionStorage.length,
      databases: databases.length,
      caches: caches.length,
      workers: workers.length,
      'cookies that scripts can read': document.cookie.length,
    }).filter(([, count]) => count > 0).map(([what]) => what);
  });
}

/** The page as it stands, typed words and ticks included, without its scripts. */
async function copy(page) {
  return page.evaluate(() => {
    const twin = document.documentElement.cloneNode(true);
    const twins = twin.querySelectorAll('input, textarea');
    document.querySelectorAll('input, textarea').forEach((field, at) => {
      if (field.tagName === 'TEXTAREA') twins[at].textContent = field.value;
      else twins[at].toggleAttribute('checked', field.checked);
    });
    twin.querySelectorAll('script').forEach((script) => script.remove());
    const outline = [...twin.querySelectorAll('h1, h2, legend, textarea, button, input:not([type=hidden])')]
      .map((part) => part.tagName + (/^H|LEGEND/.test(part.tagName) ? part.textContent.trim() : '')).join('|');
    return { html: `<!doctype html>${twin.outerHTML}`, outline };
  });
}

/** How many copies are looked at side by side. */
const LOOKERS = 2;

/** Looks at copies of pages, beside the journeys. What is wrong goes to the `problem` of whoever brought the copy. */
export class LookingGlass {
  #looked = new Set();
  #pages;
  #copies = new Map();

  constructor(browser) {
    this.browser = browser;
    this.shapes = new Set();
    this.count = 0;
    /** A folder for pictures of every page that is looked at; none unless somebody asks. */
    this.album = process.env.TOWARD_ALBUM;
    // Each looker has a page of its own, and takes the next copy when it is through with one.
    this.#pages = Array.from({ length: LOOKERS }, () => ({ page: null, queue: Promise.resolve(), waiting: 0 }));
  }

  /** Takes a copy now; it is looked at as soon as there is time. A page that looks the same is looked at once. Ends with
   *  that look: until then the server has to stay, because the copy uses its style sheet. */
  async take(page, problem) {
    const url = page.url();
    this.shapes.add(shapeOf(url));
    const { html, outline } = await copy(page);
    const kind = `${shapeOf(url)} ${outline}`;
    if (this.#looked.has(kind)) return { look: Promise.resolve() };
    this.#looked.add(kind);
    const looker = this.#pages.reduce((least, one) => (one.waiting < least.waiting ? one : least));
    looker.waiting += 1;
    looker.queue = looker.queue.then(() => this.#look(looker, url, html, problem)).catch((error) => {
      problem(`${url} could not be looked at: ${error.message}`);
    }).finally(() => { looker.waiting -= 1; });
    return { look: looker.queue };
  }

  async #open() {
    const context = await this.browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.route('**/*', (route) => {
      const html = route.request().isNavigationRequest() && this.#copies.get(page);
      return html ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }) : route.continue();
    });
    return page;
  }

  async #look(looker, url, html, problem) {
    looker.page ??= await this.#open();
    const { page } = looker;
    this.#copies.set(page, html);
    await page.goto(url);
    await page.evaluate(axe);
    const number = this.count += 1;
    const where = `${shapeOf(url)} "${await page.title()}"`;
    await this.#title(page, where, problem);
    await this.#wayOut(page, where, problem);
    for (const colorScheme of ['light', 'dark']) {
      for (const screen of SCREENS) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize(screen);
        if (this.album) {
          const file = `${String(number).padStart(3, '0')}${shapeOf(url).replaceAll('/', '-')}-${screen.width}-${colorScheme}.png`;
          await page.screenshot({ path: `${this.album}/${file}`, fullPage: true });
        }
        await this.#axe(page, `${where} in ${colorScheme} at ${screen.width}`, problem);
      }
    }
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) problem(`${where} scrolls sideways at ${width}, by ${over}`);
    }
  }

  async #title(page, where, problem) {
    const title = await page.title();
    const place = / · Toward$/.test(title) ? title.slice(0, -' · Toward'.length) : null;
    if (!TITLES.has(place)) problem(`${where}: the title is not on the list of neutral ones`);
  }

  /** "Leave quickly" comes first, then the way past it. */
  async #wayOut(page, where, problem) {
    const first = await page.locator('body').locator('a, button').evaluateAll((all) => all.slice(0, 2).map((one) => one.textContent.trim()));
    if (first[0] !== 'Leave quickly' || first[1] !== 'Skip to the content') {
      problem(`${where} begins with "${first.join('", "')}"`);
    }
  }

  async #axe(page, where, problem) {
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    for (const { id, help, nodes } of violations) {
      problem(`${where}: ${id} (${help}) at ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' and ')}`);
    }
  }
}

/** Whether every dot of a picture (base64) has the same colour: then nothing can be read on it. */
export async function isBlank(browser, picture) {
  const page = await browser.newPage();
  try {
    return await page.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const paper = canvas.getContext('2d');
      paper.drawImage(image, 0, 0);
      const dots = new Uint32Array(paper.getImageData(0, 0, image.width, image.height).data.buffer);
      return dots.every((dot) => dot === dots[0]);
    }, picture);
  } finally {
    await page.close();
  }
}
