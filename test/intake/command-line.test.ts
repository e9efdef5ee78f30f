import { describe, expect, it } from "vitest";
import { commandIn } from "../../src/intake/command-line.ts";

describe("a command that is meant", () => {
  const rows: [text: string, argv: string[]][] = [
    ["`npm test`", ["npm", "test"]],
    ["`make`", ["make"]],
    ["Run `npm test`", ["npm", "test"]],
    ["Please run `npm test`.", ["npm", "test"]],
    ["Can you run `npm test`?", ["npm", "test"]],
    ["Execute the following command: `git status`", ["git", "status"]],
    ["Run `./build.sh`", ["./build.sh"]],
    ["run `mytool --flag x`", ["mytool", "--flag", "x"]],
    ["start `node server.js`", ["node", "server.js"]],
    ["run: npm test", ["npm", "test"]],
    ["run: `npm test`", ["npm", "test"]],
    ["run: npm test.", ["npm", "test"]],
    ["run: echo hello the world", ["echo", "hello", "the", "world"]],
    ['Check the parser\nrun: npm test -- --grep "a b"', ["npm", "test", "--", "--grep", "a b"]],
    ["运行：npm test", ["npm", "test"]],
    ["执行: `npm run build`", ["npm", "run", "build"]],
    ["请运行 `npm test`", ["npm", "test"]],
    ["用 `npm test` 检查类型", ["npm", "test"]],
    ["运行测试：`npm test`", ["npm", "test"]],
    ["Build the project by running `make -j4`", ["make", "-j4"]],
    ["Build the project with `make`", ["make"]],
    ["Write out.txt by running `node gen.mjs`", ["node", "gen.mjs"]],
    ["Check the types with `npx tsc --noEmit`", ["npx", "tsc", "--noEmit"]],
    ["Regenerate the client via `npm run gen`", ["npm", "run", "gen"]],
    ["Run the tests: `npm test`", ["npm", "test"]],
    ["Run the unit tests (`npm test`)", ["npm", "test"]],
    ["Remove the build directory by running `rm -rf build`", ["rm", "-rf", "build"]],
    ["Run `npm test` and report the failures", ["npm", "test"]],
    ["Run `npm test` to check the types", ["npm", "test"]],
    ["Run `npm test`. Make sure it passes.", ["npm", "test"]],
    ["run `sh -c 'npm ci && npm test'`", ["sh", "-c", "npm ci && npm test"]],
    ["Run this:\n```sh\n$ npm test\n```", ["npm", "test"]],
    ["Tidy up: `node tools/tidy.mjs`", ["node", "tools/tidy.mjs"]],
    ["Say hello: `node -e 'console.log(1)'`", ["node", "-e", "console.log(1)"]],
    ["Count the files: `git ls-files`", ["git", "ls-files"]],
    ["Touch a file `touch x`", ["touch", "x"]],
    ["Deploy → `make deploy`", ["make", "deploy"]],
    ["Fix the formatting: `npx prettier --write .`", ["npx", "prettier", "--write", "."]],
    ["Remove the build folder: `rm -rf build`", ["rm", "-rf", "build"]],
    ["Exit quietly: `true`", ["true"]],
    ["`true`", ["true"]],
    ["run: sh -c 'echo a > b'", ["sh", "-c", "echo a > b"]],
    ["Run `no-such-program --now`", ["no-such-program", "--now"]],
    ["run: no-such-program --now", ["no-such-program", "--now"]],
    ["创建文件：`touch 文件.txt`", ["touch", "文件.txt"]],
  ];
  it.each(rows)("%j", (text, argv) => {
    expect(commandIn(text)).toMatchObject({ kind: "argv", argv });
  });
  it("keeps what was written", () => {
    expect(commandIn("Run `echo 'a  b'` please")).toEqual({
      kind: "argv",
      argv: ["echo", "a  b"],
      source: "echo 'a  b'",
    });
  });
});

describe("a command that is only mentioned, or none", () => {
  it.each([
    "Remove `rm -rf build` from the README",
    "删除 `rm -rf build` 这一行",
    "Fix `npm test`",
    "Fix the bug in `npm test`",
    "修复 `npm test` 的报错",
    "Document `npm run build`",
    "Document how to run `npm test`",
    "Explain `git rebase -i`",
    "Why does `npm test` fail?",
    "为什么 `npm test` 失败？",
    "Replace `npm test` with `pnpm test`",
    "Replace jest with `npx vitest`",
    "用 `npm run build` 替换 `make`",
    "Rename `foo.ts` to `bar.ts`",
    "The output of `npm test` is wrong",
    "Error from `npm test`",
    "Run `npm test` instead of `yarn test`",
    "don't run `rm -rf build`",
    "Do not run `npm publish`",
    "不要运行 `rm -rf build`",
    "Add `npm test` to CI",
    "Add a step with `npm test`",
    "Add a script to run `npm test`",
    "Make it possible to run `npm test` on Windows",
    "Users run `npm install` and it fails",
    "Fix the crash when running `npm start`",
    "Investigate the error with `npm install`",
    "Run `npm test` and fix the failures",
    "Run `npm test`. Then fix the failures.",
    "Run `npm test` in `packages/a`",
    "Run `npm test` when CI is green",
    "Fix the failing command: `npm test`",
    "Remove this line: `rm -rf build`",
    "Explain what this does: `git rebase -i`",
    "Document the command `npm run build`",
    "Make sure `npm test` passes",
    "The bug is in `rm -rf build`",
    "Run `T-02`",
    "Run `build`",
    "Run `build.sh`",
    "run `login flow`",
    "`foo.ts`",
    "`README.md`",
    "Run npm test",
    "run: the tests for the parser",
    "Run: make sure all tests pass",
    "> run: npm test",
    "```sh\nnpm test\n```",
    "Example:\n```sh\nnpm test\n```",
    "Run this:\n```sh\nnpm ci\nnpm test\n```",
    "",
  ])("%j", (text) => {
    expect(commandIn(text)).toEqual({ kind: "none" });
  });
});

describe("a command that needs a shell, or is not one command", () => {
  it.each([
    ["run `npm test && npm run build`", "&"],
    ["run `ls | wc -l`", "|"],
    ["run `ls *.ts`", "*"],
    ["run `cat < a`", "<"],
    ["run `echo $HOME`", "$"],
    ["run `FOO=1 npm test`", "FOO="],
    ['run `echo "unclosed`', "never closed"],
    ["run ``echo `date` ``", "`"],
    ["Run `npm ci` and then `npm test`", "more than one command"],
    ["Check it\nrun: npm test\nrun: npm run lint", "more than one command"],
  ])("%j names %j", (text, word) => {
    const found = commandIn(text);
    expect(found.kind).toBe("refused");
    expect(found.kind === "refused" && found.reason).toContain(word);
  });
});
