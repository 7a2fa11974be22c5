import Stripe from 'stripe';

/** As of now, later: what is read may be old by the time it arrives. */
export function answer<T>(work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(structuredClone(work()));
      } catch (error) {
        reject(error);
      }
    });
  });
}

export function list<T>(items: T[]) {
  const copies = structuredClone(items);
  return {
    autoPagingToArray: async () => copies,
    async *[Symbol.asyncIterator]() {
      yield* copies;
    },
  };
}

export function must<T>(object: T | undefined): T {
  if (object === undefined) throw refusal('resource_missing');
  return object;
}

export function refusal(code: string): Error {
  return new Stripe.errors.StripeInvalidRequestError({ type: 'invalid_request_error', code, message: code });
}
