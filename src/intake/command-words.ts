/** What tells a command that is meant from one that is only spoken about: programs, and where a command stands in a sentence. */
import { words } from "./lexicon.ts";

/** Programs people run by name. */
export const PROGRAMS = words(`
  act alembic ansible ansible-playbook apk apt apt-get astro ava awk aws az babel bash bazel bb biome black brew bun bundle bunx bzip2 cargo
  cat cd cdk chmod chown cmake composer conda corepack cp cp curl dart date dd deno df diff dig dir django-admin docker
  docker-compose dotnet dune echo elixir env esbuild eslint exit expect export false ffmpeg find firebase flake8 flask flutter
  flyctl gcc gcloud gem gh git go gofmt golangci-lint gradle gradlew grep gulp gunzip gzip head helm heroku hg hostname htop hugo
  husky id isort java javac jest jq julia just kill knex kubectl lerna less ln ls ltpm lua make mdbook md5sum meson mix mkdir mkdocs
  mocha mv mvn mvnw mypy mysql nc nest next ng nix node nodemon nohup npm npx nx nvm octave openssl oxlint pandoc perl php
  phpunit ping pip pip3 pipenv pipx playwright pkill pm2 pnpm pnpx podman poetry pre-commit prettier printenv printf prisma ps psql pwd
  pylint pyright pytest python python3 rails rake react-native redis-cli rg rm rmdir rollup rsync ruby ruff rustc rustup rvm sass sbt scp
  screen sed semgrep seq serverless sh sha256sum shellcheck shfmt sleep snyk sqlite3 ssh stat stylelint sudo supabase svn swc swift
  systemctl tail tar tee terraform test tftest time timeout tox touch true truffle ts-node tsc tsx turbo typedoc uname uniq
  unzip uv uvx vercel vim vite vitest vue wc webpack wget which whoami wrangler xargs xcodebuild yarn yq yt-dlp zig zip zola zsh
`);

/** `run: npm test`, also as an item of a list; group 1 is what stands behind the colon. */
export const RUN_LINE =
  /^[ \t]*(?:[-*\u2022+][ \t]+|\d{1,4}[.)][ \t]+)?(?:run|execute|exec|command|cmd|运行命令|执行命令|运行|执行|命令)[ \t]*:[ \t]*(\S.*)$/i;

const RUN_VERB = "(?:run|rerun|re-run|execute|exec|start|call|launch|invoke|运行|执行|跑一下|跑|启动|调用)";
const COURTESY =
  "(?:(?:please|pls|can you|could you|would you|will you|just|then|now|also|first|next|finally|and|simply|once|i need you to|i want you to|请|帮我|麻烦|先|再|然后|接着|直接)[\\s,，]*)*";
const THING =
  "(?:\\s*(?:the|this|that|following|a|shell|bash|command|commands|cmd|script|program|below|一下|命令|脚本|以下|下面的?|如下))*";

/** The sentence before the command says nothing but to run it. */
const TOLD = new RegExp(`^(?:[-*\\u2022+]\\s+|\\d{1,4}[.)]\\s+)?${COURTESY}${RUN_VERB}${THING}\\s*:?$`, "i");
/** The sentence above a fence does. */
export const RUN_THIS = new RegExp(`^${COURTESY}${RUN_VERB}(?:\\s+\\w+){0,4}$`, "i");
/** "… by running `x`": nothing but a means can follow. */
const BY_RUNNING =
  /(?:\bby\s+(?:just\s+|simply\s+)?(?:running|executing|calling|invoking)(?:\s+(?:the|this|command|script))*|通过运行|通过执行)$/i;
