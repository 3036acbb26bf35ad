"""Deploys stacks in CloudFormation's order. moto deletes first, ignores dependencies in an update, and knows no rollback."""

import copy
import functools
import json
import re

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from moto.cloudformation import parsing
from moto.cloudformation.models import Event, Stack, cloudformation_backends
from moto.cloudformation.parsing import ResourceMap, clean_json
from moto.sqs.models import sqs_backends

# Policies of a removed resource that keep the resource.
RETAINED = ("Retain", "RetainExceptOnCreate")


def references(value):
    """Yields the logical ids and pseudo parameters that a part of a template names."""
    if isinstance(value, dict):
        if isinstance(value.get("Ref"), str):
            yield value["Ref"]
        target = value.get("Fn::GetAtt")
        if target:
            yield target[0] if isinstance(target, list) else target.split(".")[0]
        text = value.get("Fn::Sub")
        for name in re.findall(r"\$\{([\w.]+)", text if isinstance(text, str) else (text or [""])[0]):
            yield name.split(".")[0]
        for child in value.values():
            yield from references(child)
    elif isinstance(value, list):
        for child in value:
            yield from references(child)


def in_order(resources):
    """Returns the logical ids, each after the ids that it depends on."""
    ordered, seen = [], set()

    def visit(name):
        if name in seen or name not in resources:
            return
        seen.add(name)
        depends = resources[name].get("DependsOn", [])
        for other in [depends] if isinstance(depends, str) else depends:
            visit(other)
        for other in references(resources[name].get("Properties", {})):
            visit(other)
        ordered.append(name)

    for name in resources:
        visit(name)
    return ordered


@functools.cache
def create_only(type_name):
    """Returns the properties whose change replaces a resource, by the public schema of the type."""
    if type_name.startswith("Custom::"):
        return {"ServiceToken"}
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_name).schema
    return {path.split("/")[2] for path in schema.get("createOnlyProperties", [])}


def parse_template(stack):
    template = json.loads(stack.template)
    # moto has no rule of an SSM parameter, and the condition of CDK's metadata names no resource here.
    template.pop("Rules", None)
    template.pop("Conditions", None)
    template["Resources"] = with_outputs(template["Resources"], stack)
    for name, resource in template["Resources"].items():
        if "Condition" in resource:
            raise ValueError(f"{name} has a condition, which this deployment does not evaluate")
        adapt(resource)
    stack.template_dict = template


def with_outputs(value, stack):
    """Replaces the outputs of other stacks and regions by their values, which moto does not know."""
    if isinstance(value, dict):
        wanted = value.get("Fn::GetStackOutput")
        if wanted is not None:
            region = wanted.get("Region", stack.region_name)
            other = cloudformation_backends[stack.account_id][region].get_stack(wanted["StackName"])
            return next(each["OutputValue"] for each in other.outputs if each["OutputKey"] == wanted["OutputName"])
        return {key: with_outputs(child, stack) for key, child in value.items()}
    if isinstance(value, list):
        return [with_outputs(child, stack) for child in value]
    return value


def adapt(resource):
    """Brings a resource into the form that moto reads."""
    resource.setdefault("Properties", {})
    resource.pop("Metadata", None)
    if resource["Type"] == "AWS::KMS::Key":
        # moto expects the names of the API.
        tags = resource["Properties"].get("Tags", [])
        resource["Properties"]["Tags"] = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in tags]


