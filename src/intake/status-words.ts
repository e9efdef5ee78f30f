/** How people ask what is in the queue. Data only; every pattern is sticky and takes the whole question. */

const STATE =
  "(?:pending|running|blocked|done|skipped|queued|open|current|currently|active|failed|completed|finished|remaining|outstanding|unfinished|waiting|in progress|left|stuck|scheduled)";
const WHOSE = "(?:the|my|our|your|all|all of|every|any|these|a list of|list of|me|us)";
const THING = "(?:tasks?|task\\s*list|task\\s*queue|queue|to-?dos?|to-?do\\s*list|backlog|task\\s*status(?:es)?)";
const TAIL =
  "(?:\\s+(?:status|statuses|list|table|overview|please|pls|now|right now|again|so far|today|at the moment|currently|for me|there|left|remaining|in (?:the|my|our) (?:task )?(?:queue|list)|on (?:the|my|our) (?:queue|list|plate)|and (?:their|its) status(?:es)?|with (?:their|its) status(?:es)?|waiting|look(?:ing)? like|going|doing))*";

export const STATUS = {
  en: [
    new RegExp(
      `(?:show|list|display|print|view|see|get|give|check|report)(?:\\s+${WHOSE})*(?:\\s+${STATE})*(?:\\s+and(?:\\s+${STATE})+)?\\s+${THING}${TAIL}`,
      "y",
    ),
    new RegExp(
      `(?:show|check|get|give|report)(?:\\s+${WHOSE})*\\s+(?:status|state)(?:\\s+of(?:\\s+${WHOSE})*(?:\\s+${STATE})*\\s+${THING})?${TAIL}`,
      "y",
    ),
    new RegExp(
      `(?:${THING}\\s+(?:status|overview|summary|list)|status(?:\\s+of(?:\\s+${WHOSE})*\\s+${THING})?|(?:status|state)\\s+of\\s+(?:the|my)\\s+queue)${TAIL}`,
      "y",
    ),
    new RegExp(
      `(?:what|which|how many)(?:\\s*'?s|\\s*'re|\\s+is|\\s+are)?(?:\\s+(?:currently|still|now|else))*\\s+(?:in|on)\\s+(?:the|my|our|your)\\s+(?:task\\s+)?(?:queue|list|backlog|to-?do list|plate)${TAIL}`,
      "y",
    ),
    new RegExp(
      `(?:what|which)(?:\\s*'?s|\\s*'re|\\s+is|\\s+are)(?:\\s+${WHOSE})*(?:\\s+${STATE})*\\s+${THING}${TAIL}`,
      "y",
    ),
    new RegExp(
      `what(?:\\s*'?s|\\s+is)\\s+(?:the\\s+)?(?:current\\s+)?(?:status|state)(?:\\s+(?:of|on|for)(?:\\s+${WHOSE})*(?:\\s+${STATE})*\\s+${THING})?${TAIL}`,
      "y",
    ),
    new RegExp(
      `(?:what|which|how many)\\s+(?:of\\s+(?:the|my)\\s+)?(?:${STATE}\\s+)?(?:tasks|to-?dos)(?:\\s+(?:are|is|do|have|i|we|you|there|still|currently|now|been|remain|got|has|on|in|the|my|queue|list|${STATE}))*`,
      "y",
    ),
    new RegExp(
      `(?:are|is)\\s+there\\s+any(?:thing)?\\s+(?:${STATE}\\s+)*(?:tasks?|in\\s+(?:the|my)\\s+queue)${TAIL}|(?:do\\s+(?:i|we)\\s+have\\s+)?any\\s+(?:${STATE}\\s+)*tasks?${TAIL}`,
      "y",
    ),
    /(?:what|who|which)(?:\s*'?s|\s+is|\s+are)\s+(?:currently\s+|still\s+)?(?:pending|running|blocked|queued|in\s+progress|left\s+to\s+do|left\s+in\s+the\s+queue|left)/y,
    new RegExp(
      `how(?:\\s*'s|\\s+is|\\s+are)\\s+(?:the|my|our)\\s+(?:tasks?|queue|task\\s+queue|task\\s+list)${TAIL}`,
      "y",
    ),
    /(?:(?:show|check|display|get)(?:\s+me)?(?:\s+the)?(?:\s+(?:status|state|details|log))?(?:\s+of|\s+on|\s+for)?|status(?:\s+of|\s+on|\s+for)?|what(?:'s|\s+is)\s+(?:the\s+)?(?:status|state)\s+(?:of|on|for)|how(?:'s|\s+is))\s+(?:task\s+)?t-?\d{1,9}(?:\s+(?:status|please|going|doing|now|coming\s+along))*/y,
  ],
  zh: [
    /(?:查看|显示|列出|看看|看一下|看下|看一看|查一下|查查|查询|展示|告诉我|汇报)(?:一下|下)?(?:所有|全部|我的?|我们的?|当前|现在|目前|待处理|未完成|已完成|进行中|正在运行|运行中|被?阻塞|待办|还剩|剩余|队列|的|里|中|有哪些|有什么)*(?:任务|待办(?:事项)?|队列)(?:列表|清单|的?状态|的?情况|队列|的?进度|的?进展|里?有什么|里?有哪些|有哪些|有多少)*/y,
    /(?:任务|队列|待办)(?:的|现在|目前)?(?:状态|情况|进展|进度)(?:如何|怎么样|怎样|是什么|呢)?/y,
    /(?:任务)?(?:队列|列表|清单)(?:里|中|里面|上)?(?:现在|目前|还)?(?:有|剩)(?:些|下)?(?:什么|哪些|多少|几个?)(?:个)?(?:任务|东西|事)?(?:呢|啊)?/y,
    /(?:我|我们)?(?:现在|目前|还|当前)*(?:有|剩|剩下)(?:哪些|什么|多少个?|几个)(?:待处理|未完成|没完成|待办|运行中|被?阻塞|的|在跑|没做|进行中|正在运行)*(?:任务|待办(?:事项)?)(?:呢|啊|没做|没完成|在运行|在跑)?/y,
    /(?:我的?|当前|所有|现在的?|目前的?)(?:待处理|未完成|待办|的|进行中)*(?:任务|待办(?:事项)?)(?:有哪些|是什么|有什么|状态|列表|情况|怎么样了?|进度)?/y,
    /(?:哪些|什么|多少个?|几个)(?:任务)(?:还|正|在|没|未|被|已|完成|运行|阻塞|处理|进行|做|待|了|中|卡住)*/y,
    /(?:查看|显示|看看|看一下)?(?:任务)?\s*t-?\d{1,9}\s*(?:的)?(?:状态|进度|情况|怎么样了?|进展)(?:如何|怎么样)?/y,
    /(?:任务|待办)(?:列表|清单)/y,
  ],
};
/** A noun alone ("tasks", "my tasks") asks for the list only when it is the whole message. */
export const NOUN_ALONE =
  /(?:(?:my|the|our|all|pending|open|blocked|running|current)\s+){0,3}(?:tasks|queue|task\s*list|todos|to-?do\s*list)|(?:我的|所有)?(?:任务|待办)(?:列表|清单)?|队列/y;
export const OPENING =
  /(?:\/|(?:(?:please|pls|kindly|hey|hi|ok|okay|so|and|then|just|can you|could you|would you|will you|quick question|now|also|you)[\s,:]+)*(?:(?:i|we)(?:'d| would)? (?:want|need|like|love) to (?:see|know|view|check)\s+|let me (?:see|know)\s+|tell me\s+|(?:show|give)\s+(?:me|us)\s+(?=what|which|how))?|(?:请|麻烦(?:你|您)?|帮我|给我|让我|我想|我要|想|能不能|可以|你能|现在|能)*)(?=\S)/y;
export const CLOSING =
  /(?:\s*(?:please|pls|now|for me|thanks|thank you|吗|呢|吧|一下|谢谢|好吗)|[\s.!?。~,…])*(?=$|\n)/y;
/** What ends one status check inside a line that goes on. */
export const JOINED = /(?=\s*(?:[.?!,;。]|\s(?:and|then)\s|$|\n|并|然后))/y;
