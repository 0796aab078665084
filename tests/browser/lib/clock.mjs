// The time that one server believes in. It runs as the real one does, and can be moved forwards.
//
// What must stay true: the program knows nothing of this. libfaketime stands between it and the system's clock, of the
// program alone: its PostgreSQL is started without our surroundings, and browsers keep the real time. Monotonic time
// stays real too, so that waiting, pinging and timing out take as long as they do.

import { existsSync, rmSync } from 'node:fs';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';

const LIBRARY = process.platform === 'darwin' ? 'libfaketime.1.dylib' : 'libfaketime.so.1';
const PRELOAD = process.platform === 'darwin' ? 'DYLD_INSERT_LIBRARIES' : 'LD_PRELOAD';

/** Between the real clock and the one that was moved: what a slow answer, and times cut to the second, may make. */
const TOLERANCE = 10;

const MISSING = `This journey moves the clock, and ${LIBRARY} was not found. `
  + 'Debian: apt install faketime; Fedora: dnf install libfaketime; macOS: brew install libfaketime. Or set LIBFAKETIME to its path.';

/** Where the systems that we know keep it. */
async function find() {
  const { LIBFAKETIME } = process.env;
  if (LIBFAKETIME) {
    if (!existsSync(LIBFAKETIME)) throw new Error(`LIBFAKETIME is ${LIBFAKETIME}, and there is no such file`);
    return LIBFAKETIME;
  }
  const folders = ['/usr/lib64', '/usr/lib', '/opt/homebrew/lib', '/usr/local/lib'];
  // Debian has one folder for each kind of machine below this one.
  for (const name of await readdir('/usr/lib').catch(() => [])) if (name.includes('-linux-')) folders.push(`/usr/lib/${name}`);
  return folders.map((folder) => `${folder}/faketime/${LIBRARY}`).find((file) => existsSync(file)) ?? null;
}

const library = await find();

export class Clock {
  #ahead = 0;

  constructor(file) {
    this.file = file;
  }

  /** A server's clock, which shows the real time until it is moved. */
  static async beside(folder) {
    const clock = new Clock(`${folder}.clock`);
    await clock.#write();
    return clock;
  }

  /** What the server's surroundings need. Without the library they need nothing, and the clock cannot be moved. */
  surroundings() {
    if (!library) return {};
    return {
      [PRELOAD]: library,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    };
  }

  /** Now, as the server sees it. */
  now() {
    return new Date(Date.now() + this.#ahead * 1000);
  }

  /** Moves it by so many seconds, and looks at an answer of the server's whether it follows. */
  async advance(seconds, origin) {
    if (!library) throw new Error(MISSING);
    if (!(seconds > 0)) throw new Error(`the clock only goes forwards, not by ${seconds} s`);
    this.#ahead += Math.round(seconds);
    await this.#write();
    const shows = new Date((await fetch(`${origin}/healthz`)).headers.get('date'));
    const off = Math.abs(shows - this.now()) / 1000;
    if (!(off <= TOLERANCE)) throw new Error(`the clock was moved to ${this.now().toISOString()}, and the server says ${shows}`);
  }

  /** In one go: the server reads the file whenever it asks for the time. */
  async #write() {
    await writeFile(`${this.file}.new`, `+${this.#ahead}\n`);
    await rename(`${this.file}.new`, this.file);
  }

  async end() {
    await rm(this.file, { force: true });
  }
}

/** What the library leaves behind in a process that was killed. A later one with the same number would stumble over it. */
export function clearUp(pid) {
  for (const name of [`faketime_shm_${pid}`, `sem.faketime_sem_${pid}`]) rmSync(`/dev/shm/${name}`, { force: true });
}
