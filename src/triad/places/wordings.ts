/** In which words people head the parts of their documents, in English and Chinese. Compared with `plainTitle`. */

/** What a section is for. */
export type SectionRole =
  | "stage"
  | "overall"
  | "milestones"
  | "completed"
  | "in_progress"
  | "pending"
  | "blockers"
  | "activity"
  | "changelog"
  | "notes"
  | "next"
  | "short_term"
  | "medium_term"
  | "backlog"
  | "waiting"
  | "goal"
  | "criteria"
  | "deliverables"
  | "scope"
  | "constraints"
  | "stakeholders"
  | "decisions"
  | "reasoning"
  | "issues"
  | "meetings"
  | "technical"
  | "references"
  | "status";

const list = (words: string): readonly string[] => words.split("|").map((word) => word.trim());

/** Section titles by role; no title stands under two roles. */
export const SECTION_WORDINGS: Readonly<Record<SectionRole, readonly string[]>> = {
  stage: list("current stage|current phase|current sprint|stage|phase|当前阶段|目前阶段|现阶段|当前迭代|阶段"),
  overall: list("overall progress|overall status|total progress|总体进度|整体进度|总进度|进度概览|总体状态"),
  milestones: list("milestones|key milestones|project milestones|里程碑|关键里程碑|项目里程碑"),
  completed: list(
    "completed|done|finished|completed milestones|milestones completed|completed tasks|已完成|已完成里程碑|完成事项|已完成事项|已完成任务",
  ),
  in_progress: list("in progress|ongoing|doing|work in progress|进行中|正在进行|进行中的任务"),
  pending: list("pending|upcoming|planned|upcoming milestones|future milestones|待完成|未完成|待开始|计划中|即将到来"),
  blockers: list(
    "blockers|blocker|blocked|current blockers|known blockers|active blockers|open blockers|impediments|blocking issues|阻塞|阻塞项|阻碍|障碍|当前阻塞|阻塞问题|卡点",
  ),
  activity: list(
    "recent activity|activity|activity log|progress log|work log|worklog|log|latest updates|recent updates|updates|session log|recent progress|auto sync|最近活动|近期活动|活动记录|工作日志|进度日志|日志|最近更新|最新动态|近期进展|最近进展",
  ),
  changelog: list("changelog|change log|changes|version history|变更记录|更新日志|变更日志|更新记录"),
  notes: list("notes|project notes|context|备注|笔记|说明"),
  next: list(
    "immediate priority|immediate priorities|immediate|immediate next steps|immediate actions|next action|next actions|next steps|next step|next|next session|next up|up next|what to do next|now|立即执行|立即优先|当前优先|最高优先级|首要任务|下一步|下一步行动|下一步计划|后续步骤|接下来",
  ),
  short_term: list("short term|short-term|this week|短期|短期计划|本周|本周计划|近期"),
  medium_term: list("medium term|medium-term|mid term|mid-term|this month|中期|中期计划|本月|本月计划"),
  backlog: list(
    "backlog|todo|to do|to-do|todos|todo list|task list|later|someday|icebox|待办|待办事项|待办列表|任务列表|积压|以后",
  ),
  waiting: list("waiting on|waiting for|waiting|blocked on|等待|等待中|等待事项|等待项"),
  goal: list(
    "vision|mission|mission statement|goal|goals|project goal|project goals|objective|objectives|purpose|the core truth|愿景|使命|目标|项目目标|项目愿景|宗旨",
  ),
  criteria: list("success criteria|definition of done|acceptance criteria|成功标准|验收标准|完成标准"),
  deliverables: list("deliverables|what we deliver|交付物|交付成果|可交付成果"),
  scope: list("scope|scope and boundaries|project scope|in scope|范围|项目范围"),
  constraints: list("constraints|limitations|约束|限制|约束条件|限制条件"),
  stakeholders: list("stakeholders|owners|team|干系人|利益相关者|相关方|团队"),
  decisions: list(
    "decisions|key decisions|decision log|major decisions|design decisions|key design decisions|决策|关键决策|决策记录|重大决策|决定",
  ),
  reasoning: list("rationale|reasoning|decision rationale|why we decided|决策理由|决策依据|决策原因|理由"),
  issues: list("known issues|all known issues|issues|open issues|bugs|known bugs|已知问题|问题列表|问题清单|缺陷"),
  meetings: list("meeting notes|meetings|meeting points|meeting minutes|minutes|会议记录|会议纪要|会议要点"),
  technical: list(
    "technical details|architecture|technical design|implementation details|api reference|tech stack|technical notes|技术细节|架构|技术设计|实现细节|技术栈",
  ),
  references: list("references|links|resources|further reading|bibliography|参考|参考资料|参考链接|参考文献|链接|资源"),
  status: list("ltpm status|ltpm 状态"),
};

/** Our own sections, where a document has no certain place: once there, they come before every other. */
export const OWN_TITLES = {
  activity: { en: "LTPM Activity", "zh-CN": "LTPM 活动" },
  blockers: { en: "LTPM Blockers", "zh-CN": "LTPM 阻塞" },
  next: { en: "LTPM Next Steps", "zh-CN": "LTPM 下一步" },
  status: { en: "LTPM Status", "zh-CN": "LTPM 状态" },
} as const;

export type OwnRole = keyof typeof OWN_TITLES;

/** The titles of the templates, for a section that is missing. */
export const TEMPLATE_TITLES: Readonly<Record<OwnRole, { readonly en: string; readonly "zh-CN": string }>> = {
  activity: { en: "Recent Activity", "zh-CN": "最近活动" },
  blockers: { en: "Blockers", "zh-CN": "阻塞项" },
  next: { en: "Immediate Priority (Next Session)", "zh-CN": "立即优先（下次会话）" },
  status: { en: "LTPM Status", "zh-CN": "LTPM 状态" },
};

/** What a line `**Label**: value` is for. */
export type FieldRole = "percent" | "stage" | "updated" | "created" | "version" | "state";

/** Labels that mean the whole project wherever they stand, and labels that do only at the top or under a status heading. */
export const FIELD_WORDINGS: Readonly<
  Record<FieldRole, { readonly sure: readonly string[]; readonly top: readonly string[] }>
> = {
  percent: {
    sure: list(
      "overall progress|total progress|overall completion|project progress|overall percentage|总体进度|整体进度|总进度|项目进度|总体完成度|当前完成度|整体完成度",
    ),
    top: list("progress|completion|complete|completed|completion rate|percent complete|进度|完成度|完成率|当前进度"),
  },
  stage: {
    sure: list("current stage|current phase|current sprint|当前阶段|目前阶段|现阶段"),
    top: list("stage|phase|阶段"),
  },
  updated: {
    sure: list("last updated|last update|最后更新|最近更新|上次更新"),
    top: list("updated|更新时间|更新于|更新"),
  },
  created: { sure: list("created|created on|start date|创建日期|创建时间|创建于|创建"), top: [] },
  version: { sure: list("version|版本"), top: [] },
  state: { sure: list("status|project status|状态|项目状态"), top: [] },
};
