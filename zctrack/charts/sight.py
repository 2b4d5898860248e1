"""How a chart looks to others (色觉): colour-blind sight and grey print, simulated.

The matrices stand in ``palette.toml`` with their source.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zctrack.charts.palette import sights
from zctrack.errors import OptionError

__all__ = ["SIGHTS", "seen"]

SIGHTS: Sequence[str] = ("deuteranopia", "protanopia", "tritanopia", "grey")
"""The kinds of sight."""


def seen(picture: NDArray[Any], sight: str) -> NDArray[np.uint8]:
    """Simulate how a picture looks.

    Parameters
    ----------
    picture : numpy.ndarray
        Shape (…, 3), uint8: red, green and blue.
    sight : {"deuteranopia", "protanopia", "tritanopia", "grey"}
        Whose sight, or grey print.

    Returns
    -------
    numpy.ndarray
        The same shape, uint8.

    Raises
    ------
    OptionError
        If there is no such sight.

    References
    ----------
    Machado, G. M., Oliveira, M. M., Fernandes, L. A. F. (2009). A physiologically-based model for
    simulation of color vision deficiency. IEEE Transactions on Visualization and Computer Graphics
    15(6): 1291-1298. doi:10.1109/TVCG.2009.113.

    Examples
    --------
    >>> seen(np.array([[255, 255, 255], [255, 0, 0]], dtype="uint8"), "grey").tolist()
    [[255, 255, 255], [127, 127, 127]]
    """
    if sight not in SIGHTS:
        raise OptionError(f"there is no sight {sight!r}", todo=f"Use one of: {', '.join(SIGHTS)}.")
    # The sRGB transfer curve (IEC 61966-2-1), by its 256 steps.
    share = np.arange(256) / 255
    curve = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    linear = np.clip(curve[picture] @ np.array(sights()[sight]).T, 0, 1)
    back = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    rounded: NDArray[np.uint8] = np.rint(back * 255).astype("uint8")
    return rounded