class Deployment:
    """Brings the resources of a stack from one template to the next."""

    def __init__(self, stack, template):
        self.map = stack.resource_map
        self.stack = stack
        # Each deployed resource, and its properties after the evaluation of their functions.
        self.deployed = stack.deployed
        self.old = {name: resource for name, (resource, _) in self.deployed.items()}
        self.new = template["Resources"]
        # The earlier resource, its template and its name. The earlier resource is deleted at the end.
        self.replaced = []

    def resolved(self, resource):
        return clean_json(copy.deepcopy(resource["Properties"]), self.map)

    def run(self, is_rollback=False):
        self.map._resource_json_map = self.new
        for name in in_order(self.new):
            resource = self.new[name]
            if name not in self.old:
                self.create(name)
                continue
            after = self.resolved(resource)
            before = self.deployed[name][1]
            changed = {key for key in {*after, *before} if after.get(key) != before.get(key)}
            if not changed:
                self.deployed[name] = (resource, after)
                continue
            if changed & create_only(resource["Type"]):
                self.replaced.append((self.map._parsed_resources.pop(name), self.deployed.pop(name), name))
                self.create(name, "REPLACE")
            else:
                self.update(name)
        for earlier, (resource, _), name in self.replaced:
            self.delete(earlier, resource, name, "REPLACED")
        for name in reversed(in_order(self.old)):
            if name not in self.new:
                resource = self.old[name]
                policy = resource.get("DeletionPolicy")
                earlier = self.map._parsed_resources.pop(name)
                del self.deployed[name]
                if policy == "Retain" or (policy in RETAINED and not is_rollback):
                    self.note("RETAIN", resource, name, earlier)
                else:
                    self.delete(earlier, resource, name, "DELETE")

    def keep_replaced(self):
        """Takes the earlier resources back after a failure."""
        for earlier, deployed, name in self.replaced:
            newer = self.map._parsed_resources.get(name)
            self.map._parsed_resources[name] = earlier
            self.deployed[name] = deployed
            if newer is not None:
                self.delete(newer, self.new[name], name, "DELETE")

    def create(self, name, verb="CREATE"):
        if parsing.resource_class_from_type(self.new[name]["Type"]) is None:
            raise ValueError(f"{self.new[name]['Type']} is no known type")
        self.refuse_name_in_use(self.new[name])
        made = self.map[name]
        self.deployed[name] = (self.new[name], self.resolved(self.new[name]))
        self.note(verb, self.new[name], name, made)

    def refuse_name_in_use(self, resource):
        """moto returns the existing queue, and CloudFormation refuses its name."""
        name = resource["Properties"].get("QueueName")
        queues = sqs_backends[self.map._account_id][self.map._region_name].queues
        if resource["Type"] == "AWS::SQS::Queue" and name in queues:
            raise ValueError(f"{name} already exists")

    def update(self, name):
        resource = self.new[name]
        original = self.map._parsed_resources[name]
        made = parsing.parse_and_update_resource(name, resource, self.map, self.map._account_id, self.map._region_name)
        if made is None:
            self.note("IGNORED", resource, name, original)
        else:
            self.map._parsed_resources[name] = made
            self.note("UPDATE", resource, name, made)
        self.deployed[name] = (resource, self.resolved(resource))

    def delete(self, earlier, resource, name, verb):
        self.note(verb, resource, name, earlier)
        self.map._delete_resource(earlier, resource)

    def note(self, verb, resource, name, made):
        physical_id = str(getattr(made, "physical_resource_id", None))
        event = Event(self.stack.stack_id, self.stack.name, name, physical_id, resource["Type"], verb, None, None)
        self.stack.events.append(event)


def change(stack, template):
    """Deploys a template. A failure goes back to the earlier template, and deletes the resources that the failed update created."""
    deployment = Deployment(stack, template)
    try:
        deployment.run()
    except Exception as error:
        if not deployment.old:
            raise
        stack._add_stack_event("UPDATE_FAILED", resource_status_reason=str(error))
        deployment.keep_replaced()
        Deployment(stack, {"Resources": deployment.old}).run(is_rollback=True)
        return False
    return True


def create_resources(stack):
    stack.deployed = {}
    change(stack, stack.template_dict)
    stack.mark_creation_complete()


def update(stack, template, role_arn=None, parameters=None, tags=None):
    before = stack.template
    stack._add_stack_event("UPDATE_IN_PROGRESS", resource_status_reason="User Initiated")
    stack.template = template
    stack._parse_template()
    if not change(stack, stack.template_dict):
        stack.template = before
        stack._parse_template()
        stack.status = "UPDATE_ROLLBACK_COMPLETE"
    else:
        stack.status = "UPDATE_COMPLETE"
    stack.resource_map._template = stack.template_dict
    stack.output_map = parsing.OutputMap(stack.resource_map, stack.template_dict, stack.stack_id)
    stack._add_stack_event(stack.status)


def resource_class_from_type(resource_type):
    """Returns the class of a type. Unlike moto, knows the class of the migration."""
    return parsing.get_model_map().get(resource_type)


def install():
    parsing.resource_class_from_type = resource_class_from_type
    Stack._parse_template = parse_template
    Stack.has_template = lambda stack, other: stack.template == other
    Stack.create_resources = create_resources
    Stack.update = update
    ResourceMap.creation_complete = lambda self: True
