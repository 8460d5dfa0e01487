import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'Training losses of two gated attention units and of one Transformer block; maps of both over the beginning of the text',
    losses: 'Training loss of each step’s batch, nats per character',
    shortLosses: 'Training loss, nats per character',
    models: { units: 'two gated units', block: 'one block, 2 heads' },
    entropy: 'entropy of single characters',
    step: 'step',
    play: 'press Play',
    maps: (count: number): string => `Weights over the first ${count} characters`,
    shortNote: 'each row divided by its largest',
    names: { units: ['unit 1', 'unit 2'], block: ['head 1', 'head 2'] },
    mapNote: 'each row divided by its largest; query ↓, key →; small squares are negative',
  },
  zh: {
    picture: '两个门控注意力单元与一个 Transformer 块的训练损失，以及两者在文字开头处的权重图',
    losses: '每步所用批次的训练损失，奈特/字符',
    shortLosses: '每步所用批次的训练损失，奈特/字符',
    models: { units: '两个门控单元', block: '一个 Transformer 块，2 头' },
    entropy: '单个字符的熵',
    step: '步',
    play: '请按“播放”',
    maps: (count: number): string => `开头 ${count} 个字符上的权重`,
    shortNote: '每行除以该行最大值',
    names: { units: ['单元 1', '单元 2'], block: ['头 1', '头 2'] },
    mapNote: '每行除以该行最大值；查询 ↓，键 →；小方块为负值',
  },
} as const satisfies Record<Lang, unknown>;
