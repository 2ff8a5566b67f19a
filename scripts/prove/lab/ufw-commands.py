"""Runs many ufw commands in one process, by ufw's own modules: to start ufw for each of them takes most of the time.

Reads {"dryRun": bool, "commands": [[argument, ...], ...]} and writes one {"means", "answer", "problem"} for each: the command as ufw
itself writes it down, what ufw says of it, and what it complains of.
"""

import contextlib
import gettext
import io
import json
import os
import sys

gettext.install("ufw")

# ufw's modules expect gettext's function to be there.
import ufw.frontend  # noqa: E402
import ufw.parser  # noqa: E402
from ufw.common import UFWError  # noqa: E402


def run(frontend, arguments):
    """Gives one command to ufw."""
    complaints = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    means = answer = problem = ""
    with contextlib.redirect_stderr(complaints):
        try:
            command = ufw.frontend.parse_command(["ufw", *arguments])
            rule = command.data["rule"]
            means = ufw.parser.UFWCommandRule.get_command(rule)
            answer = frontend.do_action(command.action, rule, command.data["iptype"], command.force)
        except UFWError as error:
            problem = error.value
        except (KeyError, ValueError) as error:
            problem = f"is no rule: {error}"
        except SystemExit:
            problem = "ended"
    complaints.flush()
    said = complaints.buffer.getvalue().decode().strip()
    return {"means": means, "answer": answer, "problem": "\n".join(filter(None, [said, problem]))}


request = json.load(sys.stdin)
# A dry run prints all of its rules each time.
output = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
ufw_frontend = ufw.frontend.UFWFrontend(request["dryRun"])
answers = [run(ufw_frontend, arguments) for arguments in request["commands"]]
with os.fdopen(output, "w", encoding="utf-8") as stream:
    json.dump(answers, stream)
