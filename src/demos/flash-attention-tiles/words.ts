import type { Lang, Localized } from '../../i18n/lang.ts';
import type { Scheme } from './meter.ts';

/** Names of the schemes whose traffic is compared. */
export const schemeNames: Readonly<Record<Scheme, Localized>> = {
  standard: { en: 'standard', zh: '标准做法' },
  keys: { en: 'keys outside (FlashAttention)', zh: '外层为键（FlashAttention）' },
  queries: { en: 'queries outside (FlashAttention-2)', zh: '外层为查询（FlashAttention-2）' },
};

/** The words of the picture. */
export const words = {
  en: {
    picture: 'Tiles of the score matrix, the running maximum of every row, and meters of traffic and fast memory',
    keys: 'keys and values',
    queries: 'queries',
    done: 'done',
    now: 'in fast memory',
    hidden: 'masked, skipped',
    max: 'running m',
    moved: 'Elements moved',
    fast: 'Fast memory',
    fits: (needed: string, room: string): string => `${needed} of ${room}`,
    exceeds: (needed: string, room: string): string => `${needed} of ${room}: does not fit`,
    tile: (done: number, total: number): string => `tile ${done} of ${total}`,
    start: 'Press Play or Step.',
  },
  zh: {
    picture: '得分矩阵的分块、每一行的当前最大值，以及搬运量与快存储的计量条',
    keys: '键与值',
    queries: '查询',
    done: '已完成',
    now: '在快存储中',
    hidden: '被掩码，跳过',
    max: '当前最大值 m',
    moved: '搬运的元素个数',
    fast: '快存储',
    fits: (needed: string, room: string): string => `${needed} / ${room}`,
    exceeds: (needed: string, room: string): string => `${needed} / ${room}，放不下`,
    tile: (done: number, total: number): string => `第 ${done} 块，共 ${total} 块`,
    start: '按“播放”或“单步”',
  },
} as const satisfies Record<Lang, unknown>;
