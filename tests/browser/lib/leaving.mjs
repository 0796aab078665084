// How leaving is measured: what stands on the screen between the press and the other site.
//
// Once a page is on its way to another site, the driver can ask it nothing any more. So the page tells a second tab of
// the same browser, frame by frame, and the picture is taken past the page.

import { isBlank } from './checks.mjs';

/** The page must be blank this soon after the press, however slow the other site is. */
const AT_ONCE = 100;
/** Ends the wait for a page that never turns blank. */
const GUARD = 20_000;

/** In the page that will be left: says how long after the last press there was nothing to read any more. */
function tellWhenBlank() {
  const witness = new BroadcastChannel('witness');
  let pressed = 0;
  const look = () => {
    if (document.body.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
      requestAnimationFrame(look);
      return;
    }
    witness.postMessage(performance.now() - pressed);
    witness.close();
  };
  for (const kind of ['click', 'keyup']) {
    document.addEventListener(kind, () => {
      if (pressed === 0) requestAnimationFrame(look);
      pressed = performance.now();
    }, { capture: true });
  }
}

/** Leaves by `press` while the other site hesitates: blank at once, and there in the end. */
export async function leavesBlank(person, press) {
  const { house, page, context } = person;
  const witness = await context.newPage();
  await witness.goto('/healthz');
  await witness.evaluate((guard) => {
    globalThis.told = new Promise((resolve) => {
      new BroadcastChannel('witness').addEventListener('message', (event) => resolve(event.data));
      setTimeout(resolve, guard, null);
    });
  }, GUARD);
  await page.bringToFront();
  const camera = await context.newCDPSession(page);
  await page.evaluate(tellWhenBlank);
  house.weather.slow = true;
  await press();
  const after = await witness.evaluate(() => globalThis.told);
  const { data } = await camera.send('Page.captureScreenshot');
  house.weather.hurry();
  await witness.close();
  if (after === null) throw new Error('the page did not turn blank');
  if (after > AT_ONCE) throw new Error(`blank only ${Math.round(after)} ms after the press`);
  if (!(await isBlank(house.glass.browser, data))) throw new Error('the blank page still shows something');
  await person.isAway();
}
