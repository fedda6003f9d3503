import { pinyin } from 'pinyin-pro';

const HAN = /\p{Script=Han}/u;
const SYLLABLES = new Set(
  `
  a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng
  cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu
  cuan cui cun cuo da dai dan dang dao de den deng di dia dian diao die ding diu dong dou du duan dui dun duo e ei
  en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang
  gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao
  jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun
  kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu long lou lu luan lun luo lv lve ma mai
  man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian
  niang niao nie nin ning niu nong nou nu nuan nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin
  ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou
  ru ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shen sheng shi shou shu shua
  shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te teng ti tian tiao tie
  ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu
  xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha
  zhai zhan zhang zhao zhe zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan
  zui zun zuo
`
    .trim()
    .split(/\s+/u),
);
const LONGEST = 6;

const readings = new Map<string, string>();

/**
 * How a character sounds, without its tone and without the differences that dialects and thumbs blur (zh/z, ch/c, sh/s, -ng/-n).
 * One reading per character: slips of the keyboard keep the sound, so the most usual reading serves.
 */
function reading(char: string): string {
  let known = readings.get(char);
  if (known === undefined) {
    known = blur(pinyin(char, { toneType: 'none', v: true }));
    readings.set(char, known);
  }
  return known;
}

function blur(syllable: string): string {
  return syllable.replace(/^([zcs])h/u, '$1').replace(/ng$/u, 'n');
}

/** Cuts `tuihuo` into `tui`, `huo`; undefined for a word that is no row of at least two syllables. */
function cut(word: string): string[] | undefined {
  const from = (start: number): string[] | undefined => {
    if (start === word.length) return [];
    for (let length = Math.min(LONGEST, word.length - start); length > 0; length -= 1) {
      const syllable = word.slice(start, start + length);
      if (!SYLLABLES.has(syllable)) continue;
      const rest = from(start + length);
      if (rest) return [syllable, ...rest];
    }
    return undefined;
  };
  // No word of a shopper is longer; the limit keeps the search short whatever is typed.
  if (word.length < 4 || word.length > 24) return undefined;
  const syllables = from(0);
  return syllables && syllables.length > 1 ? syllables : undefined;
}

export interface Sound {
  syllable: string;
  /** Typed as pinyin in Latin letters, not as a character. */
  typed: boolean;
  /** Where its character, or the Latin word it is part of, starts in the text. */
  at: number;
}

/** The syllables of a normalised text in runs: a run ends at whatever is neither Han nor pinyin. */
export function soundsOf(text: string): Sound[][] {
  const runs: Sound[][] = [];
  let run: Sound[] = [];
  const end = () => {
    if (run.length > 0) runs.push(run);
    run = [];
  };
  for (const match of text.matchAll(/\p{Script=Han}|[a-z]+|\S/gu)) {
    const [piece] = match;
    const at = match.index;
    if (HAN.test(piece)) run.push({ syllable: reading(piece), typed: false, at });
    else {
      const syllables = /^[a-z]+$/u.test(piece) ? cut(piece) : undefined;
      if (syllables) run.push(...syllables.map((s) => ({ syllable: blur(s), typed: true, at })));
      else end();
    }
  }
  end();
  return runs;
}
