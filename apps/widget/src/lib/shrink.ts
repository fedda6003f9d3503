/** Longest side of a picture that is sent, in pixels: enough to read a label, little enough for a train. */
const LONGEST_PX = 1600;
const QUALITY = 0.82;

/** Width and height with the longest side at most `longest`, in whole pixels, never enlarged. */
export function fitted(width: number, height: number, longest = LONGEST_PX): [number, number] {
  const scale = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** The name with the ending that the new content has. */
export function renamed(name: string, type: string): string {
  return `${name.replace(/\.[^.]*$/, '') || 'photo'}.${type === 'image/webp' ? 'webp' : 'jpg'}`;
}

/**
 * A picture as it is sent: at most 1600 px, upright, and without what the camera wrote into it (place, device, time). What this browser
 * cannot read (HEIC outside of Safari) and what would lose by it (animations, PDF) is left as it is; the server looks at it then.
 */
export async function shrink(file: File): Promise<{ blob: Blob; name: string }> {
  const asItIs = { blob: file, name: file.name };
  if (!file.type.startsWith('image/') || file.type === 'image/gif' || file.type === 'image/svg+xml') return asItIs;
  const picture = await decode(file);
  if (picture === null) return asItIs;
  const [width, height] = fitted(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  if (pen === null) return asItIs;
  // JPEG knows no transparency: white, as paper, instead of black.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  picture.close();
  // Safari answers a wish for WebP with PNG, which is no smaller.
  const webp = await encode(canvas, 'image/webp');
  const blob = webp?.type === 'image/webp' ? webp : await encode(canvas, 'image/jpeg');
  return blob === null ? asItIs : { blob, name: renamed(file.name, blob.type) };
}

async function decode(file: File): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    // Not a picture that this browser reads.
    return null;
  }
}

function encode(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}
