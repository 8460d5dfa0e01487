/** An HTML checker finds no error on any page. */
import { HtmlValidate } from 'html-validate';
import { expect, it } from 'vitest';
import { pages, readText } from './support.ts';

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:document'],
  rules: { 'require-sri': 'off' },
});

it.each(pages)('%s', async (page) => {
  const report = await validator.validateString(readText(page), page);
  const errors = report.results.flatMap(({ messages }) =>
    messages
      .filter(({ severity }) => severity === 2)
      .map(({ line, column, ruleId, message }) => `${String(line)}:${String(column)} ${ruleId}: ${message}`),
  );
  expect(errors).toEqual([]);
});
