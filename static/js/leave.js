/* Leave quickly: blank the page at once, end the session, and go to a neutral site without a way back to here.
   The button is a form (a link on public pages) that does the same without this script. Here it is made faster, and
   Shift three times in a row, with no more than five seconds between, does it too. */
(() => {
  'use strict';
  const root = document.documentElement;
  const pause = 5000;

  const leave = () => {
    root.classList.add('gone');
    const form = document.querySelector('form[data-leave]');
    if (form) {
      // `keepalive` lets it arrive although the page is going; "manual" because the answer leads elsewhere.
      fetch(form.action, {
        method: 'POST', body: new URLSearchParams(new FormData(form)), keepalive: true, redirect: 'manual',
      }).catch(() => {});
    }
    location.replace(root.dataset.exit);
  };

  document.addEventListener('submit', (event) => {
    if (event.target.matches('form[data-leave]')) {
      event.preventDefault();
      leave();
    }
  });
  document.addEventListener('click', (event) => {
    // With a modifier a link opens beside this page, which would stay: the way out is always this way.
    if (event.target.closest('a[data-leave]')) {
      event.preventDefault();
      leave();
    }
  });

  const say = (text) => {
    const region = document.querySelector('[data-announce]');
    if (region) region.textContent = text;
  };
  let presses = 0;
  let alone = false;
  let timer;
  const reset = () => {
    clearTimeout(timer);
    presses = 0;
  };

  // Shift counts when it is pressed and released with nothing in between: not for a capital letter, a selection,
  // a click with Shift, or when it is held down.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Shift') {
      if (!event.repeat) alone = !(event.ctrlKey || event.altKey || event.metaKey);
    } else {
      alone = false;
      reset();
    }
  });
  document.addEventListener('pointerdown', () => { alone = false; });
  document.addEventListener('keyup', (event) => {
    if (event.key !== 'Shift' || !alone) return;
    alone = false;
    clearTimeout(timer);
    presses += 1;
    if (presses === 3) {
      reset();
      leave();
      return;
    }
    say(presses === 1 ? 'Shift: two more times to leave.' : 'Shift: once more to leave.');
    timer = setTimeout(() => {
      presses = 0;
      say('Leaving with Shift was reset.');
    }, pause);
  });
})();
