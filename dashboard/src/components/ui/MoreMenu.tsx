import { ActionIcon, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from './Icon';

interface MoreMenuProps {
  /** What the button is called, e.g. "More for version 3". */
  label: string;
  /** Width and height of the button in px. */
  size?: number;
  /** The menu's items. */
  children: ReactNode;
}

/** What else can be done with one thing of a list, behind three dots. */
export function MoreMenu({ label, size = 26, children }: MoreMenuProps) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={size} aria-label={label}>
          <Icon name="more" size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
