"""Makes the small pictures beside it and what Pillow reads in them: python make.py DECODING TRANSFORMS"""
import io, json, os, struct, sys, zlib
import numpy as np
from PIL import Image, ImageOps

decoding, transforms = sys.argv[1:]
y, x = np.mgrid[0:21, 0:30]
rgb = np.stack([8 * x, 12 * y, (x * y) % 256], -1).astype(np.uint8)
rgb[4:12, 5:14] = (230, 40, 30)
picture = Image.fromarray(rgb)
listed = []


def add(name, data, expected=None):
    with open(f'{decoding}/{name}', 'wb') as f:
        f.write(data)
    if expected is None:
        expected = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert('RGB')
    expected.save(f'{decoding}/{name}.expected.png', optimize=True)
    listed.append(dict(file=name, expected=name + '.expected.png', width=expected.width, height=expected.height))


def saved(image, form, **options):
    data = io.BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def without_jfif(data):
    assert data[2:4] == b'\xff\xe0'
    return data[:2] + data[4 + int.from_bytes(data[4:6], 'big'):]


gray = picture.convert('L')
jpeg = saved(picture, 'JPEG', quality=90)
add('420.jpg', jpeg)
add('444.jpg', saved(picture, 'JPEG', quality=90, subsampling=0))
add('444-without-jfif.jpg', without_jfif(saved(picture, 'JPEG', quality=90, subsampling=0)))
add('progressive.jpg', saved(picture, 'JPEG', quality=80, progressive=True))
add('gray.jpg', saved(gray, 'JPEG', quality=90))
add('cmyk.jpg', saved(picture.convert('CMYK'), 'JPEG', quality=95))
add('behind-the-end.jpg', jpeg + b'what follows the picture')
profile = b'\xff\xe2' + (16).to_bytes(2, 'big') + b'ICC_PROFILE\0\1\1'
add('damaged-profile.jpg', jpeg[:2] + profile + jpeg[2:], Image.open(io.BytesIO(jpeg)).convert('RGB'))
for orientation in range(2, 9):
    exif = Image.Exif()
    exif[0x112] = orientation
    add(f'orientation{orientation}.png', saved(picture, 'PNG', exif=exif))
exif = Image.Exif()
exif[0x112] = 6
add('orientation6.jpg', saved(picture, 'JPEG', quality=90, exif=exif))
add('orientation6.webp', saved(picture, 'WEBP', lossless=True, exif=exif))
add('orientation6.tiff', saved(picture, 'TIFF', exif=exif))
alpha = picture.copy()
alpha.putalpha(Image.linear_gradient('L').resize(picture.size))
add('rgba.png', saved(alpha, 'PNG'))
add('rgba.webp', saved(alpha, 'WEBP', lossless=True, exact=True))
add('palette.png', saved(picture.quantize(32), 'PNG'))
add('palette2.png', saved(picture.quantize(4), 'PNG', bits=2))
add('gray.png', saved(gray, 'PNG'))
add('gray-alpha.png', saved(gray.convert('LA'), 'PNG'))
add('bilevel.png', saved(picture.convert('1'), 'PNG'))
add('gray16.png', saved(Image.fromarray(np.asarray(gray).astype(np.uint16) * 256 + 200), 'PNG'), gray.convert('RGB'))
add('picture.bmp', saved(picture, 'BMP'))
add('picture.gif', saved(picture.quantize(16), 'GIF'))
small_frame = bytearray(saved(picture.quantize(16), 'GIF'))
descriptor = small_frame.index(b'\x2c', 13 + 3 * 16)
small_frame[6:10] = struct.pack('<HH', 40, 32)
small_frame[descriptor + 1:descriptor + 5] = struct.pack('<HH', 5, 7)
add('small-frame.gif', bytes(small_frame))
ycck = bytearray(saved(picture.convert('CMYK'), 'JPEG', quality=95))
ycck[ycck.index(b'Adobe') + 11] = 2
add('ycck.jpg', bytes(ycck))
adobe = ycck.index(b'\xff\xee')
add('cmyk-without-adobe.jpg', bytes(ycck[:adobe] + ycck[adobe + 16:]))
add('picture.webp', saved(picture, 'WEBP', lossless=True))
add('picture.tiff', saved(picture, 'TIFF', compression='tiff_lzw'))
add('picture.ppm', saved(picture, 'PPM'))
add('gray.pgm', saved(gray, 'PPM'))
add('text.pgm', b'P2 # a comment\n3 2\n15\n0 5 10\n15 1 2\n',
    Image.fromarray(np.array([[0, 85, 170], [255, 17, 34]], np.uint8)).convert('RGB'))


def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def png(width, height, depth, colour, interlace, raw):
    head = struct.pack('>IIBBBBB', width, height, depth, colour, 0, 0, interlace)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', zlib.compress(raw)) + chunk(b'IEND', b'')


raw = b''
for x0, y0, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
    for row in rgb[y0::dy, x0::dx]:
        raw += b'\0' + row.tobytes()
