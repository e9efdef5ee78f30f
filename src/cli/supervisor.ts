import { runSupervisor } from "../executors/command/supervisor.ts";

runSupervisor(process.argv[2] ?? "").then((code) => process.exit(code));
