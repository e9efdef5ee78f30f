/** What the text of a task says about its type. Data only; classify.ts tries the types in this order. */

const WHO =
  "(?:claude|codex|gemini|copilot|cursor|aider|opencode|devin|chatgpt|gpt|llm|(?:an?|the|another|one|some|your|two|\\d+)\\s+(?:sub-?)?agents?|(?:sub-?)?agents?|another\\s+model|a\\s+model)";
const FILE_NAME =
  "[\\w@./-]*[\\w-]\\.(?:md|mdx|txt|csv|tsv|json|jsonl|ya?ml|toml|ini|xml|html?|pdf|docx?|xlsx?|pptx?|svg|png|rst|adoc|tex|log|sql|sh|env|conf|cfg|lock)(?![\\w-])";
/** Things that are written down. */
export const DOCUMENT_NOUN = new RegExp(
  `(?:^|[\\s"'\\x60/])(?:files?|documents?|docs|documentation|reports?|readme|changelog|guides?|tutorials?|notes|summary|summaries|posts?|articles?|essays?|proposals?|plans?|specs?|specifications?|templates?|spreadsheets?|csv|json file|yaml file|pdf|slides?|presentations?|decks?|letters?|memos?|diagrams?|checklists?|outlines?|scripts?|poems?|story|stories|polic(?:y|ies)|licen[cs]e|faqs?|cheat\\s?sheets?|minutes|agendas?|drafts?|blog|announcement|newsletter|tables? of|lists? of|overview|manual|handbook|adr|rfc|\\.gitignore|dockerfile|makefile)(?![\\w-])|${FILE_NAME}`,
);
/** Things that are programmed; as the object of "write" they make it a change of code. */
export const CODE_NOUN =
  /(?:^|\s)(?:tests?|test cases?|unit tests?|functions?|class(?:es)?|methods?|components?|endpoints?|apis?|modules?|parsers?|hooks?|migrations?|features?|handlers?|types?|interfaces?|fixtures?|buttons?|routes?|services?|helpers?|forms?|dialogs?|modals?|widgets?|middleware|validators?|validation|adapters?|plugins?|bugs?|queries|query|indexes|pages?|screens?|views?|modes?|support|logic|code|algorithm|cli|app|application|server|client|library|package|workflow|pipeline|bot|game|website|site|integration|checks?|column|field|flag|option)(?![\w-])/;
/** The first of these ends the object of a verb. */
export const OBJECT_END =
  /\s(?:for|of|to|that|which|with|in|on|about|from|so|using|via|by|into|at|as|and|covering|describing|explaining)\s|[.,;:!?()\n]/;