interlaced = png(30, 21, 8, 2, 1, raw)
assert (np.asarray(Image.open(io.BytesIO(interlaced))) == rgb).all()
add('interlaced.png', interlaced)
raw = b''.join(b'\0' + (row * 256 + 77).astype('>u2').tobytes() for row in rgb.astype(np.uint16))
add('rgb16.png', png(30, 21, 16, 2, 0, raw), picture)

plain = saved(picture, 'PNG')
broken = {
    'empty.jpg': b'',
    'text.jpg': b'this is not a picture\n',
    'header-only.jpg': jpeg[:20],
    'truncated.jpg': jpeg[:len(jpeg) * 2 // 3],
    'truncated-progressive.jpg': saved(picture, 'JPEG', progressive=True)[:-40],
    'truncated-but-closed.jpg': jpeg[:-60] + b'\xff\xd9',
    'truncated.png': plain[:len(plain) // 2],
    'bad-crc.png': plain[:60] + bytes([plain[60] ^ 255]) + plain[61:],
    'huge-dimensions.png': png(60000, 60000, 8, 2, 0, b'\0' * 99),
    'more-than-it-holds.png': png(12000, 12000, 8, 2, 0, b'\0' * 99),
    'zero-size.png': png(0, 0, 8, 2, 0, b'\0'),
    'huge-dimensions.jpg': jpeg[:jpeg.index(b'\xff\xc0') + 5] + b'\xff\xff\xff\xff' + jpeg[jpeg.index(b'\xff\xc0') + 9:],
    'more-than-it-holds.jpg': jpeg[:jpeg.index(b'\xff\xc0') + 5] + b'\x2e\xe0\x2e\xe0' + jpeg[jpeg.index(b'\xff\xc0') + 9:],
    'truncated.ppm': saved(picture, 'PPM')[:-5],
    'huge-dimensions.ppm': b'P6 60000 60000 255 ',
    'huge-dimensions.bmp': saved(picture, 'BMP')[:18] + struct.pack('<ii', 60000, 60000) + saved(picture, 'BMP')[26:],
    'more-than-it-holds.bmp': saved(picture, 'BMP')[:18] + struct.pack('<ii', 12000, 12000) + saved(picture, 'BMP')[26:],
    'truncated.webp': saved(picture, 'WEBP', lossless=True)[:-100],
    'truncated.gif': saved(picture.quantize(16), 'GIF')[:-150],
    'truncated.tiff': saved(picture, 'TIFF')[:300],
    'truncated.bmp': saved(picture, 'BMP')[:-400],
}
os.makedirs(f'{decoding}/broken', exist_ok=True)
for name, data in broken.items():
    with open(f'{decoding}/broken/{name}', 'wb') as f:
        f.write(data)
with open(f'{decoding}/transforms.json', 'w') as f:
    json.dump(dict(reference=f'Pillow {Image.__version__}', decoding=listed, broken=sorted(broken)), f, indent=1)

cases = []
filters = dict(nearest=Image.NEAREST, box=Image.BOX, bilinear=Image.BILINEAR, hamming=Image.HAMMING,
               bicubic=Image.BICUBIC, lanczos=Image.LANCZOS)
noise = np.random.default_rng(5).integers(0, 256, (21, 30, 3))
source = Image.fromarray(((rgb.astype(int) * 3 + noise) // 4).astype(np.uint8))
source.save(f'{transforms}/source.png', optimize=True)
for height, width in ((9, 14), (5, 28), (40, 33), (13, 50), (33, 11), (21, 12), (12, 30)):
    for name, code in filters.items():
        expected = f'{name}-{height}x{width}.png'
        source.resize((width, height), code).save(f'{transforms}/{expected}', optimize=True)
        cases.append(dict(op='resize_exact', source='source.png', expected=expected, height=height, width=width,
                          interpolation=name))
for name, image in (('vertical_flip', ImageOps.flip(source)), ('horizontal_flip', ImageOps.mirror(source)),
                    ('invert', ImageOps.invert(source)), ('equalize', ImageOps.equalize(source)),
                    ('auto_contrast', ImageOps.autocontrast(source))):
    image.save(f'{transforms}/{name}.png', optimize=True)
    cases.append(dict(op=name, source='source.png', expected=f'{name}.png'))
for degrees, name, expand in ((30, 'nearest', False), (-17.5, 'bilinear', True), (12, 'bicubic', False)):
    image = source.rotate(degrees, filters[name], expand, fillcolor=(10, 20, 30))
    image.save(f'{transforms}/rotate-{name}.png', optimize=True)
    cases.append(dict(op='rotate', source='source.png', expected=f'rotate-{name}.png', degrees=degrees,
                      interpolation=name, expand=expand, fill=[10, 20, 30]))
with open(f'{transforms}/transforms.json', 'w') as f:
    json.dump(dict(reference=f'Pillow {Image.__version__}', cases=cases), f, indent=1)
