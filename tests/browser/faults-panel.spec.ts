/** What the panel behind a demo's status says when what was asked of it fails. */
import { expect, test } from '@playwright/test';
import { compareWithReference, findDemo, openDemo, openStatus, replaceCompute } from './support.ts';

const id = 'rope-clocks';

test('a comparison that fails says why, also when its worker dies in the middle of it; the next one compares', async ({
  page,
}) => {
  await replaceCompute(
    page,
    id,
    `import * as real from 'REAL';
    export const reference = (params) => {
      if (self.refused) throw new Error(self.refused);
      return real.reference(params);
    };
    export const compute = async (params, tf) => {
      if (self.dies) {
        self.close();
        await new Promise(() => undefined);
      }
      return real.compute(params, tf);
    };`,
  );
  // Its successor avoids the backend that the worker died on: WebAssembly starts sooner than a GPU that is played by the CPU.
  const demo = await openDemo(page, id, 'backend=cpu');
  const status = await openStatus(demo);
  const said = status.locator('.demo-comparison');
  const compare = status.getByRole('button', { name: 'Compare with float64' });

  await page.workers()[0]?.evaluate(() => Object.assign(self, { refused: 'the reference was refused' }));
  await compare.click();
  await expect(said).toHaveText('Could not be compared: the reference was refused');
  await expect(said).not.toHaveAttribute('data-error');

  await page.workers()[0]?.evaluate(() => Object.assign(self, { refused: '', dies: true }));
  await compare.click();
  await expect(said).toHaveText('Could not be compared: the worker that computes stopped');
  await expect(said).not.toHaveAttribute('data-error');

  expect((await compareWithReference(demo)).error).toBeLessThanOrEqual(findDemo(id).definition.tolerance);
  await expect(said).toContainText('Differs from float64 by at most');
});

test('where no worker starts any more, comparing, timing and choosing say so, and the picker shows what ran', async ({
  page,
}) => {
  const demo = await openDemo(page, id, '', 'zh');
  const status = await openStatus(demo);
  const said = status.locator('.demo-comparison');
  await page.route(/\/worker-[^/]*\.js/, (route) => route.abort());
  await page.workers()[0]?.evaluate(() => {
    self.close();
  });
  const silent = '计算线程的脚本无法载入';
  // The first time may find that the worker died, not yet that no other starts.
  await expect(async () => {
    await status.getByRole('button', { name: '与 float64 比对' }).click();
    await expect(said).toContainText(`未能比对：${silent}`, { timeout: 1000 });
  }).toPass();
  await expect(said).not.toHaveAttribute('data-error');

  const webgl = status.getByRole('radio', { name: 'WebGL' });
  await webgl.click();
  await expect(said).toContainText(`未能改用：${silent}`);
  await expect(webgl).not.toBeChecked();
  await expect(status.getByRole('radio', { name: 'WebAssembly' })).toBeChecked();

  await status.getByRole('button', { name: '四种都计时' }).click();
  await expect(said).toHaveText('有文件无法载入，以下后端没有计时：WebAssembly、WebGL、WebGPU、CPU');
});
