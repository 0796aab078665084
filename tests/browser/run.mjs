// Runs the journeys, one after the other, each in a house of its own. `node run.mjs [part of a name]`.

import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { launch } from './lib/person.mjs';
import { LookingGlass, shapeOf } from './lib/checks.mjs';
import { House } from './lib/house.mjs';
import { endAll } from './lib/server.mjs';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname.replace(/\/$/, '');
let output = `${here}/output`;
/** What answers something else than a page, or leads on to one. */
const NO_PAGES = new Set(['/live', '/here', '/left', '/healthz', '/readyz', '/talk/{id}', '/talk/{id}/time.ics', '/static/{name}']);
/** The blank page after leaving and signing out, which leads on by itself. */
const NOT_LOOKED_AT = new Set(['/leave', '/sign-out']);
const STORY_GUARD = 10 * 60_000;
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
    if (`${file} ${name}`.includes(wanted)) journeys.push({ name, story, settings: story.settings });
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

for (const { name, story, settings } of journeys) {
  const begun = Date.now();
  let house;
  try {
    house = await House.open(glass, settings);
    await Promise.race([story(house), tooLong()]);
    await glass.done();
    house.people.forEach((person) => person.mustBeWell());
    const unseen = new Set(house.people.flatMap((person) => [...person.visited].map(shapeOf)).filter((shape) => !glass.shapes.has(shape) && !NOT_LOOKED_AT.has(shape)));
    if (unseen.size > 0) throw new Error(`pages that nobody looked at: ${[...unseen].join(', ')}`);
    if (glass.problems.length > 0) throw new Error(glass.problems.splice(0).join('\n  '));
    passed += 1;
    console.log(`ok      ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed.push(name);
    console.log(`FAILED  ${name}\n  ${error.stack}`);
    glass.problems.splice(0).forEach((problem) => console.log(`  also: ${problem}`));
    if (house) for (const line of await house.photograph(output, name.replace(/\W+/g, '-'))) console.log(`  saved: ${line}`);
  } finally {
    await house?.close();
  }
}

await eyes.close();
const missed = wanted === '' && failed.length === 0 ? await notVisited() : [];
if (missed.length > 0) {
  failed.push('every page');
  console.log(`FAILED  every page is looked at\n  nobody came to ${missed.join(', ')}`);
}
console.log(`\n${glass.count} pages looked at in two themes and all widths.\n${passed} passed, ${failed.length} failed`);
process.exit(failed.length > 0 || passed === 0 ? 1 : 0);
