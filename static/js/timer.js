/* A quiet timer where somebody speaks or listens: a line that says about how long it has been. It counts up, changes at
   most once a minute, announces nothing, and goes on through the live page as long as the turn is the same. */
(() => {
  'use strict';
  let name = null;
  let since = 0;
  let next = 0;

  const words = (minutes) => {
    if (minutes < 1) return 'Begun a moment ago.';
    if (minutes < 2) return 'About a minute so far.';
    if (minutes < 60) return `About ${minutes} minutes so far.`;
    return 'About an hour so far, or more.';
  };
  const tell = () => {
    clearTimeout(next);
    const line = document.querySelector('[data-timer]');
    if (!line) {
      name = null;
      return;
    }
    if (line.dataset.timer !== name) {
      name = line.dataset.timer;
      since = Date.now();
    }
    const gone = Date.now() - since;
    line.textContent = words(Math.floor(gone / 60000));
    line.hidden = false;
    next = setTimeout(tell, 60000 - (gone % 60000) + 50);
  };
  document.addEventListener('toward:page', tell);
  tell();
})();
