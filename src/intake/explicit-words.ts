/** How people say "put this on the queue", in both languages. Data only; explicit.ts reads it. */

const POLITE_EN =
  "(?:(?:please|pls|kindly|can you|could you|would you|will you|i'd like (?:you )?to|i (?:want|need|would like) (?:you )?to|let's|also|and)\\s+)*";
const COUNT_EN =
  "(?:(?:a|an|one|another|the|this|these|those|some|following|new|more|my|our|two|three|four|five|six|several|\\d{1,4}|quick|small|simple|big|urgent|extra|couple of|few|next)\\s+){0,5}";
const QUEUE_EN =
  "(?:\\s+(?:to|in|into|on|onto|for)\\s+(?:the|my|our|your)?\\s*(?:task\\s+|work\\s+)?(?:queue|list|backlog|task runner|to-?do list|todos))";

/** "add task", "create these tasks", "new task", "task:"; what follows decides whether it is meant. */
export const ADD = {
  en: [
    new RegExp(
      `${POLITE_EN}(?:add|create|make|open|file|register|put|insert|append|enqueue|queue(?:\\s+up)?)\\s+(?:me\\s+)?${COUNT_EN}(?<noun>tasks?|to-?dos?|todo items?|action items?|work items?)(?![\\w'])${QUEUE_EN}?(?:\\s+for\\s+(?:me|us|you))?(?:,?\\s+please)?`,
      "y",
    ),
    new RegExp(
      `${POLITE_EN}(?:(?:some|a few|two|three|\\d{1,3}|a|another|here(?:'s| is| are)(?: a| some)?)\\s+)?(?:new|another|more)\\s+(?<noun>tasks?|to-?dos?)(?![\\w'])(?:\\s+for\\s+(?:me|us|you))?`,
      "y",
    ),
  ],
  zh: [
    /(?:请|麻烦(?:你|您)?|帮我|帮忙|给我|我要|我想|再|另外)*(?:添加|新增|增加|加入|加|新建|创建|建立|建|追加)(?:一?下|一?个|一条|一项|几个|几条|一些|两个|三个|[二三四五六两]个|这些|这个|以下|下列|下面的?|如下|新的?|到?几项)*(?<noun>任务|待办事项|待办)(?!管理|队列|系统|列表|类|表|板|模块|功能|页)(?:到(?:任务|待办)?(?:队列|列表|清单)(?:中|里)?)?/y,
    /(?:新|下一个)(?<noun>任务|待办)(?=\s*[:,\n]|$)/y,
  ],
};

/** "task:" and its like; the colon is part of it. */
export const LABELLED = {
  en: /(?:tasks?|to-?dos?|action items?)(?:\s+for\s+(?:you|me|us|ltpm))?\s*:\s*/y,
  zh: /(?:新)?(?:任务|待办事项|待办)\s*:\s*/y,
};

/** "add this to the queue: …", "queue these: …", "enqueue: …". */
export const QUEUED = {
  en: [
    new RegExp(
      `${POLITE_EN}add\\s+(?:all\\s+(?:of\\s+)?)?(?:this|these|those|the following|following)(?:\\s+(?:items?|things?|ones?|all|two|three|four|\\d+))*${QUEUE_EN}?(?:\\s+(?:please|for me))?`,
      "y",
    ),
    new RegExp(
      `${POLITE_EN}(?:queue|enqueue)(?:\\s+up)?\\s+(?:all\\s+(?:of\\s+)?)?(?:this|these|those|them|the following)(?:\\s+(?:tasks?|items?|things?|up|all|please|for me|two|three))*`,
      "y",
    ),
    new RegExp(
      `${POLITE_EN}(?:add\\s+to\\s+(?:the|my|our)\\s+(?:task\\s+)?(?:queue|list|backlog)|add to queue|queue|enqueue|queue up|to the queue)(?=\\s*:)`,
      "y",
    ),
  ],
  zh: [
    /(?:请|麻烦(?:你|您)?|帮我|把)*(?:这些|以下|下列|下面)(?:的)?(?:任务|事项|工作|内容|事情|事|几件事)*(?:都)?(?:加入|加到|添加到|放进|放入|放到|排进|排入)(?:任务|待办)?(?:队列|列表|清单)?(?:里|中)?/y,
    /(?:(?:加入|加到|添加到|放进|排入|排进)(?:任务|待办)?(?:队列|列表|清单)(?:里|中)?|排队|入队)(?=\s*[:\n]|$)/y,
  ],
};

