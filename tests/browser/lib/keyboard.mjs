// Hands that only have a keyboard: Tab and Shift+Tab to a control, then what its kind asks for. Every stop on the way
// is looked at: the focus is drawn, nothing covers it, and it stands where a reader expects the next thing.
//
// What must stay true: a page that was given to these hands refuses every click, and every way of the driver's to
// reach a control past the Tab key.

/** More stops than any page has: only a trap makes the way this long. */
const STOPS = 150;
/** Ends the wait for a page that is on its way. */
const GUARD = 30_000;

const BY_MOUSE = ['click', 'dblclick', 'tap', 'hover', 'check', 'uncheck', 'setChecked', 'fill', 'clear', 'type', 'press',
  'pressSequentially', 'selectOption', 'selectText', 'focus', 'blur', 'dragTo', 'dispatchEvent'];

/** Fields that are typed part after part, in an order that the browser's own language decides: the ones we know. */
const PARTS = {
  date(text) {
    const [year, month, day] = text.split('-');
    return [`${month}${day}${year}`, `${day}${month}${year}`, `${year}${month}${day}`];
  },
  time(text) {
    const [hour, minute] = text.split(':').map(Number);
    const two = (part) => String(part).padStart(2, '0');
    return [`${two(hour)}${two(minute)}`, `${two(hour % 12 || 12)}${two(minute)}${hour < 12 ? 'A' : 'P'}`];
  },
};

/** Pages that are used with a keyboard alone. */
const untouchable = new WeakSet();
let guarded = false;

/** From here on whoever clicks on this page is told so. */
function forbidMouse(page) {
  untouchable.add(page);
  const refuse = (what) => () => { throw new Error(`${what} on a page that is used with the keyboard alone`); };
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(page.mouse))) {
    if (name !== 'constructor' && typeof page.mouse[name] === 'function' && !name.startsWith('_')) page.mouse[name] = refuse(`mouse.${name}`);
  }
  for (const name of BY_MOUSE) if (name in page) page[name] = refuse(name);
  page.touchscreen.tap = refuse('touchscreen.tap');
  if (guarded) return;
  // Locators of all pages share one prototype, and each knows its page.
  guarded = true;
  const kind = Object.getPrototypeOf(page.locator('body'));
  for (const name of BY_MOUSE.filter((one) => one in kind)) {
    const real = kind[name];
    kind[name] = function guard(...how) {
      if (untouchable.has(this.page())) refuse(`${name} (${this})`)();
      return real.apply(this, how);
    };
  }
}

/** In the page: what has the focus, and what is wrong with it. `onward` is true after Tab, false after Shift+Tab, and
 *  null where no order is kept. */
