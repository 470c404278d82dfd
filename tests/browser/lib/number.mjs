// What a number says, whatever language says it: 1.2万, 12,000 and 12 thousand are one value.
const SCALE = { 万: 1e4, 亿: 1e8, thousand: 1e3, million: 1e6, billion: 1e9 };

/** The first number of a text as a plain decimal, or the text itself when it holds none. */
export function valueOf(text) {
  const found = text.replaceAll(/[,\u202f\u00a0](?=\d{3})/g, '').match(/([+\-−]?\d+(?:\.\d+)?)\s*[余多]?\s*(万亿|万|亿|thousand|million|billion)?/);
  if (!found) return text.trim() === '' ? '' : 'words';
  const scale = found[2] === '万亿' ? 1e12 : SCALE[found[2]] ?? 1;
  return String(Number((Number(found[1].replace('−', '-')) * scale).toPrecision(12)));
}
