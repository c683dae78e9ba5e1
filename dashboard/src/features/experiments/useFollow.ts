import { useCallback, useRef, useState, type RefObject } from 'react';

/** How near to the end, in px, a reader counts as reading along. */
export const FOLLOW_WITHIN = 48;

export interface Follow {
  element: RefObject<HTMLDivElement | null>;
  /** Whether new lines move the view. */
  following: boolean;
  /** Lines that came while the reader was further up. */
  unseen: number;
  onScroll: () => void;
  /** Call when the list has changed its height. */
  keepEnd: () => void;
  jump: () => void;
}

const distanceToEnd = (element: HTMLElement): number =>
  element.scrollHeight - element.scrollTop - element.clientHeight;

/** Keeps the end of a growing list in view, unless the reader has scrolled away from it. */
export function useFollow(count: number): Follow {
  const element = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const [seen, setSeen] = useState(count);

  const jump = useCallback(() => {
    const node = element.current;
    if (node) node.scrollTop = node.scrollHeight;
    setFollowing(true);
  }, []);

  const keepEnd = useCallback(() => {
    const node = element.current;
    if (following && node) node.scrollTop = node.scrollHeight;
  }, [following]);

  const onScroll = useCallback(() => {
    const node = element.current;
    if (!node) return;
    const atEnd = distanceToEnd(node) <= FOLLOW_WITHIN;
    setFollowing(atEnd);
    if (!atEnd) setSeen((old) => (following ? count : old));
  }, [following, count]);

  return {
    element,
    following,
    unseen: following ? 0 : Math.max(count - seen, 0),
    onScroll,
    keepEnd,
    jump,
  };
}
