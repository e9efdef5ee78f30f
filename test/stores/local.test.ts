import { storeContract } from "./contract.ts";
import { localMade } from "./local-store.ts";

storeContract("local ref", localMade);
