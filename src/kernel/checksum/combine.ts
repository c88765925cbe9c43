/** Joins CRCs: the CRC of two pieces laid end to end, from the CRC of each and the length of the second. */

/**
 * A function that joins CRCs of one kind. With P the polynomial, appending n bytes multiplies what was before by x^(8n)
 * modulo P; initial and final inversions cancel out.
 * @param polynomial reflected, without its highest term
 * @param width 32 or 64
 */
export function crcCombiner(
  polynomial: bigint,
  width: 32 | 64,
): (first: bigint, second: bigint, secondLength: number) => bigint {
  const top = 1n << BigInt(width - 1);

  /** a times b modulo P; in the reflected form the highest bit is x^0. */
  function multiply(a: bigint, b: bigint): bigint {
    let product = 0n;
    let shifted = b;
    for (let bit = top; bit > 0n; bit >>= 1n) {
      if (a & bit) product ^= shifted;
      shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
    }
    return product;
  }

  /** x^(8 * length) modulo P. Parts of an upload mostly have one length, so the last answer is kept. */
  let kept = { length: 0, power: top };
  function powerOf(length: number): bigint {
    if (kept.length === length) return kept.power;
    let power = top;
    let square = top >> 8n;
    for (let rest = BigInt(length); rest > 0n; rest >>= 1n) {
      if (rest & 1n) power = multiply(power, square);
      square = multiply(square, square);
    }
    kept = { length, power };
    return power;
  }

  return (first, second, secondLength) => multiply(powerOf(secondLength), first) ^ second;
}
