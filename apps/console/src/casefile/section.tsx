import type { ReactNode } from 'react';

export function Section(props: { title: string; testId?: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="section" data-testid={props.testId}>
      <header className="section-head">
        <h2>{props.title}</h2>
        {props.aside}
      </header>
      {props.children}
    </section>
  );
}
