"""Clients of this moto, for resource types that call the services' own APIs."""

import functools

import boto3
from botocore.config import Config

ENDPOINT = ""


@functools.cache
def client(service, region):
    return boto3.client(
        service, endpoint_url=ENDPOINT, region_name=region, config=Config(retries={"max_attempts": 1})
    )
