import { Fragment } from 'react';
import { linkParts } from './links';

/** Plain text whose http and https addresses can be followed; anything else in it is only text. */
export function LinkedText({ text }: { text: string }) {
  return linkParts(text).map((part, index) =>
    part.link ? (
      <a key={index} href={part.text} target="_blank" rel="noopener noreferrer">
        {part.text}
      </a>
    ) : (
      <Fragment key={index}>{part.text}</Fragment>
    ),
  );
}
