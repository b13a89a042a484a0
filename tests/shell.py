"""Commands of the documents, run as a person would type them."""

import os
import subprocess


def run(folder, script):
    """Run commands in a course's folder and return what they printed."""
    environment = dict(os.environ)
    environment["OMP_NUM_THREADS"] = "1"
    done = subprocess.run(
        ["bash", "-ec", script], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
