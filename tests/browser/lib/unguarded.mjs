// A site with a secret and without our protections, over https: the control of the back-button journeys. Each case takes
// away one thing, so that it is known what a browser shows then, and that the journeys can fail.

import { secureSite } from './secure.mjs';

export const SECRET = 'what nobody else may read';

/** What the private page does by script, for the cases that have one. */
const SCRIPTS = {
  L: `document.querySelector('form').addEventListener('submit', (event) => {
        event.preventDefault();
        fetch('/L/leave', { method: 'POST', keepalive: true, redirect: 'manual' });
        location.replace(document.documentElement.dataset.exit);
      });`,
  M: `addEventListener('pagehide', () => { document.documentElement.style.visibility = 'hidden'; });
      addEventListener('pageshow', (event) => {
        if (event.persisted) location.reload(); else document.documentElement.style.visibility = '';
      });`,
  O: "fetch('/O/something', { cache: 'no-store' });",
};

const page = (title, body) => `<!doctype html><html lang="en" data-exit="/elsewhere"><title>${title}</title><link rel="icon" href="data:,">${body}</html>`;

/** Starts it. `exit` is where leaving leads. Paths begin with the letter of the case. */
export async function startUnguarded(exit) {
  const living = new Set();
  const drawn = {};
  const cookieOf = (request) => /(?:^|; )__Host-u=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  const removal = { 'set-cookie': '__Host-u=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0' };

  const paths = {
    in(kind, request, response) {
      const id = Math.random().toString(36).slice(2);
      living.add(id);
      // In case P the answer that sets the cookie leads to the private page itself.
      response.writeHead(303, { location: kind === 'P' ? '/P/private' : `/${kind}/door`, 'set-cookie': `__Host-u=${id}; Path=/; Secure; HttpOnly; SameSite=Lax` });
      response.end();
    },
    private(kind, request, response) {
      const type = { 'content-type': 'text/html; charset=utf-8', ...(/[AC]/.test(kind) ? {} : { 'cache-control': 'no-store' }) };
      if (!living.has(cookieOf(request))) {
        response.writeHead(401, type);
        response.end(page('Sign in', '<h1>Sign in</h1>'));
        return;
      }
      drawn[kind] = (drawn[kind] ?? 0) + 1;
      response.writeHead(200, type);
      const script = SCRIPTS[kind] ? `<script>${SCRIPTS[kind].replace("document.documentElement.dataset.exit", JSON.stringify(exit))}</script>` : '';
      response.end(page('Private', `<h1>Private</h1><p>${SECRET}</p><form method="post" action="/${kind}/leave"><button>Leave</button></form>${script}`));
    },
    leave(kind, request, response) {
      living.delete(cookieOf(request));
      // "Leave quickly" ends elsewhere, signing out at the door.
      const clears = kind === 'C' ? { 'clear-site-data': '"cache", "cookies", "storage"' } : {};
      response.writeHead(303, { location: /[JLP]/.test(kind) ? exit : `/${kind}/door`, ...removal, ...clears });
      response.end();
    },
    door(kind, request, response) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(page('Door', `<h1>Door</h1><a href="/${kind}/private">Private</a>`));
    },
    something(kind, request, response) {
      response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' });
      response.end('something');
    },
  };

  const site = await secureSite('other.example', (request, response) => {
    const [, kind, what] = request.url.split('/');
    if (Object.hasOwn(paths, what)) {
      paths[what](kind, request, response);
      return;
    }
    response.writeHead(404);
    response.end();
  });
  /** Ends every session on the server; the browsers' cookies stay. */
  return { ...site, drawn, endAllSessions: () => living.clear() };
}