/** "… with `x`", "… via `x`", "用 `x`". */
const MEANS = /(?:\b(?:with|via|using|through)(?:\s+the)?(?:\s+(?:command|script))?|用|使用|通过)$/i;
/** "Check the links: `x`", "Deploy → `x`", "Print it (`x`)". */
const APART = /(?::|->|=>|\u2192|[(\uff08]|\s[-\u2013\u2014])$/;
/** What may follow without changing what is to be done: the end, courtesy, what it is for, a report of it. */
const HARMLESS =
  /^[\s,]*[)\uff09]?(?:[\s,]*(?:please|pls|now|again|once|first|locally|here|for me|thanks|thank you|命令|一下|吧|谢谢))*[\s,]*(?:[(\uff08](?:after|depends on|依赖|在)[^)\uff09\n]{1,80}[)\uff09])?(?:to\s+(?:check|verify|see|make sure|confirm|ensure|find out|validate|test|build|run|lint|get|show|print|list|format|install|update|generate)\b[^\n]*|(?:and|then|and then)\s+(?:make sure|ensure|verify|check|confirm|report|show|tell|print|see|post|share|send|let me know)\b[^\n]*|[,，]?(?:并|然后)?(?:确保|确认|报告|汇报|告诉|检查|验证)[^\n]*)?[\s.!?\u3002\uff01\uff1f~]*(?:$|\n|(?<=[.!?\u3002]\s*)(?:make sure|it|this|that|确保)\b)/i;
/** "用 `x` 做…": the means comes first and the rest of the sentence is what it is for. */
const MEANS_FIRST = /^(?:请)?(?:用|使用|通过)$/;
const SWAPS = /替换|代替|取代|改写|重写|记录|说明|解释|而不是|instead|replace/;

export type Position =
  /** Said to be run. */
  | "told"
  /** By colon, arrow or bracket, or as the means: what is to be done stands before it. */
  | "apart"
  /** At the end of the sentence, without a word that ties it to the rest. */
  | "end"
  | "elsewhere";

/** Where a command in backticks stands in its sentence. */
export function position(before: string, after: string): Position {
  if (MEANS_FIRST.test(before)) return SWAPS.test(after.split("\n", 1)[0] ?? "") ? "elsewhere" : "told";
  if (BY_RUNNING.test(before)) return "told";
  if (!HARMLESS.test(after)) return "elsewhere";
  if (TOLD.test(before)) return "told";
  return APART.test(before) || MEANS.test(before) ? "apart" : "end";
}

/** Anywhere before the command they make it something that is spoken about, or that is not to be done. */
const TALKS_ABOUT =
  /\b(?:don't|do not|dont|not|never|avoid|stop|without|instead of|rather than|why|how|what|whether|bugs?|errors?|problems?|trouble|failures?|failing|fails|crash(?:es)?|warnings?|output of|results? of|typo|mentions?|references?|alias|difference|called|named|like)\b|不要|别|请勿|禁止|为什么|怎么|如何|错误|报错|问题|失败|输出|替换|代替|解释|重命名/i;
/** Verbs whose object is a text about the command. */
const ABOUT =
  /^(?:document|explain|describe|rename|replace|mention|note|compare|discuss|quote|cite|clarify|teach|translate|swap|substitute|wrap|port|understand|investigate|debug|记录|说明|解释|替换|翻译|比较|重命名)/i;
/** Verbs whose object may be the command itself: "Fix `x`", "Remove the line: `x`", "Add a step with `x`". */
const OBJECT =
  /^(?:fix|remove|delete|drop|add|change|edit|update|rewrite|refactor|improve|move|convert|review|修复|删除|移除|添加|增加|修改|改)/i;
const PIECE_OF_TEXT =
  /\b(?:command|line|script|call|snippet|example|text|string|entry|step|word|job|target|flag|alias)s?\s*(?::|with|via|using|through)?$/i;
const LEADING = new RegExp(`^(?:[-*\\u2022+]\\s+|\\d{1,4}[.)]\\s+)?${COURTESY}`, "i");

/** Whether the sentence speaks about the command rather than asks for it. */
export function isSpokenAbout(before: string, after: string, where: Position): boolean {
  const sentence = before.replace(LEADING, "");
  if (TALKS_ABOUT.test(before) || ABOUT.test(sentence) || /^\s*(?:instead|rather)\b/i.test(after)) return true;
  if (where === "told" || !OBJECT.test(sentence)) return false;
  return where === "end" || PIECE_OF_TEXT.test(sentence);
}

/** Words that a line of prose has and a command hardly ever. */
export const PROSE_WORD =
  /^(?:the|a|an|all|this|that|these|those|your|my|our|their|its|and|or|of|with|then|please|so|every|each|it|them|we|you|i|is|are|should|again)$/i;
