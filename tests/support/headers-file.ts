/** What a `_headers` file prescribes for a path: every rule that matches adds its headers. */

interface Rule {
  readonly pattern: RegExp;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** `*` stands for anything, `:name` for one segment of a path. */
const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/(\*|:[a-z]+)/)
      .map((part) =>
        part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'),
      )
      .join('')}$`,
  );

export function parseHeadersFile(text: string): Rule[] {
  const rules: { pattern: RegExp; headers: [string, string][] }[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (line.startsWith('/')) {
      rules.push({ pattern: patternOf(line.trim()), headers: [] });
      continue;
    }
    const [, name, value] = /^\s+([\w-]+): (.+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`not a line of a _headers file: ${line}`);
    rules.at(-1)?.headers.push([name.toLowerCase(), value]);
  }
  return rules;
}

/** Header → all values, joined as HTTP joins them. */
export function headersFor(rules: readonly Rule[], path: string): Record<string, string> {
  const all: Record<string, string> = {};
  for (const { pattern, headers } of rules) {
    if (!pattern.test(path)) continue;
    for (const [name, value] of headers) all[name] = all[name] === undefined ? value : `${all[name]}, ${value}`;
  }
  return all;
}
