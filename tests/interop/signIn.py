"""Sign-in with an unmodified boto3: an administrator makes a user, who signs in by password, refreshes and signs out.

Prints one JSON object with what was seen; the test that starts it judges.
"""

import json
import sys

import boto3
from botocore import UNSIGNED
from botocore.config import Config

url, region, pool, client_id = sys.argv[1:5]
admin = boto3.client("cognito-idp", endpoint_url=url, region_name=region)
user = boto3.client("cognito-idp", endpoint_url=url, region_name=region, config=Config(signature_version=UNSIGNED))
seen = {}

admin.update_user_pool_client(
    UserPoolId=pool, ClientId=client_id, PreventUserExistenceErrors="ENABLED",
    ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
admin.admin_create_user(UserPoolId=pool, Username="ben@example.test", MessageAction="SUPPRESS",
                        UserAttributes=[{"Name": "email", "Value": "ben@example.test"},
                                        {"Name": "email_verified", "Value": "true"}])
admin.admin_set_user_password(UserPoolId=pool, Username="ben@example.test", Password="Right-horse-1", Permanent=True)
listed = admin.list_users(UserPoolId=pool, Filter='email = "ben@example.test"')
seen["listed"] = [found["UserStatus"] for found in listed["Users"]]


def sign_in(password):
    return user.initiate_auth(AuthFlow="USER_PASSWORD_AUTH", ClientId=client_id,
                              AuthParameters={"USERNAME": "ben@example.test", "PASSWORD": password})


try:
    sign_in("Wrong-horse-1")
except user.exceptions.NotAuthorizedException as refusal:
    seen["refused"] = refusal.response["Error"]["Message"]
tokens = sign_in("Right-horse-1")["AuthenticationResult"]
attributes = user.get_user(AccessToken=tokens["AccessToken"])["UserAttributes"]
seen["attributes"] = {pair["Name"]: pair["Value"] for pair in attributes}
refreshed = user.get_tokens_from_refresh_token(RefreshToken=tokens["RefreshToken"], ClientId=client_id)
seen["refreshed"] = refreshed["AuthenticationResult"]["TokenType"]
user.global_sign_out(AccessToken=tokens["AccessToken"])
try:
    user.get_user(AccessToken=tokens["AccessToken"])
except user.exceptions.NotAuthorizedException as refusal:
    seen["signedOut"] = refusal.response["Error"]["Message"]
print(json.dumps(seen))
