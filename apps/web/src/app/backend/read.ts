import { httpResource, type HttpResourceRequest } from '@angular/common/http';
import { computed, effect, linkedSignal, type Signal } from '@angular/core';
import type * as z from 'zod';
import { type BackendError, toBackendError } from './backend-error.js';

/** A read of the api as a screen shows it: what is there, whether more is on its way, what went wrong last. */
export interface Read<T> {
  /** The last good answer; stays while a newer one is fetched, and when fetching it fails. */
  readonly value: Signal<T | undefined>;
  readonly error: Signal<BackendError | undefined>;
  readonly loading: Signal<boolean>;
  reload(): void;
}

/**
 * Reads what `request` asks for, parsed by the contract's schema, and again whenever its signals change; undefined asks
 * for nothing. Another address forgets the old answer, other parameters of the same address keep it until the new one
 * is there. Call in an injection context.
 */
export function read<T>(request: () => HttpResourceRequest | undefined, schema: z.ZodType<T>): Read<T> {
  const resource = httpResource(request, { parse: (raw) => schema.parse(raw) });
  const address = computed(() => request()?.url);
  const value = linkedSignal<{ url: string | undefined; fresh: T | undefined }, T | undefined>({
    source: () => ({ url: address(), fresh: resource.hasValue() ? resource.value() : undefined }),
    computation: ({ url, fresh }, previous) =>
      fresh ?? (previous?.source.url === url ? previous?.value : undefined),
  });
  effect(() => value()); // a linked signal remembers only what was asked for: ask for each answer as it comes
  return {
    value: value.asReadonly(),
    error: computed(() => {
      const error = resource.error();
      return error && toBackendError(error);
    }),
    loading: resource.isLoading,
    reload: () => resource.reload(),
  };
}
