"""FTP between two hosts of the lab.

ftp.py serve <ports> <address> ...: a server on port 21 of each address, whose passive ports are "free" ones or of a range such as
"50000-50099". It says "ready", and ends when its input ends.

ftp.py transfer <passive|active> <seconds> <address> ...: sends a file to the server and fetches it, for each three words, one after
the other: the server's loop takes what comes at the same time for each other's. Writes a list of what went wrong, "" for nothing.
"""

import ftplib
import io
import json
import sys
import tempfile
import threading

def serve(ports, *addresses):
    """Answers until the input ends."""
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.log import config_logging
    from pyftpdlib.servers import FTPServer

    config_logging(level=50)
    with tempfile.TemporaryDirectory() as folder:
        authorizer = DummyAuthorizer()
        authorizer.add_user("backup", "word", folder, perm="elradfmw")
        FTPHandler.authorizer = authorizer
        if ports != "free":
            first, last = ports.split("-")
            FTPHandler.passive_ports = range(int(first), int(last) + 1)
        servers = [FTPServer((address, 21), FTPHandler) for address in addresses]
        print("ready", flush=True)
        threading.Thread(target=wait_for_end, args=[servers], daemon=True).start()
        servers[0].serve_forever(handle_exit=False)


def wait_for_end(servers):
    """The servers share a loop, which one of them ends."""
    sys.stdin.read()
    servers[0].ioloop.close()


def transfer(*words):
    """Tries each, and writes what became of it. After one that failed nobody waits for the others as long."""
    problems = []
    for mode, seconds, address in zip(words[::3], words[1::3], words[2::3]):
        problems.append(problem(mode, 0.7 if any(problems) else float(seconds), address))
    print(json.dumps(problems))


def problem(mode, seconds, address):
    """What goes wrong with one file, there and back."""
    content = f"backup of {mode} {address}".encode()
    client = ftplib.FTP(timeout=seconds)
    try:
        client.connect(address, 21)
        client.login("backup", "word")
        client.set_pasv(mode == "passive")
        client.storbinary("STOR backup", io.BytesIO(content))
        fetched = io.BytesIO()
        client.retrbinary("RETR backup", fetched.write)
        return "" if fetched.getvalue() == content else "the file came back changed"
    except (OSError, EOFError, ftplib.Error) as error:
        return str(error) or type(error).__name__
    finally:
        client.close()


{"serve": serve, "transfer": transfer}[sys.argv[1]](*sys.argv[2:])
