// Where a journey takes place: a server, the neutral site, and the people who come.

import { mkdir, writeFile } from 'node:fs/promises';
import { Person } from './person.mjs';
import { behindTls } from './secure.mjs';
import { freePort, startRain, startServer, startWeather } from './server.mjs';

export class House {
  /** `glass` looks at every page; `settings` are the server's variables. With `secure` it stands behind https. */
  static async open(glass, { secure = false, ...settings } = {}) {
    const house = new House();
    house.glass = glass;
    house.people = [];
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

  /** The server is stopped in order and started again. */
  async restarts() {
    await this.glass.done();
    await this.server.stop();
    await this.server.start();
  }

  /** The server ends without warning and is started again. */
  async crashes() {
    await this.glass.done();
    await this.server.crash();
    await this.server.start();
  }

  /** The time of the return has come. A break lasts twenty minutes or more: it is the stored moment that moves. */
  async breakIsOver() {
    const moved = await this.server.sql(
      `update conversation set state = jsonb_set(state, '{pause,until}', to_jsonb(to_char(now() at time zone 'utc' - interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
       where state -> 'pause' ->> 'until' is not null returning 1`,
    );
    if (!moved.startsWith('1')) throw new Error('there is no break');
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
    await this.glass.done();
    for (const person of this.people) await person.goes();
    await this.server.end();
    await this.front?.end();
    await this.rain?.end();
    await this.weather.end();
  }
}
