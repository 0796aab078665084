// Runs the journeys, each in a house of its own. `node run.mjs [part of a name]`. JOURNEYS_AT_ONCE says how many run
// side by side, if not one for every two processors; those that measure time (`alone`) run by themselves, at the end.

import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { launch } from './lib/person.mjs';
import { LookingGlass, shapeOf } from './lib/checks.mjs';
import { House } from './lib/house.mjs';
import { endAll } from './lib/server.mjs';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname.replace(/\/$/, '');
let output = `${here}/output`;
/** What answers something else than a page, or leads on to one. */
const NO_PAGES = new Set([
  '/cal/{file}', '/healthz', '/here', '/left', '/live', '/now/{id}/reply', '/p/{id}/day.ics', '/plan/items/{id}/item.ics',
  '/plan/plan.txt', '/readyz', '/static/{name}', '/talk/{id}', '/talk/{id}/time.ics',
]);
/** The blank page after leaving and signing out, which leads on by itself. */
const NOT_LOOKED_AT = new Set(['/leave', '/sign-out']);
const STORY_GUARD = 10 * 60_000;
const AT_ONCE = Number(process.env.JOURNEYS_AT_ONCE ?? Math.max(1, Math.floor(cpus().length / 2)));
if (!Number.isInteger(AT_ONCE) || AT_ONCE < 1) throw new Error('JOURNEYS_AT_ONCE is a number, 1 or more');
const wanted = process.argv[2] ?? '';

process.on('exit', endAll);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

/** Ends a story that hangs. */
function tooLong() {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('the story does not come to its end')), STORY_GUARD).unref();
  });
}

const journeys = [];
for (const file of (await readdir(`${here}/journeys`)).sort()) {
  for (const [name, story] of Object.entries((await import(`./journeys/${file}`)).default)) {
    if (`${file} ${name}`.includes(wanted)) journeys.push({ name, story, settings: story.settings, alone: story.alone === true });
  }
}

/** Every route that answers a page, as the program's source lists it. */
async function pageRoutes() {
  const files = (await readdir(`${here}/../../src`, { recursive: true })).filter((file) => file.endsWith('.rs'));
  const sources = await Promise.all(files.map((file) => readFile(`${here}/../../src/${file}`, 'utf8')));
  const routes = sources.flatMap((source) => [...source.matchAll(/\.(?:get|route)\(\s*"(\/[^"]*)",\s*(?!post)/g)].map((found) => found[1]));
  return routes.filter((route) => !NO_PAGES.has(route));
}

/** Routes whose pages no journey came to. */
async function notVisited() {
  const shapes = [...glass.shapes];
  return (await pageRoutes()).filter((route) => {
    const path = new RegExp(`^${route.replace(/\{[^}]*\}/g, '[^/]+')}$`);
    return !shapes.some((shape) => path.test(shape));
  });
}

try {
  await rm(output, { recursive: true, force: true });
} catch (error) {
  // Pictures of an earlier run by somebody else.
  output = await mkdtemp('/tmp/toward-journey-output-');
  console.log(`Pictures go to ${output} (${error.message})`);
}
const eyes = await launch();
const glass = new LookingGlass(eyes);
const failed = [];
let passed = 0;

/** Plays one journey, and tells about it when it is over, in one piece: others may run beside it. */
async function travel({ name, story, settings }) {
  const begun = Date.now();
  const tells = [];
  let house;
  try {
    house = await House.open(glass, settings);
    house.tells = (line) => tells.push(`        ${line}`);
    house.pictures = output;
    await Promise.race([story(house), tooLong()]);
    await house.looked();
    house.people.forEach((person) => person.mustBeWell());
    const unseen = new Set(house.people.flatMap((person) => [...person.visited].map(shapeOf)).filter((shape) => !glass.shapes.has(shape) && !NOT_LOOKED_AT.has(shape)));
    if (unseen.size > 0) throw new Error(`pages that nobody looked at: ${[...unseen].join(', ')}`);
    if (house.problems.length > 0) throw new Error(house.problems.splice(0).join('\n  '));
    passed += 1;
    tells.unshift(`ok      ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed.push(name);
    tells.unshift(`FAILED  ${name}\n  ${error.stack}`);
    house?.problems.splice(0).forEach((problem) => tells.push(`  also: ${problem}`));
    if (house) for (const line of await house.photograph(output, name.replace(/\W+/g, '-'))) tells.push(`  saved: ${line}`);
  }
  try {
    await house?.close();
  } catch (error) {
    failed.push(`${name} (its end)`);
    tells.push(`  FAILED at its end: ${error.stack}`);
  }
  console.log(tells.join('\n'));
}

// The longest ones carry the highest numbers. They begin, so that nothing long is left over at the end.
const together = journeys.filter(({ alone }) => !alone).reverse();
const traveller = async () => {
  for (let next = together.shift(); next; next = together.shift()) await travel(next);
};
await Promise.all(Array.from({ length: AT_ONCE }, traveller));
for (const journey of journeys.filter(({ alone }) => alone)) await travel(journey);

await eyes.close();
const missed = wanted === '' && failed.length === 0 ? await notVisited() : [];
if (missed.length > 0) {
  failed.push('every page');
  console.log(`FAILED  every page is looked at\n  nobody came to ${missed.join(', ')}`);
}
console.log(`\n${glass.count} pages looked at in two themes and all widths.\n${passed} passed, ${failed.length} failed`);
process.exit(failed.length > 0 || passed === 0 ? 1 : 0);
