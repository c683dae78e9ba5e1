import { rgb } from 'd3-color';

/** A colour with an opacity, for areas that have no opacity of their own. */
export function translucent(colour: string, opacity: number): string {
  return rgb(colour).copy({ opacity }).formatRgb();
}

/** `share` of a colour on a ground, opaque: plotly chooses a text's colour by what is under it. */
export function mixed(ground: string, colour: string, share: number): string {
  const [below, above] = [rgb(ground), rgb(colour)];
  const mix = (channel: 'r' | 'g' | 'b') => below[channel] * (1 - share) + above[channel] * share;
  return rgb(mix('r'), mix('g'), mix('b')).formatRgb();
}
