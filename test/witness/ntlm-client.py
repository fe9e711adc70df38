"""Signs in to a web server by NTLM, with nothing but Python's own library and the specification ([MS-NLMP]).

Reads one JSON object from standard input and writes one: the status of each answer, and the body of the last.
MD4 is not in every OpenSSL, so the object has the password's NT hash.
"""

import base64
import hashlib
import hmac
import http.client
import json
import ssl
import struct
import sys
import time

asked = json.load(sys.stdin)
FLAGS = 0x00088201  # Unicode, NTLM, always sign, extended session security


def mac(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.md5).digest()


def negotiate():
    return b"NTLMSSP\0" + struct.pack("<II", 1, FLAGS) + bytes(16)


def authenticate(challenge_message):
    challenge = challenge_message[24:32]
    length, _, offset = struct.unpack_from("<HHI", challenge_message, 40)
    names = challenge_message[offset : offset + length]
    user, domain = asked["user"], asked["domain"]
    key = mac(bytes.fromhex(asked["ntHash"]), (user.upper() + domain).encode("utf-16-le"))
    now = int((time.time() + 11644473600) * 10_000_000)
    blob = b"\1\1" + bytes(6) + struct.pack("<Q", now) + b"clientch" + bytes(4) + names + bytes(4)
    response = mac(key, challenge, blob) + blob
    fields, payload = b"", b""
    for value in (bytes(24), response, domain.encode("utf-16-le"), user.encode("utf-16-le"), b"", b""):
        fields += struct.pack("<HHI", len(value), len(value), 64 + len(payload))
        payload += value
    return b"NTLMSSP\0" + struct.pack("<I", 3) + fields + struct.pack("<I", FLAGS) + payload


if asked.get("authorities"):
    trust = ssl.create_default_context(cafile=asked["authorities"])
    trust.check_hostname = False
    if "certificate" in asked:
        trust.load_cert_chain(asked["certificate"], asked["key"])
    connection = http.client.HTTPSConnection(asked["address"], asked["port"], context=trust, timeout=30)
else:
    connection = http.client.HTTPConnection(asked["address"], asked["port"], timeout=30)


def say(message=None):
    headers = {"Host": asked["host"]}
    if message:
        headers["Authorization"] = "NTLM " + base64.b64encode(message).decode()
    connection.request(asked["method"], asked["path"], headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    [token] = [
        offer[5:] for offer in answer.headers.get_all("WWW-Authenticate", []) if offer.startswith("NTLM ")
    ] or [""]
    return answer.status, base64.b64decode(token), body


first, _, _ = say()
second, challenge_message, _ = say(negotiate())
third, _, body = say(authenticate(challenge_message))
# What is signed in is the connection.
fourth, _, _ = say()
json.dump({"statuses": [first, second, third, fourth], "body": body.decode("latin-1")}, sys.stdout)
