/** What tells a command that is meant from one that is only mentioned. Data only; command-line.ts reads it. */
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
/** Of these, the ones that are plain English too: alone they are taken for a word. */
export const ALSO_WORDS = words(
  "act black bundle date diff dig dir echo env exit expect export false find flask go head hugo id just kill less make next node nest ping sass screen sleep stat swift tail tee test time timeout touch true turbo which cat",
);

export const RUN_LINE = /^(?:run|execute|exec|command|cmd|shell|运行命令|执行命令|运行|执行|命令)\s*:[ \t]*/;

const THING =
  "(?:\\s*(?:the|this|that|following|a|shell|bash|command|commands|cmd|script|below|命令|脚本|以下|下面的?|如下))*";
/** The span is what a verb of running acts on: "Run `x`", "please execute the command: `x`", "运行 `x`". */
export const RUNS = new RegExp(
  `^(?:run|rerun|re-run|execute|exec|start|call|launch|invoke|运行|执行|跑一下|跑|启动|调用)(?:\\s*一下)?${THING}\\s*:?\\s*$`,
);
/** The span is the means: "… by running `x`", "… via `x`". */
export const BY = new RegExp(
  `(?:\\bby\\s+(?:just\\s+|simply\\s+)?(?:running|executing|calling|invoking|using)|\\bvia|\\busing|\\bthrough|用|使用|通过|通过运行|通过执行)${THING}\\s*$`,
);
/** Nothing but a means can follow these. */
export const BY_RUNNING =
  /\bby\s+(?:just\s+|simply\s+)?(?:running|executing|calling|invoking)(?:\s+(?:the|this|following|command|script))*\s*$|(?:通过运行|通过执行)\s*$/;
/** Weaker: "Check the types with `x`", "Run the tests: `x`". */
export const WITH = new RegExp(`(?:\\bwith${THING}|:)\\s*$`);
/** "用 `x` 做…": the means comes first. */
export const MEANS_FIRST = /^(?:用|使用|通过)\s*$/;

/** Verbs whose object can be carried out by one command. */
export const CARRIED_OUT = words(`
  run rerun execute exec start launch call build rebuild test lint check typecheck type-check verify validate format compile deploy publish
  generate regenerate install reinstall update upgrade clean seed migrate benchmark profile sync release bundle pack package serve restart stop
  reset bootstrap init initialize setup set print show list
`);
/** Verbs that only speak about a command. */
export const SPEAKS_ABOUT = words(`
  document explain describe rename replace mention note compare investigate understand edit rewrite translate review discuss
  quote cite clarify teach illustrate show say research find search look swap substitute convert port wrap drop write debug
`);
/** Of these, the ones that also speak about a command "by running" it. */
export const ALWAYS_ABOUT = words(
  "document explain describe rename mention note compare discuss cite clarify teach illustrate say",
);
/** Anywhere before the command they make it a mention, or a thing not to do. */
export const TALKS_ABOUT =
  /\b(?:don't|do not|not|never|avoid|stop|without|instead of|rather than|why|how|what|when|whether|bug|bugs|error|errors|issue|issues|problem|problems|trouble|failure|failures|crash|crashes|warning|warnings|output|result|results|exit code|typo|mention|mentions|reference|references|section|docs|documentation|readme|example|examples|alias|support|regression|conflict|conflicts|difference|after|before|while|so that|that|which|called|named|like|replace)\b|不要|别|请勿|禁止|为什么|怎么|如何|错误|报错|问题|失败|输出|替换|代替|文档|说明|解释|删除|移除|修复|重命名|如果|之后|以后/;
/** What may follow the command without changing what it does. */
export const HARMLESS =
  /^[\s,]*(?:(?:please|pls|now|again|once|first|locally|here|for me|thanks|thank you|命令|一下|吧|谢谢)[\s,]*)*(?:to\s+(?:check|verify|see|make sure|confirm|ensure|find out|validate|test|build|run|lint|get|show|print|list|format|install|update|generate)(?![\w-])[^\uE000]*|(?:,?\s*(?:and|then|and then)\s+)(?:make sure|ensure|verify|check|confirm|report|show|tell|print|see|post|share|send|let me know)(?![\w-])[^\uE000]*|[,，]?\s*(?:并|然后|,)?\s*(?:确保|确认|报告|汇报|告诉|检查|验证)[^\uE000]*|[\uE002]+)?[\s.!?。~]*$/;
/** After "用 `x`" nothing of this may follow. */
export const SWAPS = /替换|代替|取代|改写|重写|记录|说明|解释|而不是|instead|replace/;
/** Words that a line of prose has and a command hardly ever. */
export const PROSE_WORD =
  /^(?:the|a|an|all|this|that|these|those|your|my|our|their|its|and|or|of|with|then|please|so|every|each|it|them|we|you|i|is|are|should|again)$/i;
export const SPEAKS = words("echo printf say logger");
