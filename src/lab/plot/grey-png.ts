/**
 * Small grey pictures as PNG data URLs of 16 levels: a picture of 28 × 28 pixels is 650 characters. Not compressed (the page is), so
 * that no library is needed; the format's check sums are computed here. PNG specification, ISO/IEC 15948.
 */

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 of a chunk's type and data. */
function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = (crcTable[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** Adler-32 of the data that a zlib stream holds. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

const word = (n: number): number[] => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
function chunk(type: string, data: readonly number[]): number[] {
  const body = [...Array.from(type, (letter) => letter.charCodeAt(0)), ...data];
  return [...word(data.length), ...body, ...word(crc32(Uint8Array.from(body)))];
}

/** A zlib stream of stored blocks. */
function stored(data: Uint8Array): number[] {
  const out = [0x78, 0x01];
  for (let from = 0; from < data.length; from += 65535) {
    const block = data.subarray(from, from + 65535);
    const last = from + 65535 >= data.length ? 1 : 0;
    const size = [block.length & 255, block.length >> 8];
    out.push(last, ...size, ...size.map((byte) => byte ^ 255), ...block);
  }
  return [...out, ...word(adler32(data))];
}

/** The picture's URL: values in [0, 1], row-major [height, width], 0 black and 1 white; what lies outside is cut off. */
export function greyPng(values: ArrayLike<number>, width: number, height: number): string {
  const rowBytes = Math.ceil(width / 2);
  const rows = new Uint8Array(height * (rowBytes + 1)); // a filter byte (0: none) before each row
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = Math.round(15 * Math.min(1, Math.max(0, values[y * width + x] ?? 0)));
      const index = y * (rowBytes + 1) + 1 + (x >> 1);
      rows[index] = (rows[index] ?? 0) | (x % 2 === 0 ? level << 4 : level);
    }
  }
  const bytes = [
    ...[137, 80, 78, 71, 13, 10, 26, 10],
    ...chunk('IHDR', [...word(width), ...word(height), 4, 0, 0, 0, 0]),
    ...chunk('IDAT', stored(rows)),
    ...chunk('IEND', []),
  ];
  return `data:image/png;base64,${btoa(bytes.map((byte) => String.fromCharCode(byte)).join(''))}`;
}
