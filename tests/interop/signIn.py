"""Sign-in with an unmodified boto3: an administrator makes a user, who signs in by password and by SRP, refreshes and signs out.

Prints one JSON object with what was seen; the test that starts it judges.
"""

import base64
import hashlib
import hmac
import json
import secrets
import sys
from datetime import datetime, timezone

import boto3
from botocore import UNSIGNED
from botocore.config import Config

url, region, pool, client_id, prime = sys.argv[1:6]
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


def pad(number):
    """Bytes as Java writes a BigInteger, which is what all clients hash."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def sign_in_by_srp(password):
    """What boto3 leaves to its caller: the client's half of SRP."""
    n, g = int(prime, 16), 2
    secret = secrets.randbits(256)
    public = pow(g, secret, n)
    asked = user.initiate_auth(AuthFlow="USER_SRP_AUTH", ClientId=client_id,
                               AuthParameters={"USERNAME": "ben@example.test", "SRP_A": format(public, "x")})
    given = asked["ChallengeParameters"]
    name, block = given["USER_ID_FOR_SRP"], given["SECRET_BLOCK"]
    theirs, salt = int(given["SRP_B"], 16), int(given["SALT"], 16)
    digest = lambda data: hashlib.sha256(data).digest()
    number = lambda data: int.from_bytes(digest(data), "big")
    identity = pool.split("_")[1] + name
    k, u = number(pad(n) + pad(g)), number(pad(public) + pad(theirs))
    x = number(pad(salt) + digest(f"{identity}:{password}".encode()))
    shared = pow(theirs - k * pow(g, x, n), secret + u * x, n)
    extracted = hmac.digest(pad(u), pad(shared), "sha256")
    key = hmac.digest(extracted, b"Caldera Derived Key\x01", "sha256")[:16]
    now = datetime.now(timezone.utc)
    stamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now.year}"
    proof = hmac.digest(key, identity.encode() + base64.b64decode(block) + stamp.encode(), "sha256")
    return user.respond_to_auth_challenge(
        ClientId=client_id, ChallengeName="PASSWORD_VERIFIER", ChallengeResponses={
            "USERNAME": name, "PASSWORD_CLAIM_SECRET_BLOCK": block, "TIMESTAMP": stamp,
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(proof).decode()})


try:
    sign_in_by_srp("Wrong-horse-1")
except user.exceptions.NotAuthorizedException as refusal:
    seen["refusedBySrp"] = refusal.response["Error"]["Message"]
seen["srp"] = sign_in_by_srp("Right-horse-1")["AuthenticationResult"]["TokenType"]
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
