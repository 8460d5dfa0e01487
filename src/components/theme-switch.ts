/** `<theme-switch>`: goes through system, light, dark; the choice is kept where storage allows it. */
const choices = ['system', 'light', 'dark'] as const;
export type Theme = (typeof choices)[number];

const root = document.documentElement;
const isTheme = (value: unknown): value is Theme => choices.some((choice) => choice === value);
const shown = (): Theme => (isTheme(root.dataset['theme']) ? root.dataset['theme'] : 'system');

function show(theme: Theme): void {
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}

function keep(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    this.name();
    this.querySelector('button')?.addEventListener('click', () => {
      const next = choices[(choices.indexOf(shown()) + 1) % choices.length] ?? 'system';
      show(next);
      keep(next);
      this.name();
    });
    // Another tab chose.
    addEventListener('storage', (event) => {
      if (event.key !== 'theme' && event.key !== null) return;
      show(isTheme(event.newValue) ? event.newValue : 'system');
      this.name();
    });
  }
  /** Says on the button which theme is shown. */
  private name(): void {
    const label = this.dataset[shown()] ?? '';
    const button = this.querySelector('button');
    button?.setAttribute('aria-label', label);
    button?.setAttribute('title', label);
  }
}
customElements.define('theme-switch', ThemeSwitch);
