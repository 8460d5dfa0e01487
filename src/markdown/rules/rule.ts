/** What a rule is given. */
import type { ParamSpecs } from '../../lab/params.ts';
import type { ArticleFile, Inventory } from '../../links/inventory.ts';
import type { Problem } from '../problem.ts';

/** The demos that exist, by id. */
export type Demos = ReadonlyMap<string, { readonly params: ParamSpecs }>;

export interface CheckContext {
  readonly inventory: Inventory;
  readonly demos: Demos;
  /** First path segments of the site's other pages: `series`, `demos`. */
  readonly pages: readonly string[];
}

/** Looks at one file; pure. */
export type Rule = (file: ArticleFile, context: CheckContext) => Problem[];
