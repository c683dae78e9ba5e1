import 'i18next';
import type messages from './locales/en';

// Message keys are checked by the compiler against the English files.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof messages;
    returnNull: false;
  }
}
