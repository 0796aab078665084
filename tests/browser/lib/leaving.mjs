// How leaving is measured: what stands on the screen between the press and the other site.
//
// Once a page is on its way to another site, the driver can ask it nothing any more. So the page tells a second tab of
// the same browser, frame by frame, and the picture is taken past the page.

import { isBlank } from './checks.mjs';

/** Ends the wait for a page that never turns blank. */
const GUARD = 20_000;

/** In the page that will be left: says how many pictures were drawn after the last press with something to read on
 *  them. Pictures and not milliseconds: a busy machine is slow, and the order of things stays. */
function tellWhenBlank() {
  const witness = new BroadcastChannel('witness');
  let watching = false;
  let drawn = 0;
  const look = () => {
    if (document.body.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
      drawn += 1;
      requestAnimationFrame(look);
      return;
    }
    witness.postMessage(drawn);
    witness.close();
  };
  for (const kind of ['click', 'keyup']) {
    document.addEventListener(kind, () => {
      if (!watching) requestAnimationFrame(look);
      watching = true;
      drawn = 0;
    }, { capture: true });
  }
}

/** Leaves by `press` while the other site hesitates: blank before it answers, and there in the end. */
export async function leavesBlank(person, press, site = person.house.weather) {
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
  site.slow = true;
  await press();
  const after = await witness.evaluate(() => globalThis.told);
  const { data } = await camera.send('Page.captureScreenshot');
  if (site.waiting.length === 0) await new Promise((resolve) => { setTimeout(resolve, 500); });
  const asked = site.waiting.length;
  site.hurry();
  await witness.close();
  if (after === null) throw new Error('the page did not turn blank');
  if (after > 0) throw new Error(`${after} pictures were drawn after the press before the page was blank`);
  if (asked === 0) throw new Error('the other site was not asked while the page was blank');
  if (!(await isBlank(house.glass.browser, data))) throw new Error('the blank page still shows something');
  await person.isAway(site);
}
