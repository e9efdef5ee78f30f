import { expect, test } from "vitest";
import { messagesIn } from "../../src/messages/catalog.ts";
import { momentInWords, timeAgo, timeUntil } from "../../src/messages/time-ago.ts";
import { NOW } from "./a-task.ts";

const en = messagesIn("en");
const zh = messagesIn("zh-CN");

test.each([
  ["2026-11-21T09:30:00.000Z", "just now", "刚刚"],
  ["2026-11-21T09:29:00.001Z", "just now", "刚刚"],
  ["2026-11-21T09:29:00.000Z", "1 minute ago", "1 分钟前"],
  ["2026-11-21T08:30:00.001Z", "59 minutes ago", "59 分钟前"],
  ["2026-11-21T08:30:00.000Z", "1 hour ago", "1 小时前"],
  ["2026-11-20T09:30:00.001Z", "23 hours ago", "23 小时前"],
  ["2026-11-20T09:30:00.000Z", "1 day ago", "1 天前"],
  ["2026-10-01T00:00:00.000Z", "51 days ago", "51 天前"],
  ["2026-11-21T17:00:00.000+08:00", "30 minutes ago", "30 分钟前"],
  ["2026-11-21T10:00:00.000Z", "just now", "刚刚"],
  ["yesterday", "at an unknown time", "时间未知"],
])("timeAgo(%s) = %s", (moment, english, chinese) => {
  expect(timeAgo(en, moment, NOW)).toBe(english);
  expect(timeAgo(zh, moment, NOW)).toBe(chinese);
});

test.each([
  ["2026-11-21T09:30:30.000Z", "in a moment", "马上"],
  ["2026-11-21T09:00:00.000Z", "in a moment", "马上"],
  ["2026-11-21T09:31:00.000Z", "in 1 minute", "1 分钟后"],
  ["2026-11-21T12:00:00.000Z", "in 2 hours", "2 小时后"],
  ["2026-11-25T09:30:00.000Z", "in 4 days", "4 天后"],
  ["soon", "at an unknown time", "时间未知"],
])("timeUntil(%s) = %s", (moment, english, chinese) => {
  expect(timeUntil(en, moment, NOW)).toBe(english);
  expect(timeUntil(zh, moment, NOW)).toBe(chinese);
});

test.each([
  ["2026-11-21T09:30:59.999Z", "2026-11-21 09:30 UTC"],
  ["2026-11-21T01:30:00+08:00", "2026-11-20 17:30 UTC"],
  ["never", "at an unknown time"],
])("momentInWords(%s) = %s on every machine", (moment, expected) => expect(momentInWords(en, moment)).toBe(expected));
