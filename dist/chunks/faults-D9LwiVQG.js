function e(e){let t=e.field===``?``:`${e.field}: `;return`${e.file}:${e.line}:${e.column}: ${t}${e.problem}. ${e.remedy}`}var t=class extends Error{name=`QueueFault`;fault;constructor(t){super(e(t)),this.fault=t}};$export("n",()=>e),$export("t",()=>t);
function $export(n,g){Object.defineProperty(exports,n,{enumerable:!0,get:g})}
