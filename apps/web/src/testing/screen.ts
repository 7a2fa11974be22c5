import { TestBed } from '@angular/core/testing';

/** Finds elements as people do who cannot see them: by role and accessible name. For component tests. */
const IMPLICIT_ROLES: Record<string, string> = {
  alert: '[role=alert]',
  button: 'button, [role=button]',
  checkbox: 'input[type=checkbox]',
  heading: 'h1, h2, h3',
  link: 'a[href]',
  listitem: 'li',
  log: '[role=log]',
  row: 'tr',
  status: '[role=status]',
  table: 'table',
  textbox: 'input:not([type=checkbox]), textarea',
  timer: '[role=timer]',
};

export type Role = keyof typeof IMPLICIT_ROLES & string;

/** All elements of a role whose name matches; dialogs live outside the component, so the whole page is searched. */
export function allByRole(role: Role, name?: string | RegExp, root: ParentNode = document): HTMLElement[] {
  const selector = IMPLICIT_ROLES[role];
  if (selector === undefined) throw new Error(`this test helper knows no role "${role}"`);
  return [...root.querySelectorAll<HTMLElement>(selector)].filter((element) =>
    matches(nameOf(element), name),
  );
}

/** The one element of a role and name. Throws with what there is, when there is none or more than one. */
export function byRole<Element extends HTMLElement = HTMLElement>(
  role: Role,
  name?: string | RegExp,
  root: ParentNode = document,
): Element {
  const [found, ...others] = allByRole(role, name, root);
  if (found && others.length === 0) return found as Element;
  const there = allByRole(role, undefined, root).map((element) => `"${nameOf(element)}"`);
  throw new Error(
    `${others.length + (found ? 1 : 0)} × ${role} ${String(name)}; there is ${there.join(', ')}`,
  );
}

/** What a screen reader would call it: label, labelling elements, or its own words. */
export function nameOf(element: HTMLElement): string {
  const label = element.getAttribute('aria-label');
  if (label !== null) return label;
  const labelledBy = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
  const ids = labelledBy.map((id) => document.getElementById(id)?.textContent ?? '');
  const labels =
    element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
  const own = [...(labels ?? [])].map((one) => one.textContent);
  return oneSpaced([...ids, ...own].join(' ') || element.textContent);
}

/** What is written in an element, each piece of text set apart by one space. */
export function wordsIn(root: Node = document.body): string {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const pieces: string[] = [];
  while (walker.nextNode()) pieces.push(walker.currentNode.textContent ?? '');
  return oneSpaced(pieces.join(' '));
}

/** Lets promises, effects and drawing that are under way come to rest. Not a wait: no time has to pass. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  }
}

function oneSpaced(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function matches(name: string, wanted: string | RegExp | undefined): boolean {
  if (wanted === undefined) return true;
  return typeof wanted === 'string' ? name === wanted : wanted.test(name);
}

/** Types into a field as a person does: the value, then the event that tells of it. */
export function type(field: HTMLElement, text: string): void {
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement))
    throw new Error('only fields can be typed into');
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
