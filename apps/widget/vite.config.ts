import preact from '@preact/preset-vite';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, defineConfig, type InlineConfig, type Plugin } from 'vite';

const here = import.meta.dirname;
const out = resolve(here, '../../dist/apps/widget');

/** Shared by all parts: types and small helpers come from the libraries' sources. */
const common: InlineConfig = {
  configFile: false,
  resolve: { conditions: ['source', 'module', 'browser', 'production', 'default'] },
  publicDir: false,
  logLevel: 'warn',
};

/** A library of ours that is not used is left out whole: their modules do nothing when loaded. */
const treeshake = {
  moduleSideEffects: (id: string) => !/[\\/]libs[\\/]\w+[\\/]src[\\/]/.test(id) || id.includes('.css'),
};

/** One classic script without imports: runs on any page, needs no CORS, works under a CSP that names the desk's origin. */
function script(entry: string, fileName: string, define: Record<string, string> = {}): InlineConfig {
  return {
    ...common,
    root: here,
    define: { 'process.env.NODE_ENV': '"production"', ...define },
    plugins: [preact({ reactAliasesEnabled: false, devToolsEnabled: false })],
    // Host pages in GBK or without a charset read our files in theirs: every other character is escaped.
    esbuild: { charset: 'ascii' },
    build: {
      outDir: out,
      emptyOutDir: false,
      target: ['chrome88', 'safari14', 'firefox78'],
      sourcemap: true,
      reportCompressedSize: false,
      rollupOptions: {
        input: resolve(here, entry),
        treeshake,
        output: { format: 'iife', entryFileNames: fileName, inlineDynamicImports: true },
      },
    },
  };
}

/** What a shop's page pays for the widget, in bytes after gzip. Over it, the build fails. */
const LOADER_BUDGET = 10_000;
const WHOLE_BUDGET = 60_000;

function checkWeight(): void {
  const weigh = (file: string): number => gzipSync(readFileSync(join(out, file)), { level: 9 }).length;
  const loader = weigh('widget.js');
  const whole = loader + weigh('widget-app.js');
  if (loader > LOADER_BUDGET || whole > WHOLE_BUDGET) {
    throw new Error(
      `The widget is too heavy: loader ${loader} of ${LOADER_BUDGET} bytes, whole ${whole} of ${WHOLE_BUDGET} (gzip).`,
    );
  }
}

/**
 * Builds the app, then the loader, which carries the app's hash in its address: the app may be cached for ever, the loader
 * for minutes.
 */
function embedScripts(): Plugin {
  return {
    name: 'deskhand-embed-scripts',
    apply: 'build',
    async closeBundle() {
      await build(script('src/app.tsx', 'widget-app.js'));
      const hash = createHash('sha256')
        .update(readFileSync(join(out, 'widget-app.js')))
        .digest('hex')
        .slice(0, 12);
      await build(
        script('src/loader/loader.ts', 'widget.js', { __APP_FILE__: JSON.stringify(`widget/widget-app.js?v=${hash}`) }),
      );
      checkWeight();
    },
  };
}

/** `vite build` makes everything under dist/apps/widget: the demo shop's pages, widget-app.js and widget.js. */
export default defineConfig({
  ...common,
  root: resolve(here, 'demo'),
  // The api serves dist/apps/widget at /widget and demo/index.html at /.
  base: '/widget/demo/',
  plugins: [preact({ reactAliasesEnabled: false, devToolsEnabled: false }), embedScripts()],
  build: {
    outDir: join(out, 'demo'),
    emptyOutDir: true,
    target: ['chrome88', 'safari14', 'firefox78'],
    // No inline polyfill: the pages run under a CSP without 'unsafe-inline'.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      treeshake,
      input: Object.fromEntries(
        ['index', 'product', 'order'].map((page) => [page, resolve(here, `demo/${page}.html`)]),
      ),
    },
  },
});
