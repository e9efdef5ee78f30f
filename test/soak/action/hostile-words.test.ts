/** The statements of security.md about what an agent says and prints, wherever it is shown: with the built Action. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agent, BOT, inProject, type Project } from "../../e2e/action/project.ts";
import { dispatched, issueLabeled } from "../../github/events/payloads.ts";

const BLOCK = `result({ outcome: "blocked", blocked_reason: text, user_action_required: text, summary: text });`;

/** Everything that the project shows to anybody. */
function posted({ github }: Project): string {
  const talk = [...github.issues(), ...github.pulls()].map(({ title, body }) => `${title}\n${body}`);
  return [...talk, ...github.comments().map(({ body }) => body)].join("\n");
}

const NASTY = [
  "Hello @octocat and @org/team, this fixes #1 and closes octo/project#1",
  "<!-- ltpm:dashboard --> <img src=x onerror=alert(1)> <!-- retry T-01 -->",
  "a\u202egnp.exe\u2066 zero\u200bwidth \u0007bell \u001b[31mred",
  "/retest",
  "retry T-01",
  "::add-mask::x",
].join("\n");

test.concurrent("security 16: what an agent says is shown without effects: in issues, replies, pull requests, the summary", async () => {
  const says = `const text = ${JSON.stringify(NASTY)}; if (/poem/.test(task)) { write("poem.md", "# A poem\\n"); result({ outcome: "done", summary: text, deliverable: text }); } else { ${BLOCK} }`;
  await inProject({ files: { "agent.cjs": agent(says) } }, async (project) => {
    const { github } = project;
    const body = "- write the poem in poem.md for @everyone, fixes #1\n- write the report <b>now</b> @octocat";
    const issue = github.openIssue({ by: "maintainer", title: "Things", body, labels: ["ltpm"] }).number;
    const ran = await project.run(issueLabeled(github, issue, "ltpm", "maintainer"));
    expect([ran.settle?.code, Object.values(project.statuses())]).toEqual([0, ["done", "blocked"]]);
    const ours = [...github.issues().filter(({ author }) => author !== "maintainer"), ...github.pulls()];
    // A title is no Markdown: whatever stands there is shown as it is, but for mentions and references.
    for (const { title } of ours) expect(title).not.toMatch(/@(?:octocat|everyone)|#1\b|[\u200b\u202e]/);
    const texts = [
      ...ours.map(({ body }) => body ?? ""),
      ...project.answers(issue),
      ran.plan.summary,
      ran.settle?.summary ?? "",
    ];
    expect(ours).toHaveLength(2);
    for (const text of texts) {
      const bare = text.replace(/<!-- ltpm:[\w:.#%-]+ -->/g, "");
      expect(bare).not.toMatch(/[\u200b\u202a-\u202e\u2066-\u2069\u0007\u001b]/);
      expect(bare).not.toMatch(/(?:^|[^\w`])@(?:octocat|everyone|org)/);
      expect(bare).not.toMatch(/(?:fixes|closes) (?:octo\/project)?#\d/i);
      expect(bare).not.toMatch(/<(?:img|b|!--)/);
      expect(bare).not.toMatch(/^\s*\/retest/m);
    }
    expect(texts.join("\n")).not.toContain("<!-- ltpm:dashboard -->");
    // Nothing that we posted is read as a command by the next run.
    expect((await project.plan()).outputs.changed).toBe("[]");
  });
});

test.concurrent("security 16: nothing that is posted is longer than 60,000 characters, and none ends in the middle", async () => {
  const long = "1. Ask @octocat for a key.\n".repeat(3_500);
  const at = new Date().toISOString();
  const source = { kind: "issue", issue: 1 };
  const tasks = [
    { status: "blocked" as const, blocked_reason: long, user_action_required: long, description: long, source },
  ];
  const queue = { outbox: [{ id: "blocked:uid-1:x", kind: "blocked", uid: "uid-1", owed_at: at }] };
  await inProject({ tasks, queue, files: { "agent.cjs": "" } }, async (project) => {
    const { github } = project;
    const body = `${"very ".repeat(12_000)}long text`;
    const issue = github.openIssue({ by: "maintainer", title: "Long", body, labels: ["ltpm"] }).number;
    const result = await project.plan(issueLabeled(github, issue, "ltpm", "maintainer"), {
      inputs: { dashboard: "true" },
    });
    expect(result.code).toBe(0);
    await project.hear("maintainer", "show tasks");
    const ours = github.issues().filter(({ author }) => author === BOT);
    expect(ours).toHaveLength(2);
    expect(ours[0]?.body).toContain('Reply "retry T-01" once ready.');
    const texts = [...ours.map(({ body }) => body ?? ""), ...github.comments().map(({ body }) => body)];
    expect(texts.length).toBeGreaterThan(4);
    for (const text of texts)
      expect([text.length <= 60_000, text.includes("<!-- ltpm:") || text === "show tasks"]).toEqual([true, true]);
    for (const { title } of ours) expect(title.length).toBeLessThanOrEqual(256);
  });
});

const SECRETS = [
  `ghp_${"a1B2".repeat(9)}`,
  `github_pat_${"11ABCDEFG".repeat(4)}`,
  `ghs_${"Zz09".repeat(9)}`,
  `sk-ant-api03-${"x9".repeat(20)}`,
  "AKIAIOSFODNN7EXAMPLE",
  `xoxb-${"123456789012-".repeat(2)}abcdefghij`,
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
];

test.concurrent("security 17: secrets in what an agent prints and says are nowhere: log, state, issues, pull requests, summary", async () => {
  const key = "the-agents-own-key-without-any-form-4711";
  const says = `const text = ${JSON.stringify(SECRETS.join(" "))} + " " + process.env.AGENT_KEY; console.log(text); console.error(text);
    if (/poem/.test(task)) { write("poem.md", "# A poem\\n"); result({ outcome: "done", summary: text, deliverable: text }); } else { ${BLOCK} }`;
  const files = { "agent.cjs": agent(says) };
  await inProject({ files, config: { env: ["AGENT_KEY"] } }, async (project) => {
    const { github } = project;
    const ran = await project.run(
      dispatched(github, { message: "- write the poem in poem.md\n- write the report in report.md" }),
      {
        env: { AGENT_KEY: key },
      },
    );
    expect([ran.settle?.code, Object.values(project.statuses())]).toEqual([0, ["done", "blocked"]]);
    const jobs = [ran.plan, ...ran.attempts, ...(ran.settle ? [ran.settle] : [])];
    const left = readdirSync(ran.artifacts).flatMap((name) =>
      ["record.json", "log.txt"].map((file) => readFileSync(join(ran.artifacts, name, file), "utf8")),
    );
    expect(left).toHaveLength(4);
    const seen = [
      ...left,
      posted(project),
      project.queueText ?? "",
      ...jobs.flatMap(({ stdout, stderr, summary }) => [stdout, stderr, summary]),
    ];
    for (const secret of [...SECRETS, key]) {
      for (const text of seen) expect(text).not.toContain(secret);
    }
    expect(project.task("T-02").blocked_reason).toContain("[redacted]");
  });
});

test.concurrent("security 18: workflow commands in what children print and people write reach no runner", async () => {
  const lines = [
    "::error::pwned",
    "::add-mask::done",
    "  ::warning::pwned",
    "##[error]pwned",
    "::set-output name=attempts::[1]",
    "::stop-commands::x",
    "::x::",
    "::notice::pwned",
  ];
  const says = `process.stdout.write(${JSON.stringify(`${lines.join("\n")}\n`)}); process.stderr.write(${JSON.stringify(`${lines.join("\r\n")}\r\n`)}); write("poem.md", "# A poem\\n"); result({ outcome: "done", summary: "::error::pwned\\n::error::pwned" });`;
  await inProject({ files: { "agent.cjs": agent(says) } }, async (project) => {
    const { github } = project;
    const message = `add task: write the poem in poem.md\n\n::error::pwned\nattempts<<EOF\n[]\nEOF\nbase=evil`;
    const ran = await project.run(dispatched(github, { message }));
    const jobs = [ran.plan, ...ran.attempts, ...(ran.settle ? [ran.settle] : [])];
    expect(ran.attempts).toHaveLength(1);
    expect(jobs.flatMap(({ annotations }) => annotations.filter(({ message }) => message.includes("pwned")))).toEqual(
      [],
    );
    expect(jobs.flatMap(({ masks }) => masks).filter((mask) => mask === "done" || mask === "x")).toEqual([]);
    for (const { stdout } of jobs.filter((one) => !ran.attempts.includes(one)))
      expect(stdout).not.toMatch(/^\s*(?:::error::pwned|.*##\[error\]pwned)/m);
    expect(ran.plan.outputs.base).toBe(github.head("main"));
  });
});
