"""UTM grid references (WGS 84), as officials and rescuers in Thailand write them: zones 47 and 48, north."""

import math
import re

_UTM = re.compile(
    r"(?<!\d)(4[78])\s*([NPQ])\b[\s,:]*(?:E\s*[:=]?\s*)?(\d{6}(?:\.\d+)?)\s*m?\s*E?[\s,]+"
    r"(?:N\s*[:=]?\s*)?(\d{6,7}(?:\.\d+)?)\s*m?\s*N?(?!\d)",
    re.IGNORECASE,
)
_A = 6_378_137.0
_F = 1 / 298.257223563
_K0 = 0.9996


def find(text: str) -> tuple[float, float] | None:
    """Latitude and longitude of the first UTM reference in a text (`47P 566000 836000`, `47N E 566000 N 836000`)."""
    match = _UTM.search(text)
    if match is None:
        return None
    easting, northing = float(match[3]), float(match[4])
    if not (100_000 <= easting < 900_000 and 500_000 <= northing <= 2_400_000):
        return None
    return to_degrees(int(match[1]), easting, northing)


def to_degrees(zone: int, easting: float, northing: float) -> tuple[float, float]:
    """Degrees of a northern UTM position, to about a millimetre (Krüger's series, third order in n)."""
    n = _F / (2 - _F)
    radius = _A / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    xi, eta = northing / (_K0 * radius), (easting - 500_000) / (_K0 * radius)
    beta = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    delta = (2 * n - 2 * n**2 / 3 - 2 * n**3, 7 * n**2 / 3 - 8 * n**3 / 5, 56 * n**3 / 15)
    xi_ = xi - sum(b * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, b in enumerate(beta, 1))
    eta_ = eta - sum(b * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, b in enumerate(beta, 1))
    chi = math.asin(math.sin(xi_) / math.cosh(eta_))
    latitude = chi + sum(d * math.sin(2 * j * chi) for j, d in enumerate(delta, 1))
    longitude = math.radians(zone * 6 - 183) + math.atan2(math.sinh(eta_), math.cos(xi_))
    return math.degrees(latitude), math.degrees(longitude)
