import type { ServerResponse } from 'node:http';

/**
 * Answered by the gate alone: `.localhost` never leaves a host (RFC 6761 6.3), and browsers trust it like https, so
 * that the address bar does not greet the customer with "Not secure".
 */
export const START_HOST = 'start.localhost';
export const START_URL = `http://${START_HOST}/`;

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action https://duckduckgo.com",
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

/** The first thing a customer sees in the desktop: made here, so that it is there without any network. */
export function answerStartPage(path: string, response: ServerResponse): void {
  if (path !== '/') return void response.writeHead(404, HEADERS).end();
  response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' }).end(PAGE);
}

/** The portal's mark, as in its `favicon.svg`. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%233a5bd9'/%3E%3Cg fill='none' stroke='%23fff' stroke-width='2.8' stroke-linecap='round' stroke-linejoin='round'%3E%3Cpath d='M12 12.2 16.6 9h1.6v14M12.5 23h10'/%3E%3C/g%3E%3C/svg%3E";

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Your browser</title>
<link rel="icon" href="${ICON}">
<style>
  :root { color-scheme: light; --ink: #1b1d29; --quiet: #5d6175; --line: #dfe2ef; --accent: #3a5bd9 }
  * { box-sizing: border-box; margin: 0 }
  body { min-height: 100vh; display: grid; place-items: center; padding: 32px; color: var(--ink);
    font: 16px/1.5 Inter, "Noto Sans", "DejaVu Sans", "Liberation Sans", sans-serif; background: #f7f8fc }
  main { width: 100%; max-width: 600px }
  h1 { font-size: 28px; line-height: 1.2; letter-spacing: -.01em; font-weight: 600; margin: 24px 0 8px }
  p { color: var(--quiet) }
  form { display: flex; gap: 8px; margin: 32px 0 }
  input, button { font: inherit; height: 48px; border-radius: 8px; border: 1px solid var(--line) }
  input { flex: 1; min-width: 0; padding: 0 16px; background: #fff; color: inherit }
  input:focus { outline: 2px solid var(--accent); outline-offset: -1px; border-color: transparent }
  button { padding: 0 24px; border-color: transparent; background: var(--accent); color: #fff; font-weight: 600; cursor: pointer }
  button:hover { background: #2f4bbb }
  ul { list-style: none; padding: 24px 0 0; display: grid; gap: 24px; border-top: 1px solid var(--line);
    grid-template-columns: repeat(3, 1fr) }
  li { font-size: 14px; color: var(--quiet) }
  b { display: block; color: var(--ink); font-weight: 600 }
  @media (max-width: 560px) { ul { grid-template-columns: 1fr; gap: 16px } }
</style>
<main>
  <img src="${ICON}" width="48" height="48" alt="">
  <h1>This browser is yours.</h1>
  <p>Type an address above, or search from here.</p>
  <form action="https://duckduckgo.com/" method="get">
    <input name="q" aria-label="Search the web" placeholder="Search the web" autocomplete="off">
    <button>Search</button>
  </form>
  <ul>
    <li><b>Live</b>It runs for the whole of your session, also while you are away.</li>
    <li><b>Yours alone</b>Nobody else is in here.</li>
    <li><b>Gone afterwards</b>When the session ends, everything in here is deleted.</li>
  </ul>
</main>
</html>
`;
