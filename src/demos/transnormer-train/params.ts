/** What the reader trains on, which mixers compete, for how long and how fast. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { boolean, choice, number, seed, text } from '../../lab/params.ts';
import type { Mixer } from '../../numerics/attention-mixers.ts';

/** Width, heads, window and windows per step of every model. */
export const size = { d: 32, heads: 2, n: 64, batch: 8 } as const;

/** The models that may run: what each of their two layers mixes with. */
export const mixersOf = {
  softmax: ['softmax', 'softmax'],
  elu: ['elu', 'elu'],
  relu: ['relu', 'relu'],
  bare: ['bare', 'bare'],
  norm: ['norm', 'norm'],
  diag: ['diag', 'norm'],
} as const satisfies Readonly<Record<string, readonly [Mixer, Mixer]>>;
export type Variant = keyof typeof mixersOf;
export const variants: readonly Variant[] = ['softmax', 'elu', 'relu', 'bare', 'norm', 'diag'];

const definition = defineDemo({
  title: { en: 'Six models, one text, one seed', zh: '六个模型，同一段文字，同一个种子' },
  summary: {
    en: 'Does it matter, on your own text, what stands in the denominator?',
    zh: '用你自己的文字训练，分母里放什么有没有区别？',
  },
  params: {
    text: text({
      label: { en: 'text to learn', zh: '要学的文字' },
      hint: {
        en: 'At least 300 characters, up to 1,500; each is a token.',
        zh: '至少 300 个字符，至多 1500 个，每个字符为一个词元。',
      },
      maxLength: 1500,
      default: {
        // The opening of Herman Melville's Moby-Dick (1851).
        en: 'Call me Ishmael. Some years ago—never mind how long precisely—having little or no money in my purse, and nothing particular to interest me on shore, I thought I would sail about a little and see the watery part of the world. It is a way I have of driving off the spleen and regulating the circulation. Whenever I find myself growing grim about the mouth; whenever it is a damp, drizzly November in my soul; whenever I find myself involuntarily pausing before coffin warehouses, and bringing up the rear of every funeral I meet; and especially whenever my hypos get such an upper hand of me, that it requires a strong moral principle to prevent me from deliberately stepping into the street, and methodically knocking people’s hats off—then, I account it high time to get to sea as soon as I can.',
        // The opening of the Great Learning, as Zhu Xi divided it.
        zh: '大学之道，在明明德，在亲民，在止于至善。知止而后有定，定而后能静，静而后能安，安而后能虑，虑而后能得。物有本末，事有终始，知所先后，则近道矣。古之欲明明德于天下者，先治其国；欲治其国者，先齐其家；欲齐其家者，先修其身；欲修其身者，先正其心；欲正其心者，先诚其意；欲诚其意者，先致其知；致知在格物。物格而后知至，知至而后意诚，意诚而后心正，心正而后身修，身修而后家齐，家齐而后国治，国治而后天下平。自天子以至于庶人，壹是皆以修身为本。其本乱而末治者否矣，其所厚者薄，而其所薄者厚，未之有也！此谓知本，此谓知之至也。所谓诚其意者：毋自欺也，如恶恶臭，如好好色，此之谓自谦，故君子必慎其独也！小人闲居为不善，无所不至，见君子而后厌然，掩其不善，而著其善。人之视己，如见其肺肝然，则何益矣！此谓诚于中，形于外，故君子必慎其独也。',
      },
    }),
    softmax: boolean({ label: { en: 'softmax', zh: 'softmax' }, default: true }),
    elu: boolean({ label: { en: 'linear, elu + 1', zh: '线性，elu + 1' }, default: true }),
    relu: boolean({ label: { en: 'linear, ReLU', zh: '线性，ReLU' }, default: true }),
    bare: boolean({ label: { en: 'no denominator', zh: '无分母' }, default: false }),
    norm: boolean({ label: { en: 'NormAttention', zh: 'NormAttention' }, default: true }),
    diag: boolean({ label: { en: 'Diag → Norm', zh: 'Diag → Norm' }, default: true }),
    steps: number({ label: { en: 'steps', zh: '步数' }, min: 20, max: 600, step: 20, default: 300 }),
    rate: number({
      label: { en: 'learning rate', zh: '学习率' },
      min: 0.001,
      max: 0.03,
      step: 0.001,
      default: 0.003,
      scale: 'log',
    }),
    block: choice({
      label: { en: 'block length w', zh: '块长 w' },
      options: {
        '4': { en: '4', zh: '4' },
        '8': { en: '8', zh: '8' },
        '16': { en: '16', zh: '16' },
        '32': { en: '32', zh: '32' },
      },
      default: '16',
    }),
    seed: seed(),
  },
  tolerance: 1e-6,
});
export default definition;
export type Params = ParamsOf<typeof definition>;
/** The models that take part. */
export const chosen = (params: Params): Variant[] => variants.filter((variant) => params[variant]);
