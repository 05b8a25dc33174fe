"""Runs one command of a systemd unit as the unit says: user, groups, capabilities, no new privileges, limits, umask, file system
and system call filter, by bwrap, setpriv and libseccomp. Needs root.

unit_sandbox.py UNIT --etc DIR --place OF_UNIT=HERE ... -- COMMAND...

--etc has passwd and group; --place says where a path of the unit is on this machine. What is not taken from the unit: CPUAffinity,
IPAddressDeny (control groups), LoadCredential, and of the protections of kernel files those that are under /sys and
/proc, which are read-only here as a whole.
"""
import argparse
import ctypes
import errno
import json
import os
import pathlib
import resource
import signal
import socket
import subprocess
import sys

NAMESPACES = 0x7E020000
PR_SET_PDEATHSIG = 1
ROOT_CAPABILITIES = "-all"


def read_unit(path):
    """The settings of [Service], each a list of its values; an empty value begins anew."""
    settings, section = {}, ""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.strip()
            if line.startswith("["):
                section = line
            elif section == "[Service]" and line and not line.startswith(("#", ";")):
                name, value = line.split("=", 1)
                settings.setdefault(name, []).append(value)
    return settings


def read_sets():
    """systemd's own sets of system calls."""
    text = subprocess.run(
        ["systemd-analyze", "--no-pager", "syscall-filter"], check=True, capture_output=True, text=True).stdout
    sets, name = {}, None
    for line in text.splitlines():
        if line.startswith("@"):
            name = line.strip()
            sets[name] = []
        elif name and line.startswith(" ") and not line.strip().startswith("#"):
            sets[name].append(line.strip())
    return sets


def expand(names, sets):
    found = set()
    for name in names:
        found |= expand(sets[name], sets) if name.startswith("@") else {name}
    return found


def allowed_calls(settings):
    sets, allowed = read_sets(), set()
    for value in settings["SystemCallFilter"]:
        if value.startswith("~"):
            allowed -= expand(value[1:].split(), sets)
        else:
            allowed |= expand(value.split(), sets)
    # systemd always allows these: how it starts the process.
    return allowed | expand(["@default"], sets) | {"execve"}


def numbers(path):
    with open(path, encoding="utf-8") as lines:
        return {line.split(":")[0]: int(line.split(":")[2]) for line in lines if line.count(":") > 2}


def limit(text):
    return resource.RLIM_INFINITY if text == "infinity" else int(text)


def is_on(settings, name):
    return settings.get(name, ["no"])[-1] in ("yes", "true", "1")


