/** From still to live: first frame, hydration in place, then the state that the address asks for. */
import { hydrate, type Component } from 'svelte';
import type { Lang } from '../i18n/lang.ts';
import type { DemoDefinition, DescribeModule, Frame, ViewProps } from './demo.ts';
import { explain } from './failure.ts';
import type { Labs } from './labs.ts';
import { defaultValues, withChange, type AnyValues } from './params.ts';
import { layoutOf } from './picture-layout.ts';
import { Session } from './session.svelte.ts';
import Shell from './Shell.svelte';
import { labStrings } from './strings.ts';
import { readState, writeState } from './url-state.ts';

export interface DemoParts {
  readonly labs: Labs;
  readonly definition: DemoDefinition;
  readonly text: DescribeModule;
  readonly View: Component<ViewProps<AnyValues, Frame>>;
}

/** Sent to the document when a link on the page has set another demo state in the address. */
export const stateEvent = 'demo-state';

function overrides(root: HTMLElement): Record<string, unknown> {
  const parsed: unknown = JSON.parse(root.dataset['overrides'] ?? '{}');
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
}

/** Before hydration the still card's status line tells what arrives; afterwards the card itself does. */
function tellArrival(root: HTMLElement, session: Session): () => void {
  return $effect.root(() => {
    $effect(() => {
      const line = root.querySelector('.demo-state');
      if (line && session.arriving !== '') line.textContent = session.arriving;
    });
  });
}

/** Mirrors what tests, styles and embeds rely on: `data-state`, `data-backend`, and the number of tensors alive. */
function reflect(root: HTMLElement, session: Session): void {
  $effect.root(() => {
    $effect(() => {
      root.dataset['state'] = session.state;
      if (session.backend) root.dataset['backend'] = session.backend;
      root.dataset['tensors'] = String(session.tensors);
    });
  });
}

function watchVisibility(root: HTMLElement, session: Session): void {
  let onScreen = true;
  const update = (): void => {
    session.visible = onScreen && document.visibilityState === 'visible';
  };
  new IntersectionObserver(([entry]) => {
    onScreen = entry?.isIntersecting ?? true;
    update();
  }).observe(root);
  document.addEventListener('visibilitychange', update);
}

/**
 * Takes the state in the address over and returns what it had to say: what was dropped or clamped. What an earlier address
 * said (`before`) is taken back; other messages, of a lost GPU say, stay, since any link to a section comes by here.
 */
async function applyAddress(session: Session, before = ''): Promise<string> {
  const { definition, id, initial, lang } = session.options;
  const { values, issues } = readState(definition.params, id, location.search, initial, lang);
  if (writeState(definition.params, id, values, session.values) !== '') await session.set(values);
  const said = issues.length > 0 ? labStrings(lang).issues(issues) : '';
  if (said !== '' || (before !== '' && session.notice === before)) session.say(said);
  return said;
}

/** Makes the demo in `root` live. Rejects when its first frame can't be computed; the still is then untouched. */
export async function mountDemo(root: HTMLElement, { labs, definition, text, View }: DemoParts): Promise<void> {
  const id = root.dataset['demo'] ?? '';
  const lang = root.dataset['lang'] as Lang;
  const initial = withChange(definition.params, defaultValues(definition.params, lang), overrides(root));
  const simulated = root.dataset['simulated'] !== undefined;
  const session = new Session({ id, definition, lang, labs, simulated, initial });
  const quiet = tellArrival(root, session);
  try {
    await session.start();
  } catch (error) {
    throw new Error(explain(error, lang), { cause: error });
  } finally {
    quiet();
  }
  const shown = layoutOf(root.querySelector('.demo-picture')?.clientWidth ?? 0);
  hydrate(Shell, { target: root, props: { id, lang, definition, text, View, view: session, session, shown } });
  reflect(root, session);
  watchVisibility(root, session);
  let said = await applyAddress(session);
  if (session.state === 'loading') session.state = 'live';
  const follow = (): void => {
    void applyAddress(session, said).then((text) => {
      said = text;
    });
  };
  addEventListener('popstate', follow);
  document.addEventListener(stateEvent, follow);
}
