/** How it is told that something is asked for and not said, and where the name of a milestone begins. Data only; all for normalised text. */

/** "what's the progress?", "进度怎么样", "完成了吗". */
export const ENDS_IN_QUESTION = /\?[\s.!?。]*$|(?:吗|呢|怎么样|如何|多少|了没|没有)[\s.!?。]*$/;
/** "show me the progress", "查看进度". */
export const ASKS_FOR =
  /^(?:(?:please|pls|hey|hi|so|and|ok|can you|could you|请|帮我|麻烦)[\s,]*){0,3}(?:show|tell|give|report|list|display|print|check|see the|look up|what|what's|how|how's|where|when|why|which|who|查看|看看|看一?下|显示|汇报|报告|告诉|什么|如何|怎么)(?![\w-])/;
/** A quick command: what stands behind it is said with it. */
export const COMMAND = /^\/?(?:checkpoint|mark[_-]milestone)$/;
/** The trigger is the word itself, and not a sentence of its own such as "stage done". */
export const NAMED = /^(?:milestones?|里程碑)$/;
/** Between "milestone" and its words: "milestone reached: …", "里程碑达成,…". */
export const SAID_BEHIND =
  /^(?:\s+(?:reached|hit|achieved|done|completed?|finished|passed|now)|(?:达成|达到|完成|到达|了|已)+)?\s*(?::|=>|->|--?(?=\s)|,)\s*(?=[^\s.,:;!?。])/;
