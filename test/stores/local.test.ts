import { storeContract } from "./contract.ts";
import { documentContract } from "./document-contract.ts";
import { localMade } from "./local-store.ts";

storeContract("local ref", (clock) => localMade(clock));
storeContract("local ref, sha256, shared", (clock) => localMade(clock, ["--object-format=sha256", "--shared=group"]));
storeContract("local ref, moved by git itself", (clock) => localMade(clock, [], ["core.logAllRefUpdates=always"]));
documentContract("local ref", (clock) => localMade(clock));
