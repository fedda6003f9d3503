import { stem } from './english.js';

/** Words that say nothing about the matter. Question words (怎么, 多久, how, when) are not among them: they tell questions apart. */
const STOP_WORDS = new Set([
  ...`
的 了 吗 呢 吧 啊 呀 哦 嘛 哈 哎 唉 喔 噢 诶 欸 么 着 过 得 地 之 也 都 就 还 又 再 才 只 很 太 更 最 是 在 有 和 跟 与 及 或 但 而 且 因为 所以 如果 要是 的话 那 这 那个 这个
那么 这么 那些 这些 我 你 您 他 她 它 我们 你们 他们 咱们 咱 俺 自己 大家 人家 一 一个 一下 一些 一点 个 件 条 把 被 让 给 对 从 到 向 往 于 为 以 将 会 能 想 要 请 请问 问
请教 麻烦 谢谢 你好 您好 亲 帮 帮我 帮忙 下 上 里 来 去 说 知道 觉得 现在 刚 刚才 已经 其实 然后 就是 还是 不是 是不是 有没有 没有 没 不 别 啦 咯 哟 嗯 额 呃 哪个 什么 啥
`
    .trim()
    .split(/\s+/u),
  ...`a an the i you he she it we they me my mine your yours his her its our us them this that these those is are was were be am been do does
did have has had to of in on at for from with by as and or but if then so just please hi hello thanks thank would could should will shall can may might
there here some any very really too also up down out about into than not no yes ok get got want like know tell need help`
    .trim()
    .split(/\s+/u)
    .map(stem),
]);

/** True for a word, as `tokenise` gives it, that carries no content of its own. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}
