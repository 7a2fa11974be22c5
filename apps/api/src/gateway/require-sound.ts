import type { Desktops } from '../desktops/desktops.js';
import { AppError } from '../kernel/app-error.js';

/** @throws AppError NOT_FOUND where desktops cannot be heard: by their driver, or because the operator wants none */
export function requireSound({ haveSound }: Pick<Desktops, 'haveSound'>): void {
  if (!haveSound) throw new AppError('NOT_FOUND', { detail: 'Desktops have no sound here.' });
}
