/* The idle lock: a page that nobody touches for as long as `data-idle` says (in seconds) turns blank and leads to the
   sign-in page. Typing, pressing and scrolling by hand are use, and the server is told now and then, so that nobody is signed
   out while they write. The server has the last word: another tab may have been in use. Whatever was typed is kept
   before the page goes. Time is read from the clock, because timers stand still while a computer sleeps. */
(() => {
  'use strict';
  const root = document.documentElement;
  let idle = Number(root.dataset.idle) * 1000;
  if (!idle) return;

  const tick = 1000;
  const patience = 4000;
  let used = Date.now();
  let told = used;
  let looked = used;
  let asking = false;
  let locking = false;
  let going = 0;

  /* On its way elsewhere, by "Leave quickly" or by a form: nothing may come between. */
  const leaving = () => root.classList.contains('gone') || Date.now() - going < 15000;

  const ask = (how) => fetch('/here', { cache: 'no-store', signal: AbortSignal.timeout(patience), ...how });

  /* A draft that cannot be kept waits on the blank page for the connection to come back. */
  const kept = async () => {
    for (;;) {
      const waits = [];
      document.dispatchEvent(new CustomEvent('toward:keep', { detail: { waits } }));
      if (!(await Promise.all(waits)).includes(false)) return;
      await new Promise((resolve) => { setTimeout(resolve, 3000); });
    }
  };

  const lock = async () => {
    if (locking || leaving()) return;
    locking = true;
    root.classList.add('locked');
    const drafts = document.querySelector('form[data-autosave] [data-said], form[data-autosave][data-dirty]');
    await kept();
    if (leaving()) return;
    const here = location.pathname + location.search;
    const hex = [...new TextEncoder().encode(here)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    location.replace(drafts ? `/sign-in?kept=${hex}` : `/sign-in?next=${encodeURIComponent(here)}`);
  };

  const heard = async (answer) => {
    if (answer.status === 401) return lock();
    if (!answer.ok) throw new Error(String(answer.status));
    const { left, idle: now } = await answer.json();
    idle = now === null ? Infinity : now * 1000;
    // The time may be up on this page and not on the server, because another tab was in use.
    used = Math.max(used, Date.now() + Math.max(left, 1) * 1000 - idle);
    root.classList.remove('locked');
    return null;
  };

  const limit = async (late) => {
    if (asking || locking || leaving()) return;
    asking = true;
    if (late) root.classList.add('locked');
    try {
      await heard(await ask());
    } catch {
      // Nobody can say that somebody is still here: blank until the server answers.
      root.classList.add('locked');
    }
    asking = false;
  };

  const look = () => {
    const now = Date.now();
    // A clock that was set back says nothing about how long nobody was here.
    if (now < looked - tick) used -= looked - now;
    const slept = now - looked > 5 * tick;
    looked = now;
    if (now - used >= idle) limit(slept);
  };

  const tell = async () => {
    if (locking || leaving()) return;
    const form = document.querySelector('form[data-leave]');
    try {
      await heard(await ask({ method: 'POST', body: new URLSearchParams({ csrf: form.elements.csrf.value }) }));
    } catch {
      told = 0;
    }
  };

  const use = () => {
    const now = Date.now();
    // The first touch after a sleep comes before the clock was looked at.
    if (now - used >= idle) {
      look();
      return;
    }
    used = now;
    if (now - told < idle / 12) return;
    told = now;
    // A moment later: a press that leads away is answered by the page it leads to.
    setTimeout(tell, 400);
  };

  for (const kind of ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove']) {
    addEventListener(kind, use, { capture: true, passive: true });
  }
  document.addEventListener('submit', () => { going = Date.now(); });
  addEventListener('pagehide', () => { going = Date.now(); });
  addEventListener('pageshow', () => { going = 0; });
  for (const kind of ['visibilitychange', 'resume']) document.addEventListener(kind, look);
  addEventListener('focus', look);
  setInterval(look, tick);
})();
