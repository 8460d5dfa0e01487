/** For which width of its card a picture is drawn: a still for both, a live one for the one that shows. */
export type PictureLayout = 'both' | 'wide' | 'compact';

/** Matches the container query in demo.css. */
const narrow = 480;

/** What shows in a picture of so many CSS pixels; both in one that is not laid out. */
export const layoutOf = (width: number): PictureLayout => (width <= 0 ? 'both' : width < narrow ? 'compact' : 'wide');
