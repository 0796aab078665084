/* Browsers keep whole pages to make "back" fast, also pages they were told not to store, and would show them after
   the session ended. So a signed-in page hides itself when it is left and asks the server anew when it is brought
   back. What a search found is the answer to a form: going back to it would meet the browser's own page about sending
   it again, so from there one comes back to an empty search. A public page that was blanked by "Leave quickly" becomes
   usable again. */
(() => {
  'use strict';
  const root = document.documentElement;

  if (!root.hasAttribute('data-signed-in')) {
    addEventListener('pageshow', (event) => {
      if (event.persisted) root.classList.remove('gone');
    });
    return;
  }
  if (document.getElementById('found')) history.replaceState(history.state, '', location.href);
  addEventListener('pagehide', () => root.classList.add('away'));
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
    else root.classList.remove('away');
  });
})();
