/** `<equation-check>`: a press runs the equation's check on this device and prints how closely it holds. */
import type { CheckResult } from '../lab/protocol.ts';

class EquationCheck extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector('button');
    button?.addEventListener('click', () => void this.#run(button));
  }

  async #run(button: HTMLButtonElement): Promise<void> {
    const { slug = '', label = '' } = this.dataset;
    button.disabled = true;
    this.#say(this.dataset['running'] ?? '', '');
    try {
      const [{ runCheck }, { powerOfTen }] = await Promise.all([
        import('../registry/client.ts'),
        import('../lab/scientific.ts'),
      ]);
      const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
      this.#report(await runCheck(slug, label, seed), powerOfTen);
    } catch (error) {
      this.#say(`${this.dataset['failed'] ?? ''} ${error instanceof Error ? error.message : String(error)}`, 'failed');
    }
    button.disabled = false;
  }

  #report({ cases, float64, device }: CheckResult, print: (value: number) => string): void {
    const shown = device ?? float64;
    const holds = shown.error <= shown.tolerance && float64.error <= float64.tolerance;
    // An inequality has nothing to be close to: it is violated in a case or it is not.
    const kind = !holds ? 'broken' : shown.tolerance === 0 ? 'inequality' : 'holds';
    const template = this.dataset[kind] ?? '';
    const where = device ? device.backend : 'float64';
    const value = print(Math.max(0, shown.error));
    this.#say(
      template.replace('{error}', value).replace('{where}', where).replace('{cases}', String(cases)),
      holds ? 'holds' : 'broken',
    );
    const detail = this.querySelector('output');
    if (detail)
      detail.title = `${cases} × · float64 ${print(Math.max(0, float64.error))} ≤ ${print(float64.tolerance)} · ${where} ${value} ≤ ${print(shown.tolerance)}`;
  }

  #say(text: string, result: string): void {
    this.dataset['result'] = result;
    const output = this.querySelector('output');
    if (output) output.textContent = text;
  }
}
customElements.define('equation-check', EquationCheck);
