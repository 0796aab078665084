// How leaving is measured: what stands on the screen between the press and the other site.

import { isBlank } from './checks.mjs';

/** The page must be blank this soon after the press, however slow the other site is. */
const AT_ONCE = 100;

/** Lets the page say, from within a frame, how long after the last press it was blank. It has to say so by itself:
 *  once it is on its way to another site, the driver can no longer ask it anything. */
async function letItSay(page) {
  await page.evaluate(() => {
    let pressed = 0;
    const look = () => {
      const left = document.body.innerText.trim();
      if (left !== '') requestAnimationFrame(look);
      else console.info(`blank after ${performance.now() - pressed} ms`);
    };
    for (const kind of ['click', 'keyup']) {
      document.addEventListener(kind, () => {
        if (pressed === 0) requestAnimationFrame(look);
        pressed = performance.now();
      }, { capture: true });
    }
  });
}

/** Leaves by `press` while the other site hesitates: blank at once, and there in the end. */
export async function leavesBlank(person, press) {
  const { house, page } = person;
  house.weather.slow = true;
  const camera = await person.context.newCDPSession(page);
  await letItSay(page);
  const said = page.waitForEvent('console', (message) => message.text().startsWith('blank after'));
  await press();
  const after = Number.parseFloat((await said).text().slice('blank after'.length));
  const picture = await camera.send('Page.captureScreenshot');
  house.weather.hurry();
  if (!(after <= AT_ONCE)) throw new Error(`blank only ${Math.round(after)} ms after the press`);
  if (!(await isBlank(house.glass.browser, picture.data))) throw new Error('the blank page still shows something');
  await person.isAway();
}
