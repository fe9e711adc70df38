"""A management point that knows nothing of this project, and sends clients wherever its standard input says.

Reads one line of JSON: where to listen, and what it replies to location requests. Writes a line for each port that it
has opened, and one for each request.
"""

import json
import re
import sys
import threading
import zlib
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer

told = json.loads(sys.stdin.readline())


def reply_to(request):
    kind = re.match(r"<(\w+?)Request\b", request)[1]
    if kind == "ClientRegistration":
        client = "GUID:5C7F4F80-3896-4D10-8A38-469286A0FEBC"
        return f'<{kind}Response ResponseType="Registration" Status="0" SMSID="{client}"/>'
    records = "".join(told["records"][kind])
    site = '<MPSite SiteCode="MIX" SiteLocality="LOCAL"/>'
    return f"<{kind}Reply><Sites><Site>{site}<LocationRecords>{records}</LocationRecords></Site></Sites></{kind}Reply>"


class ManagementPoint(BaseHTTPRequestHandler):
    def log_request(self, *_):
        print("heard", self.server.server_address[1], self.command, self.path, flush=True)

    def do_CCM_POST(self):
        boundary = re.search(r'boundary="?([^";]+)', self.headers["Content-Type"])[1]
        message = self.rfile.read(int(self.headers["Content-Length"])).split(b"--" + boundary.encode())
        body = message[2].split(b"\r\n\r\n", 1)[1]
        request = zlib.decompressobj().decompress(body).decode("utf-16-le")
        xml = (reply_to(request) + "\0").encode("utf-16-le")
        header = f'<Msg><TargetEndpoint>client</TargetEndpoint><Body Length="{len(xml)}"/></Msg>'
        parts = [f"--{boundary}\r\n\r\n".encode() + part + b"\r\n" for part in (header.encode("utf-16"), xml)]
        self.send_response(200)
        self.send_header("Content-Type", f'multipart/mixed; boundary="{boundary}"')
        self.end_headers()
        self.wfile.write(b"".join(parts) + f"--{boundary}--".encode())


class Server(ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


for address, port in told["listen"]:
    server = Server((address, port), ManagementPoint)
    threading.Thread(target=server.serve_forever).start()
    print("listens", port, flush=True)
