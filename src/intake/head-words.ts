/**
 * What people put before the thing they ask for, in both languages: greetings, order words, politeness, "I need you to".
 * Data only. Every pattern is sticky: it matches at the place where the reader stands, or not at all.
 */
import { anyOf } from "./lexicon.ts";

/** Said before a request and no part of it. */
export const FILLER = {
  en: /(?:(?:hi|hey|hello|dear)(?:\s+(?:all|team|there|everyone|everybody|folks|guys|bot|ltpm))?|good\s+(?:morning|afternoon|evening)|ok|okay|alright|all\s+right|so|well|now|yes|yeah|sure|great|cool|good|perfect|nice|thanks|thank\s+you|btw|by\s+the\s+way|oh|actually|anyway|today|for\s+now|quick\s+one|fyi|right\s+now)\s*(?:[,!.:]+\s*|\s-\s|\s)\s*/y,
  zh: /(?:你好|您好|大家好|嗨|好的|好吧|好|嗯|那么?|现在|今天|对了|哦|顺带一提|各位)\s*[,!。、]*\s*/y,
};

/** Order words; each also separates two tasks in one sentence. */
const ORDER_EN = anyOf(`
  first firstly first_of_all now second secondly third thirdly fourth fourthly fifth then next also finally lastly last after_that
  after_this afterwards afterward additionally in_addition besides plus moreover furthermore subsequently meanwhile
  later at_the_same_time on_top_of_that to_start_with to_begin_with last_but_not_least as_a_last_step
  as_a_first_step as_a_next_step as_well once_that's_done once_that_is_done once_done when_done when_that's_done
  when_that_is_done once_this_is_done
`);
const ORDER_ZH = anyOf(`
  首先 (?<![优首事预领原祖率])先(?![生进后前决]) 第一(?![个次批版条]) 第二(?![个次批版条]) 第三(?![个次批版条方]) 第四(?![个次批版条]) 其次 再次 然后再 然后 接着再 接着 接下来 随后 之后再 之后 最后再 最后 另外 还有 并且 此外 同时 以及 (?<![不一])再(?![见次三也度]) (?<![合吞兼])并(?!发(?![布送给邮消])|[行非不没列存且]) 还要
  还需要 还得 也要 也请 顺便 紧接着 完成后 完了之后 完了再 做完后 除此之外 而且
`);
export const ORDER = {
  en: new RegExp(
    `(?:(?:and|but|&)\\s+)?(?:${ORDER_EN})(?:\\s+(?:up|off))?\\s*(?:[,:]\\s*|-\\s|\\s)\\s*|(?:and|&)\\s+`,
    "y",
  ),
  zh: new RegExp(`(?:${ORDER_ZH})\\s*[,:、]?\\s*`, "y"),
};

/** Places where a clause may end and the next request begin; the named group tells an order word from a bare comma. */
export const JOINT = new RegExp(
  [
    `[,;](?:\\s*(?:and|&|plus|but)(?=\\s))?\\s*(?<a>(?:${ORDER_EN})(?=[\\s,:])[,:]?\\s*|(?:${ORDER_ZH})[,:]?\\s*)?`,
    `\\s(?:and|&|plus)\\s+(?<b>(?:${ORDER_EN})(?=[\\s,:])[,:]?\\s+)?`,
    "\\s(?<c>then|after that|afterwards|also|finally|next)(?:\\s+also)?,?\\s+",
    `、\\s*(?<d>(?:${ORDER_ZH})[,:]?\\s*)?`,
    `(?<e>${ORDER_ZH})[,:]?\\s*`,
    "\\s(?:->|=>|→)\\s",
  ].join("|"),
  "g",
);

/** Politeness; an imperative follows. */
export const POLITE = {
  en: /(?:please|pls|plz|kindly|just|simply|quickly|maybe|perhaps|go\s+ahead\s+and|if\s+(?:you\s+can|possible),?)[\s,]+/y,
  zh: /(?:请(?!求)(?:你|您)?(?:先|再|务必|尽快|帮我|帮忙|帮我们)?|麻烦(?:你|您)?(?:帮我|帮忙)?|拜托(?:你|您)?(?:帮我)?|劳驾|烦请|辛苦(?:你|您)?(?!了)(?:帮忙)?|帮我(?:们)?(?:把(?=把))?|帮忙|替我(?:们)?|给我(?=[\u4e00-\u9fff]))[\s,:]*/y,
};

