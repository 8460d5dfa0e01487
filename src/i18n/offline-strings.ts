/** What the site says about offline reading, in both languages. */
import type { Lang } from './lang.ts';

/** "4,812 kB", rounded up. */
const kB = (bytes: number): string => `${Math.ceil(bytes / 1000).toLocaleString('en')} kB`;
/** What browsers allow is thousands of times as much: "10.7 GB". */
const large = (bytes: number): string => (bytes < 1e9 ? kB(bytes) : `${(bytes / 1e9).toFixed(1)} GB`);
const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

const en = {
  title: 'Reading offline',
  summary: 'What this browser keeps of the site, so that it opens without a network, and how to stop that.',
  /** On the series page. */
  save: 'Save for offline reading',
  saveTitle: 'Read this series offline',
  offer: (articles: number, bytes: number): string =>
    `${count(articles, 'article', 'articles')} with all demos: ${kB(bytes)} on this device.`,
  saving: (percent: number): string => `Saving: ${percent} %`,
  saved: (bytes: number): string => `Saved on this device, demos included: ${kB(bytes)}.`,
  partial: 'Part of this series is saved. Press to save the rest.',
  outdated: 'Saved, in an older version. It opens offline as it is.',
  update: 'Save the new version',
  resume: 'Save the rest',
  retry: 'Try again',
  remove: 'Remove',
  removing: 'Removing…',
  removed: 'Removed from this device.',
  failed: {
    network: 'The connection broke before everything was here. Articles that are complete stay; try again to go on.',
    changed: 'The site changed while it was being saved. Reload this page, then try again.',
    full: 'There is no room: the browser allows this site no more storage. Nothing of this attempt was kept.',
  },
  makeRoom: 'What is kept here',
  isOff: 'Offline reading is switched off in this browser.',
  unsupported: 'This browser does not let the site keep pages: it is old, or private, or its storage is blocked.',
  /** On the page about it. */
  insteadTitle: 'This page is not kept here',
  instead: 'There is no network, and the page that you asked for is not among those that this browser keeps.',
  insteadOther: '没有网络，而你要看的这一页没有保存在这个浏览器里。',
  reload: 'Try again',
  what: 'What is kept',
  whatPages: (pages: number): string =>
    `A page that you read is kept, with its fonts, pictures and previews, with the scripts of its demos and one way to compute (WebAssembly or plain CPU; the graphics processor too, once it was used). The ${pages} pages read last stay. A series that you save stays until you remove it.`,
  whatWhere:
    'All of that lies on this device, in the browser’s storage for this site; nothing is sent anywhere. A browser that runs out of room may delete it. Search needs the network.',
  whatVersion:
    'With a network, a page always comes fresh. Without one, it opens as it was when it was read or saved, together with exactly the scripts that belong to it.',
  switchLabel: 'Keep pages for offline reading',
  switchOff: 'Switching this off deletes everything that is kept.',
  use: (pages: number, bytes: number): string => `${count(pages, 'page', 'pages')} kept, ${kB(bytes)}.`,
  estimate: (used: number, quota: number): string =>
    `The browser counts ${kB(used)} for this site in all, of ${large(quota)} that it would allow.`,
  series: 'Saved series',
  pages: 'Kept pages',
  none: 'No page is kept yet.',
  removePage: (title: string): string => `Remove “${title}”`,
  removeRead: 'Remove the pages that were only read',
  noScript: 'Without JavaScript, nothing is kept.',
  otherLanguage: '中文',
};
export type OfflineStrings = typeof en;

const zh: OfflineStrings = {
  title: '离线阅读',
  summary: '这个浏览器保存了本站的哪些内容、没有网络时能打开什么，以及怎样停用。',
  save: '保存以供离线阅读',
  saveTitle: '离线阅读本系列',
  offer: (articles, bytes) => `共 ${articles} 篇文章，含全部演示，占用本机 ${kB(bytes)}。`,
  saving: (percent) => `正在保存：${percent}%`,
  saved: (bytes) => `已保存在本机，演示也在内，占用 ${kB(bytes)}。`,
  partial: '本系列只保存了一部分，按一下可保存其余部分。',
  outdated: '已保存的是旧版本，离线时按旧版本打开。',
  update: '保存新版本',
  resume: '保存其余部分',
  retry: '重试',
  remove: '删除',
  removing: '正在删除……',
  removed: '已从本机删除。',
  failed: {
    network: '内容没有下载完，连接就断了。已经完整的文章会留下，重试时接着下载。',
    changed: '保存期间网站有了更新。请刷新本页，然后重试。',
    full: '空间不足：浏览器不允许本站再占用存储空间。这一次下载的内容都没有保留。',
  },
  makeRoom: '查看本机保存的内容',
  isOff: '这个浏览器已停用离线阅读。',
  unsupported: '这个浏览器不允许本站保存页面：可能版本过旧、处于无痕模式，或者存储被禁用。',
  insteadTitle: '这一页没有保存在本机',
  instead: '现在没有网络，而你要看的这一页不在本机保存的页面之中。',
  insteadOther: 'There is no network, and this page is not kept in this browser.',
  reload: '重试',
  what: '保存哪些内容',
  whatPages: (pages) =>
    `读过的页面会保存下来，连同字体、图片和预览，以及演示的脚本和一种计算方式（WebAssembly 或普通 CPU；用过图形处理器的，也一并保存）。最近读过的 ${pages} 页会留着。你主动保存的系列会一直留到你删除为止。`,
  whatWhere:
    '这些内容都在这台设备上，放在浏览器给本站的存储里，不会发往任何地方。空间不足时，浏览器可能会自行清除。搜索需要网络。',
  whatVersion: '有网络时，页面总是取最新的。没有网络时，页面按读到或保存时的样子打开，用的正是与它同一版本的脚本。',
  switchLabel: '保存页面以供离线阅读',
  switchOff: '关闭后，已保存的内容会全部删除。',
  use: (pages, bytes) => `已保存 ${pages} 页，占用 ${kB(bytes)}。`,
  estimate: (used, quota) => `按浏览器统计，本站共占用 ${kB(used)}，上限为 ${large(quota)}。`,
  series: '已保存的系列',
  pages: '已保存的页面',
  none: '还没有保存任何页面。',
  removePage: (title) => `删除“${title}”`,
  removeRead: '删除只是读过的页面',
  noScript: '没有 JavaScript，就不会保存任何内容。',
  otherLanguage: 'English',
};

export const offlineStrings = (lang: Lang): OfflineStrings => (lang === 'zh' ? zh : en);
