/** Verbs that open a request. Data only; imperative.ts knows what to do with them. */
import { words } from "./lexicon.ts";

/** English, base form, hardly ever a noun or adjective: after "and" they open a second task. */
export const STRONG = words(`
  abandon abort accelerate accept achieve acquire activate adapt add adjust adopt advise align allocate allow amend
  analyse analyze annotate announce append apply approve arrange ask assemble assess assign attach automate backport
  bake bisect boost bootstrap bring broadcast bump buy calculate calibrate capture categorize centralize choose
  clarify classify clone collect combine compile compose compress compute configure confirm connect consolidate
  construct consult contact containerize convert convince cook correct create customize debug decide declare decouple
  decrease deduplicate define delegate delete demonstrate deploy deprecate derive describe detect determine develop
  diagnose digitize disable discard discover discuss dismiss distribute divide dockerize download drive eliminate
  embed emit enable encode encrypt enforce enhance enlarge enqueue enrich erase escalate establish evaluate examine
  exclude execute expand explain explore expose extend extract fetch figure finalise finalize find finish fix flatten
  flesh fold forbid gather generate get give google grab grant grow handle harden help hire identify ignore illustrate
  implement import improve incorporate increase inform inherit initialise initialize inject inline inspect install
  integrate introduce invalidate investigate invite isolate iterate join justify kill learn localise localize locate
  lower maintain make manage migrate minify minimise minimize modernise modernize modify mount move negotiate
  normalise normalize notify obtain offer omit onboard optimise optimize organise organize overhaul overwrite paginate
  paint parallelise parallelize parametrize parse pay perform persist pick polish populate postpone prepare prevent
  prioritise prioritize procure produce proofread propose protect prove provide provision prune publish pull purchase
  purge put raise randomize reach read rearrange rebase rebuild recalculate recommend reconcile recover recreate
  redesign redirect redo reduce refactor refine reformat refresh regenerate register reimplement reinstall relocate
  remind remove rename render renew reopen reorder reorganise reorganize repair rephrase replace replicate reply
  reproduce rerun resize resolve respond restore restructure resubmit retest rethink retire retrieve retry reuse
  revert revise revisit revoke rewrite rework rotate run sanitise say mention state scroll solicit sanitize scaffold scrape secure select sell send
  serialise serialize serve set shorten shrink simplify simulate skip slim solve specify speed squash stabilise stabilize
  standardise standardize streamline strengthen strip submit subscribe substitute suggest summarise summarize suppress
  tackle take teach tell throttle tidy tighten transcribe transform translate transpile trim troubleshoot truncate tune
  tweak unblock uncomment undo unify uninstall unlock unpin unsubscribe untangle update upgrade upload validate verify
  double-check cross-check fact-check spell-check fine-tune visit visualise visualize wash whitelist widen wire withdraw wrap write zip close delay go install keep open
`);

/** Of these, the ones that may begin an opening as well ("add task:", "handle these:", "help me"). */
export const OPENING = words(
  "add create make open register put insert append enqueue handle process tackle complete finish execute run perform take get help get go give tell send",
);

/** English verbs that are as often nouns or adjectives ("build", "review"): they need more of a clause around them. */
export const WEAK = words(`
  access address alert amount answer approach archive audit backup balance batch benchmark block blog book branch brief
  brainstorm budget build bundle cache call cancel challenge change chart chat check clean cleanup clear code comment
  commit compare complete contrast control coordinate copy count cover crawl crop cut dedupe demo design detail
  display do document double draft draw drop dry duplicate edit email empty end estimate experiment export eye
  feed file fill filter flag focus follow-up force fork format forward free freeze function group guard guide hack hash
  hide highlight hook host hunt index input instrument interview label launch layout level lift limit link lint
  list load lock log look loop mail map mark match measure merge message mirror mock model monitor mute name narrow note
  nudge order outline output pack package page paste patch phone photograph pin ping pitch place plan plant play plot
  port post practice present preview print process profile program project promote prompt prototype pump push query
  question queue quote race rank rate rebrand record release rent repeat report request research reserve reset reship
  restart result return review rollback roll round route sample save scale scan schedule scope score screen script
  search seed separate setup shape share shift ship shop show shut sign silence sketch smoke sort sound source spec
  split sponsor staff start stash stop store stream structure study stub style support survey swap switch sync
  tag tail talk target task terminate test text thank think throw time title toggle total touch trace track trade train
  transfer trial triage trigger turn type use version view vote wait walk warm warn watch water weigh work benchmark
`);

