"""Asks for one path over TLS with Python's own ssl module, and says how that went.

Arguments: address, port, server name, path, file of the trusted authorities, and the files of a certificate and its key.
"""

import socket
import ssl
import sys

address, port, name, path, authorities, *own = sys.argv[1:]
context = ssl.create_default_context(cafile=authorities)
# A client with a weak certificate has to lower its own security level before it can load it.
context.set_ciphers("DEFAULT@SECLEVEL=0")
if own:
    context.load_cert_chain(*own)
with socket.create_connection((address, int(port))) as below:
    with context.wrap_socket(below, server_hostname=name) as secured:
        secured.sendall(f"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
        while received := secured.recv(65536):
            sys.stdout.buffer.write(received)
