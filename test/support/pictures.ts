import sharp, { type Sharp } from 'sharp';

interface Size {
  width?: number;
  height?: number;
}

/** A striped picture, so that turning and shrinking it shows. */
function stripes({ width = 320, height = 240 }: Size): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) pixels[(y * width + x) * 3] = y < height / 2 ? 255 : (x * 7) % 128;
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A JPEG as a phone writes it: lying on its side, with the camera, the place, and a comment that is a script. */
export function phonePhoto(size: Size = {}): Promise<Buffer> {
  return stripes(size)
    .withExif({
      IFD0: { Make: 'PhoneMaker', Model: 'SecretModel', ImageDescription: '<script>alert(1)</script>' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '31/1 13/1 30/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '121/1 28/1 0/1',
      },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

export function png(size: Size = {}): Promise<Buffer> {
  return stripes(size).png().toBuffer();
}

export function gif(size: Size = {}): Promise<Buffer> {
  return stripes(size).gif().toBuffer();
}

export function webp(size: Size = {}): Promise<Buffer> {
  return stripes(size).webp().toBuffer();
}

/** A PNG of a few kilobytes that claims, and has, far more pixels than anybody should open. */
export function pixelBomb(): Promise<Buffer> {
  return sharp({ create: { width: 20_000, height: 20_000, channels: 3, background: 'white' }, limitInputPixels: false })
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** A PDF with one empty page. */
export function pdf(): Buffer {
  return Buffer.from(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
  );
}
