/** The closed grammar of orders about existing tasks. Data only; control.ts reads it. Every pattern is sticky. */
import type { Op } from "./types.ts";

/** How an order may be addressed; nothing else may stand before its verb on the line. */
export const ADDRESS = /(?:\*\*|__|\*)?(?:[/@]ltpm(?![\w-])\s*[:,]?\s*)?/y;
export const POLITE =
  /(?:(?:please|pls|plz|kindly)[\s,]+|(?:请(?:你|您)?(?:帮我)?|麻烦(?:你|您)?|劳驾|烦请|帮我|帮忙)\s*)*/y;

export const VERBS: readonly (readonly [RegExp, Op])[] = [
  [/\/?retry(?![\w-])/y, "retry"],
  [/\/?skip(?![\w-])/y, "skip"],
  [/\/?cancel(?![\w-])/y, "cancel"],
  [/\/?done(?![\w-])/y, "done"],
  [/\/?(?:重新尝试|重试)(?:一下|下)?/y, "retry"],
  [/\/?跳过/y, "skip"],
  [/\/?取消/y, "cancel"],
  [/\/?完成(?![了的度])/y, "done"],
];
/** Between the verb and the first label. */
export const NOUN = /\s*:?\s*(?:(?:the\s+)?(?:tasks?|任务)\s*)?(?:#\s?)?/y;

/** "mark T-01 as done", "标记 T-01 为完成". */
export const MARK = {
  before: /\/?mark(?![\w-])\s*(?:tasks?\s+)?|\/?标记\s*(?:任务)?\s*|\/?标\s*(?=t)/y,
  after:
    /\s*(?:(?:as|to|=)\s*)?(?:"|')?(?:done|completed?|finished)(?:"|')?(?![\w-])|\s*(?:都|全部)?\s*(?:为|成|作)?\s*(?:已)?(?:完成|done)(?![了度])/y,
  /** "mark done T-01", "mark as done: T-01". */
  first:
    /\/?mark\s+(?:as\s+)?(?:done|completed?|finished)(?![\w-])\s*:?\s*(?:tasks?\s+)?|\/?标记(?:为|成)?(?:已)?完成\s*:?\s*/y,
};
/** "把 T-01 标记为完成", "将 T-02 重试". */
export const TAKEN = {
  before: /(?:把|将)\s*(?:任务)?\s*/y,
  after: [
    [/\s*(?:都|全部)?\s*(?:标记|标|设|设置|改)(?:为|成|作)?\s*(?:已)?(?:完成|done)/y, "done"],
    [/\s*(?:都|全部)?\s*(?:重新尝试|重试)/y, "retry"],
    [/\s*(?:都|全部)?\s*跳过/y, "skip"],
    [/\s*(?:都|全部)?\s*取消/y, "cancel"],
    [/\s*(?:都|全部)?\s*完成(?![了度])/y, "done"],
  ] satisfies readonly (readonly [RegExp, Op])[],
};

/** One label, not a piece of a longer word ("T-02-foo", "T-02's"). */
export const LABEL = /[*_]{0,3}#?t\s?-?\s?\d{1,9}(?![a-z0-9]|_\w|\.\w)(?!'s)(?!-(?!t\s?-?\s?\d)\w)[*_]{0,3}/y;
/** A label in backticks: the order around it is still one. */
export const CODE_LABEL = /\uE000+/y;
export const BETWEEN =
  /(?:\s*(?:,|、|;|&|\+|\/)\s*(?:and\s+)?|\s+(?:and|plus)\s+|\s*(?:和|与|及|以及|还有|跟)\s*|\s+)(?=[#`*_]{0,3}(?:t\s?-?\s?\d|\uE000))/y;
export const RANGE = /\s*(?:\.\.\.?|…|~|至|到)\s*|\s+(?:to|through|thru|until|-)\s+|-(?=t)/y;

/** Joins one order to the next, or to a request. */
export const AND =
  /\s*(?:[,;.!。、]+\s*)?(?:(?:and\s+then|and\s+also|and|then|also|plus|&|but)(?=\s)\s*|(?:然后|并且|并|再|同时|以及|另外|接着|和)\s*)?/y;

/** What may follow the labels when no punctuation does: reasons, politeness, time. A noun or a finite verb makes it prose. */
export const TAIL = {
  en: /\s+(?:please|pls|plz|now|again|asap|thanks|thank\s+you|thx|ty|because|since|as|cause|cuz|due\s+to|so|too|also|instead|immediately|today|tonight|tomorrow|right\s+(?:now|away)|first|manually|quickly|anyway|once\s+(?:more|again)|one\s+more\s+time|for|with|without|using|via|from|on|to\s+(?=[a-z])|in\s+(?:case|order)|by|the|this|that|these|it|it's|its|i|i'm|i've|we|we've|we're|you|my|our|your|they|he|she|there|there's|here|everything|all|no\s+longer|no|not|but|though|although|cheers|ok|okay|when\s+(?:you\s+(?:can|get|have|are)|possible|ready|convenient)|if\s+(?:you\s+(?:can|don't\s+mind|would|please)|possible|that's\s+(?:ok|okay|fine))|\d+\s*(?:x|times|more)|(?:another|one)\s+(?:more\s+)?time)(?![\w-])/y,
  zh: /\s*(?:吧|一下|谢谢|多谢|感谢|请|因为|由于|原因|即可|哈|啊|再试|现在|马上|立即|立刻|尽快|行了|就行|就好|掉|任务(?!的|会|是)|两个|三个|这[两三]个|,)/y,
};
/** A condition: not an order for now. */
export const CONDITION =
  /[\s,]+(?:if|unless|when|once|until|till|after|before|while|whenever|as\s+soon\s+as|as\s+long\s+as|only\s+if|provided|or)(?![\w-])|\s*(?:如果|除非|的话|之后|以后|之前|后|前|时|或)/y;
/** Something other than letters follows: punctuation, a dash, an aside, an emoji. */
export const CLOSED = /\s*(?:$|[^\w\s\u4e00-\u9fff\uE000-\uE001,?;])/y;

/** A line above that says what follows is only mentioned. */
export const MENTIONS =
  /(?:(?:don't|do\s+not|never|not|avoid|e\.g\.?|for\s+example|examples?|usage|syntax|such\s+as|like|(?:reply|comment|type|say|write|answer|use|run|commands?|options?)(?:\s+(?:with|one\s+of|either|are|is|here))*)|不要|请勿|别|例如|比如|示例|用法|回复|输入|命令)[^\n]{0,40}:\s*$/;
