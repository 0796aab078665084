// A person with a browser of their own. Pages are addressed as a person does: by what a thing is and what is written
// on it. Everything their browser does is watched (see `checks.mjs`).

import { chromium } from 'playwright-core';
import { watch, whatStays } from './checks.mjs';
import { Keyboard } from './keyboard.mjs';
import { TRUST } from './secure.mjs';

/** Long enough for a busy machine: it only ends what hangs. */
const GUARD = Number(process.env.JOURNEY_GUARD ?? 30_000);

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
  // Nothing leaves this machine, whatever a page asks for.
  ...TRUST,
];

/** A browser. It keeps pages for "back", as people's browsers do: by default the driver switches that off, and then
 *  every test of the back button passes for the wrong reason. */
export function launch({ keepsPages = true } = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ARGUMENTS,
    ignoreDefaultArgs: keepsPages ? ['--disable-back-forward-cache'] : [],
  });
}

/** Hands with a mouse, or a finger: to anywhere at once. The other kind is in `keyboard.mjs`. */
const MOUSE = {
  click: (locator, how) => locator.click(how),
  check: (locator) => locator.check(),
  fill: (locator, text) => locator.fill(text),
  type: (locator, text) => locator.pressSequentially(text),
};

export class Person {
  #allowed = new Set();

  /** `house` is where they live: the server, the looking glass and the neutral site. */
  static async arrive(house, name, { scripts = true, keyboard = false } = {}) {
    const person = new Person();
    Object.assign(person, { house, name, scripts, problems: [], visited: new Set() });
    person.browser = await launch();
    person.context = await person.browser.newContext({
      baseURL: house.server.origin,
      javaScriptEnabled: scripts,
      viewport: { width: 1280, height: 900 },
      locale: 'en-GB',
    });
    person.context.setDefaultTimeout(GUARD);
    watch(person.context, {
      origin: house.server.origin,
      neutral: house.neutral,
      problem: (text) => person.problems.push(text),
      expected: (status) => person.#allowed.has(status),
      seen: (url) => person.visited.add(url),
    });
    person.page = await person.context.newPage();
    person.hands = keyboard ? new Keyboard(person.page) : MOUSE;
    return person;
  }

  /** While this runs, an answer with one of these statuses is what the story wants. */
  async expecting(statuses, story) {
    statuses.forEach((status) => this.#allowed.add(status));
    const result = await story();
    statuses.forEach((status) => this.#allowed.delete(status));
    return result;
  }

  /** Goes somewhere; again, if the page was moving on by itself at that moment. What was under way then still comes, and
   *  would end the next try as well, and that one the next: so whatever comes is waited for first. */
  async #goes(somewhere) {
    for (let tries = 3; ; tries -= 1) {
      try {
        await somewhere();
        return;
      } catch (error) {
        if (tries === 1 || !/interrupted by another navigation|net::ERR_ABORTED/.test(error.message)) throw error;
        // It may have come already, between the error and here.
        await this.page.waitForEvent('framenavigated', { timeout: 3000 }).catch(() => {});
        await this.page.waitForLoadState();
      }
    }
  }

  /** Types an address. */
  async opens(path) {
    await this.#goes(() => this.page.goto(path));
  }

  async reloads() {
    await this.#goes(() => this.page.reload());
  }

  /** Presses a button that sends a form, and waits for the answer: what comes next in the story may depend on it. */
  async presses(name) {
    const answered = this.page.waitForEvent('framenavigated', (frame) => frame === this.page.mainFrame());
    await Promise.all([answered, this.taps(name)]);
  }

  /** Presses a button that changes something on the page itself. */
  async taps(name) {
    await this.hands.click(this.page.getByRole('button', { name, exact: true }));
  }

  /** Removes something for good, which takes opening the line first. */
  async removes(what = 'Remove it') {
    await this.hands.click(this.page.locator('summary').filter({ hasText: what }));
    await this.presses('Remove it for good');
  }

  /** Follows a link. */
  async follows(name) {
    await this.hands.click(this.page.getByRole('link', { name, exact: true }).filter({ visible: true }).first());
  }

  #field(label) {
    return this.page.getByLabel(label, { exact: true }).and(this.page.locator('input, textarea'));
  }

