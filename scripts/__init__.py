"""Commands of the project: `python3 -m scripts.NAME`, each with `--help`.

Only the standard library may be imported before `environment.enter()`, and this file must be
readable by old Pythons: it is where they are told that they are too old.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (the lower versions are the point)
    sys.exit("Нужен Python 3.11 или новее, а это {}.{}.".format(*sys.version_info[:2]))
