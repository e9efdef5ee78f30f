import "../executors/command/supervisor.ts";
