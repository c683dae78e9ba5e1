import { beforeEach, expect, it, vi } from 'vitest';
import { i18next, initI18n, preferredLanguage, setLanguage } from '.';

beforeEach(() => {
  localStorage.clear();
});

const browserSpeaks = (...languages: string[]) =>
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(languages);

it('follows the browser until somebody chooses', async () => {
  browserSpeaks('de-DE', 'tr-TR', 'en');
  expect(preferredLanguage()).toBe('tr');
  await initI18n(preferredLanguage());
  expect(document.documentElement.lang).toBe('tr');
  browserSpeaks('en-GB');
  expect(preferredLanguage()).toBe('en');
});

it('keeps the choice, and shows it at once', async () => {
  browserSpeaks('en-GB');
  await setLanguage('tr');
  expect(i18next.t('nav.batches')).toBe('Gruplar');
  expect(preferredLanguage()).toBe('tr');
});

it('is English where no language is known', () => {
  browserSpeaks('de-DE');
  localStorage.setItem('azuraforge-language', 'xx');
  expect(preferredLanguage()).toBe('en');
});
