// The real program on a data folder of its own, and the neutral site that "Leave quickly" goes to.
//
// What must stay true: nothing of the surroundings reaches the program (an app that runs beside the tests is left
// alone), and everything that was started here is ended here, by its own handle.

import { execFile, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createPort } from 'node:net';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Clock, clearUp } from './clock.mjs';
import { secureSite } from './secure.mjs';

const run = promisify(execFile);

/** How long a start may take before something must be wrong. */
const START_GUARD = 60_000;

const running = new Set();

const folders = new Set();

/** Ends what is still running and takes its folders away: for an end that nobody planned. */
export function endAll() {
  for (const child of running) {
    child.kill('SIGKILL');
    clearUp(child.pid);
  }
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    rmSync(`${folder}.clock`, { force: true });
  }
}

/** Starts the program on a fresh data folder; `settings` are further variables. */
export async function startServer(settings = {}) {
  const folder = await mkdtemp('/tmp/toward-journey-');
  folders.add(folder);
  const server = new Server(folder, settings, await Clock.beside(folder));
  try {
    await server.start();
  } catch (error) {
    await server.end();
    throw error;
  }
  return server;
}

class Server {
  #child = null;
  #listen = '127.0.0.1:0';

  constructor(folder, settings, clock) {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    this.fixed = settings.TOWARD_LISTEN;
    this.log = '';
  }

  #surroundings() {
    const { PATH, HOME, LANG, PG_BIN } = process.env;
    const surroundings = Object.fromEntries(Object.entries({ PATH, HOME, LANG, PG_BIN }).filter(([, is]) => is));
    return { ...surroundings, ...this.clock.surroundings(), TOWARD_DATA_DIR: this.folder, TOWARD_LISTEN: this.#listen, ...this.settings };
  }

  /** Starts it, again on the same address once it has one. */
  async start() {
    const child = spawn(process.env.TOWARD_BIN, [], { env: this.#surroundings(), stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    this.#child = child;
    this.ended = new Promise((resolve) => {
      child.on('error', (error) => resolve({ error }));
      child.on('exit', (code, signal) => resolve({ code, signal }));
    }).finally(() => {
      running.delete(child);
      clearUp(child.pid);
    });
    child.stderr.on('data', (text) => { this.log += text; });
    await this.#ready(child);
  }

  async #ready(child) {
    const lines = createInterface({ input: child.stdout });
    const line = (pattern) => new Promise((resolve) => {
      lines.on('line', (text) => { if (pattern.test(text)) resolve(pattern.exec(text)[1]); });
    });
    const link = line(/^\s+(http\S+\/start\/\S+)$/);
    const address = line(/^Toward is ready: (\S+)$/);
    const guard = new Promise((resolve) => { setTimeout(resolve, START_GUARD, null).unref(); });
    /** The link that opens the first account, which is printed while there is none. */
    this.setupLink = () => Promise.race([link, guard]);
    this.origin = await Promise.race([address, guard, this.ended.then(() => null)]);
    if (!this.origin) throw new Error(`the program did not start:\n${this.log}`);
    this.#listen = this.fixed ?? new URL(this.origin).host;
  }

  /** An orderly end, as Ctrl-C or a service manager asks for it. */
  async stop() {
    this.#child.kill('SIGTERM');
    const { code } = await this.ended;
    if (code !== 0) throw new Error(`the program ended with ${code}:\n${this.log}`);
  }

  /** An end without warning, as when the power goes. */
  async crash() {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** Gives one of the program's commands, beside the running one, as the host does. */
  async commands(...words) {
    await run(process.env.TOWARD_BIN, words, { env: this.#surroundings() });
  }

  /** Asks the database as its owner, past every page. */
  async sql(question) {
    const { stdout } = await run('psql', ['-X', '-At', '-v', 'ON_ERROR_STOP=1', '-h', `${this.folder}/s`, '-U', 'owner', '-d', 'toward', '-c', question]);
    return stdout.trim();
  }

  /** Ends it and takes the data folder away. */
  async end() {
    if (this.#child && running.has(this.#child)) {
      this.#child.kill('SIGTERM');
      const guard = setTimeout(() => this.#child.kill('SIGKILL'), 20_000);
      await this.ended;
      clearTimeout(guard);
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    await this.clock.end();
    folders.delete(this.folder);
  }
}

/** A port that nobody listens on. */
export async function freePort() {
  const listener = createPort();
  await new Promise((resolve) => { listener.listen(0, '127.0.0.1', resolve); });
  const { port } = listener.address();
  await new Promise((resolve) => { listener.close(resolve); });
  return port;
}

/** A site that has nothing to do with us. It can be made to hesitate, and remembers what it was told. */
function neutralSite(heading) {
  const site = { heading, visits: [], waiting: [], slow: false };
  const page = (title) => `<!doctype html><html lang="en"><title>${title}</title><link rel="icon" href="data:,"><h1>${title}</h1><p>Light wind from the west.</p>`;
  site.answer = (request, response) => {
    site.visits.push({ path: request.url, method: request.method, referer: request.headers.referer, cookie: request.headers.cookie });
    const answer = () => {
      if (request.url.startsWith('/moved')) {
        // As sites do that have a "www" in front of their name.
        response.writeHead(302, { location: site.address });
        response.end();
        return;
      }
      // Not to be stored either, so that the control of the back button has pages like ours.
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
      response.end(page(request.url.startsWith('/tomorrow') ? 'Tomorrow' : heading));
    };
    if (site.slow) site.waiting.push(answer);
    else answer();
  };
  /** Answers whoever waits, and everybody after them at once. */
  site.hurry = () => {
    site.slow = false;
    site.waiting.splice(0).forEach((answer) => answer());
  };
  return site;
}

/** The host's neutral site. */
export async function startWeather() {
  const weather = neutralSite('Weather');
  const listener = createServer(weather.answer);
  await new Promise((resolve) => { listener.listen(0, '127.0.0.1', resolve); });
  weather.origin = `http://localhost:${listener.address().port}`;
  weather.address = `${weather.origin}/today`;
  weather.end = () => {
    weather.hurry();
    listener.closeAllConnections();
    return new Promise((resolve) => { listener.close(resolve); });
  };
  return weather;
}

/** A neutral site that somebody may choose for themselves: a name, and https. */
export async function startRain() {
  const rain = neutralSite('Rain');
  const { origin, end } = await secureSite('rain.example', rain.answer);
  return Object.assign(rain, { origin, address: `${origin}/tonight`, end: () => { rain.hurry(); return end(); } });
}