def begin():
    parser = argparse.ArgumentParser()
    parser.add_argument("unit")
    parser.add_argument("--etc", required=True)
    parser.add_argument("--place", action="append", default=[])
    parser.add_argument("command", nargs="+")
    asked = parser.parse_args()
    settings = read_unit(asked.unit)
    places = dict(place.split("=", 1) for place in asked.place)
    users, groups = numbers(os.path.join(asked.etc, "passwd")), numbers(os.path.join(asked.etc, "group"))

    def here(path):
        return next((path.replace(of, to, 1) for of, to in places.items() if path == of or path.startswith(of + "/")), path)

    sandbox = ["bwrap", "--cap-add", "ALL", "--ro-bind" if settings["ProtectSystem"] == ["strict"] else "--bind", "/", "/"]
    if is_on(settings, "PrivateTmp"):
        sandbox += ["--tmpfs", "/tmp"]
    if is_on(settings, "ProtectHome"):
        sandbox += ["--tmpfs", "/home", "--tmpfs", "/root"]
    if is_on(settings, "PrivateDevices"):
        sandbox += ["--dev", "/dev", "--bind", "/dev/shm", "/dev/shm"]
    if is_on(settings, "PrivateNetwork"):
        sandbox += ["--unshare-net"]
    for to in places.values():
        # What lies deeper in a /tmp of its own: bwrap makes the folders above it, for root alone unless told.
        for above in reversed(pathlib.PurePath(to).parents):
            if str(above).startswith("/tmp/"):
                sandbox += ["--perms", "0755", "--dir", str(above)]
        sandbox += ["--ro-bind", to, to]
    for path in " ".join(settings.get("ReadWritePaths", [])).split():
        sandbox += ["--bind", here(path), here(path)]
    for path in " ".join(settings.get("InaccessiblePaths", [])).split():
        if os.path.isdir(here(path.lstrip("-"))):
            sandbox += ["--perms", "0000", "--tmpfs", here(path.lstrip("-")), "--remount-ro", here(path.lstrip("-"))]

    capabilities = settings["CapabilityBoundingSet"][-1].lower().replace("cap_", "").split()
    ambient = settings["AmbientCapabilities"][-1].lower().replace("cap_", "").split()
    bounding = ",".join([ROOT_CAPABILITIES, *("+" + each for each in capabilities)])
    inherited = ",".join([ROOT_CAPABILITIES, *("+" + each for each in ambient)])
    group = groups[settings["Group"][-1]]
    all_groups = [group] + [groups[each] for each in " ".join(settings.get("SupplementaryGroups", [])).split()]
    sandbox += [
        "setpriv", "--reuid", str(users[settings["User"][-1]]), "--regid", str(group), "--groups", ",".join(map(str, all_groups)),
        "--no-new-privs", "--bounding-set", bounding, "--inh-caps", inherited, "--ambient-caps", inherited,
    ]
    rules = {
        "calls": sorted(allowed_calls(settings)),
        "families": " ".join(settings["RestrictAddressFamilies"]).split(),
        "no_code": is_on(settings, "MemoryDenyWriteExecute"),
        "no_namespaces": is_on(settings, "RestrictNamespaces"),
    }
    os.umask(int(settings["UMask"][-1], 8))
    for name, value in settings.items():
        if name.startswith("Limit"):
            which, bound = getattr(resource, "RLIMIT_" + name[5:]), limit(value[-1])
            try:
                resource.setrlimit(which, (bound, bound))
            except ValueError:
                pass  # A container without CAP_SYS_RESOURCE stays below the unit's limit.
    with open(__file__, encoding="utf-8") as source:
        script = source.read()
    # By its text: the sandbox need not see this file.
    os.execvp("bwrap", sandbox + [sys.executable, "-c", script, "--filtered", json.dumps(rules), *asked.command])


def filtered(rules, command):
    import seccomp  # Debian: python3-seccomp

    calls = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))

    def allow(name, *conditions):
        try:
            calls.add_rule(seccomp.ALLOW, name, *conditions)
        except (RuntimeError, ValueError, OSError):
            pass  # A call of another processor.

    special = {"socket"}
    for family in rules["families"]:
        allow("socket", seccomp.Arg(0, seccomp.EQ, getattr(socket, family)))
    if rules["no_code"]:
        special |= {"mmap", "mprotect", "pkey_mprotect"}
        for protection in (0, 2, 4):
            allow("mmap", seccomp.Arg(2, seccomp.MASKED_EQ, 6, protection))
        allow("mprotect", seccomp.Arg(2, seccomp.MASKED_EQ, 4, 0))
        allow("pkey_mprotect", seccomp.Arg(2, seccomp.MASKED_EQ, 4, 0))
    if rules["no_namespaces"]:
        special |= {"clone", "clone3", "unshare", "setns"}
        allow("clone", seccomp.Arg(0, seccomp.MASKED_EQ, NAMESPACES, 0))
        calls.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    for name in rules["calls"]:
        if name not in special:
            allow(name)
    # Here and not earlier: a change of credentials takes it back.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    calls.load()
    os.execv(command[0], command)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--filtered"]:
        filtered(json.loads(sys.argv[2]), sys.argv[3:])
    else:
        begin()
