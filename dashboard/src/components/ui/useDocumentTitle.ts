import { useEffect } from 'react';

/** Names the browser tab `<title> · AzuraForge` while the page is shown. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · AzuraForge`;
    return () => {
      document.title = 'AzuraForge';
    };
  }, [title]);
}
