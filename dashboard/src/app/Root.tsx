import { Outlet } from '@tanstack/react-router';
import { AuthGate } from '@/features/auth/AuthGate';
import { Shell } from './Shell';

export function Root() {
  return (
    <AuthGate>
      {({ me, expired }) => (
        <Shell me={me} live={!expired}>
          <Outlet />
        </Shell>
      )}
    </AuthGate>
  );
}
