const e=require("./reading-BA1eNinG.js"),t=require("./templates-CV6OnLXk.js");let n=require("node:path"),r=require("node:fs");function i(e){return t.n(`heartbeat.md`).replace(/\$\{TASK_RUNNER_DIR\}/g,()=>e)}function a(t,a){let o=(0,n.join)(t,`HEARTBEAT.md`),s=(0,r.existsSync)(o)?(0,r.readFileSync)(o,`utf8`):``;if(s.includes(`Task Runner Dispatcher`))return!1;let c=s.includes(`\r
`)?`\r
`:`
`,l=s===``?``:s.endsWith(`
`)?c:c+c;return e.S(o,s+l+i(a).replaceAll(`
`,c)),!0}function o(t,a){let o=(0,n.join)(t,`HEARTBEAT.md`);if(!(0,r.existsSync)(o))return!1;let s=(0,r.readFileSync)(o,`utf8`),c=s.includes(`\r
`)?`\r
`:`
`,l=i(a).replaceAll(`
`,c),u=s.indexOf(l);if(u<0)return!1;let d=s.slice(0,u),f=(d.endsWith(c+c)?d.slice(0,-c.length):d)+s.slice(u+l.length);return f.trim()===``?(0,r.rmSync)(o):e.S(o,f),!0}exports.addHeartbeat=a,exports.removeHeartbeat=o;