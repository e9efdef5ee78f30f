/** All sources of settings in, settings out: texts only, no files, no process. */
import { checkConfig } from "./config-file.ts";
import type { NamedText } from "./fault.ts";
import { type LoadedSettings, mergeSettings, type SettingSources } from "./merge.ts";

export interface SettingTexts extends SettingSources {
  readonly configJson: NamedText | null;
}

/** The settings of a project. Rejects with `ConfigFault` for the first value that cannot be used. */
export async function loadSettings(texts: SettingTexts): Promise<LoadedSettings> {
  return mergeSettings(texts, texts.configJson === null ? null : await checkConfig(texts.configJson));
}
