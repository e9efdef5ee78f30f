const e=require("../cli.js");let t=require("node:path"),n=require("node:fs"),r=require("node:url");function i(e){let t=[`../templates/`,`../../templates/`].map(t=>(0,r.fileURLToPath)(new URL(t+e,require("url").pathToFileURL(__filename).href))).find(e=>(0,n.existsSync)(e));if(t===void 0)throw Error(`the template ${e} is missing from this installation`);return(0,n.readFileSync)(t,`utf8`)}function a(e){return i(`heartbeat.md`).replace(/\$\{TASK_RUNNER_DIR\}/g,()=>e)}function o(r,i){let o=(0,t.join)(r,`HEARTBEAT.md`),s=(0,n.existsSync)(o)?(0,n.readFileSync)(o,`utf8`):``;if(s.includes(`Task Runner Dispatcher`))return!1;let c=s.includes(`\r
`)?`\r
`:`
`,l=s===``?``:s.endsWith(`
`)?c:c+c;return e.m(o,s+l+a(i).replaceAll(`
`,c)),!0}function s(r,i){let o=(0,t.join)(r,`HEARTBEAT.md`);if(!(0,n.existsSync)(o))return!1;let s=(0,n.readFileSync)(o,`utf8`),c=s.includes(`\r
`)?`\r
`:`
`,l=a(i).replaceAll(`
`,c),u=s.indexOf(l);if(u<0)return!1;let d=s.slice(0,u),f=(d.endsWith(c+c)?d.slice(0,-c.length):d)+s.slice(u+l.length);return f.trim()===``?(0,n.rmSync)(o):e.m(o,f),!0}exports.addHeartbeat=o,exports.removeHeartbeat=s;