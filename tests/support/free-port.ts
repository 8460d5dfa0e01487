/** A port of this machine that nothing listens on. */
import { createServer } from 'node:net';

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
      .on('error', reject)
      .listen(0, '127.0.0.1', () => {
        const bound = probe.address();
        probe.close(() => {
          if (bound && typeof bound === 'object') resolve(bound.port);
          else reject(new Error('no free port'));
        });
      });
  });
