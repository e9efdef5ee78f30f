const e=require("./templates-CV6OnLXk.js"),t=require("./plan-BuRLrgYO.js"),n=require("./client-Cm9xRI45.js"),r=require("./dist-DTfy2wMX.js"),i=require("./block-BjaihbbW.js"),a=`HEARTBEAT.md`,o=t.j(r.v({createCommitOnBranch:r.v({commit:r.v({oid:r.O()})})}));async function s(e,t,{branch:r,head:s,text:c},l){let u=i.t(c??``,l);if(u===c)return!0;let d={branch:{repositoryNameWithOwner:`${t.owner}/${t.name}`,branchName:r},expectedHeadOid:s,message:{headline:`ltpm: the heartbeat finds the queue`},fileChanges:{additions:[{path:a,contents:Buffer.from(u).toString(`base64`)}]}};try{return await e.graphql(`mutation LtpmHeartbeat($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`,{input:d},o),!0}catch(e){if(n.r(e,`forbidden`,`conflict`,`invalid`,`not_found`))return!1;throw e}}const c=`query LtpmSetUp($owner: String!, $name: String!, $heartbeat: String!, $workflows: String!) {
  repository(owner: $owner, name: $name) {
    home: defaultBranchRef {
      name
      target {
        oid
        ... on Commit {
          heartbeat: file(path: $heartbeat) { ...entry }
          workflows: file(path: $workflows) { object { ... on Tree { entries { name object { ... on Blob { text } } } } } }
        }
      }
    }
  }
}
${t.O}`,l=r.v({object:r.g(r.v({entries:r.g(r.t(r.v({name:r.O(),object:r.g(r.v({text:r.g(r.O())}))})))}))}),u=r.v({repository:r.v({home:r.h(r.v({name:r.O(),target:r.v({oid:r.O(),heartbeat:r.b(t.k,null),workflows:r.b(r.h(l),null)})}))})});async function d(e,n,r){let i={heartbeat:a,workflows:`.github/workflows`},{repository:o}=await e.graphql(c,{owner:n.owner,name:n.name,...i},t.j(u)),{home:s}=o,{heartbeat:l=null,workflows:d}=s?.target??{},f=(d?.object?.entries??[]).filter(({name:e})=>r.includes(e)).map(({object:e})=>e?.text??``);return{heartbeat:s===null?null:{branch:s.name,head:s.target.oid,text:l?.text??null},crons:f.flatMap(e=>[...e.matchAll(/^\s*-\s+cron:\s*["']?([\d*,/A-Za-z -]+?)["']?\s*(?:#.*)?$/gm)].map(e=>e[1]??``))}}const f={name:t.M,color:`1d76db`,description:`LTPM takes this issue in as tasks`};async function p(e,t){try{return await m(e,t)}catch(e){if(e instanceof n.n)return{heartbeat:!1,crons:[]};throw e}}async function m({client:n,repo:r,settings:i},a){let{heartbeat:o,crons:c}=await d(n,r,a);await t.A(n,r,f);let l=e.n(`heartbeat.md`).replace(/\$\{TASK_RUNNER_DIR\}/g,()=>i.dir);return{heartbeat:o!==null&&await s(n,r,o,l),crons:c}}exports.firstSetUp=p;