/** Numbers of bytes as people read them. */

const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** `1536` becomes `1.5 KiB`. */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}
