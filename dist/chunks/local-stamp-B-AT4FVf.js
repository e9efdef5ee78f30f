var e=require("./rolldown-runtime-DbbDpzbe.js").n({localStamp:()=>t});function t(e){let t=new Date(e),n=e=>String(e).padStart(2,`0`);return`${`${t.getFullYear()}-${n(t.getMonth()+1)}-${n(t.getDate())}`} ${n(t.getHours())}:${n(t.getMinutes())}`}$export("n",()=>e),$export("t",()=>t);
function $export(n,g){Object.defineProperty(exports,n,{enumerable:!0,get:g})}
