import {
  Button,
  Input,
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

const azura: MantineColorsTuple = [
  '#e5f0fc',
  '#cbe0f8',
  '#a3c9f4',
  '#86bdfa',
  '#62a8f8',
  '#3b88e2',
  '#1f71d2',
  '#0a5fc4',
  '#084fa4',
  '#063d80',
];

// Mantine's neutral ramps, tinted like the tokens.
const gray: MantineColorsTuple = [
  '#f5f7fa',
  '#eef2f6',
  '#e4e9ef',
  '#dde3ea',
  '#c5cdd7',
  '#a3adba',
  '#7d8896',
  '#5e6a79',
  '#46515f',
  '#131a23',
];
const dark: MantineColorsTuple = [
  '#e8edf3',
  '#b2bcc8',
  '#8e9aa8',
  '#74808f',
  '#2a3441',
  '#232d38',
  '#1c242e',
  '#141a22',
  '#10151c',
  '#0c1117',
];

/** Primary and error colours come from the tokens, so that both themes keep their contrast. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const base = defaultVariantColorsResolver(input);
  const primary = input.color === undefined || input.color === input.theme.primaryColor;
  const danger = input.color === 'red';
  if (!primary && !danger) return base;
  const tone = primary ? 'var(--accent)' : 'var(--err)';
  const soft = primary ? 'var(--soft)' : 'var(--errsoft)';
  if (input.variant === 'filled') {
    const hover = primary ? 'var(--accent-hover)' : `color-mix(in srgb, ${tone} 88%, var(--text))`;
    const color = primary ? 'var(--onaccent)' : 'var(--onerr)';
    return { ...base, background: tone, hover, color, border: '1px solid transparent' };
  }
  if (input.variant === 'light') return { ...base, background: soft, hover: soft, color: tone };
  if (input.variant === 'subtle') return { ...base, hover: soft, color: tone };
  if (input.variant === 'outline') {
    return { ...base, color: tone, hover: soft, border: `1px solid ${tone}` };
  }
  return base;
};

export const theme = createTheme({
  primaryColor: 'azura',
  primaryShade: { light: 7, dark: 4 },
  colors: { azura, gray, dark },
  variantColorResolver,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { sm: '4px', md: '6px', lg: '10px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { variant: 'default' },
      vars: (_, props) => ({
        root: {
          '--button-height': props.size === 'xs' ? '26px' : '30px',
          '--button-padding-x': props.size === 'xs' ? '8px' : '11px',
          '--button-fz': props.size === 'xs' ? '12px' : '13px',
        },
      }),
      styles: { label: { fontWeight: 550 } },
    }),
    Input: Input.extend({
      vars: (_, props) => ({
        wrapper:
          props.variant === 'unstyled'
            ? {}
            : {
                '--input-bd': 'var(--line2)',
                '--input-bg': 'var(--surface)',
                '--input-height': '32px',
              },
      }),
    }),
    Modal: {
      defaultProps: { centered: true, radius: 'lg' },
      styles: { title: { fontSize: 'var(--t-l)', fontWeight: 650 } },
    },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
  },
});

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text2)',
    '--mantine-color-placeholder': 'var(--text3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--err)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--surface2)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-disabled': 'var(--surface2)',
    '--mantine-color-disabled-color': 'var(--text3)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-primary-color-contrast': 'var(--onaccent)',
  },
  light: {},
  dark: {},
});
