import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Me } from '@/api/types';
import { SignInForm } from './SignInForm';
import classes from './SignIn.module.css';

interface SessionExpiredDialogProps {
  opened: boolean;
  /** The user whose session ended. */
  me: Me;
  onSignedIn: () => void;
}

/** Sign-in over the page: whatever was typed or selected below stays as it is. */
export function SessionExpiredDialog({ opened, me, onSignedIn }: SessionExpiredDialogProps) {
  const { t } = useTranslation('auth');
  return (
    <Modal
      opened={opened}
      onClose={() => undefined}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      title={t('expired.title')}
      zIndex={1000}
      size={400}
    >
      <p className={classes.hint} style={{ margin: '0 0 12px' }}>
        {t('expired.text')}
      </p>
      <SignInForm
        name={me.name}
        firstWay={me.has_password ? 'password' : 'code'}
        onSignedIn={onSignedIn}
      />
    </Modal>
  );
}