/** Delegation and framing: "can you", "I need you to"; what follows is the request. */
export const ASKING = {
  en: [
    /(?:i(?:'d|\s+would)\s+(?:really\s+)?appreciate\s+(?:it\s+)?if|any\s+chance|do\s+you\s+think|i\s+was\s+wondering\s+if|i(?:'m|\s+am)\s+wondering\s+if)\s+(?:you|someone)\s+(?:could|would|can)\s+/y,
    /(?:can|could|would|will)\s+(?:you|u|someone|somebody|anyone|ltpm|we)\s+(?:(?:please|pls|kindly|also|maybe|possibly|perhaps|quickly|just|go\s+ahead\s+and|help(?:\s+(?:me|us))?(?:\s+to)?(?=\s+[a-z])(?!\s+(?:with|out|on)\b))\s+)*/y,
    /(?:i|we)(?:\s+(?:also|really|just|still|now|urgently))*\s*(?:'d\s+(?:like|love)|\s(?:need|want|would\s+(?:like|love)|expect|require|wish))\s+(?:you|someone|somebody|ltpm|the\s+agent|an\s+agent|it|this)\s+(?:also\s+)?to\s+(?:please\s+)?/y,
    /(?:i|we)(?:\s+(?:also|really|just|still|now|urgently))*\s*(?:'d\s+(?:like|love)\s+to|'ve\s+got\s+to|\s(?:need|have|want|would\s+(?:like|love)|got|ought)\s+to|\s(?:must|should|gotta))\s+(?:also\s+|please\s+)?/y,
    /you\s+(?:should|must|need\s+to|have\s+to|can\s+also|'ll\s+need\s+to)\s+(?:also\s+)?/y,
    /(?:your|the|my)\s+(?:job|task|next\s+task)\s+is\s+to\s+/y,
    /(?:it\s+would|it'd|would)\s+be\s+(?:great|nice|good|helpful|awesome|lovely)\s+if\s+(?:you|someone)\s+(?:could|can|would)\s+/y,
    /i(?:'m|\s+am)\s+asking\s+you\s+to\s+/y,
    /help\s+(?:me|us)\s+(?:to\s+)?(?!with\b|out\b|on\b)(?=[a-z])/y,
    /(?:let's|let\s+us|lets)\s+(?:also\s+|please\s+|just\s+)?/y,
    /be\s+so\s+kind\s+(?:as\s+to|and)\s+/y,
  ],
  zh: [
    /(?:你|您)(?:能不能|能否|可不可以|可否|能|可以|会不会)(?:先|也|再)?(?:帮我|帮忙|帮我们|替我|麻烦)?/y,
    /(?:能不能|能否|可不可以|可否|可以|能)(?:请你|麻烦你|请|麻烦)?(?:帮我|帮忙|帮我们|替我)/y,
    /(?:能不能|能否|可不可以|可否)(?:请你|请)?/y,
    /(?:(?:我|我们)(?:现在|还|也|只)*(?:需要|想要|想让|希望|想请|要|得|打算让|想)|需要)(?:你|您|大家|有人)(?:能|可以|来|去|先)?(?:帮我|帮忙)?/y,
    /(?:让|叫)(?:它|agent|机器人)/y,
  ],
};

/** "我需要…", "必须…": framing only where a verb follows. */
export const WANTING = {
  en: [/(?:also\s+)?(?:need|have|got|want)\s+to\s+(?:also\s+)?|(?:must|should|gotta|time\s+to)\s+/y],
  zh: [
    /(?:我们?|咱们)(?:现在|还|也|只|都)*(?:需要|想要|必须|应该|得|要|想|打算|希望|准备)(?=[\u4e00-\u9fff])/y,
    /(?:你|您)(?:需要|必须|应该|得|要)(?:先)?/y,
    /(?:需要|必须|务必|得)(?:先|再|把(?=把))?(?=[\u4e00-\u9fff])/y,
  ],
};

/** "I need a report", "help me with the release": framing whose object is no verb. The whole sentence is the task. */
export const FRAMED = {
  en: /(?:(?:can|could|would|will)\s+you\s+(?:please\s+)?)?(?:(?:i|we)(?:\s+(?:also|really|just|still|now|urgently))*\s+need(?![\w'])|help\s+(?:me|us)(?![\w'])|(?:i|we)(?:\s+(?:also|really))?\s*(?:'d\s+like|\s(?:want|would\s+like))\s+(?:a|an|the|some|more|two|three|\d+|all|you)\b|(?:i|we)\s+want\s+you\b|(?:can|could)\s+you\s+do\b)/y,
  zh: /(?:我们?)(?:还|也|现在)*(?:需要|想要|要(?=一|个|份|这|那|\d))|帮我(?=[\u4e00-\u9fff]|$)|帮个?忙|帮我一下/y,
};

/** "Would you mind updating …": a gerund follows. */
export const MIND = /(?:would|do)\s+you\s+mind\s+(?=[a-z]+ing\b)/y;

/** A short label before the request: "Docs: update the README". */
export const TOPIC = /[a-z0-9\u4e00-\u9fff][\w ./&\u4e00-\u9fff-]{0,30}:\s*(?=\S)/y;
