/** The natural-language triggers of the source, per category and language, and what makes a hit a false alarm. Data only. */
import type { Tongue, Trigger } from "./types.ts";

export interface TriggerWord {
  /** Absent: it is typed the same in both. */
  language?: Tongue;
  pattern: RegExp;
  categories: readonly Trigger[];
  /** "done" said of something that is not done yet, or asked about, is no news. */
  claims?: boolean;
}

const OF_PROJECT = "(?:the\\s+|a\\s+|an\\s+|our\\s+|my\\s+|this\\s+|that\\s+)?(?:(?:new|whole|next|first|side)\\s+)*";
const SESSION = "(?:session|day|work|project|conversation|chat|meeting|stream|discussion|sprint|shift|week|run)";

/** The source's quick commands, where a message begins with one. */
export const QUICK_COMMAND = /^\s*(?:[/@]ltpm[\s:,]{1,3}\/?|\/)(?:checkpoint|mark[_-]milestone)(?![\w/-])/;
const AT_LINE_START = "(?:(?<=^[ \\t]{0,8}|\\n[ \\t]{0,8})\\/|(?<=[/@]ltpm[:,]?[ \\t]{1,3})\\/?)";

export const WORDS: readonly TriggerWord[] = [
  { categories: ["progress"], pattern: new RegExp(`${AT_LINE_START}checkpoint(?![\\w/-])`, "g") },
  { categories: ["milestone"], pattern: new RegExp(`${AT_LINE_START}mark[_-]milestone(?![\\w/-])`, "g") },

  {
    language: "en",
    categories: ["start"],
    pattern: new RegExp(
      `(?<![\\w-])(?:re)?(?:start|begin|kick\\s+off|launch|initiate|initialize|init|set\\s+up)(?:ing)?\\s+${OF_PROJECT}project(?![\\w-])(?!\\s+(?:servers?|files?|page|folder|directory|template|wizard|script|button|name|manager|board)\\b)`,
      "g",
    ),
  },
  {
    language: "en",
    categories: ["start"],
    pattern:
      /(?<![\w-])new\s+(?:task|project)(?![\w-])(?!\s+(?:types?|runners?|queues?|systems?|files?|forms?|buttons?|page|dialog|ids?|names?|templates?|wizard|arrives?|comes?|appears?|is|was|gets|will|can|should|must|has)\b)/g,
  },
  {
    language: "en",
    categories: ["start"],
    pattern:
      /(?<![\w-])begin(?![\w-])(?!\s+(?:blocks?|statements?|tags?|markers?|keywords?|index|offset|dates?|times?|transaction|and\s+end)\b)/g,
  },
  {
    language: "zh-CN",
    categories: ["start"],
    pattern:
      /(?:开始|启动|新建|创建)(?:一?个|我们的?|这个|新的?|本|做|一下)*(?:项目|工程)|(?<![未没])(?<!从头|重新)(?:我们)?开始(?=吧|[,。!]|\s*$|工作|干活|动手)|新建任务|项目启动|(?:^|(?<=[\s,。!]))启动(?=吧|了|[,。!]|\s*$)|(?<=[,。!\s现在来]|^)(?:我们)?启动(?=\s*$|吧|[。!])/g,
  },

  {
    language: "en",
    categories: ["progress"],
    pattern:
      /(?<![\w-])(?<!\bin\s)progress(?![\w-])(?!\s+(?:bar|bars|indicator|spinner|events?|callback|ring|wheel|meter|component|circle|hook|handler|dialog|modal|widget|element|ui|view|tracker|api))/g,
  },
  {
    language: "en",
    categories: ["progress"],
    pattern:
      /(?<![\w-])(?:done|(?<!\b(?:the|of|only|these|those|any|every|each)\s)(?:completed|finished))(?![\w-])(?!\s+(?:tasks?|items?|jobs?|files?|orders?|entries|rows|steps?)\s+(?:are|is|were|was|should|must|will|can|get|go|stay|have)\b)/g,
    claims: true,
  },
  { language: "zh-CN", categories: ["progress"], pattern: /(?<!未)进度(?![条环圈表])|做到了/g },
  {
    language: "zh-CN",
    categories: ["progress"],
    pattern:
      /(?<![未没别待勿])(?<!没有|尚未|还没|无法|不能|不会|难以|即将|准备|需要|必须|应该|可以|争取|计划|预计|打算|如何|怎么|等待|才能|要|能|会|去|请|待|不)完成(?!度|率|后|时|之后|之前|以后|以前|前|不了|不|的话|情况|标准|定义|条件|日期|时间|状态|与否)/g,
    claims: true,
  },
  {
    language: "zh-CN",
    categories: ["progress"],
    pattern: /(?<![没别])(?<!没有|还没|尚未|不能|无法|需要|要|能|怎么|如何|去|快)搞定(?!了)(?!不了|后|之后|的话|吗)/g,
    claims: true,
  },
  {
    language: "zh-CN",
    categories: ["progress", "milestone"],
    pattern: /(?<![没别])(?<!没有|还没|尚未|不能|无法|等|等我)搞定了(?!吗|没|的话)/g,
    claims: true,
  },

  {
    language: "en",
    categories: ["pause"],
    pattern:
      /(?<![\w-])pause(?![\w-])(?!\s+(?:button|icon|menu|screen|key|event|state|function|method|command|container|image)|\s+for\s+\d+\s*(?:ms|milliseconds?|s|sec|seconds?)\b|\s+(?:the|all|each|every|its|your)\s+(?!(?:work|project|session|meeting|discussion|tasks?|development|conversation|sprint|day)\b))/g,
  },
  {
    language: "en",
    categories: ["pause"],
    pattern:
      /(?<![\w-])(?:continue(?!\s+(?:statement|keyword|button|label|block)\b)|resume|carry\s+on|pick\s+(?:it|this|that|things)\s+up|go\s+on)(?:\s+[\w']+){0,4}?\s+(?:later|tomorrow|another\s+(?:time|day)|next\s+(?:time|week)|on\s+monday)(?![\w-])/g,
  },
  {
    language: "en",
    categories: ["pause"],
    pattern: /(?<![\w-])talk\s+(?:to\s+(?:you|u)\s+|more\s+|again\s+|about\s+(?:it|this|that)\s+)?later(?![\w-])/g,
  },
  {
    language: "zh-CN",
    categories: ["pause"],
    pattern:
      /(?<![别勿])(?<!不要|不能|无法|请勿|不会|没有|不用)暂停(?!键|按钮|图标|功能|状态|时|后|时间|服务|失败)|先这样(?![写做改用]|处理|实现|设计|配置|定义)|下次(?:再|接着|有空)*(?:继续|接着|再?聊|见|再?说|做|弄|搞|来)|下次(?=吧|[,。!]|\s*$)|改天再?(?:继续|聊|说|弄)|回头再?继续|明天再?继续/g,
  },

  {
    language: "en",
    categories: ["end"],
    pattern: new RegExp(
      `(?:(?<=^\\s{0,8}|[.!?,;:\\n]\\s{0,4}|[/@]ltpm[:,]?\\s{1,3})|(?<=(?:let's|let\\s+us|lets|we|i'll|we'll|we\\s+can|i|to|please|and|should|gonna|must|now|will|can)\\s))end(?:\\s+(?:here|now|it|this|that|there|for\\s+(?:today|now|the\\s+day|tonight)|today|on\\s+that\\s+note|(?:the|this|our|my|today's)?\\s*(?:${SESSION}))(?![\\w-])|\\s*(?=$|[.!,;\\n]))`,
      "g",
    ),
  },
  {
    language: "en",
    categories: ["end"],
    pattern:
      /(?<![\w-])(?<!\b(?:at|by|until|till|before|since|to|in|from)\s{1,3}the\s)end\s+of\s+(?:the\s+|this\s+|our\s+|my\s+)?(?:session|day|conversation|chat|shift|work\s*day)(?![\w-])|(?:^|(?<=[.!?\n]\s{0,4}))the\s+end(?=\s*(?:$|[.!\n]))|(?:call\s+it\s+a\s+(?:day|night))/g,
  },
  {
    language: "en",
    categories: ["end"],
    pattern: /(?<![\w-])(?:good[\s-]?bye(?!,?\s+world\b)|bye(?:[\s-]bye)?|see\s+(?:you|ya)|cya)(?![\w'-])/g,
  },
  {
    language: "zh-CN",
    categories: ["end"],
    pattern:
      /(?<![未没])(?<!尚未|没有|还没|不能|无法|不要|程序|进程|循环|线程|脚本|请求|游戏|函数|流程)结束(?=了|吧|啦|[,。!~]|\s*$|(?:本次|今天|这次|会话|工作|项目|对话|讨论|会议|任务))(?!了吗|吗)|(?<!点击|输出|打印|显示|返回)再见(?!按钮|页|键|消息|文字)|拜拜|再会|回头(?:再)?(?:聊|见|说)|(?:我)?先撤(?:了|啦)?|(?:我)?先(?:走|下)了|下班了|收工/g,
  },

  {
    language: "en",
    categories: ["milestone"],
    pattern:
      /(?<![\w-])(?<!\b(?:next|upcoming|following|future|each|every|per|towards?)\s)(?<!\b(?:to|for|of|until|before|towards?)\s{1,3}the\s)milestones?(?![\w-])(?!\s+(?:branch(?:es)?|pages?|lists?|views?|fields?|labels?|columns?|apis?|buttons?|dialogs?|tabs?|filters?|forms?|ids?|due|dates?|plans?|planning|templates?|features?|types?|tables?|models?|titles?|is\s+(?:far|near|next|due|missing|late|delayed|still))\b)/g,
    claims: true,
  },
  {
    language: "en",
    categories: ["milestone"],
    pattern:
      /(?<![\w-])(?:stage|phase)(?:\s+(?:[a-z]|\d+|one|two|three|four|five))?(?:\s+(?:is|are|was|has\s+been|all|now|finally))*\s+(?:done|completed?|finished)(?![\w-])(?!\s+(?:files?|changes|hunks?)\b)/g,
    claims: true,
  },
  { language: "en", categories: ["milestone"], pattern: /(?<![\w-])achieved(?![\w-])/g, claims: true },
  {
    language: "zh-CN",
    categories: ["milestone"],
    pattern:
      /(?<!下一?个|未来的?|每个|各个)里程碑(?!页|列表|功能|字段|按钮|是什么|计划|日期)|(?<!未|没)阶段(?:性|[一二三四五六七八九十\d]{1,3})?(?:任务|工作|目标|成果|已经|已|全部|都|顺利|的)*(?:完成|结束|达成|搞定)(?!后|时|之后|之前|前|的话|吗)了?|阶段性(?:成果|胜利|进展)/g,
    claims: true,
  },
];

/** Just before a hit they take it back: "not done", "isn't finished", "to be completed", "once done". */
export const DENIED_BEFORE = {
  en: /(?:\bnot|n't|\bnever|\bno|\bcannot|\bwithout|\bnothing(?:\s+is)?|\bhardly|\bbarely|\bnone(?:\s+of\s+\w+)?|\bneither|\bhaven't|\bdon't|\bstop|\balmost|\bnearly|\bhalf|\bpartly|\bpartially)\s+(?:[\w']+\s+){0,3}$/,
  zh: /(?:没有|尚未|还没有?|未能?|不是|并未|并没有?|不算|不要|别|无需|不用|从未|没能?)[^,。!?\s]{0,6}$/,
};
/** Not a fact yet: a wish, a plan, a condition. */
export const OPEN_BEFORE = {
  en: /(?:\bto\s+(?:be|get|have)|\bget(?:ting)?(?:\s+(?:it|this|that|them|things|everything))?|\bwill\s+be|\b(?:i|we|you|they|he|she|it)'ll\s+be|\b(?:should|must|can|could|might|may|would)\s+(?:be|have)|\bonce|\bwhen(?:ever)?|\bif|\bunless|\buntil|\btill|\bbefore|\bafter|\bas\s+soon\s+as|\bwell|\bneeds?|\bwant|\bnearly|\bbe)\s+(?:[\w']+\s+){0,3}$/,
  zh: /(?:如果|等|等到|一旦|当|直到|希望|计划|预计|争取|准备|需要|必须|将|即将|快要|才能|怎么|如何|是否|有没有)[^,。!?\s]{0,8}$/,
};
/** Just after a hit: "milestone not reached", "进度没有更新". */
export const DENIED_AFTER =
  /^\s*(?:[\w']+\s+){0,2}?(?:not\b|isn't|wasn't|hasn't|aren't|won't|never\b|yet\s+to)|^\s+by\s+(?:mon|tues|wednes|thurs|fri|satur|sun|tomorrow|next|the\s+end|eod|\d)|^[^,。!?\s]{0,4}(?:没有|尚未|还没|未(?:完成|达成|达到))/;
/** The sentence asks instead of telling. */
export const ASKED =
  /^\s*(?:(?:hey|hi|so|and|but|ok|ltpm)[,\s]+)*(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|when|how|why|any|what|which|who|isn't|aren't|hasn't|haven't|didn't|吗)\b/;
/** What may stand before a trigger that opens a text. */
export const LEADS_IN =
  /^\s*(?:(?:ok|okay|so|well|hi|hey|hello|thanks|and|let's|let us|lets|i'm|i am|we're|we are|it's|that's|this is|all|now|i|we|i've|we've|have|has|just|please|reached|hit|got|a|an|our|first|finally)[\s,!.]+|(?:好的?|那|我们|我|已经|都|终于|今天|现在|全部|达到|到达?|一个|项目|,|。|!)\s*)*$/;
/** Behind a farewell: it is spoken of, not said. */
export const MENTIONED =
  /^\s*(?:later|soon|again|tomorrow)?\s+(?:(?:is|was)\s+(?:a|an|the|just|shown|printed|displayed|missing)|strings?|texts?|buttons?|labels?|pages?|messages?|keywords?|links?|e?mails?|screens?)\b/;
/** Before "see you": a welcome. */
export const WELCOME = /\b(?:glad|nice|good|great|happy|lovely)\s+to\s+$/;
