/** Large enough to be scanned off a screen, small enough for a phone's album. */
const PIXELS = 480;

/**
 * The code as a PNG's address inside this page. WeChat reads a code that is pressed long only out of a pixel picture, and phones keep
 * only those in their albums. Null where the page forbids pictures of ours.
 */
export async function codePicture(svg: string): Promise<string | null> {
  const drawn = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = await loaded(drawn);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = PIXELS;
    canvas.getContext('2d')?.drawImage(image, 0, 0, PIXELS, PIXELS);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    return png && URL.createObjectURL(png);
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(drawn);
  }
}

function loaded(address: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image(PIXELS, PIXELS);
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = address;
  });
}
