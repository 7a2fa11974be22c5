import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface Memory {
  rss: number;
  /** What the program holds: V8's heap in use, and buffers outside it. */
  heap: number;
}

/** What a process holds after a full collection, in bytes; asked through its inspector. */
export async function memoryOf(inspectorUrl: string): Promise<Memory> {
  const socket = new WebSocket(inspectorUrl);
  await once(socket, 'open');
  let id = 0;
  const call = async (method: string, params: Record<string, unknown> = {}): Promise<unknown> => {
    id += 1;
    socket.send(JSON.stringify({ id, method, params }));
    for (;;) {
      const [data] = (await once(socket, 'message')) as [Buffer];
      const answer = JSON.parse(data.toString()) as { id?: number; result?: unknown };
      if (answer.id === id) return answer.result;
    }
  };
  for (let pass = 0; pass < 3; pass += 1) await call('HeapProfiler.collectGarbage');
  const { result } = (await call('Runtime.evaluate', {
    expression: 'process.memoryUsage()',
    returnByValue: true,
  })) as { result: { value: NodeJS.MemoryUsage } };
  socket.close();
  const { rss, heapUsed, external } = result.value;
  return { rss, heap: heapUsed + external };
}