/** "add <request> to the queue": what stands between, when it is quoted or a request. */
export const WRAPPED = {
  en: {
    before: new RegExp(`${POLITE_EN}(?:add|put|queue|enqueue|append)\\s+(?:up\\s+)?`, "y"),
    after:
      /\s+(?:to|on|onto|in|into)\s+(?:the|my|our|your)\s+(?:(?:task|work|todo|to-do)\s+)?(?:queue|list|backlog|tasks|todos|to-do list)(?:\s+(?:please|for me|now|today))*\s*[.!]*$/,
  },
  zh: {
    before: /(?:请|麻烦(?:你|您)?|帮我)*(?:把|将)\s*/y,
    after:
      /\s*(?:加入|加到|添加到|放进|放入|放到|排进|排入|添加进)(?:任务|待办)?(?:队列|列表|清单)(?:里|中)?[\s。.!吧]*$/,
  },
};

/** List framing and delegation of what follows: "my tasks:", "handle these:", "do the following three things:". */
export const LISTED = {
  en: [
    /(?:(?:here|below)\s+(?:is|are)\s+|here's\s+)?(?:(?:my|the|our|your|a|some|this week's|today's|tomorrow's|weekly|daily|current|full|release)\s+){0,3}(?:task\s*list|to-?do\s*list|todos?|to-?dos|tasks|list of tasks|checklist)(?:\s+(?:for|of|to do)(?:\s+(?:today|tomorrow|now|you|me|this week|the week|the day|this sprint|the release|next week))?)?/y,
    /(?:there\s+(?:are|is)\s+|i\s+have\s+|just\s+)?(?:an?|a\s+(?:few|couple(?:\s+of)?)|some|several|two|three|four|five|six|\d{1,3})\s+(?:(?:quick|small|more|other|new|urgent)\s+){0,3}(?:tasks?|items?|things?|to-?dos?|requests?|jobs?|points?|asks?|chores?)(?:\s+(?:for|to)\s+(?:you|today|tomorrow|now|this\s+week|do|handle|fix))*(?=\s*:)/y,
    /(?:things|stuff|items|what)\s+(?:i\s+need\s+)?to\s+(?:be\s+)?(?:do|done|get done)(?:\s+(?:today|tomorrow|this week|now))?/y,
    /(?:do|handle|process|tackle|complete|finish|execute|run|perform|take care of|work (?:on|through)|deal with|get|knock out|look after|address)\s+(?:all\s+(?:of\s+)?)?(?:this|these|those|the following|following|the below|everything below|a few|some|several|a couple of|\d{1,3}|two|three|four|five|six)(?:\s+(?:following|other|small|quick|more|two|three|four|five|six|\d{1,3}))*(?:\s+(?:tasks?|items?|things?|to-?dos?|jobs?|ones?|points?|steps?|chores?|changes|fixes|updates|requests|issues|bugs|problems|tickets|features))?(?:\s+(?:for me|for us|done|below|today|tonight|now|please|asap|in order|first|next|one by one|when you can|in this order))*/y,
    /(?:the\s+)?(?:following|these)(?:\s+(?:are|is|need|needs))?(?:\s+(?:tasks?|items?|things?|jobs?|points?|to-?dos?|my tasks|to be done|doing))*(?:\s+(?:for me|please|for today|today|need(?:s)? (?:to be done|doing)))*/y,
  ],
  zh: [
    /(?:(?:这是|以下是|下面是|这些是)\s*)?(?:我的|今天的|今日|本周的?|明天的?|当前的?|你的)?(?:任务|待办|工作|todo)(?:列表|清单|事项|如下|有)?/y,
    /(?:有|还有)?(?:[几两二三四五六]|\d{1,3}|一些)(?:个|件|项|条|点)(?:小|新)?(?:任务|事情?|工作|问题|待办)(?:要做|要处理)?(?=\s*:)/y,
    /(?:做|处理|完成|搞定|解决|执行|办|帮我做)(?:一?下|好|掉)?(?:这些|那些|这几|一些|以下|下列|下面|如下|这|几|两|三|四|五|的)*(?:个|件|项|条|点)*(?:任务|事情|事项|工作|问题|内容|事|东西)?/y,
    /(?:以下|下列|下面|如下)(?:的|几)*(?:个|件|项|条)*(?:任务|事情|事项|工作|内容|事)?/y,
  ],
};
