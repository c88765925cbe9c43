"""One walk through all 31 AmplifyBackend operations with an unmodified boto3.

Prints one JSON object a line: {"operation": ..., "response": ...} or {"operation": ..., "error": {"Code", "Message"}, "members"}.
The test that starts it judges the lines; this file only calls.
"""

import json
import sys
import time

import boto3
from botocore.exceptions import ClientError

url, region = sys.argv[1], sys.argv[2]
client = boto3.client("amplifybackend", endpoint_url=url, region_name=region)

APP, ENV = "d1interop00001", "dev"
SCHEMA = 'input AMPLIFY { globalAuthRule: AuthRule = { allow: public } }\ntype Note @model { id: ID! text: String! }\n'
API = {
    "ApiName": "notes",
    "Service": "AppSync",
    "TransformSchema": SCHEMA,
    "DefaultAuthType": {"Mode": "API_KEY", "Settings": {"ExpirationTime": 30, "Description": "interop"}},
}
AUTH = {
    "AuthResources": "USER_POOL_ONLY",
    "Service": "COGNITO",
    "UserPoolConfigs": {"RequiredSignUpAttributes": ["EMAIL"], "SignInMethod": "USERNAME", "UserPoolName": "people"},
}
STORAGE = {"Permissions": {"Authenticated": ["READ", "CREATE_AND_UPDATE"]}, "ServiceName": "S3"}


def call(operation, **request):
    method = getattr(client, operation)
    try:
        response = method(**request)
    except ClientError as error:
        members = {k: v for k, v in error.response.items() if k not in ("Error", "ResponseMetadata")}
        show = {"operation": operation, "error": error.response["Error"], "members": members}
        show["status"] = error.response["ResponseMetadata"]["HTTPStatusCode"]
        print(json.dumps(show), flush=True)
        return None
    metadata = response.pop("ResponseMetadata")
    show = {"operation": operation, "response": response, "requestId": metadata.get("RequestId", "")}
    print(json.dumps(show), flush=True)
    return response


def finished(response):
    """Polls the job of a response until it is COMPLETED or FAILED, at most 30 seconds, and prints it."""
    if not response:
        return
    request = {
        "AppId": response["AppId"],
        "BackendEnvironmentName": response.get("BackendEnvironmentName", ENV),
        "JobId": response["JobId"],
    }
    for _ in range(300):
        job = client.get_backend_job(**request)
        if job["Status"] in ("COMPLETED", "FAILED"):
            break
        time.sleep(0.1)
    call("get_backend_job", **request)


here = {"AppId": APP, "BackendEnvironmentName": ENV}
finished(call("create_backend", AppName="interop", **here))
finished(call("create_backend_api", ResourceConfig=API, ResourceName="notes", **here))
call("get_backend_api", ResourceName="notes", **here)
finished(call("update_backend_api", ResourceName="notes", ResourceConfig={
    "TransformSchema": SCHEMA.replace("text: String!", "text: String! stars: Int")}, **here))
finished(call("generate_backend_api_models", ResourceName="notes", **here))
call("get_backend_api_models", ResourceName="notes", **here)
finished(call("create_backend_auth", ResourceConfig=AUTH, ResourceName="people", **here))
call("get_backend_auth", ResourceName="people", **here)
finished(call("update_backend_auth", ResourceName="people", ResourceConfig={
    "AuthResources": "USER_POOL_ONLY", "Service": "COGNITO",
    "UserPoolConfigs": {"PasswordPolicy": {"MinimumLength": 10.0}}}, **here))
finished(call("import_backend_auth", NativeClientId="n", UserPoolId="us-east-1_x", WebClientId="w", **here))
finished(call("create_backend_storage", ResourceConfig=STORAGE, ResourceName="files", **here))
call("get_backend_storage", ResourceName="files", **here)
finished(call("update_backend_storage", ResourceConfig=STORAGE, ResourceName="files", **here))
finished(call("import_backend_storage", BucketName="b", ServiceName="S3", **here))
call("list_s3_buckets")
finished(call("create_backend_config", AppId=APP, BackendManagerAppId="d2manager"))
call("update_backend_config", AppId=APP)
call("remove_backend_config", AppId=APP)
token = call("create_token", AppId=APP)
call("get_token", AppId=APP, SessionId=token["SessionId"])
call("delete_token", AppId=APP, SessionId=token["SessionId"])
call("get_backend", **here)
call("get_backend", AppId=APP)
finished(call("clone_backend", TargetEnvironmentName="copy", **here))
pages = client.get_paginator("list_backend_jobs").paginate(PaginationConfig={"PageSize": 2}, **here)
print(json.dumps({"operation": "paginate_list_backend_jobs",
                  "response": {"Jobs": [job for page in pages for job in page["Jobs"]]}}), flush=True)
listed = call("list_backend_jobs", MaxResults=5, **here)
call("update_backend_job", JobId=listed["Jobs"][-1]["JobId"], Status="COMPLETED", **here)
finished(call("delete_backend_storage", ResourceName="files", ServiceName="S3", **here))
finished(call("delete_backend_auth", ResourceName="people", **here))
finished(call("delete_backend_api", ResourceName="notes", **here))
finished(call("delete_backend", **here))
finished(call("remove_all_backends", AppId=APP, CleanAmplifyApp=True))
call("get_backend", AppId=APP)
