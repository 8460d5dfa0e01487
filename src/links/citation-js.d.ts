/** The parts of citation-js that are used here; the packages carry no types. */
declare module '@citation-js/core' {
  type Chain = (source: unknown, options: { generateGraph: false; target?: string }) => unknown;
  export const plugins: { readonly input: { readonly chain: Chain } };
  export class Cite {
    constructor(data: unknown, options?: { generateGraph: boolean });
    format(format: 'bibliography', options: { format: 'html' | 'text'; template: string; lang: string }): string;
  }
}
declare module '@citation-js/plugin-bibtex';
declare module '@citation-js/plugin-csl';
