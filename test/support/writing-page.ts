import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A page for the desktop's Chromium that is one large text field. What stands in it and which keys came is reported
 * here; F2 writes `copied` into it and copies that.
 */
export class WritingPage {
  /** What stands in the field. */
  text = '';
  /** Every key that came, with what was held: `Control+Alt+Delete`. */
  readonly keys: string[] = [];

  /** Where it was clicked last: in the lower right `corner` of the screen, or not. */
  clicked: 'corner' | 'elsewhere' | undefined;

  private constructor(
    private readonly server: Server,
    readonly copied: string,
  ) {}

  static async serve(copied: string): Promise<WritingPage> {
    const page = new WritingPage(
      createServer((request, response) => {
        const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
        if (pathname === '/text') page.text = searchParams.get('is') ?? '';
        if (pathname === '/key') page.keys.push(searchParams.get('is') ?? '');
        if (pathname === '/click') page.clicked = searchParams.get('is') === 'true' ? 'corner' : 'elsewhere';
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.end(pathname === '/' ? PAGE.replace('COPIED', JSON.stringify(copied)) : '');
      }),
      copied,
    );
    await new Promise<void>((resolve) => page.server.listen(0, '127.0.0.1', resolve));
    return page;
  }

  /** Environment that makes this the first page of every desktop, and lets the gate through to it alone. */
  get asStartPage(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      DESKTOP_START_URL: `http://127.0.0.1:${port}/`,
      EGRESS_ALLOW: `127.0.0.1:${port}`,
      EGRESS_PORTS: `80,443,${port}`,
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>writing</title>
<body style="margin:0;background:#204080">
<textarea autofocus style="box-sizing:border-box;width:100vw;height:100vh;border:0;background:#204080;color:#fff;font-size:32px"></textarea>
<script>
  const field = document.querySelector('textarea');
  let told = Promise.resolve(); // one after the other, or an older text could arrive last
  const tell = (what, is) => (told = told.then(() => fetch('/' + what + '?is=' + encodeURIComponent(is))));
  field.addEventListener('input', () => tell('text', field.value));
  field.addEventListener('blur', () => field.focus());
  addEventListener('click', ({ clientX, clientY }) => tell('click', clientX > innerWidth - 60 && clientY > innerHeight - 60));
  addEventListener('keydown', (event) => {
    const held = ['Control', 'Alt', 'Shift', 'Meta'].filter((name) => event.getModifierState(name) && event.key !== name);
    tell('key', [...held, event.key].join('+'));
    if (event.key !== 'F2') return;
    field.value = COPIED;
    field.select();
    document.execCommand('copy');
    field.value = '';
  });
</script>`;
