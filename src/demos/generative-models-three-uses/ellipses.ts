/** Components of a mixture as ellipses in a picture. Pure. */
import { round1 } from '../../lab/plot/path.ts';
import { at } from '../../numerics/array.ts';
import type { PlanarMixture } from '../../numerics/mixture-fit.ts';

export interface Ellipse {
  readonly cx: string;
  readonly cy: string;
  readonly rx: string;
  readonly ry: string;
  readonly transform: string;
}

type Scale = (value: number) => number;

/** Two standard deviations along each axis: 1 − e⁻² = 86 % of a component lies inside. Both scales stretch alike. */
export const deviations = 2;

export function ellipses({ weights, means, covariances }: PlanarMixture, xScale: Scale, yScale: Scale): Ellipse[] {
  const unit = deviations * (xScale(1) - xScale(0));
  return Array.from(weights, (_, k) => {
    const [xx, xy, yy] = [at(covariances, 3 * k), at(covariances, 3 * k + 1), at(covariances, 3 * k + 2)];
    const [middle, radius] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
    const [cx, cy] = [round1(xScale(at(means, 2 * k))), round1(yScale(at(means, 2 * k + 1)))];
    // The picture's y runs down, so angles change sign.
    const angle = (-Math.atan2(xy, (xx - yy) / 2) * 90) / Math.PI;
    return {
      cx,
      cy,
      rx: round1(unit * Math.sqrt(middle + radius)),
      ry: round1(unit * Math.sqrt(Math.max(0, middle - radius))),
      transform: `rotate(${round1(angle)} ${cx} ${cy})`,
    };
  });
}
