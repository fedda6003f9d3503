/** The last item. `Array.prototype.at` is missing in web views that shoppers still use. */
export function last<T>(list: readonly T[]): T | undefined {
  return list[list.length - 1];
}
