/** What is no task although it is said to us: look-ups, web searches, reminders, courtesy. Data only. */

/** Questions that one sentence answers. */
export const QUESTION = {
  en: /(?:(?:and|but|so|also|hey|hi|ok|btw)[,\s]+)*(?:(?:what|when|where|who|whom|whose|which|why|how)(?:'s|'re|'d|'ll)?(?![\w-])|(?:is|are|was|were|am|isn't|aren't|wasn't|does|did|has|had|doesn't|didn't|hasn't|don't\s+(?:you|we|they|i)|should|may|might|must|shall)\s|(?:do|have|can|could|would|will|won't|can't|couldn't)\s+(?:i|we|they|he|she|it|you|u|the|this|that|these|those|there|any|anyone|anybody|someone|our|my|your)(?![\w'])|any\s+(?:idea|chance|news|update|thoughts)|(?:i\s+)?wonder(?:ing)?\s|i(?:'m|\s+am)\s+(?:curious|wondering)|(?:just\s+)?curious|is\s+it)/y,
  zh: /(?:请问|想问|问一下|请教|什么是|为什么|为何|怎么|怎样|如何|什么|何时|哪|谁|是否|是不是|有没有|多少|几点|多久|多大|多远|你知道|你觉得|你认为|知道)/y,
};
/** "tell me what …", "do you know …", "I want to know …": asked in other words. */
export const ASKS_TO_TELL = {
  en: /(?:(?:please\s+)?(?:tell|remind)\s+(?:me|us)(?:\s+again)?\s+(?:what|when|where|who|which|why|how|if|whether|the\s+(?:time|date|day|weather|capital|temperature|population|price|meaning|difference))|find\s+out\s+what\s+(?:time|day|date)|(?:know|understand|ask|hear|be\s+told)\s+(?:what|when|where|who|which|why|how|if|whether|the\s+(?:time|date|day|weather|capital))|do\s+you\s+(?:know|think|remember|have)|explain\s+(?:to\s+me\s+)?what\s+(?:time|day|date)|what(?:'s)?\s)/y,
  zh: /(?:知道|了解|请问|问一下|问问|问|告诉我(?!们?任务))(?:一下)?(?:.{0,20})(?:什么|怎么|为什么|哪|谁|多少|几|如何|是否|吗|呢|天气|时间)/y,
};
/** Ends of Chinese questions. */
export const QUESTION_TAIL =
  /(?:吗|呢|(?<![什怎这那])么|(?:什么|怎么样|为什么|几点|多少|如何|怎么办|哪里|谁|几号)(?:了|呢|啊)?)[?!.。~\s]*$/;

/** One search on the web. Searching our own code is work. */
export const SEARCH = {
  en: /(?:google(?!\s+(?:sheet|doc|drive|cloud|maps|analytics|calendar|login|auth|oauth|sign|fonts?|play|api))(?![\w-])|bing\s|duckduckgo\s|web\s*search|search(?:\s+(?:the\s+)?(?:web|internet|online|google|net))?(?:\s+(?:for|on\s+google\s+for|about))|search\s+(?:the\s+)?(?:web|internet|google|online)|do\s+a\s+(?:quick\s+)?(?:web|google|internet)\s+search|(?:look|search)\s+(?:it\s+|this\s+|that\s+)?up(?![\w-])|look\s+(?:this|that|it)\s+up|look\s+up|check\s+the\s+(?:weather|time|date|news|score|stock|exchange\s+rate))/y,
  zh: /(?:(?:在|用|去|上)?(?:谷歌|百度|必应|google|bing|网上|网络上|互联网上?|搜索引擎)(?:上|里)?(?:搜索|搜|查找|查询|查|找)?(?:一下|一搜|下|搜|查)?|搜索一下|搜一下|搜搜|搜一搜|搜下|搜索|搜|查一下|查一查|查下|查查|上网(?:查|搜)(?:一下|找)?)/y,
};
export const OUR_OWN =
  /\b(?:code|codebase|repo|repository|source|src|logs?|files?|directory|folder|database|project|usages?|occurrences?|references|todos?|docs|history|commits?|issues?|tests?|bugs?|memory leaks?)\b|代码|仓库|日志|文件|目录|项目|数据库|源码|用法|引用|函数|变量|接口|构建|测试|报错|错误|原因|依赖|版本|配置|任务|进度|bug|ci\b|pr\b/;

/** A reminder, an alarm, a timer and nothing else. */
export const REMINDER = {
  en: /(?:remind\s+(?:me|us)|(?:set|create|add|make|schedule|put|start)(?:\s+up)?\s+(?:me\s+)?(?:an?|the|another|my)?\s*(?:\d+[\s-]*(?:min(?:ute)?s?|h(?:ou)?rs?|sec(?:ond)?s?)[\s-]+)?(?:reminder|alarm|timer|countdown|wake-?up call)(?![\w-])|wake\s+(?:me|us)|(?:ping|alert|nudge|buzz|notify|call|text|poke)\s+me\s+(?:again\s+)?(?:in|at|on|tomorrow|tonight|later|every|when|next|after)(?![\w-])|don't\s+let\s+me\s+forget|reminder\s*:|snooze)/y,
  zh: /(?:(?:\d+|[一二三四五六七八九十半]+)\s*(?:个)?(?:分钟|小时|天|点|秒)(?:之?后|以后|半|整)?|明天|后天|今晚|下午|上午|早上|晚上|中午|下周[一二三四五六日天]?|周[一二三四五六日天]|每天|每周|到时候|待会儿?|稍后|等会儿?|\s)*(?:提醒(?:我|我们|一下我)|叫(?:我起床|醒我)|喊我|(?:设|设置|定|设定|订|开|调|加|建)(?:一?个|一下)?(?:.{0,8})?(?:闹钟|闹铃|提醒|倒计时|定时器|计时器))/y,
};

/** Sentences that only keep a conversation pleasant. Whole sentences, without their punctuation. */
export const COURTESY = {
  en: /^(?:(?:many |thanks|thank you|thx|ty|tia|cheers|much appreciated|appreciate (?:it|that|your help)|appreciated|i(?:'d| would) (?:really )?appreciate (?:it|that|your help)|please|pls|kind regards|best regards|warm regards|regards|best wishes|best|sincerely|yours|xoxo|hi|hey|hello|dear|good (?:morning|afternoon|evening|night|day|luck|job|work)|great|nice|cool|awesome|perfect|ok|okay|sure|yes|no|yeah|yep|nope|lgtm|ship it|\+1|sounds good|well done|nice work|great work|great job|got it|noted|understood|will do|go ahead|go for it|no (?:rush|hurry|worries|problem)|never ?mind|take your time|that's (?:all|it)(?: for now| for today)?|that is all|that'll be all|please and thank you|have a (?:nice|good|great) (?:day|weekend|one|evening)|let me know|keep me posted|ping me|happy to help|welcome|you're welcome|sorry|oops|asap|any questions\??|so much|very much|a lot|a million|in advance|again|for (?:your|the|all your) (?:help|time|support|work|patience)|everyone|everybody|all|team|there|folks|guys|ltpm|bot|mate|man|and|then|for now|today|if (?:you )?(?:have|need|there are) (?:any )?(?:questions|problems|issues|anything)(?: about (?:it|this|that))?|when(?: you're| you are| it's| it is|ever| everything is)? (?:done|finished|ready)|how it goes|what you think|if (?:anything|something) (?:is unclear|comes up|goes wrong|breaks|is missing)|once (?:it's |you're )?(?:done|finished)|!|,|\.|-|:\)|;\)|:d|\s)+)$/,
  zh: /^(?:谢谢(?:你|您|大家|啦|了)?|多谢|感谢(?:您|你)?|非常感谢|十分感谢|辛苦(?:你|您|大家)?(?:了|啦)?|拜托(?:你|您)?了?|麻烦(?:你|您)?了|劳烦|就这些|就这样|以上|先谢过|不客气|没事|没问题|好的?|好吧|嗯+|行|可以|收到|明白|了解|知道了|你好|您好|大家好|早上好|晚上好|下午好|早|嗨|哈+|太好了|太棒了|不错|赞|加油|有问题(?:随时)?(?:联系我|找我|问我|告诉我|叫我)|不急|慢慢来|尽快|完成后(?:告诉|通知|叫)(?:我|一声)(?:一下|一声)?|做完(?:告诉|通知)我(?:一下|一声)?|,|!|。|~|\.|\s|、)+$/,
};
/** Closing lines that go on: "let me know when all of it is merged". */
export const CLOSING = {
  en: /(?:(?:please\s+|and\s+|just\s+)*(?:let\s+me\s+know|keep\s+me\s+(?:posted|updated|informed)|tell\s+me\s+(?:when|once)|ping\s+me\s+(?:when|if|once)|shout\s+if|feel\s+free|looking\s+forward|hope\s+(?:this|that)|thanks|thank\s+you|thx|many\s+thanks|cheers|sorry\s+for|no\s+need\s+to\s+(?:reply|answer|hurry)))(?![\w])/y,
  zh: /(?:谢谢|感谢|多谢|辛苦|有(?:任何)?(?:问题|疑问)|完成后(?:请)?(?:告诉|通知)我|期待)/y,
};

/** Talk to the tool about its own records, and requests to stop: natural-language triggers, not tasks. */
export const TALK = {
  en: /(?:(?:show|save|record|update|log|track|check|sync|mark|note)\s+(?:me\s+)?(?:the|my|our|this|current|today's|a|as\s+a?|all|overall|latest|new|next)?\s*(?:progress|milestone|checkpoint)s?(?:\s*$|\s*[:.!?]|\s+(?:now|please|reached|achieved|of\s+the\s+project|for\s+today|so\s+far|done|complete))|start\s+(?:the\s+|a\s+|our\s+|my\s+|this\s+)?(?:new\s+)?project(?![\w-])|(?:call|wrap)\s+it\s+(?:a\s+day|up)|wrap\s+up\s+for|stop\s+(?:here|for\s+(?:now|today)|working)|talk\s+(?:to\s+you\s+)?later|take\s+a\s+break|(?:retry|skip|cancel)\s+(?:all|everything|every\s+task|it|that|this|them|\d+|#\d+|(?:the\s+)?(?:last|first|next|blocked|failed|pending)\s+(?:task|one|tasks)|(?:all\s+|the\s+)?(?:blocked|failed|pending)?\s*tasks?)(?![\w-])|mark\s+(?:it|that|this|all|everything|them)\s+(?:as\s+)?(?:done|complete)|get\s+(?:well|back\s+to\s+you)|(?:help|version|dispatch|sync|archive|resume|next|checkpoint|doctor|restore|backup|watch|init|menu|commands)\s*[.!?]*\s*$|(?:start|restart|resume|pause|stop|run|dispatch|unblock|block|reopen|close|delete|remove|edit|show|open)\s+(?:task\s+)?t-?\d{1,9}(?:\s+--?\w+|\s+(?:now|please|again))*\s*[.!]*\s*$|(?:retry|skip|cancel|mark|done)\s+(?:tasks?\s+)?#?t\s?-?\s?\d)/y,
  zh: /(?:(?:更新|保存|记录|查看|显示|汇报|同步|报告|看看|看一下)(?:一下|下)?(?:当前|项目|今天的?|最新|总体)?(?:的)?(?:进度|里程碑|检查点)|启动(?:$|[吧。!,\s]|新?项目|这个项目|本项目)|(?:标记|记录|记|打)(?:一?个|一下)?里程碑|(?:新建|创建)(?:一个)?(?:新)?项目|做到了|搞定|加油|查看?任务|(?:重试|跳过|取消|完成|标记|把|将)\s*(?:任务\s*)?t\s?-?\s?\d)/y,
};
