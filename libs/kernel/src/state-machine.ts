export interface Transition<S extends string> {
  readonly name: string;
  readonly from: readonly S[];
  readonly to: S;
}

/**
 * A state machine whose transitions are data. Construction fails when the data is wrong (unknown state, unreachable state,
 * a state without a way out that is not declared final, a duplicate), so that a mistake stops the boot and not a conversation.
 */
export class StateMachine<S extends string, T extends string> {
  private readonly byName = new Map<string, Transition<S>>();

  constructor(
    readonly states: readonly S[],
    readonly initial: S,
    readonly transitions: Readonly<Record<T, Omit<Transition<S>, 'name'>>>,
    final: readonly S[] = [],
  ) {
    const known = new Set<string>(states);
    for (const [name, t] of Object.entries<Omit<Transition<S>, 'name'>>(transitions)) {
      for (const s of [...t.from, t.to]) if (!known.has(s)) throw new Error(`transition ${name}: unknown state ${s}`);
      if (t.from.length === 0) throw new Error(`transition ${name}: starts nowhere`);
      this.byName.set(name, { name, ...t });
    }
    for (const s of states) {
      const outgoing = [...this.byName.values()].some((t) => t.from.includes(s));
      if (!outgoing && !final.includes(s)) throw new Error(`state ${s}: no way out`);
      if (!this.reachable().has(s)) throw new Error(`state ${s}: cannot be reached`);
    }
  }

  can(name: T, from: S): boolean {
    return this.byName.get(name)?.from.includes(from) ?? false;
  }

  to(name: T): S {
    return this.transitions[name].to;
  }

  from(name: T): readonly S[] {
    return this.transitions[name].from;
  }

  private reachable(): Set<S> {
    const seen = new Set<S>([this.initial]);
    for (let grew = true; grew;) {
      grew = false;
      for (const t of this.byName.values()) {
        if (!seen.has(t.to) && t.from.some((s) => seen.has(s))) {
          seen.add(t.to);
          grew = true;
        }
      }
    }
    return seen;
  }
}
