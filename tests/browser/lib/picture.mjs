// Small pictures of pages, and whether two look alike: in squares of many points with a tolerance, since letters are drawn a little
// differently from machine to machine.

/** Points of a square; shades of grey by which a square may differ; part of the squares that may differ more. */
const [SQUARE, SHADES, PART] = [8, 20, 0.02];

/** A picture made small in a canvas of the browser, in shades of few colours, so that its file is small too. */
export async function shrink(painter, bytes, width) {
  const data = await painter.evaluate(async ([source, wide]) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${source}`)).blob());
    const canvas = new OffscreenCanvas(wide, Math.round((image.height * wide) / image.width));
    const pen = canvas.getContext('2d');
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const points = pen.getImageData(0, 0, canvas.width, canvas.height);
    // Steps of 17: sixteen shades of each colour, which compress well and are as many as a reviewer needs.
    for (let at = 0; at < points.data.length; at += 1) points.data[at] = Math.round(points.data[at] / 17) * 17;
    pen.putImageData(points, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''));
  }, [bytes.toString('base64'), width]);
  return { png: Buffer.from(data, 'base64') };
}

/** What differs, in words; nothing when no more than a small part of the squares does. */
export async function differ(painter, taken, kept) {
  const found = await painter.evaluate(async ([one, two, square, shades]) => {
    const read = async (source) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${source}`)).blob());
      const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
      pen.drawImage(image, 0, 0);
      return pen.getImageData(0, 0, image.width, image.height);
    };
    const [a, b] = [await read(one), await read(two)];
    if (a.width !== b.width || a.height !== b.height) return { size: `${a.width}×${a.height}, kept ${b.width}×${b.height}` };
    let [squares, unlike] = [0, 0];
    for (let y = 0; y < a.height; y += square) {
      for (let x = 0; x < a.width; x += square) {
        const sums = [0, 0, 0];
        let points = 0;
        for (let row = y; row < Math.min(y + square, a.height); row += 1) {
          for (let column = x; column < Math.min(x + square, a.width); column += 1) {
            const at = (row * a.width + column) * 4;
            points += 1;
            for (let colour = 0; colour < 3; colour += 1) sums[colour] += a.data[at + colour] - b.data[at + colour];
          }
        }
        squares += 1;
        if (sums.some((sum) => Math.abs(sum / points) > shades)) unlike += 1;
      }
    }
    return { squares, unlike };
  }, [taken.png.toString('base64'), kept.toString('base64'), SQUARE, SHADES]);
  if (found.size) return found.size;
  return found.unlike / found.squares > PART && `${found.unlike} of ${found.squares} squares look different`;
}
