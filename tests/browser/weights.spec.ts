/** Trained weights that a demo ships as files: fetched with the demo, told while they come, refused when they are not what they should be. */
import { expect, test } from '@playwright/test';
import { demoRoot, goLive, openDemo, readouts, watchErrors } from './support.ts';

const id = 'stable-diffusion-digits';
const path = '/stable-diffusion/';

test('weights come with the demo that needs them and no sooner, each once, from addresses that never change', async ({
  page,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('.bin')) fetched.push(new URL(request.url()).pathname);
  });
  await page.goto('/linear-attention/');
  await page.waitForTimeout(1000);
  expect(fetched).toEqual([]);
  const demo = await openDemo(page, id);
  expect(fetched.map((url) => url.replace(/-[\w-]{8}\.bin$/, ''))).toEqual(['/_astro/network-16', '/_astro/judge']);
  await demo.locator('[data-param="autoencoder"] input').nth(1).check();
  await expect.poll(() => fetched.length).toBe(3);
  await expect.poll(async () => Object.values(await readouts(demo)).at(-1)).toBe('784 → 8');
  await demo.locator('[data-param="autoencoder"] input').nth(0).check();
  await expect.poll(async () => Object.values(await readouts(demo)).at(-1)).toBe('784 → 16');
  expect(fetched).toHaveLength(3);
});

for (const [what, answer, says] of [
  ['that cannot be fetched', undefined, 'HTTP 404'],
  ['that were changed on their way', 'x', 'SHA-256'],
] as const) {
  test(`weights ${what} leave the still picture, say so, and are asked for again`, async ({ page }) => {
    const complaints = watchErrors(page);
    await page.route('**/judge-*.bin', async (route) => {
      if (answer === undefined) return route.fulfill({ status: 404, body: '' });
      const right = await (await route.fetch()).body();
      return route.fulfill({ body: Buffer.concat([Buffer.from(answer), right.subarray(1)]) });
    });
    await page.goto(path);
    const root = demoRoot(page, id);
    await root.scrollIntoViewIfNeeded();
    await expect(root).toHaveAttribute('data-state', 'failed', { timeout: 60_000 });
    await expect(root.locator('svg image').first()).toBeAttached();
    const trouble = page.locator('.demo-figure', { has: root }).locator('.demo-trouble');
    await expect(trouble).toContainText(says);
    await expect(trouble).toContainText('weights');
    await page.unroute('**/judge-*.bin');
    await trouble.getByRole('button').click();
    await goLive(page, id);
    expect(complaints.filter((complaint) => complaint.includes('Content Security Policy'))).toEqual([]);
  });
}

test('while weights arrive the card says how much of them is there', async ({ page }) => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/judge-*.bin', async (route) => {
    await held;
    return route.continue();
  });
  await page.goto(path);
  const root = demoRoot(page, id);
  await root.scrollIntoViewIfNeeded();
  // The first file is told to its end; the second has been asked for and is on its way.
  await expect(root.locator('.demo-state')).toHaveText(/^loading( \d+\/268 kB)?$/, { timeout: 60_000 });
  release();
  await goLive(page, id);
  await expect(root.locator('.demo-state')).toHaveText('live');
});

test('a drawing follows the pointer and the keys, and changes what is generated', async ({ page }) => {
  const demo = await openDemo(page, id, `${id}.start=drawing&${id}.strength=0.3`);
  const area = demo.locator('.draw-area:visible');
  await area.scrollIntoViewIfNeeded();
  const pictures = (): Promise<(string | null)[]> =>
    demo.locator('svg:visible image').evaluateAll((all) => all.map((image) => image.getAttribute('href')));
  const before = await pictures();
  const box = await area.boundingBox();
  if (!box) throw new Error('nothing to draw on');
  await demo.getByRole('button', { name: 'Clear' }).click();
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.2 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.8 * box.height, { steps: 12 });
  await page.mouse.up();
  await expect.poll(async () => (await pictures()).filter((href, i) => href !== before[i]).length).toBeGreaterThan(4);
  const drawing = demo.locator('.drag-handle:visible').first();
  await drawing.focus();
  const drawn = await pictures();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await pictures())[0]).not.toBe(drawn[0]);
});
