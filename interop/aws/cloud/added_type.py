"""Adds resource types to moto's CloudFormation. moto finds the types as subclasses of its base class."""

from moto.core.common_models import CloudFormationModel


def add_type(name, create, update=None, delete=None):
    """Adds a type.

    create(properties, physical_name, region) returns the physical id and the attributes.
    update(properties, resource, region) returns the same; without it, an update calls create.
    delete(physical_id, properties, region) is optional.
    """

    class Added(CloudFormationModel):
        # moto derives the service from the name of the module.
        __module__ = "moto.vesper.models"

        def __init__(self, physical_id, attributes, properties):
            self.physical_id = physical_id
            self.attributes = attributes
            self.properties = properties

        @property
        def physical_resource_id(self):
            return self.physical_id

        @staticmethod
        def cloudformation_name_type():
            return ""

        @staticmethod
        def cloudformation_type():
            return name

        @classmethod
        def has_cfn_attr(cls, attr):
            return True

        def get_cfn_attribute(self, attribute_name):
            return self.attributes[attribute_name]

        @classmethod
        def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
            properties = cloudformation_json["Properties"]
            return cls(*create(properties, resource_name, region_name), properties)

        @classmethod
        def update_from_cloudformation_json(
            cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
        ):
            properties = cloudformation_json["Properties"]
            if update is None:
                made = create(properties, new_resource_name, region_name)
            else:
                made = update(properties, original_resource, region_name)
            return cls(*made, properties)

        def delete(self, account_id, region_name):
            if delete is not None:
                delete(self.physical_id, self.properties, region_name)

    Added.__name__ = name.replace("::", "")
    Added.__qualname__ = Added.__name__
    return Added


def picked(properties, *names):
    """Returns the properties that a call takes under the same names."""
    return {name: properties[name] for name in names if name in properties}


# moto's base class keeps weak references to its subclasses only.
KEPT = []


def added(name, create, update=None, delete=None):
    KEPT.append(add_type(name, create, update, delete))
