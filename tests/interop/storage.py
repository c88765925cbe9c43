"""Files with an unmodified boto3: objects of the sizes where clients change their ways, transfers in parts, links, odd keys.

Prints one JSON object with what was seen; the test that starts it judges.
Arguments: url, region, name of a new bucket, certificate file of the authority ("" for http).
"""

import hashlib
import io
import json
import ssl
import sys
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

url, region, bucket, authority = sys.argv[1:5]
verify = authority or None
client = boto3.client("s3", endpoint_url=url, region_name=region, verify=verify)
seen = {}
MEBIBYTE = 1024 * 1024


def call(operation, **request):
    return getattr(client, operation)(Bucket=bucket, **request)


def code(operation, **request):
    try:
        call(operation, **request)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "none"


def body(size):
    return hashlib.shake_128(str(size).encode()).digest(size)


call("create_bucket")
seen["again"] = code("create_bucket")
seen["buckets"] = bucket in [found["Name"] for found in client.list_buckets()["Buckets"]]

seen["sizes"] = {}
for size in (0, 1, 5 * MEBIBYTE, 5 * MEBIBYTE + 1):
    put = call("put_object", Key=f"sizes/{size}", Body=body(size), Metadata={"size": str(size)})
    got = call("get_object", Key=f"sizes/{size}", ChecksumMode="ENABLED")
    right = got["Body"].read() == body(size) and put["ETag"].strip('"') == hashlib.md5(body(size)).hexdigest()
    seen["sizes"][size] = [right, got["Metadata"], "ChecksumCRC32" in got]

# Transfers in parts, up and down at once.
large = body(64 * MEBIBYTE)
config = TransferConfig(multipart_threshold=8 * MEBIBYTE, max_concurrency=4)
client.upload_fileobj(io.BytesIO(large), bucket, "large", Config=config)
back = io.BytesIO()
client.download_fileobj(bucket, "large", back, Config=config)
head = call("head_object", Key="large", ChecksumMode="ENABLED")
seen["large"] = [back.getvalue() == large, head["ETag"].strip('"').split("-")[1], head["ChecksumCRC32"].split("-")[1]]
once = call("put_object", Key="large at once", Body=large)
got = call("get_object", Key="large at once", ChecksumMode="ENABLED")
seen["large at once"] = [
    got["Body"].read() == large,
    once["ETag"].strip('"') == hashlib.md5(large).hexdigest(),
    got["ChecksumCRC32"] == once["ChecksumCRC32"],
]
client.copy({"Bucket": bucket, "Key": "large"}, bucket, "large copy", Config=config)
seen["copied"] = call("head_object", Key="large copy")["ContentLength"]

seen["keys"] = {}
KEYS = ["a//b", "/leading", "a/../b", "../up", "ü/日本 🎉", "with space+plus", "100%", "trailing/", "k" * 1024, "'(quotes)\"&<>"]
for key in KEYS:
    call("put_object", Key=f"{key}", Body=key.encode())
    seen["keys"][key[:20]] = call("get_object", Key=key)["Body"].read().decode() == key
pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 3})
listed = [found["Key"] for page in pages for found in page.get("Contents", [])]
seen["listed"] = listed == sorted(listed, key=lambda key: key.encode()) and set(KEYS) <= set(listed)
seen["older list"] = [found["Key"] for found in call("list_objects", Prefix="sizes/")["Contents"]]
seen["folders"] = [found["Prefix"] for found in call("list_objects_v2", Delimiter="/")["CommonPrefixes"]]

seen["range"] = call("get_object", Key="large", Range="bytes=8388600-8388615")["Body"].read() == large[8388600:8388616]
seen["once"] = [code("put_object", Key="once", Body=b"1", IfNoneMatch="*"), code("put_object", Key="once", Body=b"2", IfNoneMatch="*")]
seen["missing"] = [code("get_object", Key="none"), code("head_object", Key="none"), code("get_bucket_policy")]
for algorithm in ("SHA1", "SHA256"):
    put = call("put_object", Key=algorithm, Body=b"x", ChecksumAlgorithm=algorithm)
    seen[algorithm] = put[f"Checksum{algorithm}"] != ""

call("put_object_tagging", Key="once", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
seen["tags"] = call("get_object_tagging", Key="once")["TagSet"]


def fetch(link, method="GET", data=None):
    context = ssl.create_default_context(cafile=authority) if authority else None
    headers = {"Content-Type": "text/plain"} if data else {}
    request = urllib.request.Request(link, data=data, method=method, headers=headers)
    with urllib.request.urlopen(request, context=context) as answer:
        return answer.read()


# The first kind of link is signed as boto3 does by itself, which is version 2 in the oldest regions.
for name, signing in (("link", client), ("link v4", boto3.client("s3", endpoint_url=url, region_name=region, verify=verify, config=Config(signature_version="s3v4")))):
    link = signing.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "ü/日本 🎉"}, ExpiresIn=60)
    seen[name] = ["X-Amz-Signature" in link, fetch(link).decode()]
upload = client.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "by link", "ContentType": "text/plain"}, ExpiresIn=60)
fetch(upload, "PUT", b"linked")
seen["by link"] = call("get_object", Key="by link")["Body"].read().decode()
seen["multi"] = len(call("delete_objects", Delete={"Objects": [{"Key": key} for key in listed]})["Deleted"]) == len(listed)
for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket):
    for found in page.get("Contents", []):
        call("delete_object", Key=found["Key"])

# An upload by hand, given up.
upload_id = call("create_multipart_upload", Key="given up")["UploadId"]
call("upload_part", Key="given up", UploadId=upload_id, PartNumber=1, Body=b"part")
seen["parts"] = len(call("list_parts", Key="given up", UploadId=upload_id)["Parts"])
seen["uploads"] = len(call("list_multipart_uploads")["Uploads"])
call("abort_multipart_upload", Key="given up", UploadId=upload_id)
seen["aborted"] = code("list_parts", Key="given up", UploadId=upload_id)
call("delete_bucket")
seen["gone"] = code("head_bucket")

print(json.dumps(seen))
