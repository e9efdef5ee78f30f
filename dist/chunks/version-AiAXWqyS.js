const e=require("./rolldown-runtime-DbbDpzbe.js");var t=`0.1.0`,n=e.n({VERSION:()=>r});const r=t;$export("n",()=>n),$export("t",()=>r);
function $export(n,g){Object.defineProperty(exports,n,{enumerable:!0,get:g})}
