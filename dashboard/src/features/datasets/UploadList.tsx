import { ActionIcon, Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorState, Icon, LinkButton } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { dismissUpload, useUploads, type Upload } from './uploads';
import classes from './UploadZone.module.css';

/** Uploads under way, done or refused, newest first. */
export function UploadList() {
  const uploads = useUploads();
  if (uploads.length === 0) return null;
  return (
    <ul className={classes.list}>
      {uploads.map((upload) => (
        <li key={upload.id} className={classes.upload}>
          <UploadRow upload={upload} />
        </li>
      ))}
    </ul>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const active = upload.phase === 'sending' || upload.phase === 'checking';
  const fraction = upload.phase === 'sending' ? upload.fraction : 1;
  return (
    <>
      <div className={classes.line}>
        <span className={classes.name}>{upload.file.name}</span>
        <span className={classes.state} role="status">
          {upload.phase === 'sending' &&
            t('upload.sending', {
              percent: format.percent(fraction),
              size: format.bytes(upload.file.size),
            })}
          {upload.phase === 'checking' && t('upload.checking')}
          {upload.phase === 'done' && t('upload.done', { count: upload.dataset.row_count })}
        </span>
        {active && (
          <Button size="xs" onClick={upload.abort}>
            {t('upload.cancel')}
          </Button>
        )}
        {upload.phase === 'done' && (
          <LinkButton size="xs" to="/datasets/$id" params={{ id: upload.dataset.id }}>
            {t('upload.open')}
          </LinkButton>
        )}
        {!active && (
          <ActionIcon
            variant="subtle"
            size={26}
            aria-label={t('upload.dismiss', { name: upload.file.name })}
            onClick={() => {
              dismissUpload(upload.id);
            }}
          >
            <Icon name="x" size={14} />
          </ActionIcon>
        )}
      </div>
      {active && (
        <Progress
          className={classes.bar}
          size={6}
          value={fraction * 100}
          animated={upload.phase === 'checking'}
          aria-label={t('upload.progress', { name: upload.file.name })}
        />
      )}
      {upload.phase === 'failed' && (
        <div className={classes.refusal}>
          <ErrorState error={upload.error} />
        </div>
      )}
    </>
  );
}
