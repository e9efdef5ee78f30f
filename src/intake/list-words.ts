/** Words in the line above a list that say what the list is. Data only. */

/** The list explains: steps, expectations, conditions. */
export const DETAIL_HEADER =
  /^(?:\W*)(?:steps?\s+to\s+reproduce|how\s+to\s+reproduce|to\s+reproduce|repro(?:duction)?(?:\s+steps)?|steps|expected(?:\s+(?:behaviou?r|result|output))?|actual(?:\s+(?:behaviou?r|result|output))?|acceptance\s+criteria|requirements?|constraints?|criteria|definition\s+of\s+done|notes?|context|background|environment|details?|examples?|for\s+example|e\.g\.?|references?|links?|see\s+also|related|screenshots?|versions?|symptoms?|reasons?|why|hints?|it\s+(?:should|must|has\s+to|needs\s+to)|this\s+should|should|must|options?|questions?|caveats?|assumptions?|scope|out\s+of\s+scope|non-goals?|tech\s+stack|specs?|specifications?|复现步骤|重现步骤|步骤|预期(?:结果|行为)?|期望(?:结果|行为)?|实际(?:结果|行为)?|验收标准|要求|需求|约束|限制|说明|备注|注意(?:事项)?|背景|环境|详情|细节|例如|比如|示例|参考|链接|原因|条件|版本)\s*[:：]?$/;
/** Of these, the ones whose items read like requests and are none. */
export const OBSERVED =
  /repro|expected|actual|example|e\.g|note|criteria|重现|复现|预期|期望|实际|例如|比如|示例|备注|注意/;
/** The list tells what is done or known; nobody asks for it. */
export const REPORT_HEADER =
  /^(?:\W*)(?:(?:recent\s+|latest\s+|these\s+|the\s+|my\s+|all\s+)?(?:changes?|changelog|release\s+notes|what\s+(?:i|we)(?:'ve|\s+have)?\s+(?:did|done|finished|changed)|what's\s+(?:new|done|changed)|done(?:\s+so\s+far)?|completed?(?:\s+(?:tasks|items|so\s+far))?|finished|summary|status(?:\s+update)?|progress|updates?|yesterday|last\s+week|achievements?|fyi|findings|observations?|i\s+(?:did|finished|have\s+done)|we\s+(?:did|finished|have\s+done)|so\s+far|already\s+done|in\s+this\s+(?:pr|release)|don't\s+do|do\s+not\s+do|not\s+doing|won't\s+do))(?:\s+(?:so\s+far|today|yesterday|since\s+\w+(?:\s\w+)?|this\s+week|last\s+week|in\s+[\w. ]{1,20}))?\s*[:：]?$|^(?:已完成|完成了?|更新日志|变更|变更记录|本周完成|昨天|昨日|今天完成了?|今天做了|总结|进展|近况|不要做|发现)(?:的?(?:事情|工作|内容|任务))?\s*[:：]?$|(?:don't|do not|never|不要|别|请勿)\s+[^:：]{0,40}[:：]$/;
/** A header whose list fills one gap of the sentence: "Create a page with:". */
export const OPEN_SLOT =
  /(?:\b(?:with|including|include|includes|containing|contains|that|which|using|where|so that|such as|like|for|from|of|in|on|has|have|shows?|should|must|needs?|supports?|features?|covering|covers|about|by|e\.g\.?|because|when|if|as follows)|包括|包含|比如|例如|含有|支持|具有|有|如)\s*[:：]$/;
/** An item in the past tense or marked as done. */
export const PAST_ITEM =
  /^\s*(?:(?:i|we)\s+(?:have\s+|'ve\s+)?)?(?:(?!feed|need|seed|speed|embed|proceed|exceed|succeed|shed|shred|bleed|breed)[a-z]{2,}ed|wrote|built|made|sent|found|did|ran|set\s+up\s+done|rewrote|rebuilt|gave|took|went|got|began|chose|broke|put\s+in\s+place|was|were|has\s+been|done)\b|^\s*(?:已|完成了|[\u4e00-\u9fff]{1,4}(?:了|完成|完毕|好了))/;
