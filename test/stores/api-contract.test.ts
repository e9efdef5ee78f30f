import { hubMade } from "./api-store.ts";
import { storeContract } from "./contract.ts";
import { documentContract } from "./document-contract.ts";

storeContract("api, the default branch", (clock) => hubMade(clock, null));
storeContract("api, a state branch", (clock) => hubMade(clock, "ltpm-state"));
storeContract("api, a GitHub Enterprise Server", (clock) => hubMade(clock, "ltpm-state", { ghes: true }));
documentContract("api, the default branch", (clock) => hubMade(clock, null));
