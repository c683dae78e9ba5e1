import { FocusTrap } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useRef, type ReactNode } from 'react';
import { handleCompareKey, type CompareKeys } from './compareKeys';
import classes from './compare.module.css';

interface CompareDialogProps {
  /** Id of the heading that names the dialog. */
  titleId: string;
  keys: CompareKeys;
  children: ReactNode;
}

/** The full-screen dialog: keeps the Tab key inside and listens to the comparison's keys. */
export function CompareDialog({ titleId, keys, children }: CompareDialogProps) {
  const element = useRef<HTMLDivElement>(null);
  useWindowEvent(
    'keydown',
    (event) => {
      handleCompareKey(event, element.current, keys);
    },
    { capture: true },
  );
  return (
    <FocusTrap innerRef={element}>
      <div
        className={classes.dialog}
        role="dialog"
        aria-modal
        aria-labelledby={titleId}
        data-testid="compare"
      >
        {children}
      </div>
    </FocusTrap>
  );
}
