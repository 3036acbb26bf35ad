"""The types of API Gateway's HTTP APIs."""

from added_type import added, picked
from calls import client


def api(region):
    return client("apigatewayv2", region)


def create_api(properties, name, region):
    made = api(region).create_api(**picked(properties, "Name", "ProtocolType", "DisableExecuteApiEndpoint"))
    return api_of(made["ApiId"], region)


def update_api(properties, resource, region):
    api(region).update_api(ApiId=resource.physical_id, **picked(properties, "Name", "DisableExecuteApiEndpoint"))
    return api_of(resource.physical_id, region)


def api_of(api_id, region):
    return api_id, {"ApiEndpoint": f"https://{api_id}.execute-api.{region}.amazonaws.com", "ApiId": api_id}


def delete_api(api_id, properties, region):
    api(region).delete_api(ApiId=api_id)


def create_integration(properties, name, region):
    wanted = picked(properties, "ApiId", "IntegrationType", "IntegrationUri", "PayloadFormatVersion", "RequestParameters")
    return api(region).create_integration(**wanted)["IntegrationId"], {}


def update_integration(properties, resource, region):
    wanted = picked(properties, "ApiId", "IntegrationUri", "RequestParameters")
    api(region).update_integration(IntegrationId=resource.physical_id, **wanted)
    return resource.physical_id, {}


def delete_integration(integration_id, properties, region):
    api(region).delete_integration(ApiId=properties["ApiId"], IntegrationId=integration_id)


def create_route(properties, name, region):
    wanted = picked(properties, "ApiId", "RouteKey", "Target", "AuthorizationType")
    return api(region).create_route(**wanted)["RouteId"], {}


def delete_route(route_id, properties, region):
    api(region).delete_route(ApiId=properties["ApiId"], RouteId=route_id)


def create_stage(properties, name, region):
    routes = {route["RouteKey"] for route in api(region).get_routes(ApiId=properties["ApiId"])["Items"]}
    missing = [key for key in properties.get("RouteSettings", {}) if key not in routes]
    if missing:
        # API Gateway refuses the settings of a route that does not exist.
        raise ValueError(f"Unable to find Route by key {missing[0]}")
    # moto has no stage without its own name for the default.
    api(region).create_stage(ApiId=properties["ApiId"], StageName=properties["StageName"], AutoDeploy=True)
    return properties["StageName"], {}


def update_stage(properties, resource, region):
    return resource.physical_id, {}


def create_domain(properties, name, region):
    wanted = picked(properties, "DomainName", "DomainNameConfigurations")
    api(region).create_domain_name(**wanted)
    attributes = {"RegionalDomainName": f"d-x.execute-api.{region}.amazonaws.com", "RegionalHostedZoneId": "Z1"}
    return properties["DomainName"], attributes


def delete_domain(domain, properties, region):
    api(region).delete_domain_name(DomainName=domain)


def create_mapping(properties, name, region):
    wanted = picked(properties, "ApiId", "DomainName", "Stage", "ApiMappingKey")
    return api(region).create_api_mapping(**wanted)["ApiMappingId"], {}


def delete_mapping(mapping_id, properties, region):
    api(region).delete_api_mapping(ApiMappingId=mapping_id, DomainName=properties["DomainName"])


added("AWS::ApiGatewayV2::Api", create_api, update_api, delete_api)
added("AWS::ApiGatewayV2::Integration", create_integration, update_integration, delete_integration)
added("AWS::ApiGatewayV2::Route", create_route, None, delete_route)
added("AWS::ApiGatewayV2::Stage", create_stage, update_stage)
added("AWS::ApiGatewayV2::DomainName", create_domain, None, delete_domain)
added("AWS::ApiGatewayV2::ApiMapping", create_mapping, None, delete_mapping)
