/** Lines of the templates that nobody has filled in yet: they say nothing, and give way to the first real entry. */

const PLACEHOLDERS: ReadonlySet<string> = new Set([
  "What are we building/creating? Why does it matter?",
  "Criterion 1",
  "Criterion 2",
  "Criterion 3",
  "Primary: {main output}",
  "Secondary: {supporting outputs}",
  "Budget / Time / Resources",
  "Technical limitations",
  "Dependencies",
  "Owner: {name}",
  "Contributors: {names}",
  "{Stage Name} - {Brief description}",
  "[YYYY-MM-DD] Milestone 1",
  "[YYYY-MM-DD] Milestone 2",
  "[YYYY-MM-DD] Current task...",
  "Future milestone 1",
  "Future milestone 2",
  "🚧 Blocker 1: {description}",
  "🚧 Blocker 2: {description}",
  "{YYYY-MM-DD HH:MM}: {What was accomplished}",
  "{YYYY-MM-DD HH:MM}: {What was discussed}",
  "{Cross-session context that must be preserved}",
  "{Atomic task 1}",
  "{Atomic task 2}",
  "Task A",
  "Task B",
  "Task C",
  "Task D",
  "⏳ {Item}: Waiting for {who/what}",
  "我们要构建或创作什么？为什么重要？",
  "标准 1",
  "标准 2",
  "标准 3",
  "主要：{主要产出}",
  "次要：{辅助产出}",
  "预算 / 时间 / 资源",
  "技术限制",
  "依赖",
  "负责人：{姓名}",
  "参与者：{姓名列表}",
  "{阶段名称} - {简要说明}",
  "[YYYY-MM-DD] 里程碑 1",
  "[YYYY-MM-DD] 里程碑 2",
  "[YYYY-MM-DD] 当前任务……",
  "未来的里程碑 1",
  "未来的里程碑 2",
  "🚧 阻塞项 1：{说明}",
  "🚧 阻塞项 2：{说明}",
  "{YYYY-MM-DD HH:MM}：{完成了什么}",
  "{YYYY-MM-DD HH:MM}：{讨论了什么}",
  "{必须跨会话保留的背景}",
  "{原子任务 1}",
  "{原子任务 2}",
  "任务 A",
  "任务 B",
  "任务 C",
  "任务 D",
  "⏳ {事项}：等待{谁/什么}",
]);

/** Whether this text of an item or paragraph, without marker and box, still stands as the template has it. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDERS.has(text.trim());
}

const NOTHING =
  /^(?:none|none (?:yet|currently|at the moment)|no (?:current |known |active )?blockers|nothing|n\/a|-|无|暂无|没有|无阻塞)[.。!]?$/i;

/** Whether this text says that there is nothing: `None.`, `暂无`. */
export function saysNothing(text: string): boolean {
  return NOTHING.test(text.replace(/[*_`]/g, "").trim());
}
