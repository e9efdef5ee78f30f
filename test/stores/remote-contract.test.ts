import { THOROUGH } from "../thorough.ts";
import { storeContract } from "./contract.ts";
import { documentContract } from "./document-contract.ts";
import { farMade } from "./remote-store.ts";

storeContract("remote, the default branch, a clone for each", (clock) => farMade(clock, null, true));
if (THOROUGH)
  storeContract("remote, a state branch, two processes of one clone", (clock) => farMade(clock, "ltpm/state", false));
documentContract("remote, the default branch", (clock) => farMade(clock, null, true));
