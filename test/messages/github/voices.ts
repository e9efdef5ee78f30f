import { voiceIn } from "../../../src/messages/github/voice.ts";

export const EN = voiceIn("en");
export const ZH = voiceIn("zh-CN");
export const VOICES = [EN, ZH] as const;
