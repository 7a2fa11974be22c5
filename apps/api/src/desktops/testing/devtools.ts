import http from 'node:http';
import WebSocket from 'ws';

interface Reply {
  id?: number;
  result?: {
    errorText?: string;
    result?: { value?: unknown; objectId?: string };
    targetId?: string;
    targetInfo?: { url: string };
  };
}

/** The first page of a desktop, through the socket its browser's DevTools are forwarded to. */
export class Devtools {
  private nextId = 1;

  private constructor(private readonly socket: WebSocket) {}

  static async open(cdpSocket: string): Promise<Devtools> {
    const targets = await targetsOf(cdpSocket);
    const page = targets.find(({ type }) => type === 'page');
    if (page === undefined) throw new Error('the browser shows no page');
    const path = new URL(page.webSocketDebuggerUrl).pathname;
    const socket = new WebSocket(`ws+unix:${cdpSocket}:${path}`, { headers: { Host: 'localhost' } });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return new Devtools(socket);
  }

  /** Goes there; resolves with the text of what came of it. */
  async visit(url: string): Promise<string> {
    const loaded = this.untilLoaded();
    await this.send('Page.enable');
    const { errorText } = await this.send('Page.navigate', { url });
    if (errorText !== undefined) return errorText;
    await loaded;
    return String(await this.evaluate('document.body.innerText'));
  }

  /** Opens another page beside this one; resolves with where it is. It needs a browser that lives, not a page that does. */
  async openBeside(url: string): Promise<string> {
    const { targetId } = await this.send('Target.createTarget', { url });
    const { targetInfo } = await this.send('Target.getTargetInfo', { targetId });
    return String(targetInfo?.url);
  }

  /** The value of an expression in the page, a promise's included; the page believes that a person asked for it. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      userGesture: true,
    });
    return result?.value;
  }

  /** The same as by somebody's click: what a page may do only then. */
  async evaluateAsUser(expression: string): Promise<unknown> {
    const { result } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      userGesture: true,
    });
    return result?.value;
  }

  /** Chooses files for a field of the page, by their paths as the browser sees them. */
  async choose(selector: string, files: readonly string[]): Promise<void> {
    const { result } = await this.send('Runtime.evaluate', {
      expression: `document.querySelector(${JSON.stringify(selector)})`,
    });
    await this.send('DOM.setFileInputFiles', { files, objectId: result?.objectId });
  }

  /** Where the browser puts what is saved from now on, by its path as the browser sees it. */
  async saveInto(downloadPath: string): Promise<void> {
    await this.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath });
  }

  close(): void {
    this.socket.terminate();
  }

  private send(method: string, params: object = {}): Promise<NonNullable<Reply['result']>> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      const listener = (data: WebSocket.RawData) => {
        const reply = JSON.parse(String(data)) as Reply;
        if (reply.id !== id) return;
        this.socket.off('message', listener);
        resolve(reply.result ?? {});
      };
      this.socket.on('message', listener);
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  private untilLoaded(): Promise<void> {
    return new Promise((resolve) => {
      const listener = (data: WebSocket.RawData) => {
        if (!String(data).includes('"Page.loadEventFired"')) return;
        this.socket.off('message', listener);
        resolve();
      };
      this.socket.on('message', listener);
    });
  }
}

function targetsOf(socketPath: string): Promise<{ type: string; webSocketDebuggerUrl: string }[]> {
  return new Promise((resolve, reject) => {
    const request = http.get({ socketPath, path: '/json/list', headers: { Host: 'localhost' } }, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
      answer.on('end', () => resolve(JSON.parse(body) as { type: string; webSocketDebuggerUrl: string }[]));
    });
    request.once('error', reject);
  });
}
