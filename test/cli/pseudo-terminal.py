"""Runs a program on a terminal of its own, types what it is to be told, and prints all that came to the screen.

Its argument is a JSON object: the command, and a dialog of pairs: a text that has to come to the screen, and what is typed then.
Exits as the program did, or with 124 where a text never came.
"""

import json
import os
import pty
import select
import sys

asked = json.loads(sys.argv[1])
# Only a program that hangs takes so long.
patience = 60

process, terminal = pty.fork()
if process == 0:
    os.execvp(asked["command"][0], asked["command"])

screen = b""


def read_more():
    """Returns whether there was more to read."""
    global screen
    if not select.select([terminal], [], [], patience)[0]:
        sys.stdout.buffer.write(screen)
        sys.exit(124)
    try:
        more = os.read(terminal, 65536)
    except OSError:
        return False
    screen += more
    return more != b""


seen = 0
for awaited, typed in asked["dialog"]:
    while awaited.encode() not in screen[seen:]:
        if not read_more():
            sys.stdout.buffer.write(screen)
            sys.exit(124)
    seen = screen.index(awaited.encode(), seen) + len(awaited.encode())
    os.write(terminal, typed.encode())
while read_more():
    pass
sys.stdout.buffer.write(screen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
