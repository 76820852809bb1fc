"""Makes JPEG files of every sampling, with restarts and scans in parts, and what Pillow reads in them, whole and by its draft mode at
1/2, 1/4 and 1/8: python make.py FOLDER. Those that Pillow cannot write are coded here from coefficients that are drawn."""
import io, json, sys
import numpy as np
from PIL import Image

folder = sys.argv[1]
listed = []
random = np.random.default_rng(11)


def add(name, data):
    with open(f'{folder}/{name}', 'wb') as f:
        f.write(data)
    for scale in (1, 2, 4, 8):
        image = Image.open(io.BytesIO(data))
        width, height = image.size
        if min(width, height) < scale:
            continue  # Pillow reduces nothing to less than a pixel
        if scale > 1:
            image.draft(image.mode, (width // scale, height // scale))
            assert image.size == (-(-width // scale), -(-height // scale)), (name, scale, image.size)
        expected = f'{name}.{scale}.png'
        (image if image.mode == 'L' else image.convert('RGB')).save(f'{folder}/{expected}', optimize=True)
        listed.append(dict(file=name, reduction=scale, expected=expected))


def saved(image, **options):
    data = io.BytesIO()
    image.save(data, 'JPEG', **options)
    return data.getvalue()


def segments(data, kind):
    found, at = [], 2
    while data[at + 1] != 0xDA:
        size = int.from_bytes(data[at + 2:at + 4], 'big') + 2
        if data[at + 1] == kind:
            found.append(data[at:at + size])
        at += size
    return found


y, x = np.mgrid[0:37, 0:50]
wave = np.stack([128 + 90 * np.sin(x / 5) * np.cos(y / 7), 4 * x + y, 250 - 5 * y + 20 * np.sin(x)], -1)
picture = Image.fromarray(np.clip(wave + random.normal(0, 9, wave.shape), 0, 255).astype(np.uint8))
model = saved(picture, quality=85, subsampling=0)


def codes():
    """The codes of the standard's tables by (kind, number) and symbol: (code, length)."""
    tables = {}
    for segment in segments(model, 0xC4):
        at = 4
        while at < len(segment):
            counts, symbols = segment[at + 1:at + 17], segment[at + 17:]
            table, code, n = {}, 0, 0
            for length, count in enumerate(counts, 1):
                for _ in range(count):
                    table[symbols[n]] = code, length
                    code, n = code + 1, n + 1
                code <<= 1
            tables[segment[at] >> 4, segment[at] & 15] = table
            at += 17 + n
    return tables


class Bits:
    def __init__(self):
        self.text = []

    def put(self, value, length):
        self.text.append(format(value, f'0{length}b') if length else '')

    def number(self, table, run, value):
        size = int(abs(value)).bit_length()
        self.put(*table[run << 4 | size])
        self.put(value if value > 0 else value + (1 << size) - 1, size)

    def bytes(self):
        text = ''.join(self.text)
        text += '1' * (-len(text) % 8)
        return bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8)).replace(b'\xff', b'\xff\0')


def block(bits, tables, number, coefficients, last):
    bits.number(tables[0, number], 0, coefficients[0] - last)
    ac, run = tables[1, number], 0
    for value in coefficients[1:]:
        if value == 0:
            run += 1
            continue
        while run > 15:
            bits.put(*ac[0xF0])
            run -= 16
        bits.number(ac, run, value)
        run = 0
    if run:
        bits.put(*ac[0])
    return coefficients[0]


def coded(width, height, factors, restart=0, together=True):
    """A file of three components with these sampling factors, of coefficients that fall as those of photos do."""
    tables = codes()
    across, down = max(h for h, _ in factors), max(v for _, v in factors)
    units_across, units_down = -(-width // (8 * across)), -(-height // (8 * down))
    planes = []
    for c, (h, v) in enumerate(factors):
        grid = np.zeros((units_down * v, units_across * h, 64), int)
        spread = (25 if c == 0 else 12) / (1 + np.arange(64)) ** 1.3
        grid[:] = np.rint(random.normal(0, 1, grid.shape) * spread)
        grid[..., 0] = np.clip(grid[..., 0] + np.cumsum(random.integers(-6, 7, grid.shape[:2]), 1), -60, 60)
        grid[random.random(grid.shape) < 0.3] = 0
        planes.append(grid)
    head = b''.join(
        [b'\xff\xd8'] + segments(model, 0xE0) + segments(model, 0xDB)
        + [b'\xff\xc0\0\x11\x08' + height.to_bytes(2, 'big') + width.to_bytes(2, 'big') + b'\3'
           + b''.join(bytes([c + 1, h << 4 | v, min(c, 1)]) for c, (h, v) in enumerate(factors))]
        + segments(model, 0xC4) + ([b'\xff\xdd\0\4' + restart.to_bytes(2, 'big')] if restart else []))
    data = head
    for scan in ([[0, 1, 2]] if together else [[0], [1], [2]]):
        data += b'\xff\xda' + (6 + 2 * len(scan)).to_bytes(2, 'big') + bytes([len(scan)])
        data += b''.join(bytes([c + 1, min(c, 1) * 17]) for c in scan) + b'\0\x3f\0'
        if together:
            units = [(c, uy * factors[c][1] + j, ux * factors[c][0] + i) for uy in range(units_down)
                     for ux in range(units_across) for c in scan for j in range(factors[c][1]) for i in range(factors[c][0])]
            size = sum(h * v for h, v in factors)
        else:
            h, v = factors[scan[0]]
            own_across, own_down = -(-(-(-width * h // across)) // 8), -(-(-(-height * v // down)) // 8)
            units, size = [(scan[0], j, i) for j in range(own_down) for i in range(own_across)], 1
        bits, last = Bits(), [0, 0, 0]
        for n, (c, j, i) in enumerate(units):
            if restart and n and n % (restart * size) == 0:
                data += bits.bytes() + bytes([0xFF, 0xD0 + (n // (restart * size) - 1) % 8])
                bits, last = Bits(), [0, 0, 0]
            last[c] = block(bits, tables, min(c, 1), [int(value) for value in planes[c][j, i]], last[c])
        data += bits.bytes()
    return data + b'\xff\xd9'


for name, subsampling in (('444', 0), ('422', 1), ('420', 2)):
    add(f'{name}.jpg', saved(picture, quality=85, subsampling=subsampling))
    add(f'{name}-progressive.jpg', saved(picture, quality=85, subsampling=subsampling, progressive=True))
add('gray.jpg', saved(picture.convert('L'), quality=85))
add('gray-progressive.jpg', saved(picture.convert('L'), quality=85, progressive=True))
add('cmyk.jpg', saved(picture.convert('CMYK'), quality=85))
add('optimized.jpg', saved(picture, quality=97, subsampling=2, optimize=True))
add('coarse.jpg', saved(picture, quality=5, subsampling=2))
add('restarts.jpg', saved(picture, quality=85, subsampling=2, restart_marker_blocks=2))
add('restarts-progressive.jpg', saved(picture, quality=85, progressive=True, restart_marker_rows=1))
for width, height in ((1, 1), (3, 5), (4, 2), (5, 33), (16, 16), (17, 8)):
    add(f'420-{height}x{width}.jpg', saved(picture.crop((0, 0, width, height)), quality=85, subsampling=2))
for name, factors in (('440', [(1, 2), (1, 1), (1, 1)]), ('411', [(4, 1), (1, 1), (1, 1)]), ('410', [(4, 2), (1, 1), (1, 1)]),
                      ('441', [(1, 4), (1, 1), (1, 1)]), ('uneven', [(2, 2), (2, 1), (1, 2)]),
                      ('luminance-less', [(1, 1), (2, 2), (1, 2)])):
    add(f'{name}.jpg', coded(45, 39, factors))
add('420-in-parts.jpg', coded(45, 39, [(2, 2), (1, 1), (1, 1)], together=False))
add('420-in-parts-restarts.jpg', coded(45, 39, [(2, 2), (1, 1), (1, 1)], restart=3, together=False))
add('440-restarts.jpg', coded(45, 39, [(1, 2), (1, 1), (1, 1)], restart=3))
with open(f'{folder}/jpegs.json', 'w') as f:
    json.dump(dict(reference=f'Pillow {Image.__version__}', decoding=listed), f, indent=1)
