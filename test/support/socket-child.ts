import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { until } from './until.js';

export interface SocketChildOptions {
  url: string;
  token: string;
  /** What the node is called, for Host and Origin. */
  origin: string;
  sessionId?: string;
  /** A network namespace it runs in. */
  namespace?: string;
}

/** Opens an events socket, follows a session, and says a line a message. */
const PROGRAM = `
import { WebSocket } from 'ws';
const [url, token, origin, sessionId] = process.argv.slice(1);
const headers = { Origin: origin, Host: new URL(origin).host };
const socket = new WebSocket(url, ['oda.events.v1', 'token.' + token], { headers });
socket.on('message', (data) => {
  const { type } = JSON.parse(data);
  if (type === 'CONNECTED' && sessionId) socket.send(JSON.stringify({ type: 'SUBSCRIBE', sessionId }));
  if (type !== 'EVENT') console.log(type);
});
socket.on('close', (code) => console.log('closed ' + code));
socket.on('error', (error) => console.log(error.message));
`;

/** A client in a process of its own, which can be frozen or cut off as a whole. */
export class SocketChild {
  private said = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.said += text));
  }

  static async start({ url, token, origin, sessionId, namespace }: SocketChildOptions): Promise<SocketChild> {
    const node = [path.resolve('node_modules/.bin/node'), '--input-type=module', '-e', PROGRAM, '--'];
    const around = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace];
    const [program = '', ...args] = ['setpriv', '--pdeathsig=KILL', '--', ...around, ...node];
    const child = spawn(program, [...args, url, token, origin, sessionId ?? ''], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const started = new SocketChild(child);
    await started.says(sessionId === undefined ? 'CONNECTED' : 'SUBSCRIBED');
    return started;
  }

  /** What it heard so far, a line each. */
  get lines(): string[] {
    return this.said.split('\n').filter(Boolean);
  }

  async says(line: string): Promise<void> {
    await until(`the client says ${line}`, () => this.lines.includes(line), 30_000);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
