"""No network for the processes that answer queries, whatever a query makes Oxigraph do.

Oxigraph has an HTTP client of its own, for SERVICE and LOAD, that cannot be switched off. On Linux (x86-64, ARM64 and
RISC-V) a filter of system calls (seccomp, https://docs.kernel.org/userspace-api/seccomp_filter.html) takes from the process
the means to open a socket, for good. Other systems have no such filter here: there the check of the query
(`kg.serve.normal_form`) stands alone.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import socket
import sys

ARCHITECTURES = {  # the kernel's name, and the numbers of the system calls: seccomp, then those that are denied
    "x86_64": (0xC000003E, 317, (41, 42, 425)),  # socket, connect, io_uring_setup
    "aarch64": (0xC00000B7, 277, (198, 203, 425)),
    "riscv64": (0xC00000F3, 277, (198, 203, 425)),
}
LOAD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, DENY, KILL = 0x7FFF0000, 0x00050000 | errno.EACCES, 0x80000000
NUMBER, ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
X32 = 0x40000000  # from here on, other numbers for the same calls
NO_NEW_PRIVILEGES = 38
FILTER, EVERY_THREAD = 1, 1


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def deny_network() -> bool:
    """Take from this process, all its threads and its children the means to open a socket; report whether that worked."""
    if sys.platform == "linux" and platform.machine() in ARCHITECTURES:
        _filter_calls(*ARCHITECTURES[platform.machine()])
    return not _opens_sockets()


def _filter_calls(name: int, seccomp: int, denied: tuple[int, ...]) -> None:
    rules = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_IF_EQUAL, 1, 0, name),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (JUMP_IF_AT_LEAST, len(denied) + 1, 0, X32),
        *((JUMP_IF_EQUAL, len(denied) - i, 0, call) for i, call in enumerate(denied)),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, DENY),
    ]
    program = _Program(len(rules), (_Instruction * len(rules))(*(_Instruction(*r) for r in rules)))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0:
        system.syscall(
            ctypes.c_long(seccomp), ctypes.c_uint(FILTER), ctypes.c_uint(EVERY_THREAD), ctypes.byref(program)
        )


def _opens_sockets() -> bool:
    try:
        socket.socket().close()
    except OSError:
        return False
    return True
