/** `<save-series>`: saves a series for offline reading, shows how far it is, and takes it back. */
import { offlineStrings } from '../i18n/offline-strings.ts';
import { NotKept } from '../offline/keep.ts';
import { readSeriesFiles, type SeriesFiles } from '../offline/page-files.ts';
import { removeSeries, saveSeries, seriesState, type SeriesState } from '../offline/series.ts';
import { isOn, isSupported } from '../offline/switch.ts';
import { pageLang } from './link-menu-record.ts';

const strings = offlineStrings(pageLang());

/** Asks the browser not to clear this site's storage by itself. Some ask the reader; nothing waits for the answer. */
const askToStay = (): void => void navigator.storage.persist().catch(() => undefined);

class SaveSeries extends HTMLElement {
  #series: SeriesFiles | undefined;
  #busy = false;

  connectedCallback(): void {
    this.#button('save')?.addEventListener('click', () => void this.#save());
    this.#button('remove')?.addEventListener('click', () => void this.#remove());
    void this.#begin();
  }

  #button(name: 'save' | 'remove'): HTMLButtonElement | null {
    return this.querySelector<HTMLButtonElement>(`[data-${name}]`);
  }

  #say(text: string, state: string): void {
    this.dataset['state'] = state;
    const status = this.querySelector('.save-status');
    if (status) status.textContent = text;
  }

  /** What can be done: nothing but waiting while work is under way. */
  #offer(save: string | undefined, canRemove: boolean): void {
    const [saving, removing] = [this.#button('save'), this.#button('remove')];
    if (!saving || !removing) return;
    saving.hidden = save === undefined && !this.#busy;
    saving.disabled = save === undefined;
    if (save !== undefined) saving.textContent = save;
    removing.hidden = !canRemove;
  }

  #progress(share: number | undefined): void {
    const bar = this.querySelector('progress');
    if (!bar) return;
    bar.hidden = share === undefined;
    bar.value = share ?? 0;
  }

  async #begin(): Promise<void> {
    if (!isSupported() || !isOn()) {
      this.#say(isSupported() ? strings.isOff : strings.unsupported, 'off');
      return;
    }
    try {
      const response = await fetch(this.dataset['list'] ?? '');
      this.#series = readSeriesFiles(await response.json());
      await this.#show();
    } catch {
      this.#say(strings.failed.network, 'failed');
    }
  }

  async #show(): Promise<void> {
    const series = this.#series;
    if (!series) return;
    const state = await seriesState(series);
    const words: Readonly<Record<SeriesState, readonly [text: string, button: string | undefined]>> = {
      none: [strings.offer(series.pages.length, series.bytes), strings.save],
      partial: [strings.partial, strings.resume],
      outdated: [strings.outdated, strings.update],
      saved: [strings.saved(series.bytes), undefined],
    };
    const [text, button] = words[state];
    this.#say(text, state);
    this.#offer(button, state !== 'none');
  }

  async #save(): Promise<void> {
    const series = this.#series;
    if (!series || this.#busy) return;
    this.#busy = true;
    this.#offer(undefined, false);
    askToStay();
    try {
      let shown = -1;
      await saveSeries(series, (share) => {
        this.#progress(share);
        const percent = Math.floor(share * 100);
        // Told in steps: a screen reader reads each of them.
        if (percent >= shown + 10) this.#say(strings.saving((shown = percent)), 'saving');
      });
      this.#busy = false;
      await this.#show();
    } catch (error) {
      this.#busy = false;
      this.#say(strings.failed[error instanceof NotKept ? error.reason : 'full'], 'failed');
      this.#offer(strings.retry, (await seriesState(series).catch(() => 'none')) !== 'none');
    }
    this.#progress(undefined);
    if (document.activeElement === document.body) this.querySelector<HTMLElement>('button:not([hidden])')?.focus();
  }

  async #remove(): Promise<void> {
    if (!this.#series || this.#busy) return;
    this.#busy = true;
    this.#say(strings.removing, 'saving');
    await removeSeries(this.#series).catch(() => undefined);
    this.#busy = false;
    await this.#show();
    this.#button('save')?.focus();
  }
}
customElements.define('save-series', SaveSeries);
