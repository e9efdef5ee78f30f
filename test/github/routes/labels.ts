import { labelJson, labelsJson } from "../answers/talk.ts";
import { type Call, page, type Reply, type Routes, slot } from "../server/call.ts";
import { invalid, notFound, Refusal } from "../world/refusal.ts";
import { setLabels } from "../world/talk.ts";
import type { Label } from "../world/world.ts";
import { existingIssue } from "./issues.ts";

const NAME_LIMIT = 50;
const DESCRIPTION_LIMIT = 100;

function labelOf(call: Call): Label {
  const label = call.world.labels.get(slot(call, "name").toLowerCase());
  if (label === undefined) throw notFound();
  return label;
}

function create(call: Call): Reply {
  const name = call.body.text("name") ?? "";
  const color = call.body.text("color") ?? "ededed";
  const description = call.body.text("description") ?? null;
  if (call.world.labels.has(name.toLowerCase())) throw invalid("Label", "name", "already_exists");
  if (name === "" || name.length > NAME_LIMIT) throw invalid("Label", "name", "invalid");
  if (!/^[0-9a-fA-F]{6}$/.test(color)) throw invalid("Label", "color", "invalid");
  if ((description?.length ?? 0) > DESCRIPTION_LIMIT) {
    throw invalid(
      "Label",
      "description",
      "custom",
      `description is too long (maximum is ${DESCRIPTION_LIMIT} characters)`,
    );
  }
  const label: Label = { id: call.world.nextId(), name, color, description };
  call.world.labels.set(name.toLowerCase(), label);
  return { status: 201, json: labelJson(call.world, label) };
}

function update(call: Call): Reply {
  const label = labelOf(call);
  call.world.labels.delete(label.name.toLowerCase());
  const old = label.name;
  label.name = call.body.text("new_name") ?? label.name;
  label.color = call.body.text("color") ?? label.color;
  label.description = call.body.text("description") ?? label.description;
  call.world.labels.set(label.name.toLowerCase(), label);
  for (const issue of call.world.issues.values()) {
    issue.labels = issue.labels.map((name) => (name === old ? label.name : name));
  }
  return { status: 200, json: labelJson(call.world, label) };
}

function remove(call: Call): Reply {
  const { name } = labelOf(call);
  call.world.labels.delete(name.toLowerCase());
  for (const issue of call.world.issues.values()) issue.labels = issue.labels.filter((one) => one !== name);
  return { status: 204 };
}

function wanted(call: Call): string[] {
  const inside = call.body.get("labels");
  const given: unknown[] = Array.isArray(call.sent) ? call.sent : Array.isArray(inside) ? inside : [];
  return given.map((one) =>
    typeof one === "object" && one !== null && "name" in one ? String(one.name) : String(one),
  );
}

function onIssue(change: (call: Call, names: readonly string[]) => string[]): (call: Call) => Reply {
  return (call) => {
    const issue = existingIssue(call);
    setLabels(call.world, issue, change(call, issue.labels));
    return { status: 200, json: labelsJson(call.world, issue.labels) };
  };
}

function without(call: Call, names: readonly string[]): string[] {
  const name = slot(call, "name").toLowerCase();
  if (!names.some((one) => one.toLowerCase() === name)) throw new Refusal(404, "Label does not exist");
  return names.filter((one) => one.toLowerCase() !== name);
}

export const labelRoutes: Routes = {
  "issues/list-labels-for-repo": (call) =>
    page(call, [...call.world.labels.values()], (labels) => labels.map((label) => labelJson(call.world, label))),
  "issues/create-label": create,
  "issues/get-label": (call) => ({ status: 200, json: labelJson(call.world, labelOf(call)) }),
  "issues/update-label": update,
  "issues/delete-label": remove,
  "issues/list-labels-on-issue": (call) =>
    page(call, existingIssue(call).labels, (names) => labelsJson(call.world, names)),
  "issues/add-labels": onIssue((call, names) => [...names, ...wanted(call)]),
  "issues/set-labels": onIssue((call) => wanted(call)),
  "issues/remove-label": onIssue(without),
};