export const TYPES = {
  messaging: {
    en: /^(?:send|forward|reply|respond|tweet|announce|invite|notify|inform|reach out|get in touch|let\s+(?!me|us|the user|users|people)[\w\s]{1,30}\sknow|post\s+(?:an?\s+|the\s+|our\s+|this\s+)?(?:[\w-]+\s+){0,2}(?:message|comment|reply|update|tweet|announcement|note|reminder|link|summary)s?\b|post\s+(?:it\s+|this\s+)?(?:to|on|in)\s+(?:slack|discord|teams|twitter|x|mastodon|linkedin|the\s+channel|#)|write\s+(?:to\s+(?!(?:a\s+|the\s+)?(?:file|disk|log|console|stdout))|(?:an?\s+)?(?:e-?mail|message|dm)\s+to\b)|(?:e-?mail|mail|message|text|dm|slack|ping|tell|contact)\s+(?!me\b|validation|template|queue|format|field|server|service|client|handler|bus|broker|parser|address|the\s+(?:server|host|endpoint|api|url|database)|host|endpoint|api|url|\d|editor|input|box)|(?:call|phone)\s+(?:mom|dad|the\s+(?:client|customer|dentist|doctor|bank|office|team|supplier)))(?![\w-])?/,
    zh: /^(?:把.{1,30})?(?:发送?(?:一?封|一?条|一下)?(?:邮件|消息|短信|通知|微信|邀请|私信)|给.{1,12}(?:发|写)(?:一?封|一?条)?(?:邮件|消息|短信|信|微信|通知)?|发给|通知|告知|回复|转发|邀请|联系|发邮件|发消息|(?:告诉)(?!我)|在.{1,12}(?:发布?|贴)(?:一条)?(?:消息|公告|评论))/,
  },
  "reminder-scheduling": {
    en: /^(?:remind|reminder|wake\s+me|snooze|schedule\s+(?!r\b)(?:an?|the|our|my|this|that|it|\w+\s+(?:meeting|call|reminder|appointment|session|interview))\b|(?:set|create|add|make|put)(?:\s+up)?\s+(?:me\s+)?(?:an?|the|another|my)?\s*(?:[\w-]+\s+)?(?:reminder|alarm|timer|calendar\s+(?:event|entry|invite)|appointment)(?![\w-])|book\s+(?:an?|the)\s+(?:meeting|appointment|call|room|slot)|(?:every|each)\s+(?:day|morning|evening|night|week|month|hour|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekday|\d+\s+(?:minutes|hours|days))\b|ping\s+me\b|don't\s+let\s+me\s+forget|(?:daily|weekly|monthly)\s+at)/,
    zh: /^(?:(?:每天|每周|每月|每小时|每隔|明天|后天|今晚|下周.?|周.|\d+\s*(?:分钟|小时|天)后|下午|上午|晚上|早上|[\d:：点半]+|\s)*(?:提醒|叫醒我|叫我)|(?:设|设置|定|设定|创建|加)(?:一?个)?.{0,8}(?:提醒|闹钟|定时器|日程)|(?:安排|预约|预定)(?:一?个|一次)?.{0,10}(?:会议|会面|日程|面试|电话)|每(?:天|周|月|小时|隔))/,
  },
  "code-execution": {
    en: /^(?:(?:run|rerun|re-run|execute|launch|boot|kick off|spin up|start|restart|stop|kill)(?!\s+(?:a\s+(?:blog|project|company|discussion|thread)|through|into|project|with|on the))|deploy|redeploy|install|reinstall|uninstall|compile|recompile|benchmark|lint|typecheck|type-check|profile|publish|rebase|cherry-pick|push|(?:build|rebuild|bundle|package)\s+(?:(?:the|our|this|my|a|all|every)\s+)?(?:[\w-]+\s+)?(?:project|app|application|docs|documentation|image|images|package|packages|release|site|binary|binaries|bundle|code|repo|everything|all|it|docker|container|workspace|artifacts?)(?:$|[\s.,!])|test\s+(?:the|our|this|all|every|whether|if|that|on|against|it)\b|release\s+(?:v?\d|version|the|a)|tag\s+(?:v?\d|the|a)|merge\s+(?:the|pr|pull|branch|#)|execute)(?![\w-])?/,
    zh: /^(?:运行|执行|跑一?[下个遍]?|启动|重启|停止|部署|安装|卸载|编译|打包|构建|发布|上线|推送|合并|测试(?!用例|代码|文档)|压测)/,
  },
  "file-creation": {
    en: /^(?:write|create|draft|generate|prepare|produce|make|compose|author|put together|add|save|export|build|set up|sketch|outline|draw|document|translate|copy|transcribe|print|record)(?![\w-])/,
    zh: /^(?:写|编写|撰写|起草|草拟|创建|新建|生成|制作|准备|整理|导出|输出|保存|画|绘制|翻译|记录|做一?[个份]|出一?份|添加|新增|拟定|制定)/,
  },
  "code-change": {
    en: /^(?:find\s+and\s+(?:fix|replace|remove)|search\s+and\s+replace|locate\s+and\s+fix|clean|tidy|get\s+rid|take\s+out|speed\s+up|hook\s+up|set\s+up|pull\s+out|cut|roll\s+back|(?:fix|refactor|implement|add|remove|delete|rename|update|upgrade|downgrade|bump|migrate|change|replace|optimi[sz]e|improve|port|convert|extract|debug|patch|support|rewrite|simplify|write|create|build|make|modify|move|introduce|enable|disable|handle|format|reformat|integrate|configure|wire|extend|adjust|correct|resolve|solve|repair|deduplicate|dedupe|split|merge|reduce|increase|drop|deprecate|allow|prevent|stop|cache|parse|render|hide|expose|use|switch|swap|wrap|inline|unify|consolidate|normali[sz]e|harden|secure|protect|reimplement|redesign|restructure|reorganize|modernize|parallelize|cover|mock|stub|pin|unpin|revert|undo|adapt|tweak|tune|polish|develop|code|design|scaffold|prototype|generate|set|define|declare|export|import|reuse|localize|internationalize|translate|style|restyle|resize|validate|sanitize|escape|encode|decode|log|track|throttle|debounce|retry|store|save|persist|load|connect|register|mount|embed|automate|containerize|dockerize|speed|shorten|tighten|loosen|align|sort|filter|paginate|group|strip|trim|ensure|make\s+sure))(?![\w-])/,
    zh: /^(?:修|改|更新|升级|降级|重构|重写|重命名|实现|添加|增加|新增|加|删|移除|去掉|去除|替换|优化|改进|改善|迁移|移动|支持|启用|禁用|处理|集成|接入|引入|配置|设置|调整|拆分|抽取|提取|合并|统一|适配|兼容|开发|设计|编写|写|创建|新建|清理|补充|补|完善|格式化|回滚|还原|解决|排查并|调试|封装|缓存|限制|搭建|制作|生成|同步|把|将)/,
  },
  review: {
    en: /^(?:code[\s-]review|review|audit|inspect|assess|evaluate|proofread|critique|examine|vet|double-check|cross-check|fact-check|spell-check|look\s+over|go\s+(?:through|over)|sanity[\s-]check|verify|validate|check(?!\s+(?:whether|if|why|how|what|when|who|where|which|for\s+(?:updates|new)|out\b|in\b)))(?![\w-])/,
    zh: /^(?:审查|审核|审阅|评审|评估|检查(?!一?下?(?:是否|为什么|有没有))|核对|核查|校对|校验|验证|验收|看一?下?.{0,6}(?:pr|代码|合并请求)|code\s*review|复核|审一?下)/,
  },
  "agent-delegation": {
    en: new RegExp(
      `^(?:delegate|hand\\s+(?:it|this|that|over|off)|outsource|orchestrate|coordinate\\s+${WHO}|spawn|dispatch\\s+${WHO}|(?:ask|have|let|get|tell|instruct|use)\\s+${WHO}|assign\\s+.{1,60}\\sto\\s+${WHO}|give\\s+.{1,60}\\sto\\s+${WHO})(?![\\w-])`,
    ),
    zh: /^(?:委派|委托|交给|派(?:一?个)?|分派|(?:让|请|叫|用)\s*(?:一?个|另一?个|子)?\s*(?:agent|claude|codex|gemini|copilot|代理|智能体|模型))/,
  },
  "info-lookup": {
    en: /^(?:what|who|whom|whose|when|where|why|how|which|is|are|was|were|does|do\s+(?:we|you|i|they)|did|can\s+(?:we|i|it)|should|find|search|look|google|research|investigate|explain|summari[sz]e|compare|list|describe|analy[sz]e|tell\s+me|show|give\s+me|get|fetch|count|measure|determine|identify|learn|read|study|explore|figure\s+out|estimate|calculate|compute|check|collect|gather|survey|trace|track\s+down|diagnose|understand|recommend|suggest|lookup|query|report|monitor|watch|browse|discover|locate|clarify|brainstorm|note|pull\s+up|see\s+(?:if|whether|why|what|how))(?![\w-])/,
    zh: /^(?:什么|谁|为什么|为何|怎么|如何|哪|几|多少|是否|有没有|查|找|搜|搜索|查找|查询|调查|调研|研究|解释|说明|总结|概括|归纳|汇总|比较|对比|列出|罗列|描述|介绍|分析|统计|计算|收集|搜集|了解|弄清|搞清|告诉我|阅读|读|看看|看一?下|排查|定位|诊断|估算|确认|推荐|检查|百度|谷歌|梳理)/,
  },
} as const;
/** Chinese things that are written down, and things that are programmed. */
export const HAN_DOCUMENT =
  /文档|文件|报告|周报|日报|月报|说明|指南|教程|笔记|纪要|总结|文章|博客|方案|计划|提案|模板|表格|清单|列表|幻灯片|ppt|演示|信|合同|图表|流程图|脚本|大纲|草稿|手册|公告|简历|readme|changelog|稿/;
export const HAN_CODE =
  /测试|用例|函数|类|方法|组件|接口|模块|解析器|功能|页面|按钮|服务|逻辑|代码|校验|插件|字段|登录|支持|索引|路由|bug/;
