"""How bright is a picture? Enough of PNG (RFC 2083) for what a browser's screenshot is: 8 bits a colour, not interlaced."""
import struct
import zlib


def _chunks(data):
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        yield kind, data[at + 8:at + 8 + length]
        at += 12 + length


def _unfiltered(kind, line, above, step):
    """One line of the picture as it was before its filter (RFC 2083, 6)."""
    line = bytearray(line)
    for i in range(len(line)):
        left = line[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        up = above[i]
        if kind == 4:
            guess = left + up - corner
            near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
        else:
            near = (0, left, up, (left + up) // 2)[kind]
        line[i] = (line[i] + near) & 255
    return line


def brightness(data, lines=200):
    """The mean of all colours of the first `lines` lines, from 0 (black) to 255 (white)."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError("not a PNG")
    chunks = list(_chunks(data))
    width, height, bits, colours, _, _, interlaced = struct.unpack(">IIBBBBB", dict(chunks)[b"IHDR"])
    step = {2: 3, 6: 4}[colours]
    if bits != 8 or interlaced:
        raise ValueError("another kind of PNG")
    raw = zlib.decompress(b"".join(content for kind, content in chunks if kind == b"IDAT"))
    above, total, row = bytearray(width * step), 0, width * step + 1
    lines = min(lines, height)
    for y in range(lines):
        above = _unfiltered(raw[y * row], raw[y * row + 1:(y + 1) * row], above, step)
        total += sum(sum(above[colour::step]) for colour in range(3))
    return total / (3 * width * lines)
