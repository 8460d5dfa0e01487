/** Browsers with other engines than Chromium's, and what they need to be driven: where they are, if they are installed. */
import { which } from './which.ts';

/** Path of Firefox: $FIREFOX, or one on the path. It is driven over WebDriver BiDi, which it speaks itself. */
export const findFirefox = (): string | undefined => process.env['FIREFOX'] ?? which('firefox-esr') ?? which('firefox');

/** WebKitGTK's driver, and the X server without a screen that its browser draws on. Undefined where one of them is missing. */
export function findWebKit(): { readonly driver: string; readonly screen: string } | undefined {
  const [driver, screen] = [which('WebKitWebDriver'), which('Xvfb')];
  return driver !== undefined && screen !== undefined ? { driver, screen } : undefined;
}

/** Debian packages that bring both. */
export const enginePackages = ['firefox-esr', 'webkit2gtk-driver', 'xvfb', 'fonts-noto-cjk'];
