import { Outlet } from '@tanstack/react-router';
import { Shell } from './Shell';

export function Root() {
  return (
    <Shell>
      <Outlet />
    </Shell>
  );
}
