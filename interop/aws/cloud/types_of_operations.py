"""The types of policies, the secret, alarms, log filters, autoscaling, and the migration."""

import json

from moto.awslambda.utils import get_backend
from moto.core.common_models import CloudFormationModel

import functions
from added_type import added, picked
from calls import client


def create_secret(properties, name, region):
    secrets = client("secretsmanager", region)
    wanted = picked(properties, "KmsKeyId", "Description")
    generated = properties.get("GenerateSecretString")
    if generated is not None:
        options = picked(generated, "PasswordLength", "ExcludePunctuation", "ExcludeCharacters")
        value = secrets.get_random_password(**options)["RandomPassword"]
        key = generated.get("GenerateStringKey")
        fields = {**json.loads(generated.get("SecretStringTemplate", "{}")), key: value}
        wanted["SecretString"] = value if key is None else json.dumps(fields)
    arn = secrets.create_secret(Name=properties.get("Name", name), **wanted)["ARN"]
    return arn, {"Id": arn}


def keep_id(properties, resource, region):
    return resource.physical_id, resource.attributes


def delete_secret(arn, properties, region):
    client("secretsmanager", region).delete_secret(SecretId=arn)


def create_bucket_policy(properties, name, region):
    # moto ignores the conditions of a denial. Our policy denies connections without TLS, and loopback has no TLS.
    statements = [
        statement
        for statement in properties["PolicyDocument"]["Statement"]
        if not (statement["Effect"] == "Deny" and "Condition" in statement)
    ]
    if statements:
        policy = json.dumps({**properties["PolicyDocument"], "Statement": statements})
        client("s3", region).put_bucket_policy(Bucket=properties["Bucket"], Policy=policy)
    return name, {}


def create_topic_policy(properties, name, region):
    for topic in properties["Topics"]:
        client("sns", region).set_topic_attributes(
            TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(properties["PolicyDocument"])
        )
    return name, {}


def create_subscription(properties, name, region):
    wanted = picked(properties, "TopicArn", "Protocol", "Endpoint")
    return client("sns", region).subscribe(ReturnSubscriptionArn=True, **wanted)["SubscriptionArn"], {}


def delete_subscription(arn, properties, region):
    client("sns", region).unsubscribe(SubscriptionArn=arn)


def create_queue_policy(properties, name, region):
    for queue in properties["Queues"]:
        attributes = {"Policy": json.dumps(properties["PolicyDocument"])}
        client("sqs", region).set_queue_attributes(QueueUrl=queue, Attributes=attributes)
    return name, {}


def delete_queue_policy(name, properties, region):
    for queue in properties["Queues"]:
        client("sqs", region).set_queue_attributes(QueueUrl=queue, Attributes={"Policy": ""})


def create_alarm(properties, name, region):
    return put_alarm(properties, properties.get("AlarmName", name), region)


def update_alarm(properties, resource, region):
    return put_alarm(properties, resource.physical_id, region)


def put_alarm(properties, name, region):
    wanted = {key: value for key, value in properties.items() if key not in ("AlarmName", "Tags")}
    for key in ("EvaluationPeriods", "DatapointsToAlarm", "Period"):
        if key in wanted:
            wanted[key] = int(wanted[key])
    client("cloudwatch", region).put_metric_alarm(AlarmName=name, **wanted)
    return name, {"Arn": f"arn:aws:cloudwatch:{region}:123456789012:alarm:{name}"}


def delete_alarm(name, properties, region):
    client("cloudwatch", region).delete_alarms(AlarmNames=[name])


def create_filter(properties, name, region):
    return put_filter(properties, name, region)


def update_filter(properties, resource, region):
    return put_filter(properties, resource.physical_id, region)


def put_filter(properties, name, region):
    transformations = [
        {
            "metricName": each["MetricName"],
            "metricNamespace": each["MetricNamespace"],
            "metricValue": str(each["MetricValue"]),
            "defaultValue": float(each.get("DefaultValue", 0)),
        }
        for each in properties["MetricTransformations"]
    ]
    client("logs", region).put_metric_filter(
        logGroupName=properties["LogGroupName"],
        filterName=name,
        filterPattern=properties["FilterPattern"],
        metricTransformations=transformations,
    )
    return name, {}


