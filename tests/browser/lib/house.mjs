// Where a journey takes place: a server, the neutral site, and the people who come.

import { mkdir, writeFile } from 'node:fs/promises';
import { Person } from './person.mjs';
import { behindTls } from './secure.mjs';
import { freePort, startRain, startServer, startWeather } from './server.mjs';

/** A story that measures time: nothing else runs beside it. */
export const alone = (story) => Object.assign(story, { alone: true });

export class House {
  /** `glass` looks at every page; `settings` are the server's variables. With `secure` it stands behind https. */
  static async open(glass, { secure = false, ...settings } = {}) {
    const house = new House();
    house.glass = glass;
    house.people = [];
    house.looks = [];
    house.problems = [];
    house.weather = await startWeather();
    /** The origins that people may leave to. */
    house.neutral = new Set([house.weather.origin]);
    house.server = await startServer({ TOWARD_EXIT_URL: house.weather.address, ...settings, ...(secure ? await house.#secured() : {}) });
    return house;
  }

  async #secured() {
    const port = await freePort();
    this.front = await behindTls('toward.example', () => port);
    return { TOWARD_BASE_URL: this.front.origin, TOWARD_LISTEN: `127.0.0.1:${port}` };
  }

  /** A second neutral site, over https: for somebody to choose. */
  async rains() {
    this.rain = await startRain();
    this.neutral.add(this.rain.origin);
    return this.rain;
  }

  async person(name, how) {
    const person = await Person.arrive(this, name, how);
    this.people.push(person);
    return person;
  }

  /** Every page somebody arrives at is looked at, beside the story. */
  async looksAt(page) {
    const { look } = await this.glass.take(page, (text) => this.problems.push(text));
    this.looks.push(look);
  }

  /** Until every page has been looked at. Needed before the server goes: the copies use its style sheet. */
  async looked() {
    await Promise.all(this.looks.splice(0));
  }

  /** The server is stopped in order and started again. */
  async restarts() {
    await this.looked();
    await this.server.stop();
    await this.server.start();
  }

  /** The server ends without warning and is started again. */
  async crashes() {
    await this.looked();
    await this.server.crash();
    await this.server.start();
  }

  /** So much time passes for the server: who was signed in may be signed out by it (30 minutes of nothing, 12 hours). */
  async advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }) {
    await this.server.clock.advance(((days * 24 + hours) * 60 + minutes) * 60 + seconds, this.server.origin);
  }

  /** A story that has to fit into one day begins with this: it is played at every hour, and near midnight it would not. */
  async morningComes() {
    const now = this.server.clock.now();
    const morning = new Date(now);
    morning.setUTCHours(7, 0, 0, 0);
    if (morning <= now) morning.setUTCDate(morning.getUTCDate() + 1);
    await this.advance({ seconds: Math.ceil((morning - now) / 1000) });
  }

  /** The time that a page names (with an offset, as in `datetime`) has come, and a second more. */
  async waitsUntil(moment) {
    const ahead = new Date(moment) - this.server.clock.now();
    await this.advance({ seconds: Math.ceil(ahead / 1000) + 1 });
  }

  /** The date so many days from now, as a date field holds it. */
  inDays(days) {
    return new Date(this.server.clock.now().getTime() + days * 24 * 3600 * 1000).toISOString().slice(0, 10);
  }

  /** Keeps a picture of the page somebody is on, in both themes, where the run keeps its pictures. */
  async keepsPicture(person, name) {
    await mkdir(this.pictures, { recursive: true });
    for (const theme of ['light', 'dark']) {
      const file = `${this.pictures}/${name}-${theme}.png`;
      await person.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await person.photographed(file);
      this.tells(`saved: ${file}`);
    }
    await person.page.emulateMedia({ colorScheme: null, reducedMotion: null });
  }

  /** What everybody saw, and what the log says, for whoever has to find out what went wrong. */
  async photograph(folder, journey) {
    await mkdir(folder, { recursive: true });
    const saved = [];
    for (const person of this.people) {
      const file = `${folder}/${journey}-${person.name}.png`;
      try {
        await person.photographed(file);
        await writeFile(`${folder}/${journey}-${person.name}.html`, await person.page.content());
        saved.push(`${file}  (${person.page.url()})`);
      } catch (error) {
        saved.push(`no picture of ${person.name}: ${error.message.split('\n')[0]}`);
      }
    }
    const file = `${folder}/${journey}-server.log`;
    await writeFile(file, this.server.log);
    return [...saved, file];
  }

  /** Everybody goes, and everything is taken away. */
  async close() {
    await this.looked();
    for (const person of this.people) await person.goes();
    await this.server.end();
    await this.front?.end();
    await this.rain?.end();
    await this.weather.end();
  }
}
