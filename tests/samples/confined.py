"""Runs a program that sees nothing of the machine but what it is given; a script in a process of its own.

Usage: python -I confined.py READABLE WRITABLE COMMAND…; the lists are JSON. `tests.samples.processes` starts it.

The program gets namespaces of its own (Linux: namespaces(7)): a root folder with the system's programs and the
listed files only, a /proc without other processes, a network of loopback alone, and limits of what it may use.
It ends with the exit code or by the signal of the program, and nothing that the program has started outlives it.

Standard library only; each step is named before it is done, so that a refusal says which one was refused.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import resource
import signal
import socket
import struct
import sys
import warnings  # noqa: F401 (os.execvp imports it, and no module can be found any more there)

_SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/usr", "/nix/store")
# Of /etc what programs need to start and to know names; it also holds passwords and keys.
_ETC = (
    *("alternatives", "bash.bashrc", "debian_version", "group", "host.conf", "hosts", "ld.so.cache", "ld.so.conf"),
    *("ld.so.conf.d", "localtime", "mime.types", "nsswitch.conf", "os-release", "passwd", "protocols", "services"),
    *("ssl/certs", "ssl/openssl.cnf", "timezone"),
)
_DEVICES = ("null", "zero", "full", "random", "urandom")
_DEVICE_LINKS = {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}

# linux/sched.h: mount, UTS, IPC, user, PID and network namespaces.
_NAMESPACES = 0x00020000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
# sys/mount.h and linux/mount.h
_BIND, _RECURSIVE, _PRIVATE, _DETACH = 4096, 16384, 1 << 18, 2
_LOCKED, _NOSUID, _NODEV, _NOEXEC = 1, 2, 4, 8
_READ_ONLY, _AT_FDCWD, _AT_RECURSIVE, _MOUNT_SETATTR = 1, -100, 0x8000, 442
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
# linux/prctl.h
_DEATH_SIGNAL, _DROP_CAPABILITY, _NO_NEW_PRIVILEGES = 1, 24, 38
# linux/sockios.h, linux/if.h
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 1

_LIMITS = {resource.RLIMIT_FSIZE: 64 << 20, resource.RLIMIT_DATA: 2 << 30, resource.RLIMIT_NPROC: 1000}
"""Bytes of one file, bytes of memory of one process, processes: more is a mistake, and would hang the machine."""

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: object) -> None:
    """Call a function of the C library; raise OSError with its name where it fails."""
    texts = [os.fsencode(each) if isinstance(each, str) else each for each in arguments]
    if getattr(_libc, name)(*texts) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def _syscall(number: int, *arguments: object) -> None:
    _call("syscall", ctypes.c_long(number), *arguments)


def _mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    _call("mount", source, target, kind, ctypes.c_ulong(flags), data)


def _enter_namespaces() -> None:
    user, group = os.getuid(), os.getgid()
    _call("unshare", _NAMESPACES)
    # The same numbers inside: files keep their owner, and a sample is told the truth about who it is.
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def _show(path: str, *, is_writable: bool) -> None:
    """Give the new root a file or folder of the old one, under its own name and under the one that it resolves to."""
    real = _OLD_PATHS[path]
    for target in {path, real}:
        place = f"/new{target}"
        if os.path.isdir(f"/old{real}"):
            os.makedirs(place, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            if not os.path.lexists(place):
                os.close(os.open(place, os.O_CREAT, 0o644))
        _mount(f"/old{real}", place, None, _BIND | _RECURSIVE)
        # struct mount_attr: set, clear, propagation, user namespace.
        attributes = struct.pack("QQQQ", _NOSUID | (0 if is_writable else _READ_ONLY), 0, 0, 0)
        _syscall(
            *(_MOUNT_SETATTR, ctypes.c_int(_AT_FDCWD), place, ctypes.c_uint(_AT_RECURSIVE)),
            *(attributes, ctypes.c_size_t(len(attributes))),
        )


_OLD_PATHS: dict[str, str] = {}
"""What is shown -> what it resolves to; asked before the old root moves away."""


def _change_root(readable: list[str], writable: list[str]) -> None:
    seen = [*_SYSTEM, *(f"/etc/{name}" for name in _ETC), *readable]
    _OLD_PATHS.update({path: os.path.realpath(path) for path in (*seen, *writable) if os.path.lexists(path)})
    _mount("none", "/", None, _RECURSIVE | _PRIVATE)
    # A tmpfs becomes the root and holds the old root and the new one, as in bubblewrap.
    _mount("tmpfs", "/tmp", "tmpfs", _NOSUID | _NODEV, "mode=0755")  # noqa: S108 (only a place to mount on)
    os.mkdir("/tmp/old")  # noqa: S108
    _syscall(_PIVOT_ROOT[os.uname().machine], "/tmp", "/tmp/old")  # noqa: S108
    os.chdir("/")
    os.mkdir("/new")
    _mount("tmpfs", "/new", "tmpfs", _NOSUID | _NODEV, "mode=0755,size=1g")
    for name, mode in (("tmp", 0o1777), ("var/tmp", 0o1777), ("dev/shm", 0o1777), ("run", 0o755), ("proc", 0o555)):
        os.makedirs(f"/new/{name}")
        os.chmod(f"/new/{name}", mode)
    # Outer folders before inner ones: a folder that may be written lies in one that may not, or the other way round.
    for path in sorted(_OLD_PATHS):
        _show(path, is_writable=path in writable)
    for name in _DEVICES:
        os.close(os.open(f"/new/dev/{name}", os.O_CREAT))
        _mount(f"/old/dev/{name}", f"/new/dev/{name}", None, _BIND)
    for name, number in _DEVICE_LINKS.items():
        os.symlink(f"/proc/self/fd{number}", f"/new/dev/{name}")
    # Read only: /proc/sys obeys whoever is root outside, and has settings of the whole machine.
    _mount("proc", "/new/proc", "proc", _LOCKED | _NOSUID | _NODEV | _NOEXEC)
    os.chdir("/new")
    _syscall(_PIVOT_ROOT[os.uname().machine], ".", ".")
    _call("umount2", ".", _DETACH)
    os.chdir("/")


def _raise_loopback() -> None:
    with socket.socket() as any_socket:
        name = b"lo".ljust(16, b"\0")
        flags = struct.unpack_from("h", fcntl.ioctl(any_socket, _GET_FLAGS, name + bytes(24)), 16)[0]
        fcntl.ioctl(any_socket, _SET_FLAGS, name + struct.pack("h", flags | _UP) + bytes(22))


def _give_up_rights() -> None:
    """Keep root of the namespaces from undoing them, and any user from filling the machine."""
    for kind, most in _LIMITS.items():
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    for capability in range(64):
        if _libc.prctl(_DROP_CAPABILITY, capability, 0, 0, 0):
            break
    _call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def _run(command: list[str], folder: str) -> int:
    """Run the program as a child of this process, the first of its namespace; return how it has ended."""
    program = os.fork()
    if not program:
        try:
            _give_up_rights()
            os.chdir(folder)
            os.execvp(command[0], command)  # noqa: S606 (the command of our own runner)
        except OSError as error:
            _refuse(error)
    while True:
        ended, status = os.wait()
        if ended == program:
            return status


def _refuse(error: OSError) -> None:
    os.write(2, f"{error.strerror or error}\n".encode())
    os._exit(125)


def main(readable: list[str], writable: list[str], command: list[str]) -> None:
    """Confine this process, run the command and end as it ends."""
    folder = os.getcwd()
    try:
        _enter_namespaces()
    except OSError as error:
        _refuse(error)
    reading, writing = os.pipe()
    first = os.fork()
    if not first:
        try:
            _call("prctl", _DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
            _change_root(readable, writable)
            _raise_loopback()
            os.write(writing, str(_run(command, folder)).encode())
        except (OSError, KeyError) as error:
            _refuse(error if isinstance(error, OSError) else OSError(f"{os.uname().machine}: архитектура незнакома"))
        os._exit(0)
    os.close(writing)
    _, ended = os.waitpid(first, 0)
    status = int(os.read(reading, 20) or ended)
    if os.WIFSIGNALED(status):
        signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
        os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:])
