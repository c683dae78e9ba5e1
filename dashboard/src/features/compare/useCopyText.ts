import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { downloadText } from './download';

/** Copies JSON text; where that isn't allowed, saves it as a file instead and says so. */
export function useCopyText(): (text: string, fileName: string) => Promise<void> {
  const { t } = useTranslation('compare');
  return async (text, fileName) => {
    try {
      await navigator.clipboard.writeText(text);
      notifications.show({ message: t('copied') });
    } catch {
      // No permission, or a page that isn't served over HTTPS.
      downloadText(fileName, 'application/json', text);
      notifications.show({ message: t('savedInstead', { name: fileName }) });
    }
  };
}
