import { DEVTOOLS_PORT } from './inside-paths.js';

const LOOK_EVERY_MS = 20;

/** A page counts as painted two animation frames after it was loaded: the first asks for pixels, the second has them. */
const PAINTED = `new Promise((painted) => {
  const twoFrames = () => requestAnimationFrame(() => requestAnimationFrame(() => painted(true)));
  if (document.readyState === 'complete') twoFrames();
  else addEventListener('load', twoFrames);
})`;

/** Resolves when the browser's first page is on the screen. Never on its own otherwise: the supervisor has the clock. */
export async function firstPagePainted(): Promise<void> {
  const page = await firstPage();
  const socket = new WebSocket(page);
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => {
      const params = { expression: PAINTED, awaitPromise: true };
      socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
    };
    socket.onmessage = () => resolve(); // the answer to 1: nothing else was asked for
    socket.onclose = () => reject(new Error('the page went away'));
  });
  socket.onclose = null;
  socket.close();
}

async function firstPage(): Promise<string> {
  for (;;) {
    const page = (await targets()).find(
      ({ type, url }) => type === 'page' && url !== '' && url !== 'about:blank',
    );
    if (page !== undefined) return page.webSocketDebuggerUrl;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

interface Target {
  type: string;
  url: string;
  webSocketDebuggerUrl: string;
}

async function targets(): Promise<Target[]> {
  try {
    const answer = await fetch(`http://127.0.0.1:${DEVTOOLS_PORT}/json/list`);
    return (await answer.json()) as Target[];
  } catch {
    return []; // the browser does not listen yet
  }
}
