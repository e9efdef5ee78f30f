/** Which language a person reads: what the project says, else what their system says. */

export type Language = "en" | "zh-CN";

/**
 * The language for messages. `setting` is the project's own choice; without one the first of LC_ALL, LC_MESSAGES and
 * LANG that says anything decides, as POSIX has it. Every Chinese locale reads the one Chinese text there is.
 */
export function chooseLanguage(
  setting: Language | null,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  if (setting !== null) return setting;
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || "";
  return /^zh(?:[-_.@]|$)/i.test(locale) ? "zh-CN" : "en";
}
