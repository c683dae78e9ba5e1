import { Button, FileButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';
import { startUpload } from './uploads';
import classes from './UploadZone.module.css';

export const ACCEPTED = '.csv,.tsv,.parquet';

/** Takes files by drop or by the system's file dialog. */
export function UploadZone() {
  const { t } = useTranslation('datasets');
  const client = useQueryClient();
  const [over, setOver] = useState(false);

  const upload = (files: Iterable<File>) => {
    for (const file of files) void startUpload(file, client);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    upload(event.dataTransfer.files);
  };

  return (
    // Dropping is a second way beside the button, which the keyboard reaches.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={classes.zone}
      data-over={over}
      aria-label={t('upload.label')}
      onDrop={drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
    >
      <Icon name="upload" size={20} />
      <span className={classes.text}>{t('upload.drop')}</span>
      <FileButton accept={ACCEPTED} multiple onChange={upload}>
        {(props) => (
          <Button {...props} variant="filled" leftSection={<Icon name="plus" size={14} />}>
            {t('upload.choose')}
          </Button>
        )}
      </FileButton>
      <span className={classes.hint}>{t('upload.formats')}</span>
    </section>
  );
}
