import DataLoader from 'dataloader';

const MAX_KEYS = 500;
/** How long a read may be held back by the one before it: one connection that hangs delays the others by no more. */
const MAX_HOLD_MS = 20;

/**
 * Turns a read of many keys into a read of one: all who ask while one statement runs are answered together by the next.
 * Nothing is remembered. Each is told what the database says after they asked, as with a statement of their own, and a
 * key that is alone waits for nobody.
 * @param read answers in the order of its keys; an error is everybody's of that statement
 * @param maxKeys of one statement
 */
export function batched<Key, Value>(
  read: (keys: readonly Key[]) => Promise<Value[]>,
  maxKeys = MAX_KEYS,
): (key: Key) => Promise<Value> {
  let running: Promise<unknown> = Promise.resolve();
  const loader = new DataLoader<Key, Value>(
    (keys) => {
      const answered = read(keys);
      running = Promise.race([answered.catch(() => undefined), pause(MAX_HOLD_MS)]);
      return answered;
    },
    {
      cache: false,
      maxBatchSize: maxKeys,
      batchScheduleFn: (dispatch) => void running.then(() => setImmediate(dispatch)),
    },
  );
  return (key) => loader.load(key);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