/** Requests that qualify the one before them when there is one ("Use TypeScript.", "Make sure it passes."). */
export const DEPENDENT =
  /(?:make sure|be sure|ensure|use|keep|follow|remember to|don't forget|do not forget|consider|try|include|leave|stick (?:to|with)|bear in mind|treat|preserve|respect|target|focus on|start with|begin with|look at the|read the|check out the|take care (?:not|that)|report (?:back|the (?:results?|failures?|outcome|findings|errors?|status)|any|what|on (?:it|that)|to me)|tell me|let me know|show me|give me|确保|保证|注意|记得|别忘了|使用|参考|遵循|保持)(?![\w-])/y;

/** What must not be done, or only has to be known: never a task. */
export const PROHIBITION =
  /(?:do not|don't|dont|never|avoid|please note|note|see|refer to|assume|mind|beware|be (?:careful|aware|mindful|ready|nice)|feel free|expect|no need|watch out|try not|不要|别|请勿|切勿|无需|不用|不必|禁止|请注意)(?![\w-])/y;

/** Particles that belong to the verb and are no object of their own ("clean up", "look into"). */
export const PARTICLES = words(
  "up out off down in on over back away through apart together into at for with ahead along",
);

/** Verbs of one word that need their preposition to be a request ("look into", not "look, ..."). */
export const NEEDS: ReadonlyMap<string, RegExp> = new Map([
  ["look", /\s+(?:at|into|for|up|through|over|after)\b/y],
  ["talk", /\s+(?:to|with)\b/y],
  ["work", /\s+(?:on|with|through|out|towards?)\b/y],
  ["wait", /\s+for\b/y],
  ["thank", /\s+(?!you|u\b|god)\w/y],
  ["think", /\s+(?:about|of|through|up)\b/y],
  ["back", /\s+(?:up|out)\b/y],
  ["go", /\s+(?:to|through|over|ahead|back|and|live|for|buy|find|fix)\b/y],
  ["end", /(?!)/y],
  ["begin", /(?!)/y],
  ["eye", /(?!)/y],
  ["total", /(?!)/y],
  ["sound", /(?!)/y],
  ["note", /\s+(?:down|the|all|every)\b/y],
  ["get", /\s+(?!well|it\b|that\b|back soon)\w/y],
  ["help", /\s+(?!wanted|needed)\w/y],
  ["take", /\s+(?!it easy|your time|care[.!]?$)\w/y],
  ["keep", /\s+(?!up the|it up|calm)\w/y],
  ["follow-up", /\s+(?:with|on)\b/y],
]);

/** Chinese verbs and verb phrases that open a request. */
export const HAN_VERBS = words(`
  修复 修正 修改 修订 修补 修理 修好 更新 添加 增加 新增 加上 加入 删除 删掉 移除 去掉 清除 清理 清空 编写 撰写 书写 写一 写个
  写出 写好 起草 草拟 创建 新建 建立 搭建 构建 编译 打包 部署 发布 上线 提交 推送 拉取 合并 回滚 还原 恢复 测试 检查 检测 核对 核查
  校验 校对 验证 确认 运行 执行 跑一 跑下 重构 重写 重命名 重启 重做 优化 改进 改善 改成 改为 改一 改掉 提升 提高 降低 减少 升级
  降级 安装 卸载 配置 设置 设定 调整 调试 调研 调查 调用 整理 整合 生成 实现 开发 设计 制作 制定 审查 审核 审阅 评审 评估 翻译 总结
  概括 归纳 汇总 分析 研究 探索 下载 上传 发送 发给 发一 发邮件 寄送 备份 迁移 移动 复制 粘贴 导入 导出 转换 转成 替换 换成 拆分 抽取 提取
  收集 采集 抓取 爬取 统计 计算 估算 比较 对比 排查 定位 处理 解决 解释 说明 介绍 描述 记录 登记 列出 罗列 画一 画个 画出 绘制 准备 安排
  联系 通知 告知 回复 回答 答复 邀请 预订 预定 购买 采购 订购 补充 补上 补全 补一 完善 丰富 扩展 支持 启用 禁用 关闭 打开 开启 启动
  停止 停用 归档 格式化 规范 统一 同步 监控 跟踪 追踪 跟进 关注 查看 查找 查询 查一 查出 查明 搜索 搜集 搜一 寻找 找出 找到 找一 阅读
  读取 读一 浏览 注册 登录到 申请 申报 报告 汇报 分享 上报 对接 联调 接入 集成 引入 封装 适配 兼容 压缩 解压 加密 解密 渲染 模拟 复现
  验收 做一 做个 做好 做出 做完 制订 策划 规划 梳理 筛选 过滤 排序 分类 标注 标记 命名 训练 微调 推荐 挑选 选择 组织 召开 参加 学习 复习 预览
  缩短 加快 限制 隐藏 显示 展示 开个 建一 建个 加一 加个 加下 提一 提个 去除 剔除 拆掉 绑定 解绑 订阅 取消订阅 谷歌 百度一 提醒 清洗 打印 录制
  剪辑 润色 改写 扩写 缩写 续写 排版 购置 拟定 敲定 跑通 打通 补齐 修掉 查下 看一 看看 改下 写下 做下 发下 测一 测下 合入 撤销 撤回 打标签 进行
`);

/** One-character verbs; they count where the next character does not make another word of them. */
export const HAN_SHORT =
  /写(?![作照])|改(?![进善革])|加(?![班油入])|删|修(?![身养])|测(?!试)|跑(?!步)|查(?!询)|做(?!到|不|法|的|人)|发(?![现生明展布觉])|画(?!面)|买(?!家)|建(?!议)|搭|译|读(?!者)|抄|寄|订(?!单)|配(?!置|合)|装(?!饰)|传|存|找|换|调(?!度)|拆|补|把|将(?!来|会|要|于)/y;

/** "在首页添加按钮", "给团队发邮件": the verb comes after where, for whom or with what. */
export const HAN_PREPOSITION =
  /(?:在(?![吗线])|为(?!什么|何|了)|对(?![了不])|从(?![来不])|用(?![户例力途])|向|跟|给|根据|按照|针对|以(?![及后前为])|通过(?!了)|使用|基于|关于|每)/y;

/** What after a Chinese verb shows that somebody states a fact ("测试失败", "更新后的文档"). */
export const HAN_FACT =
  /(?:了|过(?![滤期程时度渡长大])|已(?:经|发布|上线)|失败|成功(?!率)|通过了|中(?![文国间英心断继转])|的|后(?![端台续缀面门])|时(?![区钟间长序刻段])|得|不了|正在|是(?!否)|会(?![议员话计])|都[是在没通]|[很太]|也[没是在不]|还[没是在])/y;

/** Chinese verbs that take another clause as their object ("支持创建、删除用户"). */
export const HAN_TAKES_CLAUSE =
  /^(?:支持|实现|包括|允许|负责|进行|确保|保证|解释|说明|介绍|描述|研究|讨论|评估|分析|总结|列出|编写|写)/;
