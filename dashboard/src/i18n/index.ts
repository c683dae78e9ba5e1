import i18next from 'i18next';
import ICU from 'i18next-icu';
import { initReactI18next } from 'react-i18next';
import { isLanguage, LANGUAGES, NAMESPACES, type Language, type Messages } from './languages';

const STORAGE_KEY = 'azuraforge-language';

const loaders: Record<Language, () => Promise<{ default: Messages }>> = {
  en: () => import('./locales/en'),
  tr: () => import('./locales/tr'),
};

/** The language chosen earlier on this machine, else the browser's, else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(STORAGE_KEY), ...navigator.languages];
  for (const tag of wanted) {
    const language = tag?.slice(0, 2).toLowerCase();
    if (isLanguage(language)) return language;
  }
  return 'en';
}

async function load(language: Language): Promise<void> {
  const { default: messages } = await loaders[language]();
  for (const namespace of NAMESPACES) {
    i18next.addResourceBundle(language, namespace, messages[namespace]);
  }
}

async function show(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'common')) await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Shows the interface in the language somebody chose, and remembers the choice. */
export async function setLanguage(language: Language): Promise<void> {
  await show(language);
  localStorage.setItem(STORAGE_KEY, language);
}

/** Starts i18next in `language`; call once, before the first render. */
export async function initI18n(language: Language): Promise<typeof i18next> {
  await i18next
    .use(ICU)
    .use(initReactI18next)
    .init({
      lng: language,
      supportedLngs: LANGUAGES,
      fallbackLng: false,
      ns: NAMESPACES,
      defaultNS: 'common',
      partialBundledLanguages: true,
      resources: {},
      returnNull: false,
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
  await show(language);
  return i18next;
}

export { i18next };
export { isLanguage, LANGUAGES, type Language } from './languages';