  /** Puts a text into the field with this label. */
  async writes(label, text) {
    await this.hands.fill(this.#field(label), text);
  }

  /** Types it key by key, as a hand does. */
  async types(label, text) {
    await this.hands.type(this.#field(label), text);
  }

  /** Chooses one of several answers, or ticks a box. */
  async chooses(name, within) {
    const place = within ? this.page.getByRole('group', { name: within }) : this.page;
    const box = place.getByRole('radio', { name, exact: false }).or(place.getByRole('checkbox', { name, exact: false }));
    await this.hands.check(box.first());
  }

  /** Sees this page: its heading is there, and what holds for every page holds for this one. */
  async arrives(heading) {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await this.#looksAround();
  }

  async #looksAround() {
    if (this.scripts) {
      for (const what of await whatStays(this.page)) this.problems.push(`${this.page.url()} left something in the browser: ${what}`);
    }
    await this.house.looksAt(this.page);
    this.mustBeWell();
  }

  /** Sees these words on the page. */
  async sees(text) {
    await this.page.getByText(text).and(this.page.locator(':visible')).first().waitFor();
  }

  /** These words are not anywhere on the page, hidden or not. */
  async seesNo(text) {
    const all = await this.page.content();
    if (all.includes(text)) throw new Error(`${this.name} can see "${text}" on ${this.page.url()}`);
  }

  /** The words in the field with this label. */
  async reads(label) {
    return this.#field(label).inputValue();
  }

  /** Nothing on this page can be written into. */
  async hasNoField() {
    const fields = await this.page.locator('textarea, [contenteditable], input:not([type=hidden]):not([type=checkbox]):not([type=radio])').count();
    if (fields > 0) throw new Error(`${this.name} has ${fields} text fields on ${this.page.url()}`);
  }

  /** What they could read right now. */
  async readable() {
    // `innerText` of a body that is not drawn is all of its text.
    return this.page.evaluate(() => (document.body?.checkVisibility() ? document.body.innerText : ''));
  }

  /** Presses "Leave quickly", a link where nobody is signed in and a button where somebody is. */
  async pressesLeave() {
    const [button, link] = ['button', 'link'].map((role) => this.page.getByRole(role, { name: 'Leave quickly', exact: true }));
    await this.hands.click(button.or(link), { noWaitAfter: true });
  }

  /** Has arrived at the neutral site, which was told nothing about where they came from. */
  async isAway(weather = this.house.weather) {
    await this.page.waitForURL(weather.address);
    await this.page.getByRole('heading', { name: weather.heading }).waitFor();
    const told = weather.visits.find((visit) => visit.referer || visit.cookie || visit.method !== 'GET');
    if (told) throw new Error(`the neutral site was told something: ${JSON.stringify(told)}`);
  }

  /** Presses the browser's back button and watches until a page with this heading stands there; answers everything
   *  that could be read meanwhile. */
  async goesBack(heading) {
    const read = [];
    await this.page.goBack({ waitUntil: 'commit' });
    const there = this.arrives(heading).then(() => true);
    for (let arrived = false; !arrived;) {
      try {
        read.push(await this.readable());
      } catch (error) {
        // The page was replaced while it was read: that is what is being watched.
        if (!/context was destroyed|navigat/i.test(error.message)) throw error;
      }
      arrived = await Promise.race([there, this.page.waitForTimeout(20).then(() => false)]);
    }
    return read.join('\n');
  }

  path() {
    return new URL(this.page.url()).pathname;
  }

  async cookies() {
    return this.context.cookies(this.house.server.origin);
  }

  mustBeWell() {
    if (this.problems.length > 0) throw new Error(`${this.name}: ${this.problems.splice(0).join('\n  ')}`);
  }

  async photographed(file) {
    await this.page.screenshot({ path: file, fullPage: true, timeout: 10_000 });
  }

  async goes() {
    await this.browser.close();
  }
}
