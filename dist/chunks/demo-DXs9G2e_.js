const e=require("./run-BC5B0PNF.js"),t=require("./reading-BA1eNinG.js");let n=require("node:path"),r=require("node:fs"),i=require("node:os");const a={"README.md":`# Paper boats

A tiny project that LTPM works on. See https://example.com/paper and https://example.com/boats.
`,"tools/scribe.mjs":`import { readFileSync, writeFileSync } from "node:fs";
const instruction = readFileSync(0, "utf8");
const complaint = process.env.LTPM_COMPLAINT ?? "";
if (!instruction.includes("Write the file CHANGES.md")) process.exit(0);
writeFileSync("CHANGES.md", complaint === "" ? "Some changes.\\n" : "# Changes\\n\\n## 1.0\\n\\n- The boats float.\\n");
console.log("wrote CHANGES.md after reading " + instruction.split("\\n").length + " lines of instruction");
`,"tools/check-links.mjs":`import { readFileSync } from "node:fs";
const text = readFileSync("README.md", "utf8") + readFileSync("CHANGES.md", "utf8");
const links = text.match(/https:[^\\s).]+[^\\s]*/g) ?? [];
console.log(links.length + " links checked, all well-formed");
`,"tools/tidy.mjs":`process.exit(0);
`,"tools/publish.mjs":`import { existsSync, writeFileSync } from "node:fs";
if (!existsSync("APPROVED")) {
  writeFileSync(process.env.LTPM_RESULT_FILE, JSON.stringify({
    outcome: "blocked",
    blocked_reason: "nobody has approved the release yet",
    user_action_required: ["Create the file APPROVED in the repository"],
  }));
} else {
  writeFileSync("RELEASE", "1.0\\n");
  console.log("released 1.0");
}
`},o={agents:[{name:`scribe`,preset:`plain`,argv:[`node`,`tools/scribe.mjs`]}]};function s(){let t=(0,r.realpathSync)((0,r.mkdtempSync)((0,n.join)((0,i.tmpdir)(),`ltpm-demo-`)));for(let[e,i]of Object.entries({...a,".ltpm/config.json":`${JSON.stringify(o,null,2)}\n`}))(0,r.mkdirSync)((0,n.dirname)((0,n.join)(t,e)),{recursive:!0}),(0,r.writeFileSync)((0,n.join)(t,e),i);let s=(...n)=>e.r(n,{cwd:t});return s(`init`,`--quiet`,`--initial-branch=main`),s(`config`,`user.name`,`LTPM demo`),s(`config`,`user.email`,`demo@localhost`),s(`add`,`--all`),s(`commit`,`--quiet`,`--no-verify`,`--message`,`A tiny project`),t}function c(e,n){let r=t.yt(e,`json`),i={...e.terminal,cwd:n,interactive:!1,out:t=>r?void 0:e.terminal.out(t),err:t=>r?void 0:e.terminal.out(t)},a=e=>/^[\w./:-]+$/.test(e)?e:`'${e}'`;return{say:e=>i.out(`\n${e}\n`),ltpm(...e){return i.out(`\n$ ltpm ${e.map(a).join(` `)}\n`),t.n(e,i)}}}async function l(e,n){return(await(await t.a({...e,directory:n})).store.read()).state.queue.tasks}async function u(e,t){let{say:i,ltpm:a}=c(e,t);i(`A throwaway repository: ${t}`),await a(`init`,`--yes`),await a(`intake`,"Please do these for me:\n1. Write the file CHANGES.md with a heading for 1.0\n2. Check the links: `node tools/check-links.mjs` (after 1)\n3. Tidy up: `node tools/tidy.mjs`\n4. Publish the release: `node tools/publish.mjs`",`--no-dispatch`),i(`The first task gets a check of its own: its result must hold a heading for 1.0.`),await a(`edit`,`T-01`,`--accept`,`contains:CHANGES.md:/^## 1\\.0$/m`),await a(`tasks`),await a(`dispatch`,`--wait`),await a(`tasks`);let o=await l(e,t);return i(`T-01's first try did not pass its check and the next strategy did. T-03 exits 0 having done nothing: that is not done.
T-04 says itself what it needs. We give it that, and put it back.`),(0,r.writeFileSync)((0,n.join)(t,`APPROVED`),`yes
`),await a(`retry`,`T-04`),await a(`dispatch`,`--wait`),await a(`tasks`),{first:o,last:await l(e,t)}}function d(e,t){let n=new Set(e.filter(e=>e.status===`blocked`).map(e=>e.uid));return{done:t.filter(e=>e.status===`done`).length,retried:t.filter(e=>e.status===`done`&&e.strategies_tried.length>1).length,blocked:n.size,unblocked:t.filter(e=>e.status===`done`&&n.has(e.uid)).length}}async function f(e){if(e.words.length>0)throw t.St(e,`demo takes no words`);let n=Date.now(),i=s();try{let{first:r,last:a}=await u(e,i),o=d(r,a),s=Math.round((Date.now()-n)/100)/10,c=t.yt(e,`keep`)?i:null;if(t.yt(e,`json`))t.vt(e,{...o,repo:c,seconds:s});else{let{done:t,retried:n,blocked:r,unblocked:i}=o;e.terminal.out(`\n${t} done (${n} after a retry), ${r} blocked, ${i} unblocked, in ${s} s\n`),e.terminal.out(c?`The repository is yours to look at: ${c}\n`:"The repository is gone again; `ltpm demo --keep` leaves it.\n")}if(o.done<3||o.retried<1||o.blocked<2||o.unblocked<1)throw new t.Ut(`the demo did not go as it should; please report this with the output above`);return 0}finally{t.yt(e,`keep`)||(0,r.rmSync)(i,{recursive:!0,force:!0,maxRetries:5})}}exports.run=f;