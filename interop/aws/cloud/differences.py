"""Parts in which moto differs from AWS, or which moto lacks."""

from moto.ec2.models.vpcs import VPCEndPoint
from moto.iam.exceptions import EntityAlreadyExists, InvalidInput
from moto.iam.models import IAMBackend
from moto.logs.models import LogGroup
from moto.servicequotas.models import ServiceQuotasBackend

# The quota of vCPUs of a new account.
VCPUS = {
    "Adjustable": True,
    "GlobalQuota": False,
    "QuotaArn": "arn:aws:servicequotas:us-east-1:123456789012:fargate/L-3032A538",
    "QuotaCode": "L-3032A538",
    "QuotaName": "Fargate On-Demand vCPU resource count",
    "ServiceCode": "fargate",
    "ServiceName": "AWS Fargate",
    "Unit": "None",
    "Value": 6.0,
}
MOTO_ROLE = IAMBackend.create_service_linked_role
MOTO_QUOTA = ServiceQuotasBackend.get_service_quota


def create_service_linked_role(backend, service_name, description, suffix):
    try:
        return MOTO_ROLE(backend, service_name, description, suffix)
    except EntityAlreadyExists:
        raise InvalidInput(
            "Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix."
        ) from None


def get_service_quota(backend, service_code, quota_code):
    if (service_code, quota_code) == (VCPUS["ServiceCode"], VCPUS["QuotaCode"]):
        return VCPUS
    return MOTO_QUOTA(backend, service_code, quota_code)


def update_endpoint(resource_class, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    properties = cloudformation_json["Properties"]
    before, after = set(original_resource.route_table_ids), set(properties.get("RouteTableIds", []))
    original_resource.modify(properties.get("PolicyDocument"), [], [], sorted(after - before), sorted(before - after), [], [])
    return original_resource


def update_log_group(resource_class, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    original_resource.retention_in_days = cloudformation_json["Properties"].get("RetentionInDays")
    return original_resource


def install():
    LogGroup.update_from_cloudformation_json = classmethod(update_log_group)
    VPCEndPoint.update_from_cloudformation_json = classmethod(update_endpoint)
    IAMBackend.create_service_linked_role = create_service_linked_role
    ServiceQuotasBackend.get_service_quota = get_service_quota
