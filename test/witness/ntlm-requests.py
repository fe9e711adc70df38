"""Sends one request with requests, and signs in with requests_ntlm where it has a user.

Reads one JSON object from standard input, which names the files of the request's body and of the answer's, and writes one: the
status of the last answer and its content type.
"""

import json
import os
import socket
import sys

asked = json.load(sys.stdin)
# NTLM is made of MD4, which OpenSSL 3 has in its legacy provider alone. It reads its configuration when it is loaded.
os.environ["OPENSSL_CONF"] = asked["openssl"]

import requests  # noqa: E402
from requests_ntlm import HttpNtlmAuth  # noqa: E402

# The names of the hierarchy are in no DNS that this machine asks.
by_name = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: by_name(
    asked["address"] if host == asked["host"] else host, *rest, **more
)

with requests.Session() as session:
    session.trust_env = False
    session.verify = asked.get("authorities", False)
    if "certificate" in asked:
        session.cert = (asked["certificate"], asked["key"])
    if "user" in asked:
        session.auth = HttpNtlmAuth(asked["user"], asked["password"])
    with open(asked["body"], "rb") as body:
        sent = body.read()
    answer = session.request(asked["method"], asked["url"], headers=asked["headers"], data=sent, timeout=30)
    with open(asked["answer"], "wb") as heard:
        heard.write(answer.content)
json.dump(
    {"status": answer.status_code, "type": answer.headers.get("Content-Type", "")},
    sys.stdout,
)
