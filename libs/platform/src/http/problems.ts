import type { ValidationError } from '@nestjs/common';
import type { Words } from '#kernel';

const MOST_PROBLEMS = 5;
/** Names of fields come from outside and may be of any length. */
const LONGEST_NAME = 60;

/** class-validator speaks English only. `{0}`, `{1}`: the figures of its sentence; `{list}`: what stands after its colon. */
const CHINESE: Readonly<Record<string, string>> = {
  isString: '必须是文本',
  isNotEmpty: '不能为空',
  isBoolean: '必须是 true 或 false',
  isInt: '必须是整数',
  isNumber: '必须是数字',
  isArray: '必须是列表',
  isObject: '必须是对象',
  isUuid: '必须是有效的 ID（UUID）',
  isEmail: '必须是有效的邮箱地址',
  isUrl: '必须是有效的网址',
  isIso8601: '必须是有效的日期',
  isTimeZone: '必须是有效的时区',
  isIn: '必须是以下之一：{list}',
  min: '不能小于 {0}',
  max: '不能大于 {0}',
  minLength: '至少 {0} 个字符',
  maxLength: '最多 {0} 个字符',
  isLength: '长度必须在 {0} 到 {1} 个字符之间',
  arrayMinSize: '至少 {0} 项',
  arrayMaxSize: '最多 {0} 项',
  arrayUnique: '不能有重复项',
  matches: '格式不正确',
  nestedValidation: '必须是对象',
  whitelistValidation: '不是可用的字段',
};

/** The first things that are wrong, by field, in each language: "text must be a string; limit must not be greater than 200". */
export function describeProblems(problems: ValidationError[]): Words {
  const lines = problems.flatMap((problem) => linesOf(problem, '')).slice(0, MOST_PROBLEMS);
  return { 'zh-CN': lines.map((l) => l['zh-CN']).join('；'), en: lines.map((l) => l.en).join('; ') };
}

function linesOf(problem: ValidationError, path: string): Words[] {
  const field = path + problem.property.slice(0, LONGEST_NAME);
  const own = Object.entries(problem.constraints ?? {}).map(([rule, sentence]) => ({
    en: `${path}${shorten(sentence, problem.property)}`,
    'zh-CN': `${field} ${inChinese(rule, sentence.replaceAll(problem.property, ''))}`,
  }));
  return [...own, ...(problem.children ?? []).flatMap((child) => linesOf(child, `${field}.`))];
}

function shorten(sentence: string, property: string): string {
  return property.length > LONGEST_NAME
    ? sentence.replaceAll(property, () => property.slice(0, LONGEST_NAME))
    : sentence;
}

function inChinese(rule: string, sentence: string): string {
  const figures = sentence.match(/-?\d+(?:\.\d+)?/g) ?? [];
  const list = sentence.slice(sentence.indexOf(':') + 1).trim();
  return (CHINESE[rule] ?? '不正确').replace(/\{(\w+)\}/g, (_place, name: string) =>
    name === 'list' ? list : (figures[Number(name)] ?? ''),
  );
}
