"""Find the account PostgreSQL runs as, which must not be root."""

import os
import pwd
import shutil
import stat
import subprocess
from contextlib import suppress
from pathlib import Path

from domain.errors import UnavailableError

_ACCOUNT = "handraise"
_STATUS = Path("/proc/self/status")
_CAP_DAC_OVERRIDE = 1  # bits of linux/capability.h
_CAP_DAC_READ_SEARCH = 2


def privileges_for(directory: Path, *programs: Path) -> tuple[str, ...]:
    """Arguments for setpriv that make an ordinary account own `directory`.

    Empty for everyone but root. Root's checkout often lies below a directory that
    others may not enter (/root is 0700). Rather than opening that directory to
    everyone on the machine, the server is given the one capability to pass through.
    """
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        raise UnavailableError(
            "PostgreSQL does not run as root, and setpriv (util-linux), which would "
            "start it as another account, is missing. Run this as an ordinary user."
        )
    uid, gid = _owner_of(directory)
    account = (f"--reuid={uid}", f"--regid={gid}", "--clear-groups")
    if all(_everyone_may_enter(path) for path in (directory, *programs)):
        return account
    name = _pass_through_capability()
    return (*account, f"--inh-caps=+{name}", f"--ambient-caps=+{name}")


def _owner_of(directory: Path) -> tuple[int, int]:
    """Its owner when that is not root; else an account of our own, made the owner."""
    owner = directory.stat()
    if owner.st_uid != 0:
        return owner.st_uid, owner.st_gid
    account = _account()
    os.chown(directory, account.pw_uid, account.pw_gid)
    return account.pw_uid, account.pw_gid


def _account() -> pwd.struct_passwd:
    with suppress(KeyError):
        return pwd.getpwnam(_ACCOUNT)
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if useradd is not None:
        # A second start at the same moment may win; then the account is there too.
        subprocess.run(
            [useradd, "--system", "--no-create-home", _ACCOUNT],
            check=False,
            capture_output=True,
        )
    with suppress(KeyError):
        return pwd.getpwnam(_ACCOUNT)
    return pwd.getpwnam("nobody")


def _everyone_may_enter(path: Path) -> bool:
    return all(
        parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents
    )


def _pass_through_capability() -> str:
    """The smaller of two that this machine lets us hand out (containers drop some)."""
    status = _STATUS.read_text("ascii").splitlines()
    bounds = next(line for line in status if line.startswith("CapBnd"))
    allowed = int(bounds.split()[1], 16)
    if allowed & (1 << _CAP_DAC_READ_SEARCH):
        return "dac_read_search"
    if allowed & (1 << _CAP_DAC_OVERRIDE):
        return "dac_override"
    raise UnavailableError(
        "PostgreSQL runs as an account that may not enter this directory. Choose a "
        "HANDRAISE_HOME and a checkout that everyone may enter, or do not run as root."
    )
