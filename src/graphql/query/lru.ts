/** A map that forgets what was not used lately: entries in two generations, the older of which goes when the younger is full. */

export class Lru<Value> {
  readonly #capacity: number;
  #weight = 0;
  #young = new Map<string, Value>();
  #old = new Map<string, readonly [Value, number]>();
  #weights = new Map<string, number>();

  /** Keeps at least the entries used last whose weights together are the `capacity`, and at most twice as many. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): Value | undefined {
    // An entry in use is not moved about: that would cost more than finding it.
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.set(key, ...old);
    return old[0];
  }

  set(key: string, value: Value, weight = 1): void {
    this.#drop(key);
    if (this.#weight + weight > this.#capacity && this.#young.size > 0) {
      const weights = this.#weights;
      this.#old = new Map([...this.#young].map(([each, kept]) => [each, [kept, weights.get(each) ?? 1]]));
      this.#young = new Map();
      this.#weights = new Map();
      this.#weight = 0;
    }
    this.#young.set(key, value);
    this.#weights.set(key, weight);
    this.#weight += weight;
  }

  delete(key: string): void {
    this.#drop(key);
    this.#old.delete(key);
  }

  #drop(key: string): void {
    if (!this.#young.delete(key)) return;
    this.#weight -= this.#weights.get(key) ?? 0;
    this.#weights.delete(key);
  }
}
