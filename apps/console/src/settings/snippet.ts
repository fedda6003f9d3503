/** What a shop puts into its pages. The look comes from the settings, so the tag need not change with it. */
export function snippetOf(origin: string): string {
  return `<script src="${origin}/widget.js" async></script>`;
}

/** What a page with a Content-Security-Policy must allow for the widget, one directive per line. */
export function policyOf(origin: string, logoUrl: string | null): string {
  const sockets = origin.replace(/^http/, 'ws');
  const images = [origin, 'blob:', ...(logoUrl?.startsWith('https:') ? [originOf(logoUrl)] : [])];
  return [
    `script-src ${origin}`,
    `style-src ${origin}`,
    `connect-src ${origin} ${sockets}`,
    `img-src ${images.filter((one) => one !== undefined).join(' ')}`,
  ].join(';\n');
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
