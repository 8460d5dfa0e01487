/** What the runtime says to the reader, in both languages. */
import type { Lang } from '../i18n/lang.ts';
import type { Issue } from './params.ts';

const en = {
  still: 'still picture',
  loading: 'loading',
  weights: (loaded: number, total: number): string =>
    // As short as what stands there afterwards, so that nothing beside it moves.
    `loading ${Math.round(loaded / 1000)}/${Math.round(total / 1000)} kB`,
  live: 'live',
  failed: 'not running',
  reset: 'Reset',
  newSeed: 'New seed',
  play: 'Play',
  pause: 'Pause',
  step: 'Step',
  link: 'Link this state',
  linkFormats: 'More formats',
  linkCopied: 'Link copied: it opens this demo in exactly this state.',
  linkManual: 'Copying is blocked here. The link:',
  download: 'Download',
  downloadSvg: 'Picture (SVG)',
  downloadPng: 'Picture (PNG)',
  downloadCsv: 'Data (CSV)',
  downloadJson: 'Data and state (JSON)',
  downloadWeights: 'Weights (JSON)',
  noWeights: 'The weights are not there any more: play or step on, then download them.',
  fullScreen: 'Full screen',
  leaveFullScreen: 'Leave full screen',
  backend: 'Backend',
  automatic: 'Automatic: the fastest by measurement',
  backendHint: 'What computes the numbers on your device. Your choice is remembered.',
  figuresHint: (simulated: boolean): string =>
    `Times: ${simulated ? 'one step of this demo' : 'one frame of this demo'} on this device, warm, median of a few.`,
  slow: 'too slow to time',
  fasterNextTime: (to: string): string =>
    `Timed on this device: ${to} is clearly faster for this demo. Reset starts the run on it.`,
  measure: 'Time all four',
  measuring: 'timing…',
  compare: 'Compare with float64',
  comparing: 'comparing…',
  tolerance: (value: string): string => `Stated tolerance against the float64 reference: ${value}`,
  compared: (value: string, backend: string): string => `Differs from float64 by at most ${value} on ${backend}`,
  notCompared: (reason: string): string => `Could not be compared: ${reason}`,
  notTimed: (backends: readonly string[]): string => `A file could not be loaded; no time for ${backends.join(', ')}`,
  notMeasured: (reason: string): string => `Could not be timed: ${reason}`,
  notChosen: (reason: string): string => `Could not be chosen: ${reason}`,
  unavailable: 'not available here',
  controls: 'Controls',
  actions: 'Actions',
  dismiss: 'Dismiss',
  retry: 'Try again',
  progress: 'Progress',
  seed: (value: number): string => `seed ${value}`,
  ms: (value: string): string => `${value} ms`,
  moved: (from: string, to: string, reason: string): string =>
    `${from} stopped (${reason}). This demo goes on with ${to}.`,
  unavailableMoved: (asked: string, to: string, reason: string): string =>
    `${asked} does not run here (${reason}). This demo uses ${to}.`,
  tooCoarse: (why: string, tolerance: string): string => `${why}; the tolerance stated here is ${tolerance}`,
  workerDied: (to: string): string => `The worker stopped and was started again, with ${to}.`,
  troubleFailed: (reason: string): string => `This demo can't run: ${reason}. The picture shows its initial state.`,
  frameFailed: (reason: string): string =>
    `This state could not be computed: ${reason}. The picture shows the last one that could.`,
  ended: 'done',
  issues: (issues: readonly Issue[]): string => `From the link: ${issues.map((issue) => issueEn(issue)).join('; ')}.`,
};
type Strings = typeof en;

function issueEn({ name, problem, given, used }: Issue): string {
  if (problem === 'unknown') return `“${name}” is not known here and was ignored`;
  if (problem === 'malformed') return `${name} = “${given}” was not understood and was ignored`;
  return `${name} = “${given}” was out of range; ${used ?? ''} is used`;
}

const zh: Strings = {
  still: '静态图',
  loading: '载入中',
  weights: (loaded, total) => `载入 ${Math.round(loaded / 1000)}/${Math.round(total / 1000)} kB`,
  live: '运行中',
  failed: '未运行',
  reset: '重置',
  newSeed: '换随机种子',
  play: '播放',
  pause: '暂停',
  step: '单步',
  link: '复制当前状态链接',
  linkFormats: '其他格式',
  linkCopied: '链接已复制：打开后演示恢复到此刻的状态。',
  linkManual: '此处不允许写入剪贴板，链接如下：',
  download: '下载',
  downloadSvg: '图（SVG）',
  downloadPng: '图（PNG）',
  downloadCsv: '数据（CSV）',
  downloadJson: '数据与状态（JSON）',
  downloadWeights: '模型权重（JSON）',
  noWeights: '权重已不在：请先播放或单步，再下载。',
  fullScreen: '全屏',
  leaveFullScreen: '退出全屏',
  backend: '计算后端',
  automatic: '自动：按实测选最快的',
  backendHint: '在你的设备上由谁来计算。选择会被记住。',
  figuresHint: (simulated) =>
    `时间：在此设备上${simulated ? '这个演示走一步' : '算出这个演示的一帧'}所需，预热之后取数次的中位数。`,
  slow: '太慢，未能测完',
  fasterNextTime: (to) => `在此设备上实测，${to} 算这个演示明显更快；重置后即改用它运行。`,
  measure: '四种都计时',
  measuring: '计时中…',
  compare: '与 float64 比对',
  comparing: '比对中…',
  tolerance: (value) => `相对 float64 参考实现的声明误差：${value}`,
  compared: (value, backend) => `在 ${backend} 上与 float64 相差不超过 ${value}`,
  notCompared: (reason) => `未能比对：${reason}`,
  notTimed: (backends) => `有文件无法载入，以下后端没有计时：${backends.join('、')}`,
  notMeasured: (reason) => `未能计时：${reason}`,
  notChosen: (reason) => `未能改用：${reason}`,
  unavailable: '此处不可用',
  controls: '参数',
  actions: '操作',
  dismiss: '关闭',
  retry: '重试',
  progress: '进度',
  seed: (value) => `种子 ${value}`,
  ms: (value) => `${value} 毫秒`,
  moved: (from, to, reason) => `${from} 已停止（${reason}），演示改用 ${to} 继续。`,
  unavailableMoved: (asked, to, reason) => `${asked} 在此处无法运行（${reason}），演示改用 ${to}。`,
  tooCoarse: (why, tolerance) => `${why}，而这里声明的误差是 ${tolerance}`,
  workerDied: (to) => `计算线程意外停止，已用 ${to} 重新启动。`,
  troubleFailed: (reason) => `演示无法运行：${reason}。图中显示的是初始状态。`,
  frameFailed: (reason) => `无法计算这一状态：${reason}。图中显示的是上一个状态。`,
  ended: '已结束',
  issues: (issues) => `链接中的参数：${issues.map((issue) => issueZh(issue)).join('；')}。`,
};

function issueZh({ name, problem, given, used }: Issue): string {
  if (problem === 'unknown') return `没有名为“${name}”的参数，已忽略`;
  if (problem === 'malformed') return `${name} = “${given}”无法识别，已忽略`;
  return `${name} = “${given}”超出范围，改用 ${used ?? ''}`;
}

const dictionary: Readonly<Record<Lang, Strings>> = { en, zh };
export const labStrings = (lang: Lang): Strings => dictionary[lang];
export type LabStrings = Strings;