def create_target(properties, name, region):
    wanted = picked(properties, "ServiceNamespace", "ResourceId", "ScalableDimension", "MinCapacity", "MaxCapacity")
    client("application-autoscaling", region).register_scalable_target(
        **{**wanted, "MinCapacity": int(wanted["MinCapacity"]), "MaxCapacity": int(wanted["MaxCapacity"])}
    )
    return "|".join(wanted[key] for key in ("ResourceId", "ScalableDimension", "ServiceNamespace")), {}


def create_scaling(properties, name, region):
    resource, dimension, namespace = properties["ScalingTargetId"].split("|")
    wanted = picked(properties, "PolicyName", "PolicyType", "TargetTrackingScalingPolicyConfiguration")
    made = client("application-autoscaling", region).put_scaling_policy(
        ServiceNamespace=namespace, ResourceId=resource, ScalableDimension=dimension, **wanted
    )
    return made["PolicyARN"], {}


class Placeholders(dict):
    """The attributes of a recorded resource: a name for each."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def __missing__(self, attribute):
        return f"{self.name}.{attribute}".lower()


def only_recorded(properties, name, region):
    """Keeps a resource without its service, so that others may refer to it."""
    return name, Placeholders(name)


added("AWS::SecretsManager::Secret", create_secret, keep_id, delete_secret)
added("AWS::S3::BucketPolicy", create_bucket_policy)
added("AWS::SNS::TopicPolicy", create_topic_policy)
added("AWS::SNS::Subscription", create_subscription, None, delete_subscription)
added("AWS::SQS::QueuePolicy", create_queue_policy, None, delete_queue_policy)
added("AWS::CloudWatch::Alarm", create_alarm, update_alarm, delete_alarm)
added("AWS::Logs::MetricFilter", create_filter, update_filter)
added("AWS::ApplicationAutoScaling::ScalableTarget", create_target)
added("AWS::ApplicationAutoScaling::ScalingPolicy", create_scaling)
for recorded in (
    "AWS::Lambda::EventInvokeConfig",
    "AWS::CloudFront::CachePolicy",
    "AWS::CloudFront::Distribution",
    "AWS::CloudFront::Function",
    "AWS::CloudFront::OriginRequestPolicy",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::SecretsManager::ResourcePolicy",
    "AWS::SecretsManager::RotationSchedule",
    "AWS::WAFv2::LoggingConfiguration",
    "AWS::WAFv2::WebACL",
):
    added(recorded, only_recorded, keep_id)


class Migration(CloudFormationModel):
    """The custom resource of the migration. The provider's function names the function that answers, which runs in Node."""

    # moto derives the service from the name of the module.
    __module__ = "moto.vesper.models"

    def __init__(self, physical_id, properties):
        self.physical_id = physical_id
        self.properties = properties

    @property
    def physical_resource_id(self):
        return self.physical_id

    @staticmethod
    def cloudformation_name_type():
        return ""

    @staticmethod
    def cloudformation_type():
        return "Custom::VesperMigration"

    @classmethod
    def has_cfn_attr(cls, attr):
        return True

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        properties = cloudformation_json["Properties"]
        return cls(ask("Create", properties, None, account_id, region_name), properties)

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        properties = cloudformation_json["Properties"]
        return cls(ask("Update", properties, original_resource.properties, account_id, region_name), properties)

    def delete(self, account_id, region_name):
        ask("Delete", self.properties, None, account_id, region_name)


def ask(request, properties, before, account_id, region):
    """Sends a request of CloudFormation. Returns the physical id."""
    backend = get_backend(account_id, region)
    provider = backend.get_function(properties["ServiceToken"])
    function = backend.get_function(provider.environment_vars["USER_ON_EVENT_FUNCTION_ARN"])
    event = {"RequestType": request, "ResourceProperties": properties}
    if before is not None:
        event["OldResourceProperties"] = before
    answer = functions.invoke(function, event)
    if "error" in answer:
        raise RuntimeError(f"Received response status [FAILED] from custom resource: {answer['error']}")
    return answer["result"]["PhysicalResourceId"]