function look(target, onward) {
  const here = document.activeElement;
  const wrong = [];
  const nowhere = here === null || here === document.body || here === document.documentElement;
  const name = nowhere ? '' : `${here.localName} "${(here.labels?.[0]?.textContent ?? here.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60)}"`;
  const before = globalThis.lastStop;
  globalThis.lastStop = nowhere ? null : here;
  const at = nowhere ? null : here.getBoundingClientRect();
  // A date has parts of the browser's own (the button of its calendar), and the browser draws their focus itself.
  const ownPart = before === here && /^(date|time)$/.test(here?.type);
  if (!nowhere && !ownPart) {
    const drawn = (part) => {
      const style = getComputedStyle(part);
      const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && !/^(transparent|rgba\(.*, 0\))$/.test(style.outlineColor);
      return seen && part.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    };
    const frame = [here, ...(here.labels ?? [])].find(drawn);
    if (!here.matches(':focus-visible')) wrong.push('does not match :focus-visible');
    if (!frame) wrong.push('shows no outline');
    const box = (frame ?? here).getBoundingClientRect();
    const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 0 && box.height > 0;
    if (!inside) wrong.push('is not on the screen');
    else {
      // The first line of a link that runs over two, and what of it is on the screen.
      const line = (frame ?? here).getClientRects()[0];
      const [x, y] = [Math.min((line.left + line.right) / 2, innerWidth - 1), Math.min((line.top + line.bottom) / 2, innerHeight - 1)];
      const onTop = document.elementsFromPoint(x, Math.max(y, 0))[0];
      const own = onTop && (here.contains(onTop) || (frame ?? here).contains(onTop));
      if (!own) wrong.push(`is covered by ${onTop?.outerHTML.slice(0, 80)}`);
    }
    if (here.tabIndex > 0) wrong.push('has a place of its own in the order');
    if (before?.isConnected && onward !== null) {
      const follows = Boolean(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
      if (follows !== onward) wrong.push('comes out of order');
      // In one column the next stop stands below. What stays in its place while the page scrolls is in no column.
      const was = before.getBoundingClientRect();
      const fixed = (part) => { for (let one = part; one; one = one.parentElement) if (/fixed|sticky/.test(getComputedStyle(one).position)) return true; return false; };
      const [upper, lower] = onward ? [was, at] : [at, was];
      const sameColumn = was.left < at.right && at.left < was.right;
      if (sameColumn && lower.bottom <= upper.top && !fixed(before) && !fixed(here)) wrong.push(`stands above what comes before it ("${before.textContent.trim().slice(0, 40)}")`);
    }
  }
  const to = target && here ? here.compareDocumentPosition(target) : 0;
  const group = (one) => one?.localName === 'input' && one.type === 'radio';
  return {
    name,
    nowhere,
    wrong,
    there: target === here,
    behind: !nowhere && Boolean(to & Node.DOCUMENT_POSITION_PRECEDING),
    sameGroup: group(here) && group(target) && here.name === target.name && here.form === target.form,
    checked: Boolean(target?.checked),
  };
}

export class Keyboard {
  #page;
  #order = [];

  constructor(page) {
    this.#page = page;
    forbidMouse(page);
  }

  /** One key, and a look at where it led. */
  async #key(key, locator, onward) {
    await this.#page.keyboard.press(key);
    const seen = await locator.evaluate(look, onward);
    if (seen.wrong.length > 0) throw new Error(`${this.#page.url()}: with ${key}, ${seen.name} ${seen.wrong.join(' and ')}`);
    this.#order.push(seen.name);
    return seen;
  }

  /** Goes to a control with Tab, or with Shift+Tab where it stands before the focus. Radios of one group are one stop. */
  async #goesTo(locator) {
    await locator.waitFor({ timeout: GUARD });
    let seen = await locator.evaluate(look, null);
    this.#order = [seen.name];
    for (let stops = 0; !seen.there && !seen.sameGroup; stops += 1) {
      if (stops > STOPS) throw new Error(`${this.#page.url()}: no way by keyboard to ${locator}; it went\n  ${this.#order.join('\n  ')}`);
      seen = await this.#key(seen.behind ? 'Shift+Tab' : 'Tab', locator, !seen.behind);
    }
    return seen;
  }

  /** Presses a button or follows a link. */
  async click(locator) {
    await this.#goesTo(locator);
    await this.#page.keyboard.press('Enter');
  }

  /** Chooses an answer with the arrow keys, or ticks a box with the space bar. */
  async check(locator) {
    let seen = await this.#goesTo(locator);
    for (let answers = 0; !seen.there; answers += 1) {
      if (answers > STOPS) throw new Error(`${this.#page.url()}: the arrow keys do not lead to ${locator}`);
      seen = await this.#key(seen.behind ? 'ArrowUp' : 'ArrowDown', locator, null);
    }
    if (!seen.checked) await this.#page.keyboard.press('Space');
    if (!(await locator.isChecked())) throw new Error(`${this.#page.url()}: the space bar does not choose ${locator}`);
  }

  /** Replaces what is in a field. */
  async fill(locator, text) {
    await this.#goesTo(locator);
    const { keyboard } = this.#page;
    const parts = PARTS[await locator.getAttribute('type')];
    for (const keys of parts?.(text) ?? [text]) {
      if (parts) for (let part = 0; part < 3; part += 1) await keyboard.press('ArrowLeft');
      else await keyboard.press('Control+A');
      await keyboard.press('Delete');
      await keyboard.type(keys);
      if (await locator.inputValue() === text) return;
    }
    throw new Error(`${this.#page.url()}: typed "${text}", and ${locator} holds "${await locator.inputValue()}"`);
  }

  /** Adds to what is in a field. */
  async type(locator, text) {
    await this.#goesTo(locator);
    await this.#page.keyboard.press('Control+End');
    await this.#page.keyboard.type(text);
  }
}
